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
        if include.exists and seen:
            what = "is in the repository, but Binder runs pip before it copies that"
            instead = f"Write `{better}`, then it waits."
        elif include.exists:
            what = "is in the repository, but Binder runs pip before it copies that"
            instead = "Write its lines into this file."
        elif (lies := _elsewhere(repository, include)) is not None:
            what = f"is not where pip looks for it, but the repository has `{lies}`"
            instead = f"Write `{_from(include, lies)}`: that is where it lies."
        else:
            what = "is not in the repository"
            instead = "Correct the path (upper and lower case count), or remove the line."
        yield Problem(
            at,
            f"`{include.text}` {what}: the build on mybinder.org fails.",
            instead,
            severity=build_severity(repository),
            fix=Fix(f"Write {better}", "safe", (Edit.of(at, better),)) if seen else None,
        )


def _elsewhere(repository: Repository, include: Include) -> str | None:
    """Return what a line means that lies elsewhere in the repository; None where it is not plain.

    In the root under the very path, or as the only one of its name, whatever its case.
    """
    written = posixpath.normpath(include.text)
    project = repository.project
    there = project.directories if include.kind in ("editable", "directory") else project.files
    if written in there:
        return written
    name = posixpath.basename(written).casefold()
    same = [path for path in there if posixpath.basename(path).casefold() == name]
    return same[0] if len(same) == 1 and same[0] != include.path else None


def _from(include: Include, path: str) -> str:
    """Return how a line names a path of the repository: pip runs in the root."""
    if include.kind in ("requirements", "constraints"):
        return posixpath.relpath(path, posixpath.dirname(include.path) or ".")
    return f"./{path}"
