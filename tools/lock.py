"""Rewrite the locks: the exact releases of all that tests, linters and judges install.

Writes ``tests/lock.txt`` (the extras ``test`` and ``lint``), ``tests/lock-lowest.txt`` (the lowest
releases that pyproject.toml allows, on Python 3.10) and ``lock.txt`` beside the requirements of
each judge. Needs the network, and uv (``pip install uv``), which knows all Pythons at once.
"""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
OLDEST = "3.10"

#: Judges whose requirements name everything themselves.
COMPLETE = {"voila"}
#: The oldest Python that a judge runs on, where that is not the tests' own.
OLDER = {"ipython": "3.7"}


def lock(source: Path, target: Path, *options: str, python: str = OLDEST) -> None:
    """Resolve the requirements of a file and write the releases into another."""
    command = ["uv", "pip", "compile", "--quiet", "--upgrade", "--no-header", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links", "--python-version", python, *options]
    command += ["--custom-compile-command", "python tools/lock.py"]
    done = subprocess.run([*command, source], check=True, capture_output=True, text=True, cwd=ROOT)
    target.write_text(f"# Written by tools/lock.py.\n{done.stdout}", encoding="utf-8")


def main() -> None:
    """Write all locks."""
    project = ROOT / "pyproject.toml"
    tests = ROOT / "tests"
    lock(project, tests / "lock.txt", "--universal", "--extra=test", "--extra=lint")
    lowest = ("--universal", "--extra=test", "--resolution=lowest-direct")
    lock(project, tests / "lock-lowest.txt", *lowest)
    for source in sorted((tests / "proofs").glob("*/requirements.txt")):
        judge = source.parent.name
        if judge not in COMPLETE:
            python = OLDER.get(judge, OLDEST)
            lock(source, source.with_name("lock.txt"), "--universal", python=python)


if __name__ == "__main__":
    main()
