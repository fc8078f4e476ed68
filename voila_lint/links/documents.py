"""Launch links in documents: README files, web pages, documentation, notebooks' Markdown cells.

An address is found by its host in the raw text, so that its place is exact and no damage around
it hides it; the document's format says how far it reaches (a link's target, an attribute, a bare
address) and whether anybody can click it there (comments, code).
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from voila_lint.entities import unescaped
from voila_lint.links.launch_link import DEFAULT_HUBS, parse_link
from voila_lint.links.model import LaunchLink, Zone
from voila_lint.pattern import pattern
from voila_lint.text import Lines

Format: TypeAlias = Literal["markdown", "html", "rst", "plain", "python", "yaml", "redirects"]

_FORMATS: dict[str, Format] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".mkd": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".myst": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rst": "rst",
    ".rest": "rst",
}
#: Settings of tools that make pages with links (Sphinx, Jupyter Book and Jekyll, Quarto, MyST,
#: MkDocs), and redirects of pages (Netlify, Cloudflare Pages).
_NAMED: dict[str, Format] = {
    "conf.py": "python",
    "_config.yml": "yaml",
    "_toc.yml": "yaml",
    "_quarto.yml": "yaml",
    "myst.yml": "yaml",
    "mkdocs.yml": "yaml",
    "_redirects": "redirects",
}
_LOCAL = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]")

#: What stands before a host, read backwards: subdomains and the scheme.
_BEFORE_HOST = pattern(r"(?:\.[\w-]+)*(?://(?::s?ptth)?)?", re.ASCII | re.IGNORECASE)
#: No real address has more before the host.
_LONGEST_PREFIX = 120
_LINE_END = pattern(r"\r\n?|\n")

#: A bare address ends at white space and quotes; placeholders in pointed brackets belong to it.
_BARE = pattern(r"(?:[^\s<>\"'`|\\^]|<[\w .-]{1,40}>|'(?=[\w.]))+")
_TARGET = pattern(r"(?:\\[!-/:-@\[-`{-~]|[^\s<>\\()]|<[\w .-]{1,40}>|\\)+")
_AFTER_TARGET = pattern(r"[ \t]*(?:\n[ \t]*)?(?:\)|\"|'|\()")
_OPENS_TARGET = pattern(r"\]\([ \t]*(?:\r?\n[ \t]*)?(<?)\Z")
_OPENS_DEFINITION = pattern(r"\]:[ \t]*(?:\r?\n[ \t]*)?(<?)\Z")
_OPENS_VALUE = pattern(r"=[ \t\r\n]*([\"']?)\Z")
#: An address follows an equals sign inside another address, and in a page that forwards.
_FORWARDS = pattern(
    r"\bcontent\s{0,9}=\s{0,9}[\"']\s{0,9}[\d.]{0,9}\s{0,9}[;,]?\s{0,9}url\s{0,9}=\s{0,9}\Z",
    re.IGNORECASE,
)
_OPENS_RST_LINE = pattern(
    r"^[ \t]*(?::target:|\.\.[ \t]+_[^\n]*:|\.\.[ \t][^\n]*(?:image|figure)::|__)[ \t]+\Z",
    re.MULTILINE,
)
_LOOK_BEHIND = 200
#: No browser follows longer ones; the bound keeps the search linear in the document's length.
_LONGEST_ADDRESS = 4000
_ESCAPED = pattern(r"\\([!-/:-@\[-`{-~])")


def find_links(
    path: str, text: str, *, hubs: Collection[str] = DEFAULT_HUBS
) -> tuple[LaunchLink, ...]:
    """All addresses of hubs, their sessions and local servers in a document, in order.

    ``path`` names the document in the findings and tells the format of ``text``.
    """
    name = PurePosixPath(path)
    form = _NAMED.get(name.name) or _FORMATS.get(name.suffix.lower(), "plain")
    return tuple(_find(path, None, text, form, hubs))


def find_links_in_cell(
    path: str, cell_index: int, source: str, *, hubs: Collection[str] = DEFAULT_HUBS
) -> tuple[LaunchLink, ...]:
    """The same in a notebook's Markdown cell (``cell_index`` counts from 1)."""
    return tuple(_find(path, cell_index, source, "markdown", hubs))


@lru_cache(maxsize=8)
def _hosts(hubs: tuple[str, ...]) -> re.Pattern[str]:
    names = {hub.strip("/").lower().partition("/")[0].partition(":")[0] for hub in hubs}
    hosts = sorted(filter(None, names | set(_LOCAL)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, hosts)), re.IGNORECASE)


def _find(
    path: str, cell: int | None, text: str, form: Format, hubs: Collection[str]
) -> Iterator[LaunchLink]:
    hosts = _hosts(tuple(hubs))
    if hosts.search(text) is None:
        return
    zones: list[Zone] | None = None
    starts: list[int] = []
    lines = Lines(text)
    position = 0
    while (match := hosts.search(text, position)) is not None:
        position = match.end()
        start = _address_start(text, match.start())
        if start is None:
            continue
        if zones is None:
            zones = _zones(text, form)
            starts = [zone.start for zone in zones]
        zone = zones[index] if (index := bisect_right(starts, start) - 1) >= 0 else None
        if zone is not None and start >= zone.end:
            zone = None
        end, address, linked = _address(text, start, zone, form)
        parsed = parse_link(address, hubs=hubs)
        position = max(position, end)
        if parsed is None:
            continue
        kind = zone.kind if zone is not None else None
        yield parsed.at(
            text[start:end],
            path,
            lines.span(start, end),
            cell=cell,
            in_comment=kind == "comment",
            in_code=kind in ("code", "html", "script") if linked is None else not linked,
            is_target=linked or kind == "tag" or _is_target(text, start, form),
        )


def _address(
    text: str, start: int, zone: Zone | None, form: Format
) -> tuple[int, str, bool | None]:
    """The end of an address, the address as its reader sees it, and whether it is a link.

    None where its zone tells whether it is one.
    """
    if form in ("python", "yaml", "redirects"):
        from voila_lint.links import page_settings as documents_settings

        value = documents_settings.value_end(text, start, zone, form)
        end, address = (
            _extent(text, start, zone, form) if value is None else (value, text[start:value])
        )
        return end, address, documents_settings.makes_link(text, start, end, zone, form)
    if zone is not None and zone.kind == "script":
        from voila_lint.links import page_settings as documents_settings

        quote = documents_settings.script_quote(text, start)
        if quote is not None:
            end = _until(text, start, quote, min(zone.end, start + _LONGEST_ADDRESS))
            return end, text[start:end], documents_settings.is_sent_to(text, end)
    return *_extent(text, start, zone, form), None


def _is_target(text: str, start: int, form: Format) -> bool:
    """Whether the address that begins at ``start`` is where a link of the document leads."""
    before = text[max(0, start - _LOOK_BEHIND) : start]
    if form == "rst":
        return before.endswith("<") or _OPENS_RST_LINE.search(before) is not None
    return bool(_OPENS_TARGET.search(before) or _OPENS_DEFINITION.search(before))


def _address_start(text: str, host: int) -> int | None:
    """Where the address of a host begins; None inside a word or another address."""
    before = _BEFORE_HOST.match(text[max(0, host - _LONGEST_PREFIX) : host][::-1])
    start = host - (before.end() if before else 0)
    previous = text[start - 1] if start else " "
    if previous == "=" and _FORWARDS.search(text, max(0, start - _LOOK_BEHIND), start):
        return start
    return None if previous.isalnum() or (previous in "@/=?&%._-:+#" and start) else start


def _zones(text: str, form: Format) -> list[Zone]:
    if form == "plain":
        return []
    if form in ("python", "yaml", "redirects"):
        from voila_lint.links import page_settings as documents_settings

        return documents_settings.settings_zones(text, form)
    from voila_lint.links import zones as documents_zones

    if form == "markdown":
        return documents_zones.markdown_zones(text)
    if form == "html":
        return documents_zones.html_zones(text)
    return documents_zones.rst_zones(text)


def _extent(text: str, start: int, zone: Zone | None, form: Format) -> tuple[int, str]:
    """The end of the address that begins at ``start``, and the address as its reader sees it."""
    limit = min(zone.end if zone is not None else len(text), start + _LONGEST_ADDRESS)
    begin = max(0, start - _LOOK_BEHIND)
    before = text[begin:start]
    if zone is not None and zone.kind == "tag":
        return _attribute(text, start, before, limit)
    if form == "rst" and _OPENS_RST_LINE.search(before):
        end = _line_end(text, start, limit)
        return end, text[start:end]
    if form == "rst" and before.endswith("<"):
        end = _until(text, start, ">", limit)
        return end, text[start:end]
    opened = _OPENS_TARGET.search(before) or _OPENS_DEFINITION.search(before)
    if opened and opened[1]:
        end = _until(text, start, ">", limit)
        return end, _written(text[start:end])
    if opened:
        end = _target_end(text, start, limit)
        if opened[0].startswith("]:") or _AFTER_TARGET.match(text, end, limit):
            return end, _written(text[start:end])
    if before.endswith("<"):
        end = _until(text, start, ">", limit)
        if not any(character.isspace() or character == "<" for character in text[start:end]):
            return end, unescaped(text[start:end])
    value = _OPENS_VALUE.search(before)
    if value and value[1]:
        end = _until(text, start, value[1], limit)
        return end, unescaped(text[start:end])
    end = _bare_end(text, start, limit)
    address = text[start:end]
    return end, address if zone is not None and zone.kind == "code" else unescaped(address)


def _written(target: str) -> str:
    return unescaped(_ESCAPED.sub(r"\1", target))


def _attribute(text: str, start: int, before: str, limit: int) -> tuple[int, str]:
    opened = _OPENS_VALUE.search(before)
    if opened and opened[1]:
        # Browsers join an address that is broken into lines.
        end = text.find(opened[1], start, limit)
        if end < 0:
            end = _until(text, start, opened[1], limit)
    else:
        end = _bare_end(text, start, limit)
    return end, unescaped(text[start:end])


def _until(text: str, start: int, closer: str, limit: int) -> int:
    """The next ``closer`` on the same line, else the end of the bare address."""
    line_end = _line_end(text, start, limit)
    found = text.find(closer, start, line_end)
    return found if found >= 0 else _bare_end(text, start, limit)


def _line_end(text: str, start: int, limit: int) -> int:
    match = _LINE_END.search(text, start, limit)
    end = match.start() if match else limit
    while end > start and text[end - 1] in " \t":
        end -= 1
    return end


def _target_end(text: str, start: int, limit: int) -> int:
    """The end of a link's target without pointed brackets: parentheses in it are paired."""
    depth = 0
    position = start
    while position < limit:
        match = _TARGET.match(text, position, limit)
        if match:
            position = match.end()
        if position >= limit:
            break
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
        else:
            break
        position += 1
    return position


def _bare_end(text: str, start: int, limit: int) -> int:
    """The end of an address in running text, as GitHub finds it: no closing punctuation."""
    match = _BARE.match(text, start, limit)
    if match is None:
        return start
    end = match.end()
    opened = text.count("(", start, end)
    closed = text.count(")", start, end)
    inside = text.find(")](", start, end)
    if inside >= 0:
        return inside
    while end > start:
        last = text[end - 1]
        if last == ")" and closed > opened:
            closed -= 1
        elif last not in "?!.,:;*_~]}'" or (
            last in "]}" and (text.count("[{"["]}".index(last)], start, end) > 0)
        ):
            break
        end -= 1
    return end
