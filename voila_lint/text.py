"""Text and places in it: decoding, spans, line ends, and lines as pip joins them."""

import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from voila_lint.errors import NotJudged
from voila_lint.pattern import pattern

if TYPE_CHECKING:
    import ast

_LINE_BREAK = pattern(r"\r\n|\r|\n")
#: Codecs whose time grows with the square of the text, and the most that they get (bytes).
_SLOW_CODECS = frozenset(("punycode", "idna"))
_MOST_DECODED = 10_000

#: Byte-order marks and their encodings. UTF-32 first: its mark for little endian begins with that
#: of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: The comment that names an encoding, to pip 25 (``auto_decode``) as to Python (PEP 263).
_COOKIE = re.compile(rb"coding[:=]\s*([-\w.]+)")
#: Files in which such a comment counts.
_WITH_COOKIE = (".txt", ".in", ".py")
_ESCAPED = pattern("[\udc80-\udcff]")


class Decoded(Struct, frozen=True):
    """The text of a file, and the way back to its bytes: places count alike for both.

    ``text`` has U+FFFD for each byte that belongs to no character; in ``escaped``, which is as
    long, these bytes are lone surrogates (``surrogateescape``). ``encoding`` is the codec,
    ``mark`` the byte-order mark, which is in neither text. ``exact``: whether the bytes can be
    made again from ``escaped``.
    """

    text: str
    escaped: str
    encoding: str
    mark: bytes
    exact: bool

    def encode(self, escaped: str) -> bytes:
        """Return the bytes of a piece of text; raises UnicodeEncodeError."""
        return escaped.encode(self.encoding, "surrogateescape")


def decode(data: bytes, path: str = "") -> Decoded:
    """Return the text of the file at ``path``. Never raises.

    A byte-order mark tells the encoding, in requirements and Python files a coding comment
    does; else it is UTF-8.
    """
    mark, encoding = next(((m, e) for m, e in MARKS if data.startswith(m)), (b"", ""))
    body = data[len(mark) :]
    if not mark and path.endswith(_WITH_COOKIE):
        encoding = declared_encoding(data) or ""
    if encoding.lower() not in ("", "utf-8"):
        try:
            text = decode_as(body, encoding)
            exact = text.encode(encoding) == body
            return Decoded(text, text, encoding, mark, exact)
        except (LookupError, ValueError, NotJudged):
            pass
        if mark:
            text = body.decode(encoding, "replace")
            return Decoded(text, text, encoding, mark, False)
    # What another encoding was declared for is read, and not written.
    exact = encoding.lower() in ("", "utf-8")
    try:
        text = escaped = body.decode("utf-8")
    except UnicodeDecodeError:
        escaped = body.decode("utf-8", "surrogateescape")
        text = _ESCAPED.sub("\ufffd", escaped)
    return Decoded(text, escaped, "utf-8", mark, exact)


def declared_encoding(data: bytes) -> str | None:
    """Return what a coding comment in the first two lines names, None where there is none."""
    for line in data.split(b"\n", 2)[:2]:
        cookie = _COOKIE.search(line) if line[:1] == b"#" else None
        if cookie:
            return cookie[1].decode("ascii")
    return None


class Span(Struct, frozen=True):
    """A range inside one cell or file: lines and columns from 1 in code points, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


#: From so many bytes on, a line's characters are counted once and not for each place in it.
_LONG = 1000


class Lines:
    """Turns offsets in a text into lines and columns, both from 1, as Python counts lines."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._text = text
        #: Of long lines: how many bytes of UTF-8 stand before each character.
        self._bytes: dict[int, list[int]] = {}

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line starts."""
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self._text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and a column, both from 1; the text's end behind it."""
        return min(self.starts[min(line, len(self.starts)) - 1] + column - 1, len(self._text))

    def offset_of(self, line: int, column: int) -> int:
        """Return the offset of a node's line (from 1) and column (in bytes of UTF-8, from 0)."""
        start = self.starts[min(line, len(self.starts)) - 1]
        if not self._text.isascii():
            if column > _LONG:
                number = min(line, len(self.starts))
                if number not in self._bytes:
                    end = self.starts[number] if number < len(self.starts) else len(self._text)
                    sizes = map(_utf8_length, self._text[start:end])
                    self._bytes[number] = list(accumulate(sizes, initial=0))
                return start + bisect_left(self._bytes[number], column)
            part = self._text[start : start + column]
            if not part.isascii():
                part = part.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "replace")
                return start + len(part)
        return start + column

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets."""
        return Span(*self.place(start), *self.place(end))

    def span_of_string(self, node: "ast.Constant") -> Span:
        """Return where the text of a string literal is, without quotes where these are simple."""
        start = self.offset_of(node.lineno, node.col_offset)
        end = self.offset_of(node.end_lineno or node.lineno, node.end_col_offset or 0)
        if self._text[start + 1 : end - 1] == node.value:
            start, end = start + 1, end - 1
        return self.span(start, end)


def _utf8_length(character: str) -> int:
    return 1 + (character > "\x7f") + (character > "\u07ff") + (character > "\uffff")


def decode_as(data: bytes, encoding: str) -> str:
    """Return bytes in an encoding that a file names as text.

    Raises UnicodeError, LookupError for an encoding that there is not, and NotJudged.
    """
    if len(data) > _MOST_DECODED and codecs.lookup(encoding).name in _SLOW_CODECS:
        raise NotJudged(f"{len(data):,} bytes in {encoding}")
    return data.decode(encoding)


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

    ``whole`` is the place of all of them where ``text`` is not a whole file. Lines, comments
    and continuations are those of ``pip._internal.req.req_file`` (pip 25).
    """
    joined: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for part, line, column in _parts(text):
        comment = part.lstrip().startswith("#")
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
    kept = _without_comment(text)
    stripped = kept.strip()
    if stripped:
        skipped = len(kept) - len(kept.lstrip())
        shifted = [(start - skipped, line, column) for start, line, column in pieces]
        yield LogicalLine(stripped, shifted, whole)


def _without_comment(text: str) -> str:
    """Return what stands before a ``#`` with white space (or nothing) in front of it.

    That is pip's rule; its regular expression takes time that grows with the square of the blanks.
    """
    at = text.find("#")
    while at >= 0:
        if at == 0 or text[at - 1].isspace():
            return text[:at].rstrip()
        at = text.find("#", at + 1)
    return text


def _parts(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what Python's ``splitlines`` takes for lines, with physical line and column."""
    for number, line in enumerate(universal_newlines(text).split("\n"), start=1):
        column = 1
        for part in line.splitlines(keepends=True) or [""]:
            content = part.splitlines()[0] if part else ""
            yield content, number, column
            column += len(part)
