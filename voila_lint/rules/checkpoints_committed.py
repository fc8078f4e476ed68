"""VL406: Jupyter's automatic copies of notebooks in git."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command

_FOLDER = ".ipynb_checkpoints"


@rule("VL406", severity="info", judge="advice")
def checkpoints_committed(repository: Repository) -> Iterator[Problem]:
    """Git tracks `.ipynb_checkpoints`, where Jupyter keeps old copies of notebooks.

    They make the repository larger, and show former states (outputs too) to everybody.

    **What a visitor sees**: nothing amiss.

    **What to do**: `git rm -r --cached .ipynb_checkpoints`, and a line `.ipynb_checkpoints/` in
    `.gitignore`.
    """
    listing = repository.project.listing
    if listing is None:
        return
    copies = sorted(path for path in listing.tracked if f"/{_FOLDER}/" in f"/{path}")
    if copies:
        folder = copies[0][: copies[0].index(_FOLDER) + len(_FOLDER)]
        count = "1 old copy" if len(copies) == 1 else f"{len(copies)} old copies"
        folders = {path[: path.index(_FOLDER)] for path in copies}
        removed = f"*{_FOLDER}/*" if len(folders) > 1 else folder
        yield Problem(
            Location(folder),
            f"Git tracks {count} of files that Jupyter made by itself.",
            f"{command('git', 'rm', '-r', '--cached', paths=(removed,))}, and add `{_FOLDER}/` to "
            "`.gitignore`.",
        )
