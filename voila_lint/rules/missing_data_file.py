"""VL515: a file that an app reads at its start and that the repository does not have."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.app_files import ReadFile, absent_files, by_name
from voila_lint.views.voila_errors import read_outcome


@rule("VL515", severity="error", judge="voila", fix="unsafe")
def missing_data_file(repository: Repository) -> Iterator[Problem]:
    """An app reads a file that is not in the repository.

    Found are calls that open a file at once (`open`, `pd.read_csv`, `Image.open` and the like)
    under a name that is spelt in the code, relative to the notebook's own folder, outside of
    functions and conditions. Nothing is said where the app, a module of the repository or a
    script of the build speaks of the file or may make files, or where the notebook changes its
    folder. A file that is there and that git does not have is for untracked-file (VL402), one in
    other upper and lower case for case-conflict (VL405).

    **What a visitor sees**: “There was an error when executing cell [n]”, and nothing of what
    comes after it.

    **What to do**: commit the file, or correct its name. Voilà runs a notebook in the folder that
    it lies in.
    """
    for file in absent_files(repository):
        at = Location.of(file.notebook, file.read.at, file.cell)
        better = _elsewhere(repository, file)
        yield Problem(
            at,
            f"`{file.read.path}` is read, but the repository has no file `{file.path}`. "
            f"{read_outcome(repository, file.notebook, file.cell)}",
            f"The repository has it elsewhere: write `{better}`."
            if better is not None
            else f"Add `{file.path}` to the repository, or correct its name.",
            data={"path": file.path},
            fix=Fix(f"Read {better}", "unsafe", (Edit.of(at, better),))
            if better is not None and file.read.verbatim
            else None,
        )


def _elsewhere(repository: Repository, file: ReadFile) -> str | None:
    """Return how the app would write the only file of the same name; None where there is none."""
    same = by_name(repository.project.files).get(file.path.rpartition("/")[2], [])
    return file.spelt(same[0]) if len(same) == 1 else None
