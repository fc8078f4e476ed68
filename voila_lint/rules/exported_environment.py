"""VL213: a list of packages written by a machine, with what only that machine has."""

from collections.abc import Iterator
from itertools import groupby

from voila_lint.app import App
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.packages.platforms import only_on
from voila_lint.rules import rule
from voila_lint.views.builds import build_severity
from voila_lint.views.declared import by_pip, declared, place


@rule("VL213", severity="error", judge="pip", fix="safe")
def exported_environment(app: App) -> Iterator[Problem]:
    """A requirements file holds what only the machine has on which it was written.

    `pip freeze` writes down everything: `tornado @ file:///C:/ci/tornado_1606935947090/work` is a
    folder on the machine where conda built tornado, `pywin32` is for Windows only,
    `pyobjc-core` for macOS only. Environment markers help (`; sys_platform == "win32"`).

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: name only what the notebooks import, and Voilà. `--fix` leaves the names of
    the former (in the newest release, as the number is not known) and removes the latter.
    """
    if not app.builds:
        return
    frozen = [include for include in app.plan.includes if include.frozen_package and include.at]
    for path, group in groupby(frozen, lambda include: include.path):
        lines = list(group)
        places = [Location.of(path, line.at) for line in lines if line.at]
        edits = tuple(
            Edit.of(at, str(line.frozen_package)) for at, line in zip(places, lines, strict=True)
        )
        more = f" {len(lines) - 1} more lines do so, too." if len(lines) > 1 else ""
        name = lines[0].frozen_package
        yield Problem(
            places[0],
            f"`{name} @ file:…` names a folder of another machine, which Binder does not have: "
            f"the build on mybinder.org fails.{more}",
            f"Write `{name}` alone." if not more else "Write the names alone.",
            severity=build_severity(app),
            fix=Fix("Leave the names alone", "safe", edits),
        )
    for package in declared(app):
        system = only_on(package.name) if by_pip(package) else None
        if system is None:
            continue
        at = place(package)
        whole = package.path.endswith(".txt") and at.line is not None
        yield Problem(
            at,
            f"`{package.name}` is for {system} only, and Binder runs Linux: "
            "the build on mybinder.org fails.",
            "Remove it; a package that needs it brings it along.",
            severity=build_severity(app),
            fix=Fix(f"Remove {package.name}", "safe", (_without_line(at),)) if whole else None,
        )


def _without_line(at: Location) -> Edit:
    assert at.line is not None
    return Edit(at.path, "", None, at.line, 1, at.line + 1, 1)
