"""Where a document is code, comment or HTML: zones in which addresses are read differently."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from voila_lint.links.model import Zone
from voila_lint.pattern import pattern
from voila_lint.text import Lines

#: Above this many characters, or this many nested brackets in a row, Markdown is not parsed into
#: blocks; fences and comments are then found line by line.
_PARSED_SIZE = 400_000
_NESTED = pattern(r"(?:[>*+-] ?|\d{1,9}[.)] ?){40}|[\[(<]{400}|`{5000}")

_FENCE = pattern(r"^[ >]*(?P<fence>`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_INLINE = pattern(
    r"\\[!-/:-@\[-`{-~]"
    r"|(?P<ticks>`+)"
    r"|(?P<comment><!--)"
    # Behind a tag's name there is no colon, as in an address in pointed brackets.
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]{0,4000}>)"
)
_HTML = pattern(r"(?P<comment><!--)|(?P<tag></?[A-Za-z][^<>]{0,10000}>)")
_SCRIPT = pattern(r"<(?P<end>/?)script\b", re.IGNORECASE)
_AUTOLINK = pattern(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")


def markdown_zones(text: str) -> list[Zone]:
    """Zones of a Markdown document (CommonMark, blocks by markdown-it-py)."""
    if len(text) > _PARSED_SIZE or _NESTED.search(text):
        return sorted(_plain_zones(text))
    try:
        zones = list(_block_zones(text))
    except RecursionError:
        return sorted(_plain_zones(text))
    return sorted(zones)


def _block_zones(text: str) -> Iterator[Zone]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    starts = [*Lines(text).starts, len(text)]
    environment: dict[str, Any] = {}
    for token in parser.parse(text, environment):
        if token.map is None:
            continue
        start = starts[min(token.map[0], len(starts) - 1)]
        end = starts[min(token.map[1], len(starts) - 1)]
        if token.type in ("fence", "code_block"):
            yield Zone(start, end, "code")
        elif token.type == "html_block":
            yield from _html_zones(text, start, end)
        elif token.type == "inline":
            yield from _inline_zones(text, start, end)


def _inline_zones(text: str, start: int, end: int) -> Iterator[Zone]:
    """Code spans, tags and comments of one paragraph, in a single pass."""
    runs = [(m.start(), m.end() - m.start()) for m in re.compile("`+").finditer(text, start, end)]
    closers: dict[int, list[int]] = {}
    for offset, length in reversed(runs):
        closers.setdefault(length, []).append(offset)
    position = start
    while (match := _INLINE.search(text, position, end)) is not None:
        position = match.end()
        if match["ticks"]:
            length = len(match["ticks"])
            offsets = closers.get(length, [])
            while offsets and offsets[-1] < position:
                offsets.pop()
            if offsets:
                position = offsets[-1] + length
                yield Zone(match.start(), position, "code")
        elif match["comment"]:
            close = text.find("-->", position, end)
            if close >= 0:
                position = close + 3
                yield Zone(match.start(), close, "comment")
        elif match["tag"] and not _AUTOLINK.fullmatch(match["tag"]) and _is_tag(match["tag"]):
            yield Zone(match.start(), position, "tag")


def _is_tag(text: str) -> bool:
    # "<owner>" in an address is a placeholder: it has no attribute and no known name.
    return "=" in text


def html_zones(text: str) -> list[Zone]:
    """Zones of an HTML document."""
    return list(_html_zones(text, 0, len(text)))


def _html_zones(text: str, start: int, end: int) -> Iterator[Zone]:
    position = plain = start
    between: Literal["html", "script"] = "html"
    while (match := _HTML.search(text, position, end)) is not None:
        found: Zone | None = None
        if match["comment"]:
            close = text.find("-->", match.end(), end)
            position = close + 3 if close >= 0 else end
            found = Zone(match.start(), close if close >= 0 else end, "comment")
        else:
            position = match.end()
            if _is_tag(match[0]):
                found = Zone(match.start(), position, "tag")
        script = _SCRIPT.match(match[0])
        if found is None and script is None:
            continue
        stop = found.start if found is not None else position
        if plain < stop:
            yield Zone(plain, stop, between)
        if found is not None:
            yield found
        plain = position
        if script is not None:
            between = "html" if script["end"] else "script"
    if plain < end:
        yield Zone(plain, end, between)


def _plain_zones(text: str) -> Iterator[Zone]:
    """Fences and comments without parsing, for documents that are too large or too nested."""
    opened: tuple[int, str] | None = None
    for match in _FENCE.finditer(text):
        fence = match["fence"]
        if opened is None:
            opened = (match.start(), fence)
        elif fence.startswith(opened[1]) and match[0].strip(" >") == fence:
            yield Zone(opened[0], match.end(), "code")
            opened = None
    if opened is not None:
        yield Zone(opened[0], len(text), "code")
        return
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        close = text.find("-->", start)
        position = close + 3 if close >= 0 else len(text)
        yield Zone(start, close if close >= 0 else position, "comment")


_RST_DIRECTIVE = pattern(r"(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:.+-]+)::(?:[ \t]|$)")
_RST_CODE = frozenset(
    ("code", "code-block", "sourcecode", "parsed-literal", "literalinclude", "highlight", "math")
)
_RST_LITERAL = pattern(r"``[^`\n]+``")


def rst_zones(text: str) -> list[Zone]:
    """Zones of a reStructuredText document, by its indentation."""
    zones: list[Zone] = []
    block: tuple[int, int, str] | None = None  # indentation, start, kind
    offset = 0
    literal_next: int | None = None
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip(" \t"))
        if stripped and block is not None and indent <= block[0]:
            _close_rst(zones, text, block, offset)
            block = None
        if stripped and literal_next is not None:
            if indent > literal_next:
                block = (literal_next, offset, "code")
            literal_next = None
        if block is None and stripped:
            if stripped == ".." or stripped.startswith(".. "):
                kind = _rst_explicit(stripped[2:].strip())
                if kind is not None:
                    block = (indent, offset, kind)
            elif stripped.endswith("::"):
                literal_next = indent
        if block is None:
            zones.extend(
                Zone(offset + m.start(), offset + m.end(), "code")
                for m in _RST_LITERAL.finditer(line)
            )
        offset += len(line)
    if block is not None:
        _close_rst(zones, text, block, offset)
    return sorted(zones)


def _rst_explicit(body: str) -> str | None:
    """What an explicit markup block (``.. body``) is: "code", "comment", "html" or None."""
    directive = _RST_DIRECTIVE.match(body)
    if directive:
        name = directive["name"].lower()
        if name == "raw":
            return "html"
        return "code" if name in _RST_CODE else None
    if body.startswith(("_", "[", "|")):
        return None
    return "comment"


def _close_rst(zones: list[Zone], text: str, block: tuple[int, int, str], end: int) -> None:
    _, start, kind = block
    if kind == "html":
        zones.extend(_html_zones(text, start, end))
    elif kind == "code":
        zones.append(Zone(start, end, "code"))
    else:
        zones.append(Zone(start, end, "comment"))
