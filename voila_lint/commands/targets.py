"""Which repositories the paths on the command line mean, and which part of each."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from voila_lint.errors import UsageError
from voila_lint.git import find_top
from voila_lint.project import Project


class Target(Struct):
    """A repository to judge and what of it was asked for.

    ``root`` is the top of the git repository that the paths lie in, or the folder itself outside
    of git; with ``--root`` it is that folder, and ``standalone``. ``paths`` are relative to it,
    with ``/``; empty where all of it is meant. ``files`` are those of them that are files.
    """

    root: Path
    standalone: bool
    paths: set[str]
    files: set[str]

    @property
    def project(self) -> Project:
        """The files of the repository, not read yet."""
        return Project(self.root, standalone=self.standalone)


def targets(paths: Sequence[str], root: str | None, commands: Sequence[str] = ()) -> list[Target]:
    """Return the repositories that the paths mean, in the order of the paths.

    ``root`` is the folder of ``--root``, ``commands`` what a mistyped command may have meant.
    Raises UsageError for what is not there, cannot be read, or lies outside of ``root``.
    """
    found: dict[Path, Target] = {}
    everything: set[Path] = set()
    fixed_root = None if root is None else _folder(root)
    for named in paths or ([root] if root is not None else ["."]):
        path = _real(named, commands)
        folder = path if path.is_dir() else path.parent
        base = fixed_root or find_top(folder) or folder
        if not path.is_relative_to(base):
            raise UsageError(f"{named}: not inside {root}")
        target = found.setdefault(base, Target(base, fixed_root is not None, set(), set()))
        relative = path.relative_to(base).as_posix()
        if relative == ".":
            everything.add(base)
        else:
            target.paths.add(relative)
        if path != folder:
            target.files.add(relative)
    for base in everything:
        found[base].paths.clear()
    return list(found.values())


def target(path: str | None, root: str | None = None) -> Target:
    """Return the repository that one path (None: the root, or this folder) means.

    Raises UsageError as :func:`targets`.
    """
    return targets([] if path is None else [path], root)[0]


def _real(named: str, commands: Sequence[str]) -> Path:
    """Return where a path is. Links on the way to it are followed, as git does; not the last."""
    path = Path(named)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):
        is_folder, exists = False, False
    if not exists:
        hint = f" (commands: {', '.join(commands)})" if commands and named.isalpha() else ""
        raise UsageError(f"{named}: no such file or folder{hint}")
    if not os.access(path, os.R_OK | os.X_OK if is_folder else os.R_OK):
        raise UsageError(f"{named}: permission denied")
    if is_folder:
        return Path(os.path.realpath(path))
    absolute = Path(os.path.normpath(Path.cwd() / path))
    return Path(os.path.realpath(absolute.parent)) / absolute.name


def _folder(named: str) -> Path:
    if not Path(named).is_dir():
        raise UsageError(f"{named}: no such folder")
    return Path(os.path.realpath(named))
