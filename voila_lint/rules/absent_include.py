"""VL214: a requirements file names something of the repository that pip does not find."""

import posixpath
from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.model import Include
from voila_lint.views.build_problems import build_severity


@rule("VL214", severity="error", judge="pip", fix="safe")
def absent_include(repository: Repository) -> Iterator[Problem]:
    """A line for pip names a file or folder of the repository that is not there when pip runs.

    Either there is no such file, or Binder does not see that the line is about a file: it then
    runs pip before it copies the repository. It sees `./wheels/tool.whl` and `-e ./package`, but
    not `wheels/tool.whl` and `-e package`.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: write `./` before the path, or name a file that is there. Paths behind `-r` and
    `-c` begin in the folder of the file that has them, those of packages in the repository's root.
    """
    if not repository.builds:
        return
    for include in repository.plan.includes:
        if include.available or include.frozen_package:
            # What `pip freeze` says of another machine is VL213's.
            continue
        at = Location.of(include.path, include.at) if include.at else Location(include.path)
        better = f"./{include.text}"
        seen = include.exists and include.kind in ("editable", "directory", "archive")
        if include.exists:
            message = (
                f"`{include.text}` is in the repository, but Binder runs pip before it copies "
                "that: the build on mybinder.org fails."
            )
            instead = "Write its lines into this file."
            if seen:
                instead = f"Write `{better}`, and Binder copies the repository first."
        elif (path := _elsewhere(repository, include)) is not None:
            message = (
                f"`{include.text}` is not where pip looks for it, but the repository has "
                f"`{path}`: the build on mybinder.org fails."
            )
            instead = f"Write `{_from(include, path)}`: that is where it is."
        else:
            message = f"`{include.text}` is not in the repository: the build on mybinder.org fails."
            instead = "Correct the path (upper and lower case count), or remove the line."
        yield Problem(
            at,
            message,
            instead,
            severity=build_severity(repository),
            fix=Fix(f"Write {better}", "safe", (Edit.of(at, better),)) if seen else None,
        )


def _elsewhere(repository: Repository, include: Include) -> str | None:
    """Return what a line means that is elsewhere in the repository, or None if that is unclear.

    In the root under the very path, or as the only one of its name, whatever its case.
    """
    written = posixpath.normpath(include.text)
    project = repository.project
    paths = project.directories if include.kind in ("editable", "directory") else project.files
    if written in paths:
        return written
    name = posixpath.basename(written).casefold()
    same = [path for path in paths if posixpath.basename(path).casefold() == name]
    return same[0] if len(same) == 1 and same[0] != include.path else None


def _from(include: Include, path: str) -> str:
    """Return how a line names a path of the repository: pip runs in the root."""
    if include.kind in ("requirements", "constraints"):
        return posixpath.relpath(path, posixpath.dirname(include.path) or ".")
    return f"./{path}"
