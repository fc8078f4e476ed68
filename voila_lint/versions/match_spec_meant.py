"""What somebody meant who wrote an item that conda refuses."""

from voila_lint.pattern import pattern
from voila_lint.versions.match_spec import parse_match_spec

_TURNED = pattern(r"=\s*([<>])(?!=)")
_THREE = pattern(r"(?<![<>!~=])={3}(?!=)")
_JOINED = pattern(r"([<>=]\s*[0-9][\w.]*)\s*(?=(?:[<>]|!=))")
_CARET = pattern(r"([\w.-]+?)\s*\^=?\s*((?!0)\d+)((?:\.\d+)*)")
_OPEN_END = pattern(r"\s*(?:[<>]=?|~=|!=|[,;|])\s*\Z")
_QUOTED = pattern(r"""(=\s*)(['"])([\w.*]+)\2""")
_BUILD = pattern(r"([\w.-]+==[\w.]+)==(\w+)")
_FOR_PIP = pattern(
    r"(?:git|hg|svn|bzr)\+|https?://|-e\s|--?[a-z]|\.{0,2}/|[\w.-]+(?:\[[^]]*\])?\s*@\s"
)


def corrected_match_spec(text: str) -> str | None:
    """Return the specification that ``text`` certainly means, None where that is not sure.

    ``numpy>=1.0`` for ``numpy=>1.0``, ``python>3.6,<3.9`` for ``python>3.6<3.9``,
    ``numpy>=1.2,<2`` for Poetry's ``numpy^1.2``, ``numpy`` for ``numpy >=``.
    """
    caret = _CARET.fullmatch(text)
    if caret:
        name, major, rest = caret.groups()
        return f"{name}>={major}{rest},<{int(major[:9]) + 1}"
    meant = _OPEN_END.sub("", text)
    meant = _TURNED.sub(r"\1=", meant)
    meant = _THREE.sub("==", meant)
    meant = _QUOTED.sub(r"\1\3", meant)
    meant = _BUILD.sub(r"\1=\2", meant)
    meant = _JOINED.sub(r"\1,", meant)
    spec = parse_match_spec(meant)
    return meant if meant != text and spec.known and not spec.refused else None


def is_for_pip(text: str) -> bool:
    """Return whether an item would have a meaning in the pip section: an address, an option."""
    return _FOR_PIP.match(text) is not None
