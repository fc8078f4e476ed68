"""VL215: postBuild enables an extension with a command that is gone."""

from collections.abc import Iterator

from voila_lint.build.obsolete_commands import obsolete_commands
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.text import universal_newlines
from voila_lint.versions.specifier import holds_back
from voila_lint.views.build_problems import build_severity
from voila_lint.views.declared import declared

#: Packages that may bring the commands along.
_CLASSIC = ("nbclassic", "nbextension", "rise")


@rule("VL215", severity="error", judge="repo2docker", fix="safe")
def obsolete_extension_command(repository: Repository) -> Iterator[Problem]:
    """`postBuild` ends with `jupyter nbextension …` or `jupyter serverextension …`.

    Notebook 7, which Binder has, no longer knows these commands. Where one of them is
    the last of the script, or below `set -e`, the script fails with it. Elsewhere it does
    nothing, which is no finding. Extensions that pip or conda installs, Voilà among them, enable
    themselves today.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: remove the line; `--fix` does.
    """
    path = repository.plan.post_build
    if path is None or not repository.builds or _may_have_them(repository):
        return
    for command in obsolete_commands(universal_newlines(repository.project.text_or_empty(path))):
        at = Location.of(path, command.at)
        edit = Edit(path, "", None, command.at.line, 1, command.at.end_line + 1, 1)
        yield Problem(
            at,
            f"`{command.text[:60]}` is not known to Notebook 7 any more, and fails: "
            "the build on mybinder.org fails with it.",
            "Remove the line: extensions enable themselves today.",
            severity=build_severity(repository),
            fix=Fix("Remove the line", "safe", (edit,)),
        )


def _may_have_them(repository: Repository) -> bool:
    version = tuple(map(int, (repository.plan.server_python or "3.10").split(".")))
    return version < (3, 8) or any(
        any(mark in package.name.lower() for mark in _CLASSIC)
        or (package.name.lower() in ("notebook", "jupyter") and holds_back(package))
        for package in declared(repository)
    )
