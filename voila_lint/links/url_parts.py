"""Addresses as browsers and JavaScript take them apart (WHATWG URL, ECMA-262 ``decodeURI``).

BinderHub's front end runs in a browser, so a launch link goes through the browser's address
parser, wouter's ``decodeURI`` and ``URLSearchParams`` before anybody looks at it. The standard
library's :mod:`urllib` differs from these in every corner that misspelt links are made of
(backslashes, dot segments, malformed escapes), hence this small subset for http and https.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_from_bytes, unquote_to_bytes

from voila_lint.pattern import pattern

_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\n\r")
_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ESCAPES = pattern(r"(?:%[0-9A-Fa-f]{2})+")

#: A percent sign that begins no escape.
_NO_ESCAPE = pattern(r"%(?![0-9A-Fa-f]{2})")
#: A segment "." or "..", in any spelling.
_DOT_SEGMENT = pattern(r"/(?:\.|%2[eE]){1,2}(?:/|\Z)")

#: What the URL standard leaves as it is in each part; everything else is percent-encoded.
_PATH_SAFE = "!$%&'()*+,-./:;=@[\\]^_|~"
_QUERY_SAFE = "!$%&()*+,-./:;=?@[\\]^_`{|}~"
_UNSAFE = {safe: pattern(f"[^A-Za-z0-9{re.escape(safe)}]") for safe in (_PATH_SAFE, _QUERY_SAFE)}
#: ``decodeURI`` leaves the escapes of these alone.
_RESERVED = frozenset(b";/?:@&=+$,#")


class Address(NamedTuple):
    """An http(s) address in the parts that a browser's ``URL`` object gives.

    ``path`` and ``query`` are percent-encoded and the query has no question mark.
    """

    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str


def _encode(text: str, safe: str) -> str:
    if _UNSAFE[safe].search(text) is None:
        return text
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe)


def _without_dot_segments(path: str) -> str:
    if _DOT_SEGMENT.search(path) is None:
        return path
    segments: list[str] = []
    parts = path.split("/")[1:]
    for number, part in enumerate(parts):
        plain = part.replace("%2e", ".").replace("%2E", ".") if "%" in part else part
        last = number == len(parts) - 1
        if plain == "..":
            if segments:
                segments.pop()
            if last:
                segments.append("")
        elif plain == ".":
            if last:
                segments.append("")
        else:
            segments.append(part)
    return "/" + "/".join(segments)


def parse_address(text: str, base: Address | None = None) -> Address | None:
    """Parse ``text`` as a browser does, relative to ``base`` where one is given.

    None for an address that is not http(s), or that has no host.
    """
    text = text.strip(_C0_AND_SPACE)
    if not text.isprintable():
        text = text.translate(_REMOVED)
    scheme = None
    match = _SCHEME.match(text)
    if match:
        scheme = match[1].lower()
        if scheme not in ("http", "https"):
            return None
        rest = text[match.end() :]
        if (
            base is not None
            and scheme == base.scheme
            and not rest.replace("\\", "/").startswith("//")
        ):
            scheme = None  # "https:x" is relative to a base of the same scheme
    else:
        rest = text
    rest, _, fragment = rest.partition("#")
    rest, question, query = rest.partition("?")
    query = _encode(query, _QUERY_SAFE)
    rest = rest.replace("\\", "/")
    if scheme is None and base is None:
        return None
    if scheme is None and base is not None and not rest.startswith("//"):
        if not rest:
            path = base.path
            query = query if question else base.query
        elif rest.startswith("/"):
            path = rest
        else:
            path = base.path.rpartition("/")[0] + "/" + rest
        path = _encode(_without_dot_segments(path), _PATH_SAFE)
        return base._replace(path=path, query=query, fragment=fragment)
    authority, _, path = rest.lstrip("/").partition("/")
    host, colon, port = authority.rpartition("@")[2].rpartition(":")
    if not colon or "]" in port:
        host, port = authority.rpartition("@")[2], ""
    if not host:
        return None
    path = _encode(_without_dot_segments("/" + path), _PATH_SAFE)
    known_scheme = scheme or (base.scheme if base is not None else "https")
    return Address(known_scheme, host.lower(), port, path, query, fragment)


def is_other_scheme(text: str) -> bool:
    """Whether ``text`` is an absolute address of a scheme other than http and https."""
    match = _SCHEME.match(text.strip(_C0_AND_SPACE).translate(_REMOVED))
    return match is not None and match[1].lower() not in ("http", "https")


def decode_uri(text: str) -> str:
    """ECMA-262 ``decodeURI``, or ``text`` itself where that throws (as wouter's router does)."""
    if "%" not in text:
        return text
    if _NO_ESCAPE.search(text):
        return text  # a percent sign that begins no escape makes decodeURI throw
    try:
        return _ESCAPES.sub(lambda match: _decode_escapes(match[0]), text)
    except UnicodeDecodeError:
        return text


@lru_cache(maxsize=256)
def _decode_escapes(escapes: str) -> str:
    """Decode a run of escapes as ``decodeURI`` does; UnicodeDecodeError where it is no UTF-8."""
    data = unquote_to_bytes(escapes)
    if data.isascii() and not _RESERVED.intersection(data):
        return data.decode("ascii")
    decoded: list[str] = []
    run = bytearray()
    for index, byte in enumerate(data):
        if byte in _RESERVED:
            decoded.append(run.decode("utf-8"))
            run.clear()
            decoded.append(escapes[index * 3 : index * 3 + 3])
        else:
            run.append(byte)
    decoded.append(run.decode("utf-8"))
    return "".join(decoded)


def search_parameters(query: str) -> list[tuple[str, str]]:
    """The names and values of ``new URLSearchParams(query)``, in order."""
    query = query.removeprefix("?")
    parameters = []
    for piece in query.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            parameters.append((_form_decode(name), _form_decode(value)))
    return parameters


def _form_decode(text: str) -> str:
    text = text.replace("+", " ")
    if "%" not in text:
        return text
    return unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def encode_uri(text: str) -> str:
    """ECMA-262 ``encodeURI``."""
    return quote_from_bytes(text.encode("utf-8", "replace"), ";/?:@&=+$,#-_.!~*'()")


def unquote(text: str) -> str:
    """Percent-decode once, as Tornado does with the path that it serves."""
    if "%" not in text:
        return text
    return unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace")
