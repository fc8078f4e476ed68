"""Findings and their fixes: plain data that rules make and reporters read.

The field names of :class:`Finding`, :class:`Fix` and :class:`Edit` are the JSON contract
(``"schema": 1``): fields are added, never renamed or removed.
"""

from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from voila_lint.text import Span

Severity: TypeAlias = Literal["error", "warning", "info"]
Safety: TypeAlias = Literal["safe", "unsafe"]

#: From the least to the most severe.
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


class Location(Struct, frozen=True):
    """A place in the checked repository.

    ``path`` is relative to the root with ``/`` separators; ``"."`` is the repository itself.
    ``cell`` counts all cells of a notebook from 1 (as Ruff and VS Code do). Lines and columns
    count from 1 in code points, the end is exclusive; inside the cell where there is one.
    ``None`` where there is no such thing.
    """

    path: str
    cell: int | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    @classmethod
    def of(cls, path: str, span: Span, cell: int | None = None) -> "Location":
        """Return the location of a span in a file or cell."""
        return cls(path, cell, span.line, span.column, span.end_line, span.end_column)


#: A finding about the repository as a whole.
REPOSITORY = Location(".")


class Edit(Struct, frozen=True):
    """Replace the text of one range; an empty range inserts. Positions as in Location.

    All positions ``None`` means the whole file: ``new_text`` becomes its content (used to
    create a file).
    """

    path: str
    new_text: str
    cell: int | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    @classmethod
    def of(cls, at: Location, new_text: str) -> "Edit":
        """Return the edit that replaces a location's text."""
        return cls(at.path, new_text, at.cell, at.line, at.column, at.end_line, at.end_column)


class Fix(Struct, frozen=True, omit_defaults=True):
    """A repair: edits, and at most one file to rename (from, to), both relative to the root."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...] = field(default_factory=tuple)
    rename: tuple[str, str] | None = None


class Problem(Struct, frozen=True):
    """What a rule yields: its opinion about one place.

    ``severity`` overrides the rule's own for this place. ``data`` is what other programs may
    read (its keys are part of the JSON contract for the rule). ``notebooks`` are those that it
    keeps from working, None where its place says so.
    """

    at: Location
    message: str
    help: str
    severity: Severity | None = None
    data: dict[str, Any] = field(default_factory=dict)
    fix: Fix | None = None
    notebooks: tuple[str, ...] | None = None


class Finding(Struct, frozen=True):
    """A reported problem: a :class:`Problem` with its rule's code and name."""

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    path: str
    cell: int | None
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    file_line: int | None
    data: dict[str, Any]
    fix: Fix | None

    @property
    def at(self) -> Location:
        """The finding's place."""
        return Location(
            self.path, self.cell, self.line, self.column, self.end_line, self.end_column
        )
