"""What Voilà shows a visitor of a notebook that stops."""

from voila_lint.repository import Repository


def cell_error(repository: Repository, path: str, cell: int) -> str:
    """Return Voilà's message, in quotes, about the cell of a notebook at which it stops.

    ``cell`` counts all cells from 1; Voilà counts those that have run.
    """
    count = repository.execution_count(path, cell)
    number = "" if count is None else f" [{count}]"
    return f"“There was an error when executing cell{number}”"


def cell_outcome(repository: Repository, path: str, cell: int) -> str:
    """Return the beginning of a sentence about a cell at which Voilà stops.

    A condition for what is not taken for an app, nor run by one.
    """
    error = cell_error(repository, path, cell)
    if repository.apps.runs(path):
        return f"A visitor sees {error}"
    return f"If this is an app, a visitor sees {error}"
