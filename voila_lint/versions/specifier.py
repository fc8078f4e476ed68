"""What a requirement's specifier and marker mean for the release that is installed."""

import re
from collections.abc import Iterable
from functools import lru_cache

from voila_lint.pattern import pattern
from voila_lint.versions.conda_version import read_version
from voila_lint.versions.match_spec import version_spec
from voila_lint.versions.model import Package

#: Operators that exclude what is older than their version.
_FROM = ("==", "===", "~=", ">=", ">")

_UPPER_BOUND = pattern(r"(?<![<>!=~])(?:===?|~=|<=?|=)")

#: The same two of conda's conditions.
_CONDA_FROM = ("==", "=", "~=", ">=", ">")
_CONDA_UPPER = ("==", "=", "~=", "<=", "<")


def holds_back(package: Package) -> bool:
    """Whether an older release than the newest may be installed.

    True for pins and upper bounds, in pip's syntax and conda's (where ``pandas=1.2`` and
    ``pandas 1.2`` pin, too).
    """
    if package.source == "conda":
        clauses = version_spec(package.specifier).clauses
        return any(clause.operator in _CONDA_UPPER or not clause.clear for clause in clauses)
    return bool(_UPPER_BOUND.search(package.specifier))


def is_since(package: Package, release: str) -> bool:
    """Whether the newest release that a specifier admits is surely not older than ``release``.

    That is so where ``release`` itself is admitted, or nothing below it is. An empty specifier
    admits all.
    """
    if package.source == "conda":
        return _is_since_in_conda(package, release)
    if not package.specifier:
        return True  # without loading `packaging`: most requirements are of this kind
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import Version

    try:
        admitted = SpecifierSet(package.specifier)
        if release in admitted:
            return True
        bounds = [s.version.removesuffix(".*") for s in admitted if s.operator in _FROM]
        return any(Version(bound) >= Version(release) for bound in bounds)
    except (InvalidSpecifier, ValueError):
        return False


def _is_since_in_conda(package: Package, release: str) -> bool:
    spec = version_spec(package.specifier, package.build)
    if spec.contains(release):
        return True
    wanted = read_version(release)
    return spec.joined_by_and and any(
        clause.clear and clause.operator in _CONDA_FROM and clause.version.compare(wanted) >= 0
        for clause in spec.clauses
    )


def excludes(package: Package, version: str) -> bool:
    """Whether a specifier surely does not admit a version; false where either cannot be read."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if package.url or not package.specifier or not version:
        return False
    if package.source == "conda":
        return version_spec(package.specifier, package.build).contains(version) is False
    try:
        return not SpecifierSet(package.specifier).contains(version, prereleases=True)
    except (InvalidSpecifier, ValueError):
        return False


@lru_cache(maxsize=1024)
def applies(marker: str, python_version: str, extra: str = "") -> bool:
    """Whether a marker holds on Binder (Linux, CPython); true where it cannot be read.

    ``extra`` is the one that is asked for, where the marker is of what a distribution requires.
    """
    from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName

    environment = {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{python_version}.0",
        "python_version": python_version,
        "sys_platform": "linux",
        "extra": extra,
    }
    try:
        return Marker(marker).evaluate(environment)
    except (InvalidMarker, UndefinedEnvironmentName, ValueError, RecursionError):
        return True


def admits_nothing(specifiers: Iterable[str]) -> bool:
    """Whether no release at all meets all of these specifiers (PEP 440) together.

    False where one cannot be read. Which releases there are is not asked: between any two
    versions there might be another.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        together = SpecifierSet(",".join(filter(None, specifiers)))
    except InvalidSpecifier:
        return False
    if any(clause.operator == "===" for clause in together):
        return False
    named = {clause.version.removesuffix(".*") for clause in together}
    # The versions that are named, those just above them, and those far below and above.
    plain = {version for version in named if re.fullmatch(r"\d+(\.\d+)*", version)}
    above = {f"{version}{more}" for version in plain for more in (".0.99999", ".99999")}
    return not any(
        together.contains(version, prereleases=True)
        for version in ("0", "99999999", *named, *above)
    )
