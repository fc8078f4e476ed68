"""Conda's match specifications: ``channel::name version build[key=value]``.

Modelled on libmamba's ``specs/match_spec.cpp`` (mamba 2.8.1, which repo2docker 2026.4.0 installs
and runs). What is said to be refused, rattler 0.28 refuses, too, or reads as a package that cannot
exist; where the two readers differ, nothing is said.
"""

import posixpath
import re

from msgspec import Struct

from voila_lint.pattern import pattern
from voila_lint.versions.conda_version import VersionError
from voila_lint.versions.version_spec import VersionSpec, read_version_spec

_BRACKETS = pattern(r"\[([^\]]*)\]\s*\Z")
_PAIR = pattern(r"""(\w+)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^,\s]+))""")
_PAIRS = pattern(
    r"""\s*(?:\w+\s*=\s*(?:'[^']*'|"[^"]*"|[^,\s'"=<>!~]+)\s*(?:,\s*|\Z))*""",
)
_PARTS = pattern(r"\s*([^\s=<>!~\[]*)(.*)\Z", re.DOTALL)
_PACKAGE_FILE = pattern(r"(.+)-([^-]+)-([^-]+?)(?:\.conda|\.tar\.bz2)\Z")
_NAME = pattern(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
#: Names that mamba takes for patterns, to which several packages may fit, or splits elsewhere.
_PATTERN = pattern(r"\^|.*[$*#(]")
_BUILD = pattern(r"[\w.+*-]+", re.ASCII)
_JOINED = pattern(r"([<>=,]) +")
_PLACES = ("version", "build", "build_string")
#: Forms that mamba and rattler read differently: white space within operators or around ``|``,
#: comments without a space before them, parentheses.
_DIFFERING = pattern(r"[<>=!~]\s+[<>=!~]|[^\s<>=!~,|]\s+=|\s\||\|\s|\s,|#|[()]|\.(?=[\s,|=]|\Z)")
#: The same of a version: stars anywhere but at the end, capitals without an operator.
_DIFFERING_VERSION = pattern(r"\*[^\s,|]|[<>!~]=?\*|(?:\A|[,|])[A-Z]")


class MatchSpec(Struct, frozen=True):
    """A specification taken apart: ``version`` in conda's syntax with its operator.

    ``refused`` says why conda does not take it, or can find no such package whatever the channel
    has; None where it takes it, or where that is not known. ``known`` is False in that case.
    """

    name: str
    version: str = ""
    build: str | None = None
    channel: str | None = None
    url: str | None = None
    refused: str | None = None
    known: bool = True

    def allows(self, version: str) -> bool | None:
        """Return whether a release is allowed, None where that is not known."""
        if self.refused or not self.known or self.url:
            return None
        return version_spec(self.version, self.build).contains(version)


def version_spec(version: str, build: str | None = None) -> VersionSpec:
    """Return the conditions of a specification's ``version``; unclear ones where it is none.

    With a build, ``=1.0`` means 1.0 alone to rattler, and what begins so to mamba.
    """
    try:
        spec = read_version_spec(version)
    except VersionError:
        return VersionSpec.unclear()
    if build and any(clause.operator == "=" for clause in spec.clauses):
        return VersionSpec.unclear()
    return spec


#: Time to read a specification grows with the square of its length; nobody writes longer ones.
LONGEST_SPEC = 1000


def parse_match_spec(text: str) -> MatchSpec:
    """Return the parts of ``channel::name version build[key=value]``.

    Also ``name=version=build``, ``channel/subdir::name`` and addresses of packages. Never
    raises: what is no specification gives its text as name. Of very long text
    only the name is read.
    """
    if len(text) > LONGEST_SPEC:
        beginning = _PARTS.match(text[:LONGEST_SPEC])
        return MatchSpec(beginning[1] if beginning else "", known=False)
    spec = f"{text} ".partition(" #")[0].strip()
    if spec.endswith((".conda", ".tar.bz2")):
        file = _PACKAGE_FILE.match(posixpath.basename(spec))
        if file:
            name, version, build = file.groups()
            return MatchSpec(name, f"=={version}", build, url=spec)
        return MatchSpec(spec, url=spec, known=False)
    if "://" in spec and "::" not in spec:
        reason = "conda takes no address but that of a package file (`….conda`)"
        return MatchSpec(spec, url=spec, refused=reason)
    fields: dict[str, str] = {}
    known = True
    brackets = _BRACKETS.search(spec)
    if brackets:
        known = _PAIRS.fullmatch(brackets[1]) is not None
        fields = {
            match[1]: match[2] or match[3] or match[4] or ""
            for match in _PAIR.finditer(brackets[1])
        }
        spec = spec[: brackets.start()]
    channel, _, spec = spec.rpartition(":")
    # A namespace may stand between the two: channel:namespace:name.
    channel = channel.removesuffix(":").partition(":")[0].partition("/")[0]
    match = _PARTS.match(spec)
    assert match
    condition = _JOINED.sub(r"\1", match[2]).strip()
    version, build = _version_and_build(condition)
    known = (
        known
        and spec.isascii()
        and not _DIFFERING.search(match[2])
        and not _DIFFERING_VERSION.search(version)
        and not _PATTERN.match(match[1])
        # mamba takes all behind one sign for the build, and nothing behind it for any version.
        and not (condition.startswith("=") and condition.rfind("=") == 0 and " " in condition)
        and not (condition and not version)
        and not (build and (build.startswith("^") or build.endswith("$")))
        # Said twice: one wins here, the other there.
        and not (condition and not fields.keys().isdisjoint(_PLACES))
    )
    refused = _why_refused(match[1], version, build)
    return MatchSpec(
        match[1] or spec,
        version or fields.get("version", ""),
        build or fields.get("build"),
        channel or fields.get("channel"),
        fields.get("url"),
        refused=refused if known else None,
        known=known,
    )


def version_for_pip(version: str) -> str | None:
    """Return pip's specifier for a version of a match specification, None where pip has no such.

    ``1.0`` and ``=1.0`` admit what begins so, which pip writes ``==1.0.*``.
    """
    clauses = []
    for part in filter(None, version.split(",")):
        match = re.fullmatch(r"(==|>=|<=|!=|>|<|~=|=|)(\d+(?:\.\d+)*)(\.\*|\*)?", part)
        if match is None:
            return None
        operator, number, star = match.groups()
        if operator in ("=", "") or (star and operator == "=="):
            clauses.append(f"=={number}.*")
        elif star:
            return None
        else:
            clauses.append(operator + number)
    return ",".join(clauses)


def _version_and_build(text: str) -> tuple[str, str | None]:
    """Take ``=1.0=build``, ``>=1,<2 build`` or ``1.0 build`` apart."""
    text = text.rstrip("=")
    sign = text.rfind("=")
    if sign > 0 and text[sign - 1] not in "=!|,<>~":
        return text[:sign].strip(), text[sign + 1 :].strip() or None
    version, _, build = (text.rpartition if sign < 0 else text.partition)(" ")
    if not version:
        version, build = build, ""
    return version.strip(), build.strip() or None


def _why_refused(name: str, version: str, build: str | None) -> str | None:
    if not name:
        return "the name of a package is missing"
    if not _NAME.fullmatch(name):
        return f"no package can be called `{name}`"
    if version.startswith("["):
        return "conda knows no extras"
    try:
        read_version_spec(version)
    except VersionError as error:
        return str(error)
    if build and not _BUILD.fullmatch(build):
        return f"no build can be called `{build}`"
    return None
