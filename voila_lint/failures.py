"""Bugs of voila-lint that a run meets: each costs the cell or file where it shows, and is told."""

import traceback
from collections.abc import Container, Iterator
from pathlib import Path

from msgspec import Struct

from voila_lint.errors import UsageError

#: More of an error's text is not shown: it may quote a whole file (characters).
_LONGEST = 300


class Failure(Struct, frozen=True):
    """What raised while a file, or a cell of it (from 1), was looked at; None where unknown."""

    error: str
    path: str | None
    cell: int | None

    @property
    def message(self) -> str:
        """One line for the user."""
        if self.path is None:
            return f"internal error: {self.error} (please report it)"
        place = self.path if self.cell is None else f"{self.path}:cell {self.cell}"
        return f"{place}: internal error, this is not judged: {self.error} (please report it)"


class Failures:
    """The failures of one run over one repository, each once.

    Where one is met in a fact that many rules ask for, all of them meet it.
    """

    def __init__(self, files: Container[str]) -> None:
        """Take the names of the repository's files, by which a place is recognised."""
        self._files = files
        self._found: dict[Failure, None] = {}

    def __iter__(self) -> Iterator[Failure]:
        """Yield the failures in the order in which they were met."""
        return iter(self._found)

    def add(self, error: Exception, path: str | None = None, cell: int | None = None) -> str | None:
        """Note an error, and return the file that it costs, None where no file is known."""
        path = path or self._file_at_fault(error)
        # Of one place the first error counts: what follows from it is no news.
        if not any((path, cell) == (known.path, known.cell) for known in self._found if path):
            self._found[Failure(_described(error), path, cell)] = None
        return path

    @property
    def paths(self) -> frozenset[str]:
        """The files that are not judged wholly."""
        return frozenset(failure.path for failure in self._found if failure.path is not None)

    @property
    def may_be_anywhere(self) -> bool:
        """Whether a failure's place is not known."""
        return any(failure.path is None for failure in self._found)

    def raise_first(self) -> None:
        """Raise UsageError with the first failure, where there is one."""
        for failure in self._found:
            raise UsageError(failure.message)

    def _file_at_fault(self, error: Exception) -> str | None:
        """Return the file that was looked at, going by the variables of the functions inside."""
        frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
        for frame in reversed(frames):
            for value in frame.f_locals.values():
                path = value if isinstance(value, str) else getattr(value, "path", None)
                if isinstance(path, str) and path in self._files:
                    return path
        return None


def _described(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}"
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    places = traceback.extract_tb(error.__traceback__)
    return f"{text}, in {Path(places[-1].filename).name}:{places[-1].lineno}" if places else text
