"""Applies fixes: picks those that do not get in each other's way, shows or writes the result."""

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from voila_lint.finding import Edit, Finding, Fix
from voila_lint.project import Project


class Changes(Struct):
    """What fixes make of a repository: new contents by path, renames, and how many they are."""

    contents: dict[str, bytes] = field(default_factory=dict)
    renames: dict[str, str] = field(default_factory=dict)
    count: int = 0


def prepare(project: Project, findings: Iterable[Finding], *, unsafe: bool) -> Changes:
    """Work out the changes; a fix that overlaps an earlier one waits for the next round.

    Fixes that are not safe are left out unless ``unsafe``. Raises OSError where a file that is
    to be changed cannot be read.
    """
    taken: dict[str, list[Edit]] = {}
    changes = Changes()
    for finding in findings:
        fix = finding.fix
        if fix is None or (fix.safety != "safe" and not unsafe):
            continue
        if _collides(fix, taken, changes, project):
            continue
        for edit in fix.edits:
            taken.setdefault(edit.path, []).append(edit)
        if fix.rename is not None:
            changes.renames[fix.rename[0]] = fix.rename[1]
        changes.count += 1
    for path, edits in taken.items():
        changes.contents[path] = _edited(project, path, edits)
    return changes


def write(project: Project, changes: Changes) -> None:
    """Write the changes; each file is replaced as a whole or not at all. Raises OSError."""
    for path, content in changes.contents.items():
        _replace(project.root / path, content)
    for old, new in changes.renames.items():
        (project.root / old).rename(project.root / new)


def diff(project: Project, changes: Changes) -> Iterator[str]:
    """Yield the lines of a unified diff of the changes, without line ends."""
    for path, content in sorted(changes.contents.items()):
        target = project.root / path
        before = _decode(target.read_bytes()) if target.exists() else ""
        yield from difflib.unified_diff(
            before.splitlines(),
            _decode(content).splitlines(),
            f"a/{path}" if target.exists() else "/dev/null",
            f"b/{path}",
            lineterm="",
        )
    for old, new in sorted(changes.renames.items()):
        yield f"rename from {old}"
        yield f"rename to {new}"


def _collides(fix: Fix, taken: dict[str, list[Edit]], changes: Changes, project: Project) -> bool:
    renamed = {*changes.renames, *changes.renames.values()}
    if fix.rename is not None:
        old, new = fix.rename
        if old in renamed or new in renamed or old in taken or new in taken:
            return True
        target, source = project.root / new, project.root / old
        # On a file system that ignores case the target is the source itself.
        if target.exists() and not target.samefile(source):
            return True
    return any(
        edit.path in renamed or any(_overlap(edit, other) for other in taken.get(edit.path, ()))
        for edit in fix.edits
    )


def _overlap(one: Edit, other: Edit) -> bool:
    if one.line is None or other.line is None:
        return True
    if one.cell != other.cell:
        return False
    start, end = _range(one)
    other_start, other_end = _range(other)
    if start == end == other_start == other_end:
        # Two insertions at one place keep the order of their findings; the same one twice is one,
        # and so is one that begins alike (`- pip:`): what is left of it fits in afterwards.
        return one.new_text.partition("\n")[0] == other.new_text.partition("\n")[0]
    return start == other_start or (start < other_end and other_start < end)


def _range(edit: Edit) -> tuple[tuple[int, int], tuple[int, int]]:
    start = (edit.line or 1, edit.column or 1)
    return start, (edit.end_line or start[0], edit.end_column or start[1])


def _edited(project: Project, path: str, edits: list[Edit]) -> bytes:
    if any(edit.line is None for edit in edits):
        return edits[0].new_text.encode()
    data = project.read_bytes(path)
    if all(edit.cell is None for edit in edits):
        # surrogateescape: bytes that are not UTF-8 come back as they were.
        text = data.decode("utf-8", "surrogateescape")
        bom = "\ufeff" if text.startswith("\ufeff") else ""
        changed = bom + _apply(text.removeprefix(bom), edits)
        return changed.encode("utf-8", "surrogateescape")
    from voila_lint.notebook.positions import replace_cell_source
    from voila_lint.notebook.read import read_notebook

    notebook = read_notebook(path, data)
    cells = {cell.index: cell.source for cell in getattr(notebook, "cells", ())}
    for number in {edit.cell for edit in edits if edit.cell is not None}:
        source = _apply(cells[number], [edit for edit in edits if edit.cell == number])
        data = replace_cell_source(data, number, source)
    return data


def _apply(text: str, edits: list[Edit]) -> str:
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    newline = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")

    def offset(line: int, column: int) -> int:
        return min(starts[min(line, len(starts)) - 1] + column - 1, len(text))

    # From the end, so that what comes before keeps its place; the sort keeps insertions at one
    # place in order, and reversing puts the later one in first.
    for edit in sorted(edits, key=_range)[::-1]:
        (line, column), (end_line, end_column) = _range(edit)
        new = edit.new_text.replace("\n", newline)
        text = text[: offset(line, column)] + new + text[offset(end_line, end_column) :]
    return text


def _replace(path: Path, content: bytes) -> None:
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if path.exists():
            shutil.copymode(path, temporary)
        else:
            # mkstemp's files are private; a new file gets what the user's umask leaves.
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")
