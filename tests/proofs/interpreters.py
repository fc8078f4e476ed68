"""Real interpreters of Python: those at hand, and those that uv brings.

``python interpreters.py 3.10`` prints the path of one.
"""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from environments import judge_python


class NoInterpreterError(Exception):
    """An interpreter is neither at hand nor to be had."""


@cache
def interpreter(version: str) -> Path:
    """Return an interpreter of Python ``version`` ("3.9").

    The one that runs the tests, one on the path, one of pyenv's, or one that uv finds or
    installs. Raises NoInterpreterError with uv's words where there is none.
    """
    for path in _at_hand(version):
        if _is(path, version):
            return path
    uv = judge_python("uv").with_name("uv.exe" if os.name == "nt" else "uv")
    subprocess.run([uv, "python", "install", version], capture_output=True, check=False)
    found = subprocess.run(
        [uv, "python", "find", version], capture_output=True, text=True, check=False
    )
    path = Path(found.stdout.strip())
    if found.returncode or not _is(path, version):
        raise NoInterpreterError(found.stderr)
    return path


def _at_hand(version: str) -> list[Path]:
    folders = [Path(folder) for folder in os.get_exec_path()]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders += sorted((pyenv / "versions").glob(f"{version}.*/bin"))
    return [Path(sys.executable), *(folder / f"python{version}" for folder in folders)]


def _is(path: Path, version: str) -> bool:
    """Whether a path is an interpreter of that version which runs."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [path, "-I", "-c", question], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


if __name__ == "__main__":
    print(interpreter(sys.argv[1]))
