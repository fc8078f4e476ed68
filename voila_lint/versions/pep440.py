"""Specifiers of versions as packaging 25.0 reads them, which pip 25 on Binder brings.

``packaging`` is asked for what all its releases since 24.0 say alike: what a version is, and
whether a clause is well formed. What differs between them is decided here: ``===``, which releases
a clause admits, and which of two equal clauses is kept.
"""

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from voila_lint.pattern import pattern

if TYPE_CHECKING:
    from packaging.version import Version

#: ``===`` takes anything up to white space, a closing parenthesis or a marker (25.0).
ARBITRARY = r"===\s*([^\s;)]*)"
_ARBITRARY = pattern(ARBITRARY)
_PLAIN = pattern(r"(==|!=|<=|>=|<|>)\s*(\d+(?:\.\d+)*)", re.ASCII)
_PREFIX = pattern(r"([0-9]+)((?:a|b|c|rc)[0-9]+)")

_SUFFIXES = ("dev", "a", "b", "rc", "post")

Clause = tuple[str, str]


@lru_cache(maxsize=1024)
def clauses(specifier: str) -> tuple[Clause, ...]:
    """Return operator and version of each clause, as written and in order.

    Raises ValueError where one is malformed.
    """
    return tuple(read_clause(part) for part in specifier.split(",") if part.strip())


def read_clause(text: str) -> Clause:
    """Return operator and version of one clause; raises ValueError where it is malformed."""
    text = text.strip()
    found = _PLAIN.fullmatch(text)
    if found is not None:
        return found[1], found[2]
    arbitrary = _ARBITRARY.fullmatch(text)
    if arbitrary is not None:
        return "===", arbitrary[1]
    # Most specifiers do not need the parser, whose import takes long.
    from packaging.specifiers import Specifier

    read = Specifier(text)  # InvalidSpecifier is a ValueError
    return read.operator, read.version


def contains(specifier: str, release: str, *, standard: bool = False) -> bool:
    """Return whether a specifier admits a release; pre-releases count as others do.

    ``standard``: as packaging 26.3, which repo2docker reads with, does for plain releases ("3.10").
    Raises ValueError where one of the two cannot be read.
    """
    return all(admits(clause, release, standard=standard) for clause in clauses(specifier))


def admits(clause: Clause, release: str, *, standard: bool = False) -> bool:
    """Return whether one clause admits a release; arguments and errors as :func:`contains`."""
    return _admits(*clause, _version(release), standard)


def _admits(operator: str, text: str, candidate: "Version", standard: bool) -> bool:
    # Each branch is the method of `Specifier` in packaging 25.0 (specifiers.py).
    if operator == "===":
        return str(candidate).lower() == text.lower()
    if operator == "~=":
        parts = _split(str(_version(text)) if standard else text)
        kept = list(takewhile(lambda part: not part.startswith(_SUFFIXES), parts))[:-1]
        prefix = f"{kept[0]}!{'.'.join(kept[1:])}.*"
        return _admits(">=", text, candidate, standard) and _begins(prefix, candidate)
    if operator in ("==", "!="):
        return _is(text, candidate) is (operator == "==")
    version, public = _version(text), _version(candidate.public)
    if operator == "<=":
        return public <= version
    if operator == ">=":
        return public >= version
    same_base = _version(candidate.base_version) == _version(version.base_version)
    if operator == "<":
        is_early = candidate.is_prerelease and not version.is_prerelease
        return candidate < version and not (is_early and same_base)
    is_late = (candidate.is_postrelease and not version.is_postrelease) or candidate.local
    return candidate > version and not (is_late and same_base)


def _is(text: str, candidate: "Version") -> bool:
    if text.endswith(".*"):
        return _begins(text, candidate)
    version = _version(text)
    return (candidate if version.local else _version(candidate.public)) == version


def _begins(prefix: str, candidate: "Version") -> bool:
    begin = _split(_canonical(prefix.removesuffix(".*")))
    parts = _split(_canonical(candidate.public))
    numbers = [list(takewhile(str.isdigit, each)) for each in (begin, parts)]
    longest = max(map(len, numbers))
    padded = [
        [*those, *["0"] * (longest - len(those)), *each[len(those) :]]
        for those, each in zip(numbers, (begin, parts), strict=True)
    ]
    return padded[1][: len(begin)] == begin


def _split(version: str) -> list[str]:
    """Return the parts of a version, the epoch first ("0" where it has none)."""
    epoch, _, rest = version.rpartition("!")
    parts = [epoch or "0"]
    for item in rest.split("."):
        match = _PREFIX.search(item)
        parts.extend(match.groups() if match else (item,))
    return parts


def _canonical(version: str) -> str:
    try:
        return str(_version(version))
    except ValueError:
        return version


@lru_cache(maxsize=4096)
def _version(text: str) -> "Version":
    from packaging.version import Version

    return Version(text)
