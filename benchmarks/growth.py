"""How voila-lint's time grows with its input: ``python benchmarks/growth.py [WORD…]``.

Each case of ``tests/growing.py`` whose name holds all words is doubled until it takes long enough
to be measured, or is larger than anybody's repository. CPU time (user and system) of forked
processes, the best of three; what a tiny repository takes is subtracted. Prints the cases whose
time grows by more than ``--most`` where the input doubles; the exit code is 1 where there are any.
"""

import argparse
import contextlib
import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import growing
from tests.building import write
from voila_lint import cli

#: Seconds of CPU below which nothing is measured, and above which an input is too slow anyway.
SHORTEST, LONGEST = 0.1, 10.0
#: Bytes of a repository, and files in it, from which on it is not doubled again.
LARGEST, MOST_FILES = 500_000, 4_000


def seconds(root: Path, *arguments: str) -> float:
    """Return the CPU seconds of a check in a forked process, infinity where it takes too long."""
    child = os.fork()
    if child == 0:
        limit = int(LONGEST) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            code = cli.main([*arguments, str(root)])
        os._exit(code)
    _, status, usage = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        return float("inf")
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        print(f"exit code {os.waitstatus_to_exitcode(status)}", file=sys.stderr)
    return usage.ru_utime + usage.ru_stime


def measured(make: growing.Case, size: int, runs: int, base: float) -> tuple[float, int, int]:
    """Return the seconds for a repository of a size beyond ``base``, its bytes and its files."""
    files = make(size)
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), files)
        best = min(seconds(root) for _ in range(runs))
    length = sum(len(content) for content in files.values())
    return max(best - base, 0.001), length, len(files)


def growth(make: growing.Case, base: float, first: int) -> tuple[float, float, int]:
    """Return by how much the time grows, the seconds of the larger input, and its size."""
    size = first
    while True:
        now, length, files = measured(make, size, 1, base)
        if now >= SHORTEST * 2 or length > LARGEST or files > MOST_FILES:
            break
        size *= 8 if now < SHORTEST / 8 else 2
    if now < SHORTEST:
        return 1.0, now, size
    before = measured(make, size // 2, 1, base)[0]
    if now > LONGEST or now / before < 2.2:
        return now / before, now, size
    # Measured again where it matters, with more runs.
    before = measured(make, size // 2, 3, base)[0]
    now = measured(make, size, 3, base)[0]
    return now / before, now, size


def main() -> int:
    """Print what grows faster than its input."""
    parser = argparse.ArgumentParser(description="Measures how time grows.")
    parser.add_argument("word", nargs="*", help="of the names of cases")
    parser.add_argument("--most", type=float, default=2.5, help="growth that is no finding")
    parser.add_argument("--list", action="store_true", help="print all that is measured")
    options = parser.parse_args()
    chosen = {
        name: make
        for name, make in growing.cases().items()
        if all(word in name for word in options.word)
    }
    # Modules are imported, and data is read, before anything is measured.
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), growing.warm())
        with contextlib.redirect_stdout(io.StringIO()):
            cli.main(["--exit-zero", str(root)])
        base = min(seconds(write(Path(folder) / "small", growing.APP)) for _ in range(3))
    begin = time.monotonic()
    slow = 0
    for name, make in chosen.items():
        factor, now, size = growth(make, base, 256 if name.startswith("tree") else 2048)
        is_slow = factor > options.most and now >= SHORTEST
        slow += is_slow
        if is_slow or options.list:
            print(f"{factor:6.2f}  {now:7.2f} s  {size:>9}  {name}", flush=True)
    print(f"{len(chosen)} cases, {slow} too slow, {time.monotonic() - begin:.0f} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
