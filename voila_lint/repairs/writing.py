"""Writes changes to the disk: each file as a whole or not at all, and only what was read."""

import difflib
import os
import re
import secrets
import shutil
import signal
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from voila_lint import git
from voila_lint.errors import UsageError
from voila_lint.pattern import pattern
from voila_lint.project import Project
from voila_lint.text import decode

_LINE_END = pattern(r"\r\n|\r|\n")

#: How the files are called that are to replace others: with the number of the process.
_LEFTOVER = re.compile(r"\.voila-lint-(\d+)-[0-9a-f]{16}\.tmp")

#: After so many seconds no run is still at it, whoever has its number by now.
_LONG_AGO = 24 * 60 * 60

#: What the shell says of a process that SIGTERM has ended.
_TERMINATED = 128 + 15


def write(before: Project, after: Project) -> None:
    """Write the changes that ``after`` has; ``before`` is the repository as it was read.

    Raises UsageError where a file is no longer what was read: then nothing is written. Raises
    OSError where something cannot be written.
    """
    targets = {after.source(path) or path: data for path, data in _contents(before, after).items()}
    read = {path: _content(before, path) for path in targets}
    with _ending_cleanly():
        temporary: dict[str, Path] = {}
        try:
            for path, data in targets.items():
                full = before.root / path
                temporary[path] = full.with_name(
                    f".voila-lint-{os.getpid()}-{secrets.token_hex(8)}.tmp"
                )
                _write_beside(temporary[path], full, data)
            for path in targets:
                _compare(before, path, path, read[path])
            # First what git may refuse: then nothing has changed.
            for old, new in after.moves:
                _rename(before, old, new)
            for path in temporary:
                now = after.moved(path)
                temporary[path] = _behind(before.root, after, temporary[path])
                _compare(before, path, now, read[path])
                _put(temporary[path], before.root / now, new=read[path] is None)
        finally:
            for beside in temporary.values():
                for leftover in {beside, _behind(before.root, after, beside)}:
                    leftover.unlink(missing_ok=True)


def _behind(root: Path, after: Project, beside: Path) -> Path:
    """Return where a file is, now that its folder may have been renamed."""
    moved = root / after.moved(beside.relative_to(root).as_posix())
    return moved if moved.exists() else beside


def remove_leftovers(project: Project) -> bool:
    """Remove the files that a run which was killed has left; tell whether there were any."""
    removed = False
    for folder in sorted(project.directories):
        with suppress(OSError), os.scandir(project.root / folder) as entries:
            for entry in entries:
                match = _LEFTOVER.fullmatch(entry.name)
                if match and _is_abandoned(entry, int(match[1])):
                    with suppress(OSError):
                        Path(entry).unlink()
                        removed = True
    return removed


def diff(before: Project, after: Project) -> Iterator[str]:
    """Yield the lines of a unified diff of the changes that ``after`` has, without line ends."""
    for path, content in sorted(_contents(before, after).items()):
        source = after.source(path) or path
        old = _content(before, source)
        yield from difflib.unified_diff(
            _lines(decode(old or b"", path).text),
            _lines(decode(content, path).text),
            "/dev/null" if old is None else f"a/{source}",
            f"b/{path}",
            lineterm="",
        )
    for old_name, new_name in after.moves:
        yield f"rename from {old_name}"
        yield f"rename to {new_name}"


def _lines(text: str) -> list[str]:
    """Return the lines without their ends; a form feed, for one, ends none."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def _contents(before: Project, after: Project) -> dict[str, bytes]:
    """Return the files that are to be written, by their new paths."""
    return {
        path: data
        for path, data in after.reader.overlay.items()
        if data is not None and _content(before, after.source(path) or path) != data
    }


def _content(project: Project, path: str) -> bytes | None:
    """Return the bytes of a file as they were first read, None where there was none."""
    return project.read_bytes(path) if project.reader.is_file(path) else None


def _compare(before: Project, path: str, now_at: str, read: bytes | None) -> None:
    """Raise UsageError where a file, renamed meanwhile, is not what was read."""
    full = before.root / now_at
    try:
        now = None if not os.path.lexists(full) else full.read_bytes()
    except OSError:
        now = b"" if read is None else None
    if now != read:
        raise UsageError(
            f"{path}: another program has changed the file in the meantime; it was left as it is, "
            "run voila-lint again"
        )


def _write_beside(beside: Path, target: Path, data: bytes) -> None:
    """Write a file that is to replace ``target``, with its owner, mode and attributes."""
    # Until it has the mode of what it replaces, nobody else may read it.
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    try:
        facts = target.stat()
    except FileNotFoundError:
        # A new file gets what the user's umask leaves.
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        return
    made = beside.stat()
    if (made.st_uid, made.st_gid) != (facts.st_uid, facts.st_gid):
        os.chown(beside, facts.st_uid, facts.st_gid)
    shutil.copystat(target, beside)
    os.utime(beside)


def _put(beside: Path, target: Path, *, new: bool) -> None:
    if not new:
        beside.replace(target)
        return
    try:
        # Unlike a rename this never replaces a file that somebody else has just made.
        os.link(beside, target)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError(f"{target.name} exists") from None
        beside.replace(target)


def _rename(project: Project, old: str, new: str) -> None:
    """Rename a file or folder; git does it where it tracks something there."""
    listing = project.listing
    tracked = listing.tracked if listing is not None else frozenset[str]()
    if any(path == old or path.startswith(f"{old}/") for path in tracked):
        git.move(project.root, old, new)
        return
    before, after = project.root / old, project.root / new
    if os.path.lexists(after) and not (after.exists() and after.samefile(before)):
        raise FileExistsError(f"{new} exists")
    before.rename(after)


def _is_abandoned(entry: os.DirEntry[str], process: int) -> bool:
    """Tell whether a file is certainly one of ours, and no longer used by any process."""
    facts = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(facts.st_mode):
        return False
    if hasattr(os, "geteuid") and facts.st_uid != os.geteuid():
        return False
    return time.time() - facts.st_mtime > _LONG_AGO or not _runs(process)


def _runs(process: int) -> bool:
    # On Windows this call would end the process.
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Let SIGTERM end the run as Ctrl-C does: with what is to be done at the end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise SystemExit(_TERMINATED)
