"""Make ``tests/proofs/rattler/conda_forge_names.txt.xz``, the names that the judge's channel has.

Give it what ``git ls-tree -r --name-only HEAD outputs`` prints in a clone of
https://github.com/conda-forge/feedstock-outputs (BSD 3-Clause, © 2020 conda-forge)::

    python tools/build_channel_names.py OUTPUTS
"""

import lzma
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tests" / "proofs" / "rattler" / "conda_forge_names.txt.xz"

if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    names = sorted({Path(line).stem for line in lines})
    TARGET.write_bytes(lzma.compress("\n".join(names).encode(), preset=9))
