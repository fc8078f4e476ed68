"""What Voilà shows a visitor of a notebook that stops."""

from voila_lint.repository import Repository


def cell_error(repository: Repository, path: str, cell: int) -> str:
    """Return Voilà's message, in quotes, about the cell of a notebook at which it stops.

    ``cell`` counts all cells from 1; Voilà counts those that have run.
    """
    count = repository.execution_count(path, cell)
    number = "" if count is None else f" [{count}]"
    return f"“There was an error when executing cell{number}”"


def not_compiled(repository: Repository, path: str, cell: int | None) -> str:
    """Return the sentence about a cell, or a file without cells, that Python cannot compile.

    A condition for what is not taken for an app, nor run by one.
    """
    if cell is None:
        return "Importing this file fails, and nothing after that runs."
    error = cell_error(repository, path, cell)
    if repository.apps.runs(path):
        return f"A visitor sees {error}, and nothing after it runs."
    return f"If this is an app, a visitor sees {error}, and nothing after it runs."


def read_outcome(repository: Repository, path: str, cell: int | None) -> str:
    """Return the sentence about a cell, or a script, that reads a file which is not there."""
    if cell is None:
        return "The script stops there."
    return f"Visitors see {cell_error(repository, path, cell)}."
