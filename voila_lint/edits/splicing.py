"""Edits put into the bytes of a file, every other byte kept; or the reason why that cannot be."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from voila_lint.finding import Edit
from voila_lint.pattern import pattern
from voila_lint.text import Decoded, decode

if TYPE_CHECKING:
    from voila_lint.notebook.positions import SourceEditor

_LINE_END = pattern(r"\r\n|\r|\n")
_SURROGATE = pattern("[\ud800-\udfff]")

_NO_PLACE = "`--fix` leaves it to you: the file has no such place."
_BAD_BYTES = "`--fix` leaves it to you: there are bytes at this place that are not UTF-8."
_ENCODING = "`--fix` leaves it to you: it does not write the encoding of this file."
_OLD_FORMAT = "`--fix` leaves it to you: it does not write the cells of this format of notebooks."
_BAD_NAME = "`--fix` leaves it to you: the name to write is not UTF-8."
_MIXED = "`--fix` leaves it to you: the repairs of this notebook do not go together."

#: A line and a column, from 1.
_Place = tuple[int, int]

#: A range in a text, and what comes there instead.
_Part = tuple[int, int, str]


class CannotWriteError(Exception):
    """The edit cannot be written as it is meant; the message is a sentence for people."""


class _Text:
    """One text, and where its lines begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = list(_LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in ends)]
        self._ends = [*(end.start() for end in ends), len(text)]
        self._line_ends = [end[0] for end in ends] or ["\n"]

    def part(self, edit: Edit) -> _Part:
        """Return what an edit replaces, and its new text with the line ends of this one."""
        line, column = edit.line or 1, edit.column or 1
        start = self._offset(line, column)
        end = self._offset(edit.end_line or line, edit.end_column or column)
        if end < start:
            raise CannotWriteError(_NO_PLACE)
        # Lines end as the one does that the new text follows.
        above = line - 2 if column == 1 and line > 1 else line - 1
        line_end = self._line_ends[min(above, len(self._line_ends) - 1)]
        return start, end, _LINE_END.sub(lambda _: line_end, edit.new_text)

    def _offset(self, line: int, column: int) -> int:
        if line > len(self._starts):
            # Behind the last line, where that has no end.
            return len(self.text)
        offset = self._starts[line - 1] + column - 1
        if offset > self._ends[line - 1]:
            raise CannotWriteError(_NO_PLACE)
        return offset


class FileEdits:
    """Makes the new bytes of one file; ``refusal`` tells beforehand whether an edit can be made."""

    def __init__(self, path: str, data: bytes) -> None:
        """Take the file's path and the bytes that it has."""
        self.path = path
        self.data = data
        self._sources: dict[int, _Text] = {}

    def refusal(self, edit: Edit) -> str | None:
        """Return the sentence that says why an edit cannot be written, None where it can."""
        try:
            if edit.line is None:
                _encodable(edit.new_text)
            elif edit.cell is None:
                self._part(edit)
            else:
                self._cell_part(edit, edit.cell)
        except CannotWriteError as error:
            return str(error)
        return None

    def apply(self, edits: Sequence[Edit]) -> bytes:
        """Return the file's bytes with edits that do not overlap.

        Two insertions at one place keep their order. Raises CannotWriteError.
        """
        for edit in edits:
            if edit.line is None:
                _encodable(edit.new_text)
                return edit.new_text.encode()
        cells: dict[int, list[_Part]] = {}
        parts: list[_Part] = []
        for edit in edits:
            if edit.cell is None:
                parts.append(self._part(edit))
            else:
                cells.setdefault(edit.cell, []).append(self._cell_part(edit, edit.cell))
        if cells and parts:
            raise CannotWriteError(_MIXED)
        if cells:
            for found in cells.values():
                found.sort(key=_range)
            return self._editor.replaced(cells)
        return self._spliced(sorted(parts, key=_range))

    @cached_property
    def _decoded(self) -> Decoded:
        return decode(self.data, self.path)

    @cached_property
    def _text(self) -> _Text:
        return _Text(self._decoded.escaped)

    @cached_property
    def _editor(self) -> "SourceEditor":
        from voila_lint.notebook.positions import SourceEditor

        return SourceEditor(self.data)

    @cached_property
    def _cells(self) -> dict[int, str]:
        """The sources as rules see them: formats 2 and 3 are upgraded for them."""
        from voila_lint.notebook.read import read_notebook

        notebook = read_notebook(self.path, self.data)
        return {cell.index: cell.source for cell in getattr(notebook, "cells", ())}

    def _part(self, edit: Edit) -> _Part:
        decoded = self._decoded
        if not decoded.exact:
            raise CannotWriteError(_ENCODING)
        start, end, new = self._text.part(edit)
        old = decoded.escaped[start:end]
        if new and _SURROGATE.search(old):
            raise CannotWriteError(_BAD_BYTES)
        _encodable(new)
        if new.count("\ufffd") > old.count("\ufffd"):
            raise CannotWriteError(_BAD_BYTES)
        if decoded.text != decoded.escaped and not set(old) >= {c for c in new if not c.isascii()}:
            raise CannotWriteError(_ENCODING)
        try:
            decoded.encode(new)
        except UnicodeEncodeError:
            raise CannotWriteError(_ENCODING) from None
        return start, end, new

    def _cell_part(self, edit: Edit, cell: int) -> _Part:
        if cell not in self._sources:
            try:
                source = self._editor.source(cell)
            except LookupError:
                raise CannotWriteError(_OLD_FORMAT) from None
            if source != self._cells.get(cell):
                raise CannotWriteError(_OLD_FORMAT)
            self._sources[cell] = _Text(source)
        start, end, new = self._sources[cell].part(edit)
        _encodable(new)
        return start, end, new

    def _spliced(self, parts: list[_Part]) -> bytes:
        decoded, escaped = self._decoded, self._decoded.escaped
        pieces: list[str] = []
        kept: list[str] = []
        at = 0
        for start, end, new in parts:
            pieces += (escaped[at:start], new)
            kept += (escaped[at:start], escaped[start:end])
            at = end
        pieces.append(escaped[at:])
        kept.append(escaped[at:])
        made = decoded.mark + b"".join(map(decoded.encode, pieces))
        # An encoding may write a text otherwise in pieces than as a whole (ISO-2022-JP).
        same = decoded.mark + b"".join(map(decoded.encode, kept)) == self.data
        if not same or decode(made, self.path).escaped != "".join(pieces):
            raise CannotWriteError(_ENCODING)
        return made


class Taken:
    """The places that edits of one file have taken; each question takes logarithmic time.

    Two insertions at one place keep the order of their findings; the same one twice is one, and
    so is one that begins alike (`- pip:`): what is left of it fits in afterwards.
    """

    def __init__(self) -> None:
        self._whole = False
        self._ranges: dict[int | None, list[tuple[_Place, _Place]]] = {}
        self._points: dict[int | None, list[_Place]] = {}
        self._heads: set[tuple[int | None, _Place, str]] = set()

    def overlaps(self, edit: Edit) -> bool:
        """Tell whether an edit gets in the way of one that was taken."""
        if edit.line is None or self._whole:
            return self._whole or bool(self._ranges or self._points)
        start, end = _places(edit)
        ranges = self._ranges.get(edit.cell, [])
        after = bisect_right(ranges, start, key=_start)
        if after and (ranges[after - 1][0] == start or start < ranges[after - 1][1]):
            return True
        if start == end:
            return (edit.cell, start, _head(edit)) in self._heads
        points = self._points.get(edit.cell, [])
        point = bisect_left(points, start)
        return (point < len(points) and points[point] < end) or (
            after < len(ranges) and ranges[after][0] < end
        )

    def take(self, edit: Edit) -> None:
        """Note that an edit will be made."""
        start, end = _places(edit)
        if edit.line is None:
            self._whole = True
        elif start == end:
            insort(self._points.setdefault(edit.cell, []), start)
            self._heads.add((edit.cell, start, _head(edit)))
        else:
            insort(self._ranges.setdefault(edit.cell, []), (start, end))


def _start(taken: tuple[_Place, _Place]) -> _Place:
    return taken[0]


def _head(edit: Edit) -> str:
    return edit.new_text.partition("\n")[0]


def _places(edit: Edit) -> tuple[_Place, _Place]:
    start = (edit.line or 1, edit.column or 1)
    return start, (edit.end_line or start[0], edit.end_column or start[1])


def _range(part: _Part) -> tuple[int, int]:
    return part[:2]


def _encodable(text: str) -> None:
    if _SURROGATE.search(text):
        raise CannotWriteError(_BAD_NAME)
