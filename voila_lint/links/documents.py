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

from voila_lint.links.extents import (
    LONGEST_ADDRESS,
    LOOK_BEHIND,
    Extent,
    NotebookNames,
    extent,
    is_target,
    taken_along,
    until,
)
from voila_lint.links.launch_link import DEFAULT_HUBS, parse_link
from voila_lint.links.model import Format, LaunchLink, Zone
from voila_lint.pattern import pattern
from voila_lint.text import Lines

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

#: An address follows an equals sign inside another address, and in a page that forwards.
_FORWARDS = pattern(
    r"\bcontent\s{0,9}=\s{0,9}[\"']\s{0,9}[\d.]{0,9}\s{0,9}[;,]?\s{0,9}url\s{0,9}=\s{0,9}\Z",
    re.IGNORECASE,
)
#: An attribute of HTML without quotes.
_UNQUOTED = pattern(r"<[A-Za-z][^<>]*\s(?:href|src|action)\s{0,9}=\s{0,9}\Z", re.IGNORECASE)


def find_links(
    path: str,
    text: str,
    *,
    hubs: Collection[str] = DEFAULT_HUBS,
    notebooks: Collection[str] = (),
) -> tuple[LaunchLink, ...]:
    """All addresses of hubs, their sessions and local servers in a document, in order.

    ``path`` names the document in the findings and tells the format of ``text``. ``notebooks``
    are the paths that addresses in running text may name: they tell where one ends.
    """
    name = PurePosixPath(path)
    form = _NAMED.get(name.name) or _FORMATS.get(name.suffix.lower(), "plain")
    return tuple(_find(path, None, text, form, hubs, _names(tuple(notebooks))))


def find_links_in_cell(
    path: str,
    cell_index: int,
    source: str,
    *,
    hubs: Collection[str] = DEFAULT_HUBS,
    notebooks: Collection[str] = (),
) -> tuple[LaunchLink, ...]:
    """The same in a notebook's Markdown cell (``cell_index`` counts from 1)."""
    names = _names(tuple(notebooks))
    return tuple(_find(path, cell_index, source, "markdown", hubs, names))


_names = lru_cache(maxsize=2)(NotebookNames.of)


@lru_cache(maxsize=8)
def _hosts(hubs: tuple[str, ...]) -> re.Pattern[str]:
    names = {hub.strip("/").lower().partition("/")[0].partition(":")[0] for hub in hubs}
    hosts = sorted(filter(None, names | set(_LOCAL)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, hosts)), re.IGNORECASE)


def _find(
    path: str,
    cell: int | None,
    text: str,
    form: Format,
    hubs: Collection[str],
    names: NotebookNames,
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
        reach, linked = _reach(text, start, zone, form, names)
        end = reach.end
        parsed = parse_link(reach.address, hubs=hubs)
        position = max(position, end)
        if parsed is None:
            continue
        kind = zone.kind if zone is not None else None
        is_made_link = linked or kind == "tag" or is_target(text, start, form)
        is_bare = form == "markdown" and kind is None and not is_made_link
        yield parsed.at(
            text[start:end],
            path,
            lines.span(start, end),
            cell=cell,
            in_comment=kind == "comment",
            in_code=kind in ("code", "html", "script") if linked is None else not linked,
            is_target=is_made_link,
            spaces=reach.spaces,
            is_open=reach.is_open,
            glued=taken_along(text, start, end, in_cell=cell is not None) if is_bare else "",
        )


def _reach(
    text: str, start: int, zone: Zone | None, form: Format, names: NotebookNames
) -> tuple[Extent, bool | None]:
    """How far an address reaches, and whether it is a link.

    None where its zone tells whether it is one.
    """
    if form in ("python", "yaml", "redirects"):
        from voila_lint.links import page_settings as documents_settings

        value = documents_settings.value_end(text, start, zone, form)
        reach = (
            extent(text, start, zone, form, names)
            if value is None
            else Extent(value, text[start:value])
        )
        return reach, documents_settings.makes_link(text, start, reach.end, zone, form)
    if zone is not None and zone.kind == "script":
        from voila_lint.links import page_settings as documents_settings

        quote = documents_settings.script_quote(text, start)
        if quote is not None:
            end = until(text, start, quote, min(zone.end, start + LONGEST_ADDRESS))
            return Extent(end, text[start:end]), documents_settings.is_sent_to(text, end)
    return extent(text, start, zone, form, names), None


def _address_start(text: str, host: int) -> int | None:
    """Where the address of a host begins; None inside a word or another address."""
    before = _BEFORE_HOST.match(text[max(0, host - _LONGEST_PREFIX) : host][::-1])
    start = host - (before.end() if before else 0)
    previous = text[start - 1] if start else " "
    if previous == "=" and (
        _FORWARDS.search(text, max(0, start - LOOK_BEHIND), start)
        or _UNQUOTED.search(text, max(0, start - LOOK_BEHIND), start)
    ):
        return start
    # Letters of other scripts need no space before an address.
    in_word = previous.isascii() and previous.isalnum()
    return None if in_word or (previous in "@/=?&%._-:+#" and start) else start


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
