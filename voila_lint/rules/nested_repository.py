"""VL403: a repository in the repository whose address git does not know."""

from collections.abc import Iterator

from voila_lint.app import App
from voila_lint.finding import Location, Problem
from voila_lint.rules import rule


@rule("VL403", severity="error", judge="git")
def nested_repository(app: App) -> Iterator[Problem]:
    """A folder is a repository of its own, and `git add` has recorded it as an empty entry.

    This happens where a folder that was cloned from elsewhere is copied into a repository with
    its `.git`: git then pushes nothing but a commit's number. A submodule is the same with an
    address in `.gitmodules`, and works.

    **What a visitor sees**: the build fails, because repo2docker asks git for all submodules:
    “No url found for submodule path … in .gitmodules”.

    **What to do**: to keep the files, `git rm --cached <folder>`, delete `<folder>/.git`, and add
    the folder again; else `git submodule add <address> <folder>`.
    """
    if not app.project.is_top:
        return
    for path in app.project.lost_entries:
        yield Problem(
            Location(path),
            f"The folder `{path}` is a repository of its own, and git knows neither its files nor "
            "its address: on Binder the build fails with “No url found for submodule path "
            f"'{path}'”.",
            f"`git rm --cached {path}`, delete `{path}/.git`, then `git add {path}`.",
        )
