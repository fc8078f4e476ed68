"""Makes ``tests.…`` and the modules of the proofs importable, however pytest is started.

Being in the package ``tests``, this file alone has pytest put the repository on the path.
"""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent / "proofs"))

# The everyday run makes up the same examples each time, in its own time: what fails for one fails
# for all. `--hypothesis-profile=fuzz` looks for new ones.
settings.register_profile("everyday", derandomize=True, deadline=None)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile("everyday")
