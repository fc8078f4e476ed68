"""Which releases a specifier of pip's allows."""

import pytest

from voila_lint.versions.releases import allows, keeps_below


@pytest.mark.parametrize(
    ("specifier", "below"),
    [
        ("==0.3.8", True),
        ("===0.3.8", True),
        ("==0.3.*", True),
        ("==0.4.*", False),
        ("==0.*", False),
        ("<0.4", True),
        ("<0.4.1", False),
        ("<=0.3.8", True),
        ("<=0.4", False),
        ("~=0.3.1", True),
        ("~=0.3", False),
        (">=0.2,<0.4", True),
        (">=0.2.11", False),
        ("!=0.4", False),
        ("", False),
        ("what?", False),
        ("===what", False),
    ],
)
def test_a_specifier_keeps_below_a_release(specifier: str, below: bool) -> None:
    assert keeps_below(specifier, "0.4.0") is below


def test_a_release_is_allowed() -> None:
    assert allows("", "0.1.24")
    assert allows("<1", "0.1.24")
    assert not allows(">=0.2", "0.1.24")
    assert not allows("what?", "0.1.24")
