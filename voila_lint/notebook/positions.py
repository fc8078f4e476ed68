"""Where the source of each cell lies in the bytes of the file, and how to replace it there.

One linear scan over the raw JSON finds the strings that hold each cell's source, in format 4
(``cells``) and in formats 2 and 3 (``worksheets``, code under ``input``). The scan trusts
nothing: on bytes that are no notebook it finds no cells.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from voila_lint.pattern import pattern

# A string that never ends reaches to the end of the file, so that no byte is scanned twice.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\],:]', re.DOTALL)
_LINE_BREAK = pattern(r"\r\n|\r|\n")
# Format 2 lists lines without their ends (nbformat 5.10, v2/rwbase.py).
_FORMAT_2 = re.compile(rb'"nbformat"\s*:\s*2\s*[,}]')
# One character of a JSON string: a pair of surrogates, an escape, or UTF-8.
_UNIT = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|\\u[0-9a-fA-F]{4}|\\[^u]|[^\\\x80-\xff]|[\xc0-\xff][\x80-\xbf]+",
    re.DOTALL,
)
_NON_ASCII_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u(?!00[0-7])")


class _Source(NamedTuple):
    """The value of one cell's source: its byte range, and those of the strings in it."""

    start: int
    end: int
    items: tuple[tuple[int, int], ...]
    is_list: bool


# What a container is to a notebook; a child's role follows from its parent's and its key.
_CHILDREN = {
    "root": {b'"cells"': "cells", b'"worksheets"': "sheets"},
    "sheet": {b'"cells"': "cells"},
    "cell": {b'"source"': "source", b'"input"': "input"},
}
_ELEMENTS = {"sheets": "sheet", "cells": "cell"}


class _Scan:
    """The one pass over the JSON; afterwards ``cells`` holds each cell's source, or None."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._in_sheets = False
        self._sheet_cells: list[_Source | None] = []
        self._own_cells: list[_Source | None] | None = None
        self._run()
        self.cells = self._own_cells if self._own_cells is not None else self._sheet_cells
        #: Whether the strings of a list are whole lines without their ends.
        self.bare_lines = self._own_cells is None and _FORMAT_2.search(data) is not None

    def _target(self) -> list[_Source | None]:
        if self._in_sheets or self._own_cells is None:
            return self._sheet_cells
        return self._own_cells

    def _run(self) -> None:
        roles: list[str] = []
        keys: list[bytes] = []
        opened: list[int] = []
        items: list[tuple[int, int]] = []
        string: tuple[int, int] | None = None
        skipped = 0
        data = self._data
        for match in _TOKEN.finditer(data):
            start, end = match.span()
            token = data[start]
            if skipped:
                if token in b"{[":
                    skipped += 1
                elif token in b"}]":
                    skipped -= 1
            elif token == 0x22:  # a string: a key, or a value
                role = roles[-1] if roles else ""
                if role in ("source", "input"):
                    items.append((start, end))
                elif role == "cell" and keys[-1] in (b'"source"', b'"input"'):
                    self._found(keys[-1], _Source(start, end, ((start, end),), False))
                else:
                    string = (start, end)
            elif token == 0x3A:
                if roles and string:
                    keys[-1] = data[string[0] : string[1]]
            elif token == 0x2C:
                if roles:
                    keys[-1] = b""
            elif token in b"{[":
                role = self._role(roles, keys, token)
                if not role:
                    skipped = 1
                    continue
                roles.append(role)
                keys.append(b"")
                opened.append(start)
                items = []
            elif roles:
                role = roles.pop()
                keys.pop()
                begin = opened.pop()
                if role in ("source", "input"):
                    self._found(keys[-1], _Source(begin, end, tuple(items), True))
                elif role == "sheets":
                    self._in_sheets = False

    def _role(self, roles: list[str], keys: list[bytes], token: int) -> str:
        """The role of a container that opens, "" for one that does not matter."""
        if not roles:
            return "root" if token == 0x7B else ""
        parent = roles[-1]
        role = _ELEMENTS.get(parent) or _CHILDREN.get(parent, {}).get(keys[-1], "")
        if (token == 0x7B) != (role in ("sheet", "cell")):
            return ""
        if role == "sheets":
            self._in_sheets = True
            self._sheet_cells = []
        elif role == "cells" and not self._in_sheets:
            self._own_cells = []
        elif role == "cell":
            self._target().append(None)
        return role

    def _found(self, key: bytes, source: _Source) -> None:
        target = self._target()
        # A code cell of format 3 has "input" only; in format 4 "input" means nothing.
        if target and (key == b'"source"' or target[-1] is None):
            target[-1] = source


class SourceMap:
    r"""Finds cells' sources in the bytes of a notebook file.

    Cells count from 1 over all cells (those of worksheets in turn), source lines from 1;
    ``\n``, ``\r\n`` and ``\r`` end a line. Nothing here raises: what is not found is None.
    """

    def __init__(self, data: bytes) -> None:
        """Take the file's bytes; they are scanned when first asked about."""
        self._data = data
        self._scan: _Scan | None = None
        self._lines: dict[int, list[tuple[int, int]]] = {}
        self._counted = (0, 1)

    def file_line(self, cell: int, line: int) -> int | None:
        """Return the physical line (from 1) on which a cell's source line begins."""
        place = self.string_range(cell, line)
        if place is not None:
            return self._physical(place[0])
        source = self._source(cell)
        return self._physical(source.start) if source and line == 1 else None

    def string_range(self, cell: int, line: int) -> tuple[int, int] | None:
        """Return the byte range, quotes included, of the string in which a line begins."""
        if cell not in self._lines:
            self._lines[cell] = self._string_of_lines(cell)
        ranges = self._lines[cell]
        return ranges[line - 1] if 1 <= line <= len(ranges) else None

    def _source(self, cell: int) -> _Source | None:
        if self._scan is None:
            self._scan = _Scan(self._data)
        cells = self._scan.cells
        return cells[cell - 1] if 1 <= cell <= len(cells) else None

    def _string_of_lines(self, cell: int) -> list[tuple[int, int]]:
        source = self._source(cell)
        if source is None or not source.items:
            return []
        texts = _texts(self._data, source)
        if self._scan is not None and self._scan.bare_lines:
            texts = [text + "\n" for text in texts[:-1]] + texts[-1:]
        starts = [0]
        for text in texts[:-1]:
            starts.append(starts[-1] + len(text))
        begins = [0, *(match.end() for match in _LINE_BREAK.finditer("".join(texts)))]
        return [source.items[bisect_right(starts, begin) - 1] for begin in begins]

    def _physical(self, offset: int) -> int:
        # Mostly asked from top to bottom: count on from the last answer.
        at, line = self._counted
        if offset < at:
            at, line = 0, 1
        line += self._data.count(b"\n", at, offset)
        self._counted = (offset, line)
        return line


def _texts(data: bytes, source: _Source) -> list[str]:
    return [_text(data[start:end]) for start, end in source.items]


def _text(string: bytes) -> str:
    try:
        return str(json.loads(string.decode("utf-8", "replace"), strict=False))
    except ValueError:
        return ""


class SourceEditor:
    """Replaces parts of cells' sources in the bytes of a notebook file.

    Every byte outside the parts stays. Where a part is not within one string of JSON, the
    strings whose lines change are written again, with the separators found there. Characters
    beyond ASCII are written raw where the cell (or, if it has none, the file) does so, else as
    escapes.
    """

    def __init__(self, data: bytes) -> None:
        """Take the file's bytes."""
        self._data = data
        self._scan = _Scan(data)
        self._texts: dict[int, list[str]] = {}

    def source(self, cell: int) -> str:
        """Return the source of a cell (from 1) as it stands in the file.

        Raises ``LookupError`` where the file has no such cell, the cell no source, or the file
        is of format 2.
        """
        return "".join(self._strings(cell))

    def replaced(self, parts: Mapping[int, Sequence[tuple[int, int, str]]]) -> bytes:
        """Return the bytes with these parts of cells' sources replaced.

        ``parts`` has, by cell, where each begins and ends in the source and its new text, in
        order and without overlaps. Raises as :meth:`source`.
        """
        patches: list[tuple[int, int, bytes]] = []
        for cell, changes in parts.items():
            inside = self._patches(cell, changes)
            patches += [self._rewritten(cell, changes)] if inside is None else inside
        pieces: list[bytes] = []
        at = 0
        for start, end, new in sorted(patches, key=lambda patch: patch[:2]):
            pieces += (self._data[at:start], new)
            at = end
        return b"".join((*pieces, self._data[at:]))

    def _strings(self, cell: int) -> list[str]:
        if cell not in self._texts:
            cells = self._scan.cells
            source = cells[cell - 1] if 1 <= cell <= len(cells) else None
            if source is None or self._scan.bare_lines:
                raise LookupError(f"no source of cell {cell} that can be replaced")
            self._texts[cell] = _texts(self._data, source)
        return self._texts[cell]

    def _value(self, cell: int) -> _Source:
        source = self._scan.cells[cell - 1]
        assert source is not None
        return source

    def _patches(
        self, cell: int, changes: Sequence[tuple[int, int, str]]
    ) -> list[tuple[int, int, bytes]] | None:
        """Return what to replace in the bytes; None where a part is not within one string."""
        texts, source = self._strings(cell), self._value(cell)
        starts = [0, *accumulate(map(len, texts))]
        ascii_only = _escapes(self._data, source)
        units: dict[int, list[int]] = {}
        patches: list[tuple[int, int, bytes]] = []
        for start, end, new in changes:
            number = min(bisect_right(starts, start), len(texts)) - 1
            if number < 0 or end > starts[number + 1]:
                return None
            first, last = start - starts[number], end - starts[number]
            # In a list each line is a separate string.
            text = texts[number]
            if source.is_list and ("\n" in new + text[first:last] or text[:first].endswith("\n")):
                return None
            item = source.items[number]
            if number not in units:
                units[number] = _unit_starts(self._data, item, len(texts[number]))
            places = units[number]
            if not places:
                return None
            patches.append((places[first], places[last], _string(new, ascii_only)[1:-1]))
        return patches

    def _rewritten(
        self, cell: int, changes: Sequence[tuple[int, int, str]]
    ) -> tuple[int, int, bytes]:
        """Return what to write instead of the whole value of a cell's source."""
        data, source, texts = self._data, self._value(cell), self._strings(cell)
        old = "".join(texts)
        pieces: list[str] = []
        at = 0
        for start, end, text in changes:
            pieces += (old[at:start], text)
            at = end
        new = "".join((*pieces, old[at:]))
        ascii_only = _escapes(data, source)
        if not source.is_list:
            return source.start, source.end, _string(new, ascii_only)
        head, tail, middle = _unchanged(texts, new)
        items = [data[start:end] for start, end in source.items]
        written = [_string(line, ascii_only) for line in middle.splitlines(keepends=True)]
        lead, separator, trail = _layout(data, source)
        new_items = items[:head] + written + items[len(items) - tail :]
        value = b"[" + lead + separator.join(new_items) + trail + b"]" if new_items else b"[]"
        return source.start, source.end, value


def _unit_starts(data: bytes, item: tuple[int, int], length: int) -> list[int]:
    """Return where each character of a JSON string begins in the bytes, and where the last ends.

    ``length`` is the number of characters; empty where the bytes do not have so many.
    """
    begin, end = item[0] + 1, item[1] - 1
    starts = [match.start() for match in _UNIT.finditer(data, begin, end)]
    return [*starts, end] if len(starts) == length else []


def _unchanged(texts: list[str], new: str) -> tuple[int, int, str]:
    """How many strings at the start and at the end stay, and the text between them."""
    head = begin = 0
    while head < len(texts) and new.startswith(texts[head], begin):
        begin += len(texts[head])
        head += 1
    tail, end = 0, len(new)
    while tail < len(texts) - head and begin <= end - len(texts[-1 - tail]):
        if not new.endswith(texts[-1 - tail], begin, end):
            break
        end -= len(texts[-1 - tail])
        tail += 1
    # A string that stays must end its line where something else follows.
    while head and begin < end and not texts[head - 1].endswith("\n"):
        head -= 1
        begin -= len(texts[head])
    while tail and begin < end and not new[begin:end].endswith("\n"):
        end += len(texts[-tail])
        tail -= 1
    return head, tail, new[begin:end]


def _escapes(data: bytes, source: _Source) -> bool:
    raw = data[source.start : source.end]
    if not raw.isascii():
        return False
    return _NON_ASCII_ESCAPE.search(raw) is not None or data.isascii()


def _string(text: str, ascii_only: bool) -> bytes:
    if not ascii_only:
        try:
            return json.dumps(text, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:  # a lone surrogate has no other form
            pass
    return json.dumps(text).encode("ascii")


def _layout(data: bytes, source: _Source) -> tuple[bytes, bytes, bytes]:
    """The bytes before the first string, between two, and behind the last."""
    items = source.items
    if items:
        lead = data[source.start + 1 : items[0][0]]
        trail = data[items[-1][1] : source.end - 1]
        between = data[items[0][1] : items[1][0]] if len(items) > 1 else b"," + (lead or b" ")
        return lead, between, trail
    begin = data.rfind(b"\n", 0, source.start) + 1
    if begin == 0:
        return b"", b", ", b""
    line = data[begin : source.start]
    indent = line[: len(line) - len(line.lstrip(b" \t"))]
    end = b"\r\n" if data[begin - 2 : begin] == b"\r\n" else b"\n"
    # Jupyter indents by one column per level.
    unit = _unit(data)
    return end + indent + unit, b"," + end + indent + unit, end + indent


def _unit(data: bytes) -> bytes:
    match = re.search(rb"\A\s*\{\r?\n([ \t]+)", data)
    return match.group(1) if match else b" "
