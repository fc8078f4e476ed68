"""Text and places in it: spans, line ends, and lines of a requirements file as pip joins them."""

from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from voila_lint.pattern import pattern

_COMMENT = pattern(r"(?:^|\s+)#.*$")


class Span(Struct, frozen=True):
    """A range inside one cell or file: lines and columns from 1 in code points, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def universal_newlines(text: str) -> str:
    """Return ``text`` with each line end turned into a single line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class LogicalLine:
    """One line without comments and surrounding white space, joined over continuations."""

    __slots__ = ("_pieces", "_whole", "text")

    def __init__(
        self, text: str, pieces: list[tuple[int, int, int]], whole: Span | None = None
    ) -> None:
        self.text = text
        self._pieces = pieces
        self._whole = whole

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return where the characters from ``start`` to ``end`` (exclusive) are."""
        if self._whole is not None:
            return self._whole
        end = len(self.text) if end is None else end
        line, column = self._place(start)
        if end <= start:
            return Span(line, column, line, column)
        end_line, end_column = self._place(end - 1)
        return Span(line, column, end_line, end_column + 1)

    def moved(self, line: int, column: int) -> "LogicalLine":
        """Return the line as part of a file, in which its text begins at ``line``, ``column``."""
        pieces = [
            (start, line + number - 1, column + first - 1 if number == 1 else first)
            for start, number, first in self._pieces
        ]
        return LogicalLine(self.text, pieces, self._whole)

    def _place(self, offset: int) -> tuple[int, int]:
        index = max(bisect_right(self._pieces, (offset, 1 << 60, 0)) - 1, 0)
        start, line, column = self._pieces[index]
        return line, column + offset - start


def logical_lines(text: str, whole: Span | None = None) -> Iterator[LogicalLine]:
    """Yield the lines of ``text`` that are not empty.

    ``whole`` is the place of all of them where ``text`` is no file of its own. Lines, comments
    and continuations are those of ``pip._internal.req.req_file`` (pip 25).
    """
    joined: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for part, line, column in _parts(text):
        comment = _COMMENT.match(part) is not None
        continued = part.endswith("\\") and not comment
        if comment:
            # A comment ends a continued line; what was before it stays apart from it.
            part, column = f" {part}", column - 1
        elif continued:
            column += len(part) - len(part.lstrip("\\"))
            part = part.strip("\\")
        pieces.append((length, line, column))
        joined.append(part)
        length += len(part)
        if not continued:
            yield from _cleaned("".join(joined), pieces, whole)
            joined, pieces, length = [], [], 0
    if joined:
        yield from _cleaned("".join(joined), pieces, whole)


def _cleaned(
    text: str, pieces: list[tuple[int, int, int]], whole: Span | None
) -> Iterator[LogicalLine]:
    match = _COMMENT.search(text) if "#" in text else None
    kept = text[: match.start()] if match else text
    stripped = kept.strip()
    if stripped:
        skipped = len(kept) - len(kept.lstrip())
        shifted = [(start - skipped, line, column) for start, line, column in pieces]
        yield LogicalLine(stripped, shifted, whole)


def _parts(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what Python's ``splitlines`` takes for lines, with physical line and column."""
    for number, line in enumerate(universal_newlines(text).split("\n"), start=1):
        column = 1
        for part in line.splitlines(keepends=True) or [""]:
            content = part.splitlines()[0] if part else ""
            yield content, number, column
            column += len(part)
