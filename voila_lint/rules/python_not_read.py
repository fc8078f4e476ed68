"""VL209: a Python version in a form that conda understands and Binder does not."""

from collections.abc import Iterator

from voila_lint.build.unread_python import unread_python
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule


@rule("VL209", severity="warning", judge="repo2docker", fix="safe")
def python_not_read(repository: Repository) -> Iterator[Problem]:
    """`environment.yml` names a Python version in a form that Binder does not read.

    Binder looks for an item that begins with `python=`, before conda reads the file. With
    `python>=3.11`, `python 3.11`, `Python=3.11` or `conda-forge::python=3.11` it builds its own
    part, Jupyter, on Python 3.10, and conda has to replace that afterwards. Where
    3.10 is also allowed, this is no finding.

    **What a visitor sees**: a slow build; it fails where conda finds no way.

    **What to do**: write `python=3.11`.
    """
    unread = unread_python(repository.plan)
    if unread is None or not (repository.apps.intent or repository.apps.likely):
        return
    package = unread.package
    better = f"python={unread.version}"
    at = Location.of(package.path, package.at) if package.at else Location(package.path)
    yield Problem(
        at,
        f"Binder does not read this form of a Python version: it builds with "
        f"{repository.plan.python_version}, which conda then has to replace.",
        f"Write `{better}`.",
        data={"suggested": better},
        fix=Fix(f"Write {better}", "safe", (Edit.of(at, better),)) if package.at else None,
    )
