"""The standard library of the Python that Binder uses, not of the one that runs the tests."""

import pytest

from voila_lint.packages.stdlib import is_stdlib


@pytest.mark.parametrize(
    ("module", "version", "answer"),
    [
        ("os.path", None, True),
        ("json", "3.7", True),
        ("tomllib", None, False),
        ("tomllib", "3.11", True),
        ("distutils", "3.11", True),
        ("distutils", "3.12", False),
        ("imp", "3.12", False),
        ("cgi", "3.13", False),
        ("asyncio", "2.7", False),
        ("Tkinter", "2.7", True),
        ("tkinter", "3.10", True),
        ("dataclasses", "3.6", False),
        ("zoneinfo", "3.8", False),
        ("_thread", "3.10", True),
        ("__future__", "3.10", True),
        ("__main__", "3.10", True),
        ("numpy", "3.10", False),
        ("", "3.10", False),
    ],
)
def test_is_stdlib(module: str, version: str | None, answer: bool) -> None:
    assert is_stdlib(module, version) is answer


@pytest.mark.parametrize("version", ["3.99", "4.0", "3.13.1", "3", "3.10.4"])
def test_versions_that_no_list_names(version: str) -> None:
    assert is_stdlib("json", version)
    assert not is_stdlib("numpy", version)


def test_newer_than_known_is_judged_as_the_newest_known() -> None:
    assert is_stdlib("tomllib", "3.99")
    assert not is_stdlib("distutils", "3.99")
