"""VL402: a file that the app needs and that is on the author's machine only."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem, Severity
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command
from voila_lint.views.unpublished import Unpublished, unpublished_files


@rule("VL402", severity="error", judge="git")
def untracked_file(repository: Repository) -> Iterator[Problem]:
    """Git does not have a file that the build or an app needs, so Binder does not have it.

    Judged are the environment's files, notebooks that a launch link opens, local modules that an
    app imports, and data files that it reads under a name spelt in the code
    (`pd.read_csv("data.csv")`) or runs (`%run script.py`): each has to be tracked (what is staged
    counts) and not ignored. Pictures that a Markdown cell shows by an `<img>` tag are a warning. An
    app that is not committed yet, and what only that app needs, are for your information: they
    are judged as if they were added. Data files and pictures are not judged where the app, or a
    script of the build, may make them. Before the first commit nothing is said.

    **What a visitor sees**: a failing build, “404: Not Found”, “There was an error when
    executing cell”, or no picture, while all is well on the author's machine.

    **What to do**: `git add` the file, commit and push. `git check-ignore -v <file>` names the
    line that has git ignore it.
    """
    for file in unpublished_files(repository):
        yield Problem(
            Location(file.path),
            _message(file),
            f"{command('git', 'check-ignore', '-v', paths=(file.path,))} names the line to take "
            "out of `.gitignore`."
            if file.is_ignored
            else f"{command('git', 'add', paths=(file.path,))}, commit and push.",
            severity=_severity(file),
            notebooks=file.notebooks,
        )


def _message(file: Unpublished) -> str:
    if file.is_ignored:
        return f"Git ignores `{file.path}`, so Binder does not have it. {file.why}"
    if file.is_new:
        return f"Git does not track `{file.path}` yet: it is judged as if it were added."
    return f"Git does not track `{file.path}`, so Binder does not have it. {file.why}"


def _severity(file: Unpublished) -> Severity | None:
    if file.is_new:
        return "info"
    return "warning" if file.is_shown else None
