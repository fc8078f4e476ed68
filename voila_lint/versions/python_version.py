"""Python versions as repo2docker compares and supports them."""

import re

from voila_lint.pattern import pattern
from voila_lint.text import Span
from voila_lint.versions.stops import stop

#: What ``3`` and ``2`` mean, and what is taken where nothing is asked for
#: (``CondaBuildPack.major_pythons``, repo2docker 2026.4.0).
MAJOR_PYTHONS = {"2": "2.7", "3": "3.10"}
DEFAULT_PYTHON = MAJOR_PYTHONS["3"]

#: Versions that have a frozen base environment for linux-64
#: (repo2docker/buildpacks/conda/environment.py-*-linux-64.lock, repo2docker 2026.4.0).
BASE_PYTHONS = (
    *("2.7", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10"),
    *("3.11", "3.12", "3.13", "3.14"),
)

#: Versions that may be chosen for the ``requires-python`` of a pyproject.toml, oldest first
#: (repo2docker/buildpacks/conda/supported_python_version.py, repo2docker 2026.4.0).
SELECTABLE_PYTHONS = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")

#: When a Python version of Binder's got its last update (devguide.python.org/versions).
LAST_UPDATES = {
    "2.7": "2020",
    "3.5": "2020",
    "3.6": "2021",
    "3.7": "2023",
    "3.8": "2024",
    "3.9": "2025",
}

_NUMBER = r"(0|[1-9]\d*)"
_IDENTIFIER = r"(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
# Semantic versioning 2.0.0, as the package semver reads it.
_SEMANTIC = pattern(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"(?:-{_IDENTIFIER}(?:\.{_IDENTIFIER})*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?\Z",
    re.ASCII,
)


def needs_separate_kernel(version: str, path: str | None, at: Span | None = None) -> bool:
    """Return whether ``version`` is below 3.7: its kernel then gets a separate environment.

    Raises BuildStops, blaming ``path``, where repo2docker cannot compare the version
    (``CondaBuildPack.separate_kernel_env``, 2026.4.0).
    """
    return _semantic(version, path, at) < (3, 7, 0)


def is_below_3_6(version: str, path: str | None) -> bool:
    """Return whether ``version`` is below 3.6; raises as :func:`needs_separate_kernel`."""
    return _semantic(version, path, None) < (3, 6, 0)


def _semantic(version: str, path: str | None, at: Span | None) -> tuple[int, int, int]:
    text = version
    match = _SEMANTIC.match(text)
    if match is None and version.count(".") < 2:
        text += ".0" * (2 - version.count("."))
        match = _SEMANTIC.match(text)
    if match is None:
        raise stop(ValueError(f"{text} is not valid SemVer string"), path, at, "python-form")
    try:
        major, minor, patch = (int(number) for number in match.groups())
    except ValueError as error:  # thousands of digits
        raise stop(error, path, at) from None
    return major, minor, patch


def check_base(pack: str, version: str, path: str | None, at: Span | None = None) -> None:
    """Raise BuildStops where repo2docker has no base environment for ``version``.

    ``pack`` is the name of the build pack's class. Modelled on
    ``CondaBuildPack.get_build_script_files``, repo2docker 2026.4.0, on linux-64.
    """
    if not version or version.count(".") != 1:
        raise stop(
            ValueError(
                f"{pack}.python_version must always be specified as 'x.y', e.g. '3.10', "
                f"got {version}."
            ),
            path,
            at,
            "python-form",
        )
    needs_separate_kernel(version, path, at)
    if version not in BASE_PYTHONS:
        message = f"Python version {version} on linux-64 is not supported!"
        raise stop(ValueError(message), path, at, "python")


def without_patch(version: str) -> str | None:
    """Return the "3.8" of a "3.8.5", None where that is no version with a base environment."""
    minor, _, patch = version.rpartition(".")
    return minor if patch.isascii() and patch.isdigit() and minor in BASE_PYTHONS else None
