"""VL004: a cell that IPython cannot compile."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.pythons import syntax_problems
from voila_lint.views.voila_errors import not_compiled


@rule("VL004", severity="error", judge="voila")
def syntax_error(repository: Repository) -> Iterator[Problem]:
    """A code cell, or a module that the notebook imports, is not valid Python.

    Magics (`%matplotlib inline`), shell lines (`!ls`) and help (`?print`) are fine: IPython
    turns them into Python first. What some Python allows, though not the one that Binder will
    use, is VL114; where voila-lint itself runs on a Python too old to tell, it keeps silent, and
    `--verbose` says so.

    **What a visitor sees**: “There was an error when executing cell [n]”, and nothing of what
    comes after it: Voilà stops at the first error.

    **What to do**: correct the cell, or delete it if it is a leftover. *Kernel › Restart and Run
    All Cells* in JupyterLab shows the same error.
    """
    for path, cell, problem in syntax_problems(repository):
        if cell is None:
            message = f"This file is not valid Python: {problem.message}."
        else:
            message = f"This cell is not valid Python: {problem.message}."
        yield Problem(
            Location.of(path, problem.at, cell),
            f"{message} {not_compiled(repository, path, cell)}",
            "Correct it, or delete it if it is a leftover.",
            severity=repository.apps.severity_in(path),
        )
