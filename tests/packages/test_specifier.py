"""What a requirement's specifier says of the release that is installed."""

import pytest

from voila_lint.versions.model import Package
from voila_lint.versions.specifier import holds_back, is_since


def conda(specifier: str, build: str | None = None) -> Package:
    """Return a package that conda installs."""
    return Package("x", specifier, "conda", "environment.yml", build=build)


@pytest.mark.parametrize(
    ("specifier", "older"),
    [
        *[("", False), (">=1.2", False), ("!=1.2", False), ("*", False), (">1", False)],
        *[("1.2", True), ("=1.2", True), ("==1.2.*", True), (">=1,<2", True), ("~=1.2", True)],
        ("1.*.2", True),
    ],
)
def test_what_keeps_conda_from_the_newest(specifier: str, older: bool) -> None:
    assert holds_back(conda(specifier)) is older


@pytest.mark.parametrize(
    ("specifier", "since"),
    [
        *[("", True), (">=1.0", True), (">=9", True), ("=8", True), ("8.*", True), ("<9", True)],
        *[("7", False), ("<8", False), ("=7.7", False), ("7|9", False), ("<2|>=9", False)],
        # A version without a sign is that one alone; 8.0.0 is the same as 8.
        *[("8.0.0", True), ("==8.1", True), ("nonsense!", False)],
    ],
)
def test_whether_conda_takes_a_release_or_a_later_one(specifier: str, since: bool) -> None:
    assert is_since(conda(specifier), "8") is since
