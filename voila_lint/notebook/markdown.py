"""Images that Markdown cells show, exactly those that Voilà renders from Markdown syntax.

Voilà 0.5.13 renders Markdown cells with nbconvert's ``MarkdownWithMath`` on mistune, whose Markdown
differs from CommonMark in many corners; ``nbconvert_markdown`` has it. mistune tells which images
there are, and not where. So each ``![`` of the cell gets a mark before it, a character that means
nothing in Markdown, and an image is where its mark was put.
"""

import re
from bisect import bisect_right
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct

from voila_lint.errors import NotJudged
from voila_lint.pattern import pattern
from voila_lint.text import Lines, Span

#: What makes an image unless it is escaped. A ``<`` before it would be one of HTML without a mark
#: between; those images are found by their text.
_OPENING = pattern(r"(?<![\\<])(?:\\\\)*(?=!\[)")
_ANY = pattern(r"!\[")
#: Letters and digits in a row mean nothing in Markdown. Of more than these (characters), which
#: pasted pictures have, only the first are read.
_KEPT = 1000
_LONG_WORD = pattern(rf"[A-Za-z0-9+/]{{{_KEPT},}}")
_KEPT_WORD = pattern(rf"[A-Za-z0-9+/]{{{_KEPT}}}")
#: Characters for private use, which no font has, percent-encoded as mistune does it in addresses.
_MARKS = range(0xF0000, 0x10FFFE)
_ENCODED_MARK = pattern(r"%F[34](?:%[89AB][0-9A-F]){3}")
_MARGIN = pattern(r"[ \t>]*")


class MarkdownImage(Struct, frozen=True):
    """An image in Markdown syntax.

    ``target`` is its address as the page has it: percent-encoded, without backslash escapes and
    entities. ``alt`` is its alternative text, ``at`` the whole construct in the cell. ``kind`` is
    "reference" for ``![text][label]`` and ``![label]``.
    """

    target: str
    alt: str
    at: Span
    kind: Literal["inline", "reference"] = "inline"

    @property
    def is_attachment(self) -> bool:
        """Whether the image is a file pasted into the cell."""
        return self.target.startswith("attachment:")

    @property
    def is_served(self) -> bool:
        """Whether a page of Voilà can show the image by an ``<img>`` tag.

        Pasted images are reached by Markdown syntax only. Of the repository's own files Voilà
        0.5 serves those that its default ``file_allowlist`` has.
        """
        if self.is_attachment:
            return False
        if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", self.target, re.IGNORECASE):
            return True
        path = re.split(r"[?#]", self.target, maxsplit=1)[0]
        return path.lower().endswith((".png", ".jpg", ".gif", ".svg"))


def markdown_images(source: str) -> tuple[MarkdownImage, ...]:
    """Return the images of a Markdown cell in the order of their places.

    Raises NotJudged where mistune could be busy for long.
    """
    if "![" not in source:
        return ()
    from voila_lint.notebook.markdown_work import check
    from voila_lint.notebook.nbconvert_markdown import rendered_images

    text = source.replace("\r\n", "\n").replace("\r", "\n")
    short = _Shortened(text)
    check(short.text)
    marked = _Marked(short.text)
    try:
        images = rendered_images(marked.text)
    except RecursionError:
        raise NotJudged("its Markdown is nested too deep") from None
    found = []
    for image in images:
        place = marked.place(image.mark, marked.without(image.written))
        if place is not None:
            start, end = map(short.offset, place)
            target = _ENCODED_MARK.sub(marked.decoded, image.target)
            kind: Literal["inline", "reference"] = "reference" if image.by_label else "inline"
            found.append((start, end, target, marked.without(image.alt), kind))
    lines = Lines(text)
    return tuple(
        MarkdownImage(short.restored(target), short.restored(alt), lines.span(start, end), kind)
        for start, end, target, alt, kind in sorted(found)
    )


class _Shortened:
    """A text whose very long words are cut, and what was taken from it."""

    def __init__(self, text: str) -> None:
        self._words: dict[str, str] = {}
        #: (offset in the short text, how much longer the text before it is)
        self._gaps: list[tuple[int, int]] = []
        self._longer = 0
        self.text = _LONG_WORD.sub(self._cut, text)

    def _cut(self, match: re.Match[str]) -> str:
        # A number in it tells pictures apart that begin alike.
        number = f"x{len(self._words)}"
        kept = match[0][: _KEPT - len(number)] + number
        self._words[kept] = match[0]
        self._longer += len(match[0]) - _KEPT
        self._gaps.append((match.end() - self._longer, self._longer))
        return kept

    def offset(self, offset: int) -> int:
        """Return the offset in the whole text of one in the short text."""
        index = bisect_right(self._gaps, offset, key=lambda gap: gap[0])
        return offset + (self._gaps[index - 1][1] if index else 0)

    def restored(self, part: str) -> str:
        """Return a part of the short text as it is in the whole text."""
        return _KEPT_WORD.sub(lambda match: self._words.get(match[0], match[0]), part)


class _Marked:
    """A text with a mark before each ``![`` of it."""

    def __init__(self, text: str) -> None:
        self._plain = text
        used = set(text)
        marks = (mark for code in _MARKS if (mark := chr(code)) not in used)
        offsets = [match.end() for match in _OPENING.finditer(text)]
        #: The offset of each mark's image in the text without marks.
        self._places = dict(zip(marks, offsets, strict=False))
        if len(self._places) < len(offsets):
            raise NotJudged(f"it has {len(offsets):,} images")
        self._unmarked = iter(sorted({m.start() for m in _ANY.finditer(text)} - {*offsets}))
        parts: list[str] = []
        position = 0
        for mark, offset in self._places.items():
            parts += (text[position:offset], mark)
            position = offset
        parts.append(text[position:])
        self.text = "".join(parts)
        self._no_marks = dict.fromkeys(map(ord, self._places))

    def without(self, text: str) -> str:
        """Return a part of the marked text without its marks."""
        return text.translate(self._no_marks)

    def decoded(self, match: re.Match[str]) -> str:
        """Return what stands in an address for a percent-encoded character: nothing for a mark."""
        return "" if unquote(match[0]) in self._places else match[0]

    def place(self, mark: str, written: str) -> tuple[int, int] | None:
        """Return where an image begins and ends in the text without marks."""
        start = self._places.get(mark)
        if start is not None:
            return start, self._end(start, written)
        # The images come in the order of the text.
        for start in self._unmarked:
            if self._plain.startswith(written.partition("\n")[0], start):
                return start, self._end(start, written)
        return None

    def _end(self, start: int, written: str) -> int:
        """Return where an image ends that was read as ``written``.

        That has its lines without what made them a part of a list or quote.
        """
        first, *others = written.split("\n")
        end = start + len(first)
        for line in others:
            begin = self._plain.find("\n", end) + 1
            margin = _MARGIN.match(self._plain, begin)
            furthest = margin.end() if margin else begin
            rest = line.lstrip(" \t")
            while furthest > begin and not self._plain.startswith(rest, furthest):
                furthest -= 1
            end = furthest + len(rest)
        return end


def img_tag(image: MarkdownImage) -> str:
    """Return the ``<img>`` tag that shows the same picture without Voilà fetching it."""
    from html import escape

    return f'<img src="{escape(image.target)}" alt="{escape(image.alt)}">'
