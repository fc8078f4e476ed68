"""Checks damaged repositories: ``python -m tests.fuzz_check [--seed N] [--repositories N]``.

Takes the rules' pairs (tests/rules) and damages them at random, from a seed that is printed; the
same seed gives the same repositories. Each is checked in a forked process. What ends by a bug of
voila-lint, by a signal, after more than 5 seconds of CPU, or prints a sequence for the terminal, is
reported with the seed of that one repository: ``--seed THAT --repositories 1`` makes it again.
``--keep FOLDER`` keeps such repositories.
"""

import argparse
import random
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests import bad_inputs
from tests.building import write
from tests.mutations import mutated

PAIRS = Path(__file__).parent / "rules"
#: Seconds of CPU for one repository.
CPU = 5


def pairs() -> list[dict[str, bytes]]:
    """Return the files of all pairs."""
    return [
        {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
        for root in sorted((*PAIRS.glob("*/*/bad"), *PAIRS.glob("*/*/good")))
    ]


def repository(seed: int, known: list[dict[str, bytes]]) -> Mapping[str, bytes]:
    """Return the damaged repository of a seed."""
    chance = random.Random(seed)
    files = dict(chance.choice(known))
    if chance.random() < 0.4:
        files |= chance.choice(known)
    return mutated(files, list(chance.choice(known).values()), chance)


def main() -> int:
    """Print what went wrong; return 1 where anything did."""
    parser = argparse.ArgumentParser(description="Checks damaged repositories.")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--repositories", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=20, help="go on for so long at least")
    parser.add_argument("--keep", type=Path, default=None, metavar="FOLDER")
    options = parser.parse_args()
    seed = random.randrange(1 << 32) if options.seed is None else options.seed
    minutes = 0 if options.repositories == 1 else options.minutes
    print(f"seed {seed}", flush=True)
    known = pairs()
    bad_inputs.warm_up()
    begin = time.monotonic()
    checked = wrong = 0
    while checked < options.repositories or time.monotonic() - begin < 60 * minutes:
        files = repository(seed + checked, known)
        ended = bad_inputs.outcome(
            bad_inputs.Case(lambda root, files=files: write(root, files)), CPU
        )
        if ended not in ("0", "1", "2"):
            wrong += 1
            print(f"seed {seed + checked}: {ended}", flush=True)
            if options.keep is not None:
                shutil.rmtree(options.keep / str(seed + checked), ignore_errors=True)
                write(options.keep / str(seed + checked), files)
        checked += 1
    print(f"{checked} repositories in {(time.monotonic() - begin) / 60:.0f} minutes, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
