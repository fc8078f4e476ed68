"""Conda's match specifications, as far as a linter needs them."""

import posixpath
import re

from msgspec import Struct

from voila_lint.pattern import pattern

_BRACKETS = pattern(r"\[([^\]]*)\]\s*\Z")
_PAIR = pattern(r"""(\w+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^,\s]+))""")
_PARTS = pattern(r"\s*([^\s=<>!~\[]+)\s*(.*)\Z", re.DOTALL)
_PACKAGE_FILE = pattern(r"(.+)-([^-]+)-([^-]+?)(?:\.conda|\.tar\.bz2)\Z")


class MatchSpec(Struct, frozen=True):
    """A specification taken apart: ``version`` in conda's syntax with its operator."""

    name: str
    version: str = ""
    build: str | None = None
    channel: str | None = None
    url: str | None = None


def parse_match_spec(text: str) -> MatchSpec:
    """Return the parts of ``channel::name version build[key=value]``.

    Also ``name=version=build``, ``channel/subdir::name`` and addresses of packages. Never
    raises: what is no specification gives its text as name.
    """
    spec = text.partition("#")[0].strip()
    if "://" in spec or spec.endswith((".conda", ".tar.bz2")):
        file = _PACKAGE_FILE.match(posixpath.basename(spec))
        if file:
            name, version, build = file.groups()
            return MatchSpec(name, f"=={version}", build, url=spec)
        return MatchSpec(spec, url=spec)
    fields: dict[str, str] = {}
    brackets = _BRACKETS.search(spec)
    if brackets:
        fields = {
            match[1]: match[2] or match[3] or match[4] or ""
            for match in _PAIR.finditer(brackets[1])
        }
        spec = spec[: brackets.start()]
    channel, separator, rest = spec.rpartition("::")
    if separator:
        # A namespace may stand between the two: channel:namespace:name.
        spec = rest
    channel = channel.partition("/")[0] if separator else fields.get("channel", "")
    match = _PARTS.match(spec)
    if match is None:
        return MatchSpec(spec)
    version, build = _version_and_build(match[2].strip())
    return MatchSpec(
        match[1],
        version or fields.get("version", ""),
        build or fields.get("build"),
        channel or None,
        fields.get("url"),
    )


def _version_and_build(text: str) -> tuple[str, str | None]:
    """Take ``=1.0=build``, ``>=1,<2 build`` or ``1.0 build`` apart."""
    fuzzy = re.match(r"(={1,2})\s*([^=\s,|<>!~]+)\s*=\s*([^=\s]+)\Z", text)
    if fuzzy:
        return f"{fuzzy[1]}{fuzzy[2]}", fuzzy[3]
    # White space behind an operator or a comma belongs to the version.
    joined = re.sub(r"([=<>!~,|])\s+", r"\1", re.sub(r"\s+([,|])", r"\1", text))
    version, _, build = joined.partition(" ")
    return version, build.strip() or None
