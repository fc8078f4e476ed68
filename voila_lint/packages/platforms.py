"""Packages that exist for Windows or macOS only."""

from voila_lint.packages.build_strings import System
from voila_lint.packages.model import Names
from voila_lint.packages.names import canonical
from voila_lint.packages.stdlib import stdlib_only_on
from voila_lint.versions.match_spec import version_spec
from voila_lint.versions.model import Package

#: Observed with pip 25.2 on Linux: no release has a wheel for it, and either there is no source
#: distribution or it refuses to be built elsewhere.
_WINDOWS = frozenset(("pywin32", "pywinpty", "windows-curses"))
_MACOS = ("pyobjc", "pyobjc-core")

#: Modules of pyobjc's distributions, under Apple's own names.
_FRAMEWORKS = frozenset(("AppKit", "Cocoa", "CoreFoundation", "Foundation", "Quartz", "objc"))

#: From conda-forge's recipes (``skip: true  # [not win]``, and only such builds in
#: ``.ci_support``). pywin32 and libcxx are not among them: conda-forge has these for Linux, too.
_CONDA_WINDOWS = frozenset(
    (
        *("vc", "vs2015_runtime", "vc14_runtime", "vcomp14", "ucrt"),
        *("pywinpty", "winpty", "wincertstore"),
    )
)
_CONDA_MACOS = frozenset(("python.app", "pyobjc-core", "pyobjc-framework-cocoa"))

#: appnope has been for all systems since 0.1.3: the releases for macOS, and those for all.
_APPNOPE = (("0.1.0", "0.1.1", "0.1.2"), ("0.1.3", "0.1.4"))


def only_on(name: str) -> System | None:
    """Return the one system that the distribution ``name`` is for, None where Linux has it."""
    normal = canonical(name)
    if normal in _WINDOWS:
        return "Windows"
    return "macOS" if normal in _MACOS or normal.startswith("pyobjc-framework-") else None


def module_only_on(module: str, names: Names) -> System | None:
    """Return the one system on which a module works that Python or ``names`` have, else None.

    Python's own modules for Windows, those of packages for one system, and Apple's frameworks.
    """
    package = names.pypi or names.conda
    known = stdlib_only_on(module) or (only_on(package) if package else None)
    return known or ("macOS" if module.partition(".")[0] in _FRAMEWORKS else None)


def conda_only_on(package: Package) -> System | None:
    """Return the one system that a package of conda's is for, None where Linux has it.

    Nothing is said of channels other than conda-forge and Anaconda's own.
    """
    name = package.name.lower()
    if package.source != "conda" or package.channel not in (None, "conda-forge", "defaults"):
        return None
    if name in _CONDA_WINDOWS:
        return "Windows"
    if name == "appnope":
        spec = version_spec(package.specifier)
        former, later = (map(spec.contains, versions) for versions in _APPNOPE)
        return "macOS" if any(former) and all(answer is False for answer in later) else None
    return "macOS" if name in _CONDA_MACOS else None
