"""Which wheels and releases fit Binder's Python."""

import pytest

from voila_lint.packages.wheels import oldest_wheel, wheel_fits

AT = "https://example.org/wheels/"


@pytest.mark.parametrize(
    ("name", "python", "fits"),
    [
        ("a-1.0-cp36-cp36m-linux_x86_64.whl", "3.10", False),
        ("a-1.0-cp310-cp310-manylinux2014_x86_64.whl", "3.10", True),
        ("a-1.0%2Bcpu-cp310-cp310-linux_x86_64.whl", "3.10", True),
        ("a-1.0-cp310-cp310-win_amd64.whl", "3.10", False),
        ("a-1.0-cp37-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "3.10", True),
        ("a-1.0-cp311-abi3-manylinux2014_x86_64.whl", "3.10", False),
        ("a-1.0-py3-none-any.whl", "3.12", True),
        ("a-1.0-py2.py3-none-any.whl", "3.12", True),
        ("a-1.0-py2-none-any.whl", "3.12", False),
        ("a-1.0-cp310-cp310-macosx_11_0_arm64.whl", "3.10", False),
        ("no wheel at all.whl", "3.10", True),
        ("a-1.0.tar.gz", "3.10", True),
    ],
)
def test_a_wheel_fits_or_not(name: str, python: str, fits: bool) -> None:
    assert wheel_fits(AT + name, python) is fits


@pytest.mark.parametrize(
    ("specifier", "python", "oldest"),
    [
        ("==1.8.1", "3.10", "1.11"),
        ("==1.8.1+cpu", "3.10", "1.11"),
        ("<1.10", "3.10", "1.11"),
        ("==1.11.0+cpu", "3.10", None),
        ("==1.8.1", "3.8", None),
        (">=1.8", "3.13", None),
        ("==1.8.1", "3.7", None),
    ],
)
def test_old_releases_have_no_wheel(specifier: str, python: str, oldest: str | None) -> None:
    assert oldest_wheel("Torch", specifier, python) == oldest


def test_other_distributions_may_be_built() -> None:
    assert oldest_wheel("numpy", "==1.8", "3.12") is None
