"""VL204: a file for Binder that Binder passes over because of another one."""

from collections.abc import Iterator

from voila_lint.build.model import Ignored
from voila_lint.finding import Fix, Location, Problem, Severity
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command
from voila_lint.views.build_problems import build_severity, stranded_specification

_SCRIPTS = {
    "apt.txt": "Its system packages are not installed.",
    "postBuild": "The script is not run.",
    "start": "The script is not run.",
}


@rule("VL204", severity="warning", judge="repo2docker", fix="unsafe")
def ignored_file(repository: Repository) -> Iterator[Problem]:
    """Binder does not read a file, because another file or folder takes precedence.

    A folder `binder/` (or `.binder/`) makes Binder pass over every file in the repository's root.
    Found are `apt.txt`, `postBuild` and `start` that thus do nothing, and the
    `environment.yml` or `requirements.txt` without which nothing says what to install (then it
    is an error). A second list of packages is no finding by itself: where a notebook lacks one
    of them, missing-import (VL101) says so.

    **What a visitor sees**: an app that lacks what the file asks for; or a failed build.

    **What to do**: move the file into the folder.
    """
    if not (repository.apps.intent or repository.apps.likely) or repository.plan.error is not None:
        return
    folder = repository.plan.config_directory
    stranded = stranded_specification(repository)
    for ignored in repository.plan.ignored:
        name = ignored.path
        if name == stranded:
            yield _problem(
                ignored,
                f"The build on mybinder.org fails, because nothing in {folder}/ says what to "
                "install.",
                f"Move it: {command('git', 'mv', paths=(name, f'{folder}/{name}'))}.",
                build_severity(repository),
                Fix(f"Move {name} to {folder}", "unsafe", rename=(name, f"{folder}/{name}")),
            )
        elif (
            repository.builds
            and folder != "."
            and name in _SCRIPTS
            and f"{folder}/{name}" not in repository.project.files
        ):
            yield _problem(
                ignored,
                _SCRIPTS[name],
                f"Move it: {command('git', 'mv', paths=(name, f'{folder}/{name}'))}.",
                "warning",
                Fix(f"Move {name} to {folder}", "unsafe", rename=(name, f"{folder}/{name}")),
            )


def _problem(
    ignored: Ignored, outcome: str, instead: str, severity: Severity, fix: Fix | None = None
) -> Problem:
    reason = ignored.reason
    return Problem(
        Location(ignored.path),
        f"Binder does not read this file ({reason}). {outcome}",
        instead,
        severity=severity,
        fix=fix,
    )
