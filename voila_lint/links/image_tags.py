"""Pictures that Markdown shows by an HTML tag, ``<img src="picture.png">``.

Voilà hands the tag to the browser as it is, which asks for the file below the notebook's own
address; there Voilà 0.5 answers with files whose names its ``file_allowlist`` has
(``voila/configuration.py``: lower-case ``png``, ``jpg``, ``gif`` and ``svg``).
"""

from urllib.parse import unquote

from msgspec import Struct

from voila_lint.entities import unescaped
from voila_lint.pattern import pattern
from voila_lint.text import Lines, Span

_SOURCE = pattern(
    r"""\A<img(?=\s)(?:[^>"']|"[^"]*"|'[^']*')*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
)
_ELSEWHERE = pattern(r"(?:[a-z][a-z0-9+.-]*:|//)")
#: The endings of the files that Voilà hands out where nothing else is configured.
SERVED = (".png", ".jpg", ".gif", ".svg")


class ImageTag(Struct, frozen=True):
    """An ``<img>`` tag: the file that its ``src`` names, and where the name stands.

    ``verbatim`` is true where ``source`` is what stands there, with no entity, escape or query.
    """

    source: str
    at: Span
    verbatim: bool


def image_tags(markdown: str) -> list[ImageTag]:
    """Return the tags for files that Voilà hands out, but for those in code and in comments."""
    from voila_lint.links.zones import markdown_zones

    text = markdown.replace("\r\n", "\n").replace("\r", "\n")
    lines = Lines(text)
    found = []
    for zone in markdown_zones(text):
        if zone.kind != "tag":
            continue
        tag = text[zone.start : zone.end]
        match = _SOURCE.match(tag[:4].lower() + tag[4:])
        if match is None or match.lastindex is None:
            continue
        written = match[match.lastindex]
        start = zone.start + match.start(match.lastindex)
        address = unescaped(written).strip().partition("#")[0].partition("?")[0]
        source = unquote(address)
        if _ELSEWHERE.match(source.lower()) or not source.lower().endswith(SERVED):
            continue
        found.append(ImageTag(source, lines.span(start, start + len(written)), source == written))
    return found
