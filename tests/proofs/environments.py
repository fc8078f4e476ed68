"""Environments of the judges: the real software that the models describe.

A judge lives in ``tests/proofs/<name>/`` with a ``requirements.txt``; it never shares an
environment with voila-lint, because its dependencies would change what is tested.
"""

import contextlib
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROOFS = Path(__file__).parent
CACHE = PROOFS.parents[1] / ".cache" / "judges"

#: How long another process may need for an installation, in seconds.
PATIENCE = 1200


def judge_python(name: str, base: Path | None = None) -> Path:
    """Return the Python interpreter of the judge ``name``, installing the judge if need be.

    ``base`` is the interpreter to make its environment with, that of the tests if None. The
    environment is ``<repository>/.cache/judges/<name>-<hash>``; the hash covers the judge's
    requirements, their lock and the Python that makes it, so a change of one makes a new one.
    Several processes may call this at once. Raises RuntimeError with pip's output where the
    installation fails, and TimeoutError where another process does not finish it.
    """
    # What is asked for, and the releases of all that it brings along (tools/lock.py).
    files = {"requirement": PROOFS / name / "requirements.txt"}
    if (PROOFS / name / "lock.txt").exists():
        files["constraint"] = PROOFS / name / "lock.txt"
    version = platform.python_version() if base is None else _version(base)
    identity = b"".join(file.read_bytes() for file in files.values()) + version.encode()
    home = CACHE / f"{name}-{hashlib.sha256(identity).hexdigest()[:12]}"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    complete = home / ".complete"
    if complete.exists():
        return python
    CACHE.mkdir(parents=True, exist_ok=True)
    with _lock(home.with_suffix(".lock")):
        if not complete.exists():
            shutil.rmtree(home, ignore_errors=True)
            _run([str(base or sys.executable), "-m", "venv", str(home)])
            pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
            _run([*pip, *(f"--{option}={file}" for option, file in files.items())])
            complete.touch()
    return python


def _version(python: Path) -> str:
    command = [python, "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; the operating system frees it if the process dies."""
    with path.open("a+") as file:
        deadline = time.monotonic() + PATIENCE
        while not _try_lock(file.fileno()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"another process still holds {path}")
            time.sleep(0.5)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{result.stdout}{result.stderr}")
