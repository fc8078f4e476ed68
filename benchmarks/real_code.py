"""How voila-lint reads Python that other people wrote: ``python benchmarks/real_code.py PATH…``.

Reads each ``.py`` file below the folders, and in the wheels and archives there, as a
module and as a cell. Prints how many raised (a bug of ours), and the CPU time against that of
``ast.parse`` on the same text: the greatest ratio, that of all files together, and the slowest
files. Files that Python itself cannot parse count for the exceptions only.

The archive of CPython's source is one such path; ``real_code_packages.txt`` names the releases of
200 much used distributions, for ``pip download --no-deps --only-binary=:all: -r``.
"""

import argparse
import ast
import heapq
import sys
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from voila_lint.notebook.code import read_code, read_module

#: Shorter files are read for the exceptions only: measuring them measures the clock (bytes).
_SHORTEST = 2000
#: The most that reading may take, as a multiple of ``ast.parse``.
LIMIT = 20


def sources(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the Python files below folders, and in wheels."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.suffix == ".py" and file.is_file():
                    yield str(file), file.read_bytes()
                elif file.suffix in (".whl", ".zip") and file.is_file():
                    yield from _members(file)
        else:
            yield from _members(path)


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    if not zipfile.is_zipfile(archive):
        return
    with zipfile.ZipFile(archive) as opened:
        for name in sorted(opened.namelist()):
            if name.endswith(".py"):
                yield f"{archive.name}/{name}", opened.read(name)


def seconds(call: Callable[[], object], runs: int) -> float:
    """Return the least CPU seconds of some calls."""
    least = float("inf")
    for _ in range(runs):
        begin = time.process_time()
        call()
        least = min(least, time.process_time() - begin)
    return least


def times(data: bytes) -> tuple[float, float] | None:
    """Return the CPU seconds of reading a module and of parsing it, None where it is not parsed."""
    if len(data) <= _SHORTEST:
        return None
    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    # Measured more often where once is too slow.
    for runs in (1, 5):
        read, parsed = (
            seconds(lambda: read_module(data), runs),
            seconds(lambda: ast.parse(data), runs),
        )
        if read < LIMIT / 2 * parsed:
            break
    return read, parsed


def main() -> int:
    """Print the figures; return 1 where a file raised or took too long."""
    parser = argparse.ArgumentParser(description="Reads other people's Python.")
    parser.add_argument("path", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--minutes", type=float, default=60, help="what is left then is not read")
    options = parser.parse_args()
    end = time.monotonic() + options.minutes * 60
    warnings.simplefilter("ignore")
    files = raised = measured = left = 0
    read = parsed = 0.0
    slowest: list[tuple[float, str]] = []
    for name, data in sources(options.path):
        if time.monotonic() > end:
            left += 1
            continue
        files += 1
        try:
            read_module(data)
            read_code(data.decode("utf-8", "replace"))
        except Exception:
            raised += 1
            print(f"{name} raised", file=sys.stderr)
            traceback.print_exc(limit=-3)
            continue
        taken = times(data)
        if taken is not None:
            measured += 1
            read += taken[0]
            parsed += taken[1]
            heapq.heappush(slowest, (taken[0] / taken[1], name))
            if len(slowest) > 10:
                heapq.heappop(slowest)
    if left:
        print(f"{left} files were not read in time")
    print(f"{files} files, {raised} raised; {measured} above {_SHORTEST} bytes measured")
    if not measured:
        return 1
    print(f"CPU against ast.parse: {read / parsed:.1f} times for all, the slowest:")
    for factor, name in sorted(slowest, reverse=True):
        print(f"{factor:6.1f}  {name}")
    return 1 if raised or max(slowest)[0] > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
