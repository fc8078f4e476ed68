"""Versions as conda orders them.

Modelled on libmamba's ``specs/version.cpp`` (mamba 2.8.1, which repo2docker 2026.4.0 installs):
an epoch before ``!``, parts between ``.``, ``-`` and ``_``, a local version behind ``+``. Numbers
and letters alternate in a part, and missing ones count as nought: ``1.0.1a`` is older than
``1.0.1``, ``1.0`` the same as ``1.0.0``.
"""

from typing import TypeAlias

from msgspec import Struct

from voila_lint.pattern import pattern

#: A number, the rank of the letters behind it, and these letters.
Atom: TypeAlias = tuple[int, int, str]
Part: TypeAlias = tuple[Atom, ...]

_CHARACTERS = pattern(r"[0-9A-Za-z.*_-]*")
_ATOM = pattern(r"([0-9]*)([^0-9]*)")
_DELIMITERS = pattern(r"[._-]")
_RANKS = {"*": -3, "dev": -2, "_": -1, "": 1, "post": 2}
_NOUGHT: Atom = (0, 1, "")
# What libmamba's numbers can hold, and Python's int() reads without asking.
_DIGITS = 19


class VersionError(ValueError):
    """A text is no version of conda's; the message says why."""


class CondaVersion(Struct, frozen=True):
    """A version taken apart."""

    epoch: int
    parts: tuple[Part, ...]
    local: tuple[Part, ...] = ()

    def compare(self, other: "CondaVersion") -> int:
        """Return -1, 0 or 1 where this version is older, as old or newer."""
        if self.epoch != other.epoch:
            return 1 if self.epoch > other.epoch else -1
        return _compare(self.parts, other.parts)[0] or _compare(self.local, other.local)[0]

    def starts_with(self, prefix: "CondaVersion") -> bool:
        """Return whether ``=prefix`` allows this version: ``1.0.3`` starts with ``1.0``."""
        if self.epoch != prefix.epoch:
            return False
        if not prefix.local:
            return _starts_with(self.parts, prefix.parts)
        same = _compare(self.parts, prefix.parts)[0] == 0
        return same and _starts_with(self.local, prefix.local)

    def compatible_with(self, older: "CondaVersion") -> bool:
        """Return whether ``~=older`` allows this version."""
        level = max(len(older.parts), 1) - 1
        return (
            self.epoch == older.epoch
            and _compatible(self.parts, older.parts, level)
            and _compatible(self.local, older.local, level)
        )


def read_version(text: str) -> CondaVersion:
    """Return the version that ``text`` is; raises VersionError."""
    text = text.strip()
    epoch, mark, rest = text.partition("!")
    if not mark:
        epoch, rest = "0", text
    elif not (epoch.isascii() and epoch.isdecimal()):
        raise VersionError(f"`{epoch}` before `!` is no number")
    public, plus, local = rest.rpartition("+")
    if not plus:
        public = rest
    if not public or (plus and not local):
        raise VersionError("a version is missing" if not text else f"`{text}` lacks a part")
    return CondaVersion(_number(epoch), _parts(public), _parts(local) if plus else ())


def _parts(text: str) -> tuple[Part, ...]:
    if not _CHARACTERS.fullmatch(text):
        raise VersionError(f"`{text}` is no version")
    if "-" in text and "_" in text[:-1]:
        raise VersionError(f"`{text}` has both `-` and `_`")
    # An underscore at the end belongs to the last part.
    ending = "_" if text.endswith("_") else ""
    parts = _DELIMITERS.split(text.removesuffix("_"))
    parts[-1] += ending
    if not all(parts):
        raise VersionError(f"`{text}` has an empty part")
    return tuple(_part(part.lower()) for part in parts)


def _part(text: str) -> Part:
    found = (match.groups() for match in _ATOM.finditer(text))
    return tuple(
        (_number(digits or "0"), _RANKS.get(letters, 0), letters)
        for digits, letters in found
        if digits or letters
    )


def _number(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise VersionError(f"`{digits[:20]}…` is too large a number")
    return int(digits)


def _compare(left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[int, int]:
    """Return -1, 0 or 1, and the first part in which the two differ."""
    for index in range(max(len(left), len(right))):
        here = left[index] if index < len(left) else ()
        there = right[index] if index < len(right) else ()
        here += (_NOUGHT,) * (len(there) - len(here))
        there += (_NOUGHT,) * (len(here) - len(there))
        if here != there:
            return (1 if here > there else -1), index
    return 0, max(len(left), len(right))


def _starts_with(version: tuple[Part, ...], prefix: tuple[Part, ...]) -> bool:
    for index, wanted in enumerate(prefix):
        found = version[index] if index < len(version) else ()
        for place, atom in enumerate(wanted):
            other = found[place] if place < len(found) else _NOUGHT
            if other != atom and not (other[0] == atom[0] and not atom[2]):
                return False
    return True


def _compatible(newer: tuple[Part, ...], older: tuple[Part, ...], level: int) -> bool:
    order, place = _compare(newer, older)
    return order == 0 or (order > 0 and place >= level)
