"""Images in one run of inline Markdown, as mistune 3.1.4 with nbconvert 7.17's math rules.

Only what decides whether ``![`` begins an image is modelled: what binds stronger (math, escapes,
code, HTML, addresses), links, emphasis and strikethrough with their precedence. mistune tries
its rules by one alternation, leftmost first; the order of the rules below is its own.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from string import punctuation
from typing import Literal, NamedTuple

from voila_lint.entities import unescaped
from voila_lint.pattern import pattern

_PUNCTUATION = f"[{re.escape(punctuation)}]"
#: An even number of backslashes, which escape each other and not what follows.
_UNESCAPED = r"(?<!\\)(?:\\\\)*"
_TAG_NAME = r"[A-Za-z][A-Za-z0-9-]*"
ATTRIBUTES = (
    r"(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^ !\"'=<>`]+|'[^']*?'|\"[^\"]*?\"))?)*"
).replace(r"\w", "A-Za-z0-9_")
_EMAIL_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

_RULES = {
    "display_dollar": r"(?s:(?<!\\)\$\$.*?(?<!\\)\$\$)",
    "display_bracket": r"(?s:(?<!\\)\\\\\[.*?(?<!\\)\\\\\])",
    "inline_dollar": r"(?s:(?<![$\\])\$.+?(?<![$\\])\$)",
    "inline_bracket": r"(?s:(?<!\\)\\\\\(.*?(?<!\\)\\\\\))",
    "environment": r"(?s:\\begin\{(?P<name>[a-z]*\*?)\}.*?\\end\{(?P=name)\})",
    "escape": rf"(?:\\{_PUNCTUATION})+",
    "code": r"`+",
    "emphasis": r"\*{1,3}(?=[^\s*])|\b_{1,3}(?=[^\s_])",
    "strikethrough": r"~~(?=[^\s~])",
    "link": r"!?\[",
    "autolink": r"<[A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\x00-\x20]*>",
    "email": rf"<[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_EMAIL_LABEL}(?:\.{_EMAIL_LABEL})*>",
    "html": (
        rf"<{_TAG_NAME}{ATTRIBUTES}\s*/?>|</{_TAG_NAME}\s*>"
        r"|<!--(?!>|->)(?:(?!--)[\s\S])+?(?<!-)-->|<\?[\s\S]+?\?>|<![A-Z][\s\S]+?>"
        r"|<!\[CDATA[\s\S]+?\]\]>"
    ),
    "address": r"https?://[^\s<]+[^<.,:;\"')\]\s]",
}
_ANY = pattern("|".join(f"(?P<{name}>{rule})" for name, rule in _RULES.items()))
_ONE = {name: re.compile(_RULES[name]) for name in ("code", "link", "autolink", "html")}
_ADDRESS_OR_HTML = rf"(?P<autolink><[A-Za-z][A-Za-z\d.+-]{{1,31}}:)|(?P<html></?{_TAG_NAME}|<!|<\?)"
_IN_LINK = pattern(rf"(?P<code>`+)|{_ADDRESS_OR_HTML}")
_IN_EMPHASIS = pattern(rf"(?P<code>`+)|(?P<link>!?\[)|{_ADDRESS_OR_HTML}")


def _emphasis_end(marker: str) -> re.Pattern[str]:
    sign = re.escape(marker[0])
    before = rf"(?:{_UNESCAPED}\\{sign}|[^\s{sign}])"
    word_end = r"\b" if marker[0] == "_" else ""
    return re.compile(rf"{before}{re.escape(marker)}(?!{sign}){word_end}")


_EMPHASIS_ENDS = {marker: _emphasis_end(marker) for marker in ("*", "**", "***", "_", "__", "___")}
_STRIKE_END = pattern(rf"(?:{_UNESCAPED}\\~|[^\s~])~~(?!~)")

LABEL = r"(?:[^\\\[\]]|\\.){0,500}"
_LABEL_END = pattern(LABEL + r"\]")
_BRACKET = pattern(_UNESCAPED + r"[\[\]]")
_ESCAPED = pattern(rf"\\({_PUNCTUATION})")
_ANGLE_START = pattern(r"[ \t]*\n?[ \t]*<")
_ANGLE = pattern(r"<([^<>\n\\\x00]*)>")
_TARGET = pattern(rf"[ \t]*\n?[ \t]*([^ \t\n]*?)(?:[ \t\n]|{_UNESCAPED}\))")
_BLOCK_TARGET = pattern(r"[ \t]*\n?[ \t]*([^\s]+)(?:\s|$)")
_TITLE = pattern(rf"[ \t\n]+(\"(?:\\{_PUNCTUATION}|[^\"\x00])*\"|'(?:\\{_PUNCTUATION}|[^'\x00])*')")
_CLOSE = pattern(r"\s*\)")
#: Entities count only with their semicolon.
_ENTITY = pattern(r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]+;|[^\t\n\f <&#;]{1,32};)")

#: Triggers times length above which a run is searched by a plain pattern: mistune itself needs
#: quadratic time there, which a linter may not.
_WORK = 30_000_000
_TRIGGER = pattern(r"[`*_~\[<$\\]")
_PLAIN = pattern(
    r"(?<!\\)!\[([^\[\]]{0,500})\]"
    r"\(\s{0,50}(?:<([^<>\n]*)>|([^\s()<>]+))[^()\n]{0,500}\)"
)


class InlineImage(NamedTuple):
    """An image in a run of text: offsets in it (end exclusive), target and alternative text."""

    start: int
    end: int
    target: str
    alt: str
    kind: Literal["inline", "reference"]


class _Context(NamedTuple):
    """What encloses the text being read."""

    image: bool = False
    link: bool = False
    emphasis: bool = False
    strong: bool = False


def reference_key(label: str) -> str:
    """The form in which mistune compares reference labels."""
    return " ".join(label.split()).lower().upper()


def decoded_target(written: str) -> str:
    """A target after its backslash escapes and entities."""
    text = _ESCAPED.sub(r"\1", written)
    return _ENTITY.sub(lambda match: unescaped(match[0]), text) if "&" in text else text


def link_target(text: str, start: int, block: bool = False) -> tuple[str, int] | None:
    """The target as written that begins behind ``start``, and where it ends."""
    angle = _ANGLE_START.match(text, start)
    if angle:
        match = _ANGLE.match(text, angle.end() - 1)
        return (match[1], match.end()) if match else None
    match = (_BLOCK_TARGET if block else _TARGET).match(text, start)
    if match is None:
        return None
    if block and text[match.end() - 1] == match[1][-1]:
        return match[1], match.end()
    return match[1], match.end() - 1


def link_title_end(text: str, start: int, limit: int) -> int | None:
    """Where the title behind a target ends, None without one."""
    match = _TITLE.match(text, start, limit)
    return match.end() if match else None


def inline_images(text: str, references: Mapping[str, str]) -> list[InlineImage]:
    """The images of one paragraph, heading or table cell.

    ``references`` are the decoded targets by :func:`reference_key`.
    """
    if "![" not in text:
        return []
    if sum(1 for _ in _TRIGGER.finditer(text)) * len(text) > _WORK:
        return [
            InlineImage(m.start(), m.end(), decoded_target(m[2] or m[3] or ""), m[1], "inline")
            for m in _PLAIN.finditer(text)
        ]
    return _Run(text, references, 0).images(_Context())


class _Run:
    """One string that mistune reads from its start; ``base`` is its offset in the whole text."""

    def __init__(self, text: str, references: Mapping[str, str], base: int) -> None:
        self.text = text
        self.references = references
        self.base = base
        self._closers: dict[int, int] | None = None
        self._ticks: dict[int, list[int]] | None = None

    def images(self, context: _Context) -> list[InlineImage]:
        found: list[InlineImage] = []
        position = 0
        while (match := _ANY.search(self.text, position)) is not None:
            rule = match.lastgroup or ""
            end: int | None = match.end()
            images: list[InlineImage] = []
            if rule == "code":
                end = self._code_end(match)
            elif rule == "emphasis":
                end, images = self._emphasis(match, context)
            elif rule == "strikethrough":
                end, images = self._strikethrough(match, context)
            elif rule == "link":
                end, images = self._link(match, context)
            elif rule == "html":
                if match[0].startswith(("<a ", "<a>", "<A ", "<A>")):
                    context = context._replace(link=True)
                elif match[0].startswith(("</a ", "</a>", "</A ", "</A>")):
                    context = context._replace(link=False)
            found.extend(images)
            position = match.start() + 1 if end is None else end
        return found

    def _inside(self, start: int, end: int, context: _Context) -> list[InlineImage]:
        if "![" not in (text := self.text[start:end]):
            return []
        return _Run(text, self.references, self.base + start).images(context)

    def _code_end(self, match: re.Match[str]) -> int:
        """The end of a code span, or of its backticks where nothing closes them."""
        if self._ticks is None:
            self._ticks = {}
            for run in re.finditer("`+", self.text):
                self._ticks.setdefault(run.end() - run.start(), []).append(run.start())
        length = match.end() - match.start()
        starts = self._ticks.get(length, [])
        index = bisect_left(starts, match.end() + 1)
        return starts[index] + length if index < len(starts) else match.end()

    def _bracket_end(self, position: int) -> int | None:
        """Behind the bracket that closes the one before ``position``."""
        if self._closers is None:
            self._closers = {}
            opened: list[int] = []
            for match in _BRACKET.finditer(self.text):
                if match[0][-1] == "[":
                    opened.append(match.end())
                elif opened:
                    self._closers[opened.pop()] = match.end()
        return self._closers.get(position)

    def _emphasis(self, match: re.Match[str], context: _Context) -> tuple[int, list[InlineImage]]:
        marker = match[0]
        width = len(marker)
        start = match.end()
        if (width == 1 and context.emphasis) or (width == 2 and context.strong):
            return start, []
        closer = _EMPHASIS_ENDS[marker].search(self.text, start)
        if closer is None:
            return start, []
        stronger = self._stronger(_IN_EMPHASIS, start, closer.end(), context)
        if stronger is not None:
            return stronger
        inner = context._replace(
            emphasis=context.emphasis or width != 2, strong=context.strong or width != 1
        )
        return closer.end(), self._inside(start, closer.end() - width, inner)

    def _strikethrough(
        self, match: re.Match[str], context: _Context
    ) -> tuple[int | None, list[InlineImage]]:
        closer = _STRIKE_END.search(self.text, match.end())
        if closer is None:
            return None, []
        return closer.end(), self._inside(match.end(), closer.end() - 2, context)

    def _stronger(
        self, pattern: re.Pattern[str], start: int, end: int, context: _Context
    ) -> tuple[int, list[InlineImage]] | None:
        """What begins first inside [start, end) and binds stronger, if it reaches beyond."""
        first = pattern.search(self.text, start, end)
        if first is None:
            return None
        rule = first.lastgroup or ""
        match = _ONE[rule].match(self.text, first.start())
        if match is None:
            return None
        reached: int | None = match.end()
        images: list[InlineImage] = []
        if rule == "code":
            reached = self._code_end(match)
        elif rule == "link":
            reached, images = self._link(match, context)
        return (reached, images) if reached is not None and reached >= end else None

    def _link(
        self, match: re.Match[str], context: _Context
    ) -> tuple[int | None, list[InlineImage]]:
        text = self.text
        is_image = match[0][0] == "!"
        start = match.end()
        if context.image if is_image else context.link:
            return start, []
        label: str | None = None
        label_match = _LABEL_END.match(text, start)
        if label_match is not None:
            label = label_match[0][:-1]
            end: int | None = label_match.end()
        else:
            end = self._bracket_end(start)
        if end is None or (end >= len(text) and label is None):
            return None, []
        inner_end = end - 1
        stronger = self._stronger(_IN_LINK, start, end, context)
        if stronger is not None:
            return stronger
        if text.startswith("(", end):
            inline = self._destination(end + 1)
            if inline is not None:
                target, closed = inline
                return closed, self._made(
                    match.start(), closed, inner_end, target, "inline", is_image, context
                )
        elif text.startswith("[", end):
            second = _LABEL_END.match(text, end + 1)
            if second is not None:
                end = second.end()
                label = second[0][:-1] or label
        if label is None:
            return None, []
        target_of = self.references.get(reference_key(label))
        if target_of is None:
            return None, []
        return end, self._made(
            match.start(), end, inner_end, target_of, "reference", is_image, context
        )

    def _made(
        self,
        start: int,
        end: int,
        inner_end: int,
        target: str,
        kind: Literal["inline", "reference"],
        is_image: bool,
        context: _Context,
    ) -> list[InlineImage]:
        if not is_image:
            return self._inside(start + 1, inner_end, context._replace(link=True))
        alt = decoded_target(self.text[start + 2 : inner_end])
        return [InlineImage(self.base + start, self.base + end, target, alt, kind)]

    def _destination(self, start: int) -> tuple[str, int] | None:
        written = link_target(self.text, start)
        if written is None:
            return None
        target, end = written
        end = link_title_end(self.text, end, len(self.text)) or end
        close = _CLOSE.match(self.text, end)
        return (decoded_target(target), close.end()) if close else None
