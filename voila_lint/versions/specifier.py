"""What a requirement's specifier means for the release that is installed."""

import re
from collections.abc import Iterable

from voila_lint.pattern import pattern
from voila_lint.versions.conda_version import read_version
from voila_lint.versions.match_spec import version_spec
from voila_lint.versions.model import Package
from voila_lint.versions.pep440 import clauses, contains

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
    """Whether the newest release that a specifier admits is certainly not older than ``release``.

    That is so where ``release`` itself is admitted, or nothing below it is. An empty specifier
    admits all.
    """
    if package.source == "conda":
        return _is_since_in_conda(package, release)
    if not package.specifier:
        return True  # without loading `packaging`: most requirements are of this kind
    from packaging.version import Version

    try:
        if contains(package.specifier, release):
            return True
        found = clauses(package.specifier)
        bounds = [version.removesuffix(".*") for operator, version in found if operator in _FROM]
        return any(Version(bound) >= Version(release) for bound in bounds)
    except ValueError:
        return False


def _is_since_in_conda(package: Package, release: str) -> bool:
    spec = version_spec(package.specifier, package.build)
    if spec.contains(release):
        return True
    version = read_version(release)
    return spec.joined_by_and and any(
        clause.clear and clause.operator in _CONDA_FROM and clause.version.compare(version) >= 0
        for clause in spec.clauses
    )


def excludes(package: Package, version: str) -> bool:
    """Whether a specifier certainly does not admit a version; false where either cannot be read."""
    if package.url or not package.specifier or not version:
        return False
    if package.source == "conda":
        return version_spec(package.specifier, package.build).contains(version) is False
    try:
        return not contains(package.specifier, version)
    except ValueError:
        return False


def admits_nothing(specifiers: Iterable[str]) -> bool:
    """Whether no release at all meets all of these specifiers (PEP 440) together.

    False where one cannot be read. Which releases there are is not asked: between any two
    versions there might be another.
    """
    together = ",".join(filter(None, specifiers))
    try:
        found = clauses(together)
    except ValueError:
        return False
    if any(operator == "===" for operator, _ in found):
        return False
    named = {version.removesuffix(".*") for _, version in found}
    # The versions that are named, those just above them, and those far below and above.
    plain = {version for version in named if re.fullmatch(r"\d+(\.\d+)*", version)}
    above = {f"{version}{more}" for version in plain for more in (".0.99999", ".99999")}
    return not any(contains(together, version) for version in ("0", "99999999", *named, *above))
