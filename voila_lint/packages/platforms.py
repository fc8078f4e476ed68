"""Distributions that exist for Windows or macOS only."""

from typing import Literal

#: Observed with pip 25.2 on Linux: no release has a wheel for it, and either there is no source
#: distribution or it refuses to be built elsewhere.
_WINDOWS = frozenset(("pywin32", "pywinpty", "windows-curses"))
_MACOS = ("pyobjc", "pyobjc-core")


def only_on(name: str) -> Literal["Windows", "macOS"] | None:
    """Return the one system that the distribution ``name`` is for, None where Linux has it."""
    normal = name.lower().replace("_", "-").replace(".", "-")
    if normal in _WINDOWS:
        return "Windows"
    return "macOS" if normal in _MACOS or normal.startswith("pyobjc-framework-") else None
