"""Makes ``environments`` importable, whichever folder pytest starts from."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "proofs"))
sys.path.insert(0, str(Path(__file__).parent))
