"""VL205: both `binder/` and `.binder/`."""

from collections.abc import Iterator

from voila_lint.finding import REPOSITORY, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity


@rule("VL205", severity="error", judge="repo2docker")
def two_binder_directories(repository: Repository) -> Iterator[Problem]:
    """The repository has a folder `binder/` and a folder `.binder/`.

    Binder takes its files from one of them and does not choose.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: keep one of them; names that begin with a dot are easily overlooked.
    """
    error = repository.plan.error
    if error is None or error.kind != "two-directories":
        return
    yield Problem(
        REPOSITORY,
        "There are two folders for Binder, `binder/` and `.binder/`, and it does not choose "
        "between them: the build on mybinder.org fails.",
        "Move what you need into one of them and remove the other.",
        severity=build_severity(repository),
    )
