"""Launch links in the settings of documentation tools, and in redirects to other pages.

A setting is a link only where its tool makes one of it: the value of ``url``, ``href`` or
``link`` (Sphinx themes, Jupyter Book, Quarto, MyST, MkDocs), the target of a line in
``_redirects`` (Netlify, Cloudflare Pages), and what is marked up as a link in a text. Another
address may be the beginning of one that is put together elsewhere. ``conf.py`` is split into
tokens, never run.
"""

import re
from io import StringIO
from typing import Literal, TypeAlias

from voila_lint.links.model import Zone
from voila_lint.pattern import pattern
from voila_lint.text import Lines

SettingsFormat: TypeAlias = Literal["python", "yaml", "redirects"]

#: Larger settings are not split into tokens (characters); none of their addresses is a link then.
_LARGEST = 400_000
#: How much is read before an address, and how much behind it.
_LOOK = 200

_YAML_COMMENT = pattern(
    r"^[ \t]*#[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|(?<=\s)#[^\n]*", re.MULTILINE
)
_LINE_COMMENT = pattern(r"^[ \t]*#[^\n]*", re.MULTILINE)
_STRING = pattern(r"([A-Za-z]*)(\"\"\"|'''|\"|')")

#: What a tool fills in: braces and dollars of templates, Python's ``%``, escapes, placeholders.
_FILLED_IN = pattern(r"[{}$<\\|]|%s|%\(|/:[a-z]|:splat")

_YAML_KEY = pattern(r"(?:^|[\s{,])[\"']?(?:href|url|link)[\"']?:[ \t]+[\"']?\Z")
_YAML_AFTER = pattern(r"[\"']?[ \t]*(?:[,}\]]|(?:[ \t]#[^\n]*)?(?:[\r\n]|\Z))")
_PYTHON_KEY = pattern(r"[\"'](?:href|url|link)[\"']\s*:\s*[rRuU]?[\"']\Z")
_PYTHON_AFTER = pattern(r"[\"'][ \t]*(?:#[^\n]*)?\s*[,}]")
_REDIRECT_FROM = pattern(r"^[^\s#]+[ \t]+\Z", re.MULTILINE)
_REDIRECT_AFTER = pattern(r"[ \t]*(?:[1-5]\d\d!?[ \t]*)?(?:[\r\n]|\Z)")

_OPENS_MARKUP = pattern(
    r"(?P<markdown>\]\()\Z|(?:href|src)=(?P<quote>[\"'])\Z|`[^`]*[ \t](?P<rst>)<\Z"
    r"|(?P<line>)(?::target:|\.\.[ \t]+_[^\n:]*:)[ \t]+\Z"
)

_SENDS_TO = pattern(
    r"(?:\blocation(?:\.href)?[ \t]*=|\b(?:location\.(?:replace|assign)|window\.open)[ \t]*\()"
    r"\s*[\"'`]\Z"
)
_SENT_AFTER = pattern(r"[\"'`][ \t]*(?:[;,)}<]|[\r\n](?!\s*\+)|\Z)")
_SCRIPT_COMMENT = pattern(r"(?<!:)//")


def settings_zones(text: str, form: SettingsFormat) -> list[Zone]:
    """Comments in settings, and the contents of Python's strings, in order."""
    if form == "python":
        return _python_zones(text)
    comments = _YAML_COMMENT if form == "yaml" else _LINE_COMMENT
    return [
        Zone(match.start(), match.end(), "comment")
        for match in comments.finditer(text)
        if match[0].lstrip().startswith("#")
    ]


def _python_zones(text: str) -> list[Zone]:
    import tokenize

    if len(text) > _LARGEST or "\r" in text.replace("\r\n", ""):
        return []
    lines = Lines(text)
    zones = []
    try:
        for token in tokenize.generate_tokens(StringIO(text, newline="").readline):
            if token.type not in (tokenize.COMMENT, tokenize.STRING):
                continue
            start = lines.offset(token.start[0], token.start[1] + 1)
            end = lines.offset(token.end[0], token.end[1] + 1)
            opened = _STRING.match(token.string)
            if token.type == tokenize.COMMENT:
                zones.append(Zone(start, end, "comment"))
            elif opened and opened[1].lower() in ("", "r", "u"):
                zones.append(Zone(start + opened.end(), end - len(opened[2]), "string"))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return []  # Sphinx cannot read it either
    return zones


def value_end(text: str, start: int, zone: Zone | None, form: SettingsFormat) -> int | None:
    """Where the value ends that begins with an address; None where it is part of a text."""
    if form == "python":
        whole = zone is not None and zone.kind == "string" and zone.start == start
        return zone.end if zone and whole and "\n" not in text[start : zone.end] else None
    quote = text[start - 1 : start]
    if form == "yaml" and quote in ("'", '"'):
        end = text.find(quote, start, start + 4000)
        return end if end >= 0 and "\n" not in text[start:end] else None
    return None


def makes_link(text: str, start: int, end: int, zone: Zone | None, form: SettingsFormat) -> bool:
    """Whether the address at ``start`` to ``end`` is certainly where a link leads."""
    if _FILLED_IN.search(text, start, end):
        return False
    before = text[max(0, start - _LOOK) : start]
    behind = min(len(text), end + _LOOK)
    if form == "redirects":
        line = before.rpartition("\n")[2]
        return bool(_REDIRECT_FROM.match(line) and _REDIRECT_AFTER.match(text, end, behind))
    if form == "python" and (zone is None or zone.kind != "string"):
        return False
    key, after = (_PYTHON_KEY, _PYTHON_AFTER) if form == "python" else (_YAML_KEY, _YAML_AFTER)
    if key.search(before) and after.match(text, end, behind):
        return True
    markup = _OPENS_MARKUP.search(before)
    if markup is None:
        return False
    following = text[end : end + 1]
    if markup["line"] is not None:
        return following in ("", "\n", "\r")
    return following == (markup["quote"] or (">" if markup["rst"] is not None else ")"))


def script_quote(text: str, start: int) -> str | None:
    """The quotation mark before an address that a script sends the browser to, else None."""
    before = text[max(0, start - _LOOK) : start]
    sends = _SENDS_TO.search(before)
    if sends is None:
        return None
    line = before[: sends.start()].rpartition("\n")[2]
    if _SCRIPT_COMMENT.search(line) or before.rfind("/*") > before.rfind("*/"):
        return None
    return before[-1]


def is_sent_to(text: str, end: int) -> bool:
    """Whether nothing is added to the string of a script whose end is ``end``."""
    return _SENT_AFTER.match(text, end, min(len(text), end + _LOOK)) is not None
