"""Edits of single requirements in the lists that hold them: a line of text, an item of YAML."""

import re

from voila_lint.finding import Edit, Location
from voila_lint.pattern import pattern

#: What may stand before and behind a requirement that has its line to itself.
_BEFORE = pattern(r"\s*(?:-\s+)?[\"']?\Z")
_BEHIND = pattern(r"[\"']?\s*(?:#.*)?\Z")


def without_line(text: str, at: Location) -> Edit | None:
    """Return the edit that removes a requirement with its line.

    ``text`` is the file's, ``at`` the requirement's place. None where it shares its line.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    if at.line is None or at.column is None or at.end_column is None or at.end_line != at.line:
        return None
    line = lines[at.line - 1]
    before, behind = line[: at.column - 1], line[at.end_column - 1 :]
    if not _BEFORE.match(before) or not _BEHIND.match(behind):
        return None
    if at.line < len(lines):
        return Edit(at.path, "", None, at.line, 1, at.line + 1, 1)
    return Edit(at.path, "", None, at.line, 1, at.line, len(line) + 1)


def with_name(text: str, at: Location, name: str, new: str) -> Edit | None:
    """Return the edit that gives a requirement another name and leaves the rest of it.

    ``name`` is the one that it has. None where it is not written on one line.
    """
    if at.line is None or at.column is None or at.end_line != at.line:
        return None
    line = re.split(r"\r\n|\r|\n", text)[at.line - 1]
    column = line.find(name, at.column - 1) + 1
    if not column:
        return None
    return Edit(at.path, new, None, at.line, column, at.line, column + len(name))


def holds_requirements(path: str) -> bool:
    """Whether a requirement's place in a file holds it as pip or conda reads it, nothing else."""
    return path.endswith((".txt", ".yml", ".yaml"))
