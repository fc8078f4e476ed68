"""Which repairs can be written, to which files; and why not, for the help text."""

import os
import stat
from pathlib import Path

from msgspec.structs import replace

from voila_lint.edits.splicing import FileEdits
from voila_lint.finding import Fix
from voila_lint.project import Project

_ABSENT = "`--fix` leaves it to you: a symbolic link leads out of the repository."
_READ_ONLY = "`--fix` leaves it to you: the file is read-only."
_FOLDER_READ_ONLY = "`--fix` leaves it to you: the folder of the file is read-only."
_NO_FOLDER = "`--fix` leaves it to you: there is no folder for the file."
_HARD_LINK = "`--fix` leaves it to you: the file has another name (a hard link) and would lose it."
_OWNER = "`--fix` leaves it to you: the file belongs to another user."
_TAKEN = "`--fix` leaves it to you: there is a file with the new name already."
_LINK_MOVES = "`--fix` leaves it to you: the symbolic link would lead elsewhere from there."
_NOT_READ = "`--fix` leaves it to you: the file cannot be read."


class Refusals:
    """Settles which repairs of one repository can be made; each file is looked at once."""

    def __init__(self, project: Project) -> None:
        """Take the files."""
        self._project = project
        self._files: dict[str, FileEdits] = {}
        self._obstacles: dict[str, str | None] = {}

    def settle(self, fix: Fix) -> tuple[Fix, str | None]:
        """Return the fix with the names of the files that links lead to, and what is in its way.

        The second is a sentence, None where nothing is.
        """
        edits = []
        for edit in fix.edits:
            target = self._project.target(edit.path)
            if target is None:
                return fix, _ABSENT
            if target not in self._obstacles:
                self._obstacles[target] = self._obstacle(target)
            reason = self._obstacles[target]
            if reason is None and target in self._files:
                reason = self._files[target].refusal(edit)
            if reason is not None:
                return fix, reason
            edits.append(edit if target == edit.path else replace(edit, path=target))
        if edits != list(fix.edits):
            fix = replace(fix, edits=tuple(edits))
        if fix.rename is not None and (reason := self._rename_obstacle(*fix.rename)):
            return fix, reason
        return fix, None

    def file(self, path: str) -> FileEdits:
        """Return the file that an edit of a settled fix names; an empty one where it is new."""
        return self._files.get(path) or FileEdits(path, b"")

    def _obstacle(self, path: str) -> str | None:
        """Return what is in the way of writing a file that is no link, and read it otherwise."""
        source = self._project.source(path) or path
        full = self._project.root / source
        try:
            facts = full.lstat()
        except FileNotFoundError:
            if path not in self._project.reader.overlay:
                return _folder_obstacle(full.parent)
        except (OSError, ValueError):
            return _NOT_READ
        else:
            reason = _file_obstacle(facts) or _folder_obstacle(full.parent)
            if reason is not None:
                return reason
        try:
            self._files[path] = FileEdits(path, self._project.read_bytes(path))
        except OSError:
            return _NOT_READ
        return None

    def _rename_obstacle(self, old: str, new: str) -> str | None:
        project = self._project
        source, folder = project.source(old), new.rpartition("/")[0]
        if source is None or project.reader.real_path(folder or ".") is None:
            return _ABSENT if source is None or project.reader.leads_out(folder) else _NO_FOLDER
        before, after = project.root / source, project.root / new
        if project.reader.overlay.get(new) is not None:
            return _TAKEN
        if os.path.lexists(after) and project.source(new) is not None:
            try:
                # On a file system that ignores case the new name leads to the file itself.
                if not after.samefile(before):
                    return _TAKEN
            except OSError:
                return _TAKEN
        if before.is_symlink() and before.parent != after.parent:
            return _LINK_MOVES
        return _folder_obstacle(before.parent) or _folder_obstacle(after.parent)


def _file_obstacle(facts: os.stat_result) -> str | None:
    if not stat.S_ISREG(facts.st_mode):
        return _NOT_READ
    if not facts.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        return _READ_ONLY
    if facts.st_nlink > 1:
        return _HARD_LINK
    # What replaces the file has to get its owner and group, and only root may give files away.
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    if user not in (0, facts.st_uid):
        return _OWNER
    if user and facts.st_gid not in (os.getegid(), *os.getgroups()):
        return _OWNER
    return None


def _folder_obstacle(folder: Path) -> str | None:
    if not folder.is_dir():
        return _NO_FOLDER
    return None if os.access(folder, os.W_OK | os.X_OK) else _FOLDER_READ_ONLY
