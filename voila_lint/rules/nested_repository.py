"""VL403: a repository in the repository that Binder cannot get."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.git import without_credentials
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command
from voila_lint.views.remotes import submodules_out_of_reach


@rule("VL403", severity="error", judge="git")
def nested_repository(repository: Repository) -> Iterator[Problem]:
    """A folder is itself a repository, and `git add` has recorded it as an empty entry.

    This happens where a folder that was cloned from elsewhere is copied into a repository with
    its `.git`: git then pushes nothing but a commit's number. A submodule is the same with an
    address in `.gitmodules`, and works where everybody can read the address: Binder has no keys
    for SSH (`git@github.com:…`), no folders of the author's, and GitHub has shut down `git://`.

    **What a visitor sees**: the build fails, because repo2docker 2026.4.0 has git fetch all
    submodules (`contentproviders/git.py`): “No url found for submodule path … in .gitmodules”.

    **What to do**: to keep the files, `git rm --cached <folder>`, delete `<folder>/.git`, and add
    the folder again; else `git submodule add <address> <folder>`. Give submodules an address that
    begins with `https://`.
    """
    if not repository.project.is_top:
        return
    for path in repository.project.lost_entries:
        yield Problem(
            Location(path),
            f"The folder `{path}` is itself a repository, and git knows neither its files nor "
            "its address: on Binder the build fails with “No url found for submodule path "
            f"'{path}'”.",
            f"{command('git', 'rm', '--cached', paths=(path,))}, delete `{path}/.git`, then "
            f"{command('git', 'add', paths=(path,))}.",
        )
    for path, url, better in submodules_out_of_reach(repository):
        shown = without_credentials(url)
        yield Problem(
            Location(".gitmodules", line=_line(repository, url)),
            f"The submodule `{path}` has the address `{shown}`, which Binder cannot read: the "
            "build fails where git fetches the submodule.",
            f"Write `url = {better}`, then `git submodule sync`."
            if better
            else "Give it an address that everybody can read, or add its files to this repository.",
            data={"submodule": path},
        )


def _line(repository: Repository, url: str) -> int | None:
    lines = repository.project.text_or_empty(".gitmodules").splitlines()
    numbers = [number for number, line in enumerate(lines, start=1) if line.strip().endswith(url)]
    return numbers[0] if numbers else None
