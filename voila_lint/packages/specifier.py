"""What a requirement's specifier and marker mean for the release that is installed."""

import re

from voila_lint.binder.model import Package
from voila_lint.pattern import pattern

#: Operators that exclude what is older than their version.
_FROM = ("==", "===", "~=", ">=", ">")

_UPPER_BOUND = pattern(r"(?<![<>!=~])(?:===?|~=|<=?|=)")


def holds_back(package: Package) -> bool:
    """Whether an older release than the newest may be installed.

    True for pins and upper bounds, in pip's syntax and conda's (where ``pandas=1.2`` and
    ``pandas 1.2`` pin, too).
    """
    text = package.specifier.strip()
    if package.source == "conda" and re.match(r"\d", text):
        return True
    return bool(_UPPER_BOUND.search(text))


def is_since(package: Package, release: str) -> bool:
    """Whether the newest release that a specifier admits is surely not older than ``release``.

    That is so where ``release`` itself is admitted, or nothing below it is. An empty specifier
    admits all.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import Version

    try:
        admitted = SpecifierSet(_as_pip(package))
        if release in admitted:
            return True
        bounds = [s.version.removesuffix(".*") for s in admitted if s.operator in _FROM]
        return any(Version(bound) >= Version(release) for bound in bounds)
    except (InvalidSpecifier, ValueError):
        return False


def excludes(package: Package, version: str) -> bool:
    """Whether a specifier surely does not admit a version; false where either cannot be read."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if package.url or not package.specifier or not version:
        return False
    if package.source == "conda" and "|" in package.specifier:
        return False
    try:
        return not SpecifierSet(_as_pip(package)).contains(version, prereleases=True)
    except (InvalidSpecifier, ValueError):
        return False


def _as_pip(package: Package) -> str:
    """Return the specifier in pip's syntax."""
    parts = [part.strip() for part in package.specifier.split(",") if part.strip()]
    if package.source == "conda":
        # There, `1.2` and `=1.2` admit what begins so.
        parts = [re.sub(r"\A=?(?=\d)([^*]*?)(?:\.?\*)?\Z", r"==\1.*", part) for part in parts]
    return ",".join(parts)


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
    except (InvalidMarker, UndefinedEnvironmentName, ValueError):
        return True
