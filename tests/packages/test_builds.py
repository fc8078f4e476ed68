"""What the names of conda's builds and packages tell of the system that they are for."""

import pytest

from voila_lint.packages.build_strings import system_of_build
from voila_lint.packages.platforms import conda_only_on
from voila_lint.versions.model import Package


@pytest.mark.parametrize(
    ("build", "system"),
    [
        # conda-forge's and Anaconda's builds of recipes without a compiler
        *[("py39h6e9494a_0", "macOS"), ("h694c41f_1", "macOS"), ("py38hecd8cb5_1003", "macOS")],
        *[("py39hcbf5309_0", "Windows"), ("h57928b3_0", "Windows"), ("py39haa95532_0", "Windows")],
        *[("py39hca03da5_0", "macOS"), ("hce30654_0", "macOS"), ("default_h694c41f_0", "macOS")],
        *[("py39hf3d152e_0", None), ("ha770c72_0", None), ("py39h06a4308_0", None)],
        *[("pyhd8ed1ab_0", None), ("pyhd3eb1b0_0", None), ("py_0", None), ("py39_1", None)],
        *[("0", None), ("mkl", None), ("h2755cc3_0_cpython", None), ("py39h6e9494a0_0", None)],
    ],
)
def test_the_system_of_a_build(build: str, system: str | None) -> None:
    assert system_of_build(build) == system


@pytest.mark.parametrize(
    ("name", "specifier", "channel", "system"),
    [
        *[("vc", "", None, "Windows"), ("VS2015_runtime", ">=14", "conda-forge", "Windows")],
        *[("python.app", "", "defaults", "macOS"), ("vc", "", "somebody", None)],
        # conda-forge has these for Linux, too
        *[("pywin32", "", None, None), ("libcxx", "", None, None), ("menuinst", "", None, None)],
        *[("appnope", "=0.1.2", None, "macOS"), ("appnope", "", None, None)],
        *[("appnope", "=0.1.4", None, None), ("appnope", "<=0.1.3", None, None)],
        ("appnope", "<0.1.3", None, "macOS"),
    ],
)
def test_the_system_of_a_package(
    name: str, specifier: str, channel: str | None, system: str | None
) -> None:
    package = Package(name, specifier, "conda", "environment.yml", channel=channel)
    assert conda_only_on(package) == system
