"""Which wheels and releases fit Binder's Python."""

import pytest
from packaging.tags import Tag, compatible_tags, cpython_tags

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


@pytest.mark.parametrize("python", ["3.8", "3.10", "3.11", "3.14"])
def test_packaging_says_the_same_of_every_form(python: str) -> None:
    version = tuple(map(int, python.split(".")))
    own = python.replace(".", "")
    platforms = ["manylinux_2_17_x86_64", "linux_x86_64"]
    taken = {
        *cpython_tags(version, [f"cp{own}"], platforms),
        *compatible_tags(version, f"cp{own}", platforms),
    }
    interpreters = ["py2", "py3", "cp2", "cp3", "cp27", "cp37", "cp310", "pp39", f"cp{own}"]
    interpreters += [f"py{own}", "py315", "cp315"]
    abis = ["none", "abi3", "cp37m", "cp310", "cp315", f"cp{own}", f"cp{own}t", f"cp{own}d"]
    others = ["any", "musllinux_1_1_x86_64", "macosx_10_9_x86_64", "win_amd64", "linux_aarch64"]
    wrong = [
        (interpreter, abi, platform)
        for interpreter in interpreters
        for abi in abis
        for platform in platforms + others
        # What packaging has no tag for because nobody makes it.
        if (platform == "any") <= (abi == "none")
        if wheel_fits(f"https://example.org/x-1-{interpreter}-{abi}-{platform}.whl", python)
        != (Tag(interpreter, abi, platform) in taken)
    ]
    assert wrong == []
