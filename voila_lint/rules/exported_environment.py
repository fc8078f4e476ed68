"""VL213: a list of packages written by a machine, with what only that machine has."""

from collections.abc import Iterator
from itertools import groupby

from voila_lint.edits.line_edits import holds_requirements, without_line
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.packages.build_strings import system_of_build
from voila_lint.packages.platforms import conda_only_on, only_on
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.model import Package
from voila_lint.views.build_problems import build_severity
from voila_lint.views.declared import by_pip, declared, place, written_item


@rule("VL213", severity="error", judge="pip", fix="safe")
def exported_environment(repository: Repository) -> Iterator[Problem]:
    """An environment or requirements file holds what only the machine has on which it was written.

    `pip freeze` writes down everything: `tornado @ file:///C:/ci/tornado_1606935947090/work` is a
    folder on the machine where conda built tornado, `pywin32` is for Windows only,
    `pyobjc-core` for macOS only. Environment markers help (`; sys_platform == "win32"`).
    `conda env export` also does so: `vs2015_runtime` is for Windows only, and
    `certifi=2021.5.30=py39h6e9494a_0` is the build for macOS, which Linux does not have.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: name only what the notebooks import, and Voilà. `--fix` leaves the names of
    what lies in a folder (in the newest release, as the number is not known), removes what is for
    another system, and the builds behind the versions.
    """
    if not repository.builds:
        return
    yield from _folders(repository)
    packages = list(declared(repository))
    yield from _builds(repository, packages)
    for package in packages:
        system = only_on(package.name) if by_pip(package) else conda_only_on(package)
        if system is None:
            continue
        at = place(package)
        removal = without_line(repository.project.text_or_empty(package.path), at)
        yield Problem(
            at,
            f"`{package.name}` is for {system} only, and Binder runs Linux: "
            "the build on mybinder.org fails.",
            "Remove it; a package that needs it brings it along.",
            severity=build_severity(repository),
            fix=Fix(f"Remove {package.name}", "safe", (removal,))
            if removal and holds_requirements(package.path)
            else None,
        )


def _folders(repository: Repository) -> Iterator[Problem]:
    frozen = [
        include for include in repository.plan.includes if include.frozen_package and include.at
    ]
    for path, group in groupby(frozen, lambda include: include.path):
        lines = list(group)
        places = [Location.of(path, line.at) for line in lines if line.at]
        edits = tuple(
            Edit.of(at, str(line.frozen_package)) for at, line in zip(places, lines, strict=True)
        )
        more = ""
        if len(lines) > 1:
            more = f" Lines of this kind in the file: {len(lines)}."
        name = lines[0].frozen_package
        yield Problem(
            places[0],
            f"`{name} @ file:…` names a folder of another machine, which Binder does not have: "
            f"the build on mybinder.org fails.{more}",
            f"Write `{name}` alone." if not more else "Write the names alone.",
            severity=build_severity(repository),
            fix=Fix("Leave the names alone", "safe", edits),
        )


def _builds(repository: Repository, packages: list[Package]) -> Iterator[Problem]:
    """Report the first build for another system; all builds of the file come from there."""
    with_build = [
        package
        for package in packages
        # Of what is for another system only, the whole line goes.
        if package.source == "conda" and package.build and package.at and not conda_only_on(package)
    ]
    foreign = next((p for p in with_build if system_of_build(p.build or "")), None)
    if foreign is None:
        return
    edits = []
    for package in with_build:
        at = place(package)
        item = written_item(repository, at)
        if item is not None and item.endswith(f"={package.build}"):
            shorter = item.removesuffix(f"={package.build}").rstrip()
            edits.append(Edit.of(at, shorter))
    yield Problem(
        place(foreign),
        f"`{foreign.build}` is a build of {foreign.name} for "
        f"{system_of_build(foreign.build or '')}, and Binder runs Linux: conda does not find it, "
        "and the build on mybinder.org fails."
        + (f" Lines that name a build: {len(with_build)}." if len(with_build) > 1 else ""),
        f"Leave the builds out: `{foreign.name}={foreign.specifier.lstrip('=')}`, or better, only "
        "name what the notebooks import.",
        severity=build_severity(repository),
        data={"package": foreign.name, "build": foreign.build},
        fix=Fix("Leave the builds out", "safe", tuple(edits)) if edits else None,
    )
