"""Makes ``tests.…`` and the modules of the proofs importable, however pytest is started.

Being in the package ``tests``, this file alone has pytest put the repository on the path.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "proofs"))
