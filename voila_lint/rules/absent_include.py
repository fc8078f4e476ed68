"""VL214: a requirements file names something of the repository that pip does not find."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity


@rule("VL214", severity="error", judge="pip", fix="safe")
def absent_include(repository: Repository) -> Iterator[Problem]:
    """A line for pip names a file or folder of the repository that is not there when pip runs.

    Either there is no such file, or Binder does not see that the line is about a file: it then
    runs pip before it copies the repository. It sees `./wheels/tool.whl` and `-e ./package`, but
    not `wheels/tool.whl` and `-e package`.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: write `./` before the path, or name a file that is there.
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
