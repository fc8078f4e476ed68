"""What the code needs of Python itself, against the Python that Binder will use."""

import sys
from collections.abc import Iterator

from msgspec import Struct

from voila_lint.build.unread_python import unread_python
from voila_lint.notebook.model import PythonVersion, SyntaxProblem
from voila_lint.packages.python_changes import Change, change_that_takes
from voila_lint.packages.stdlib import is_stdlib, numbers
from voila_lint.repository import Repository
from voila_lint.text import Span
from voila_lint.views.needs import missing_imports

_PYTHON_3 = (3, 0)


class OtherGrammar(Struct, frozen=True):
    """Syntax that Binder's Python does not compile: what it is and since when there is it.

    ``message`` is what an older Python says where the one running cannot tell more.
    """

    path: str
    cell: int | None
    at: Span
    what: str = ""
    since: PythonVersion | None = None
    message: str = ""


class OtherLibrary(Struct, frozen=True):
    """A module, or a name in one, that the standard library of Binder's Python does not have."""

    path: str
    cell: int | None
    at: Span
    certain: bool
    change: Change


def binder_python(repository: Repository) -> str | None:
    """Return the Python on which Binder runs the notebooks, or None if that is not certain."""
    if (
        not repository.builds
        or repository.plan.python_version is None
        or unread_python(repository.plan) is not None
    ):
        return None
    return repository.plan.python_version


def _files(repository: Repository) -> Iterator[str]:
    """Yield the notebooks, and the local modules and scripts that they reach, each once."""
    seen: dict[str, None] = {}
    for path in repository.apps.status:
        uses = repository.uses(path)
        modules = (use.local for use in uses if use.local is not None and use.needed)
        for file in (path, *(use.path for use in uses), *modules):
            if file not in seen and (file == path or file.endswith(".py")):
                seen[file] = None
                yield file


def syntax_problems(repository: Repository) -> Iterator[tuple[str, int | None, SyntaxProblem]]:
    """Yield (path, cell, problem) for code that no Python 3 compiles, as far as can be told."""
    binder = numbers(repository.kernel_python)
    if binder < _PYTHON_3:
        # A Python 2 kernel has another grammar than any Python that runs voila-lint.
        return
    for file in _files(repository):
        for at in repository.code(file):
            problem = at.code.syntax_problem
            if problem is None or problem.is_limit:
                continue
            old = not problem.certain and problem.newer is None and _parses_as_much(binder)
            if problem.certain or old:
                yield file, at.cell, problem


def other_grammar(repository: Repository) -> Iterator[OtherGrammar]:
    """Yield what Binder's Python is certainly too old to compile, at most one of each cell or file.

    It does not matter how much the Python that runs this can parse: where that is older than
    what a cell uses, the f-strings tell, or Binder's Python is no newer.
    """
    python = binder_python(repository)
    if python is None or numbers(python) < _PYTHON_3:
        return
    binder = numbers(python)
    for file in _files(repository):
        for at in repository.code(file):
            newest, problem = at.code.newest_syntax, at.code.syntax_problem
            if newest is not None and newest.since > binder:
                yield OtherGrammar(file, at.cell, newest.at, newest.what, newest.since)
            elif problem is not None and problem.newer is not None and _parses_as_much(binder):
                yield OtherGrammar(file, at.cell, problem.at, message=problem.message)


def unjudged_syntax(repository: Repository) -> Iterator[tuple[str, int | None, str]]:
    """Yield (path, cell, reason) of code that may be fine on Binder, and is not read here."""
    newer = f"it may be for a Python newer than {sys.version_info[0]}.{sys.version_info[1]}"
    binder = numbers(repository.kernel_python)
    for file in _files(repository):
        for at in repository.code(file):
            problem = at.code.syntax_problem
            if problem is not None and problem.is_limit:
                yield file, at.cell, problem.message
            elif problem is not None and not problem.certain and not _parses_as_much(binder):
                yield file, at.cell, newer


def _parses_as_much(binder: PythonVersion) -> bool:
    """Whether the Python that runs this can parse all that Binder's can."""
    return binder <= sys.version_info[:2]


def other_library(repository: Repository) -> Iterator[OtherLibrary]:
    """Yield what the notebooks import from another Python's standard library, once per file."""
    python = binder_python(repository)
    if python is None:
        return
    for missing in missing_imports(repository):
        if missing.kind == "python" and missing.change is not None:
            use = missing.use
            certain = missing.severity == "error"
            yield OtherLibrary(use.path, use.cell, use.imported.at, certain, missing.change)
    if numbers(python) < _PYTHON_3:
        return
    seen: set[tuple[str, str]] = set()
    for path, status in sorted(
        repository.apps.status.items(), key=lambda item: (not item[1].is_app, item[0])
    ):
        for use in repository.uses(path):
            if use.local is not None or not use.needed or not is_stdlib(use.module, python):
                continue
            for name in (use.module, *(f"{use.module}.{name}" for name in use.imported.names)):
                change = change_that_takes(name, python) if "." in name else None
                if change is not None and (use.path, change.name) not in seen:
                    seen.add((use.path, change.name))
                    certain = use.certain and status.is_app
                    yield OtherLibrary(use.path, use.cell, use.imported.at, certain, change)
