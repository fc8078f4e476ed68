"""VL222: a Dockerfile made for the first Binder."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity


@rule("VL222", severity="error", judge="repo2docker")
def legacy_dockerfile(repository: Repository) -> Iterator[Problem]:
    """The `Dockerfile` builds on `andrewosh/binder-base`, the image of Binder's first years.

    **What a visitor sees**: the build on mybinder.org fails, whatever else is there.

    **What to do**: remove the `Dockerfile` and name the packages in `environment.yml` or
    `requirements.txt`.
    """
    error = repository.plan.error
    if error is None or error.kind != "legacy-dockerfile" or error.path is None:
        return
    yield Problem(
        Location(error.path),
        "This Dockerfile is for the first Binder, whose base image is no longer supported: "
        "the build on mybinder.org fails.",
        "Remove it, and name the packages in environment.yml instead.",
        severity=build_severity(repository),
    )
