"""VL220: versions of packages are named, but not Python's."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.declared import declared


@rule("VL220", severity="info", judge="advice")
def python_unpinned(repository: Repository) -> Iterator[Problem]:
    """The environment file names versions of packages, but leaves Python to Binder.

    Binder takes Python 3.10 today (repo2docker 2026.4.0) and will take a newer one some day,
    for which the named releases may not exist. Where no version is named at all, this is no
    finding.

    **What a visitor sees**: nothing today; when Binder's Python changes, the build may fail.

    **What to do**: add `python=3.10` to `environment.yml`, or a `runtime.txt` with the line
    `python-3.10` beside `requirements.txt`.
    """
    plan = repository.plan
    path = repository.environment_path
    if path is None or plan.python_path is not None or plan.build_pack not in ("conda", "python"):
        return
    if repository.apps.intent is None or not repository.builds:
        return
    packages = list(declared(repository))
    if any(package.name.lower() == "python" for package in packages):
        # A range: whoever wrote it thought of Python.
        return
    pinned = [p for p in packages if "=" in p.specifier and p.specifier[:1] not in "<>!"]
    if not pinned:
        return
    version = plan.python_version
    conda = plan.build_pack == "conda"
    yield Problem(
        Location(path),
        f"The version of `{pinned[0].name}` is given (in {pinned[0].path}), but not Python's: "
        f"Binder takes {version} today, and will take another one some day.",
        f"Add `python={version}` to {path}."
        if conda
        else f"Write `python-{version}` into a file `{path.replace('requirements', 'runtime')}`.",
    )
