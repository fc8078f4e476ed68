"""Which Pythons wheels are for."""

import re

from voila_lint.packages.names import canonical
from voila_lint.packages.stdlib import numbers
from voila_lint.versions.releases import keeps_below

#: Distributions that have wheels only, nothing to build from: the oldest release that PyPI has a
#: wheel of for each Python on Linux (`pip index versions`, November 2026).
_OLDEST: dict[str, dict[str, str]] = {
    "tensorflow": {
        "3.8": "2.2",
        "3.9": "2.5",
        "3.10": "2.8",
        "3.11": "2.12",
        "3.12": "2.16",
        "3.13": "2.20",
    },
    "torch": {
        "3.8": "1.4",
        "3.9": "1.7",
        "3.10": "1.11",
        "3.11": "1.13",
        "3.12": "2.2",
        "3.13": "2.5",
    },
    "torchvision": {
        "3.8": "0.5",
        "3.9": "0.8",
        "3.10": "0.12",
        "3.11": "0.15",
        "3.12": "0.17",
        "3.13": "0.21",
    },
}


def oldest_wheel(distribution: str, specifier: str, python_version: str) -> str | None:
    """Return the oldest release for this Python, where a specifier allows older ones only.

    None for distributions that pip can also build, and for Pythons that nobody looked at.
    """
    oldest = _OLDEST.get(canonical(distribution), {}).get(python_version)
    return oldest if oldest and keeps_below(specifier, oldest) else None


def wheel_fits(url: str, python_version: str) -> bool:
    """Whether the wheel behind an address can be installed on Binder (CPython, Linux x86-64).

    True for what is no wheel, or has no name that can be read: pip says more about that.
    """
    from urllib.parse import unquote, urlsplit

    from packaging.utils import InvalidWheelFilename, parse_wheel_filename

    try:
        name = unquote(urlsplit(url).path.rpartition("/")[2])
        # An empty part (`py3.`) is refused by packaging since 26.3, and taken for a tag before.
        start, *parts = name.rsplit("-", 3)
        parts = [".".join(filter(None, part.split("."))) for part in parts]
        tags = parse_wheel_filename("-".join((start, *parts)))[3]
    except (InvalidWheelFilename, ValueError):
        return True
    return any(
        _interpreter_fits(tag.interpreter, tag.abi, python_version)
        and (tag.platform == "any" or ("linux" in tag.platform and "x86_64" in tag.platform))
        # Wheels for musl are for other Linuxes than Binder's Ubuntu.
        and not tag.platform.startswith("musllinux")
        for tag in tags
    )


def _interpreter_fits(interpreter: str, abi: str, python_version: str) -> bool:
    """Tell whether CPython takes such a wheel, as packaging.tags says it does."""
    kind, digits = interpreter[:2], interpreter[2:]
    if not digits.isdecimal() or kind not in ("py", "cp"):
        return False
    version = (int(digits[0]), int(digits[1:]) if digits[1:] else 0)
    python = numbers(python_version)
    if version[0] != python[0]:
        return False
    if kind == "py":
        return abi == "none" and version <= python
    if version == python:
        own = re.fullmatch(rf"cp{digits}(m?u?)", abi)
        # Until 3.7, the letters say how Python was built.
        return abi in ("none", "abi3") or (own is not None and (python < (3, 8)) == bool(own[1]))
    return abi == "abi3" and (3, 2) <= version <= python
