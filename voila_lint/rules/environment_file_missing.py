"""VL201: nothing tells Binder what to install."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import (
    build_severity,
    misformed_runtime,
    misplaced_specification,
    stranded_specification,
)
from voila_lint.views.needs import environment_for
from voila_lint.views.unpublished import ignored_specification

#: Files that name packages for other tools.
_NOT_READ = (
    *("pyproject.toml", "poetry.lock", "uv.lock", "pixi.toml", "pixi.lock", "conda-lock.yml"),
    *("setup.cfg", "pdm.lock", "requirements3.txt", "install.R"),
)


@rule("VL201", severity="error", judge="repo2docker", fix="safe")
def environment_file_missing(repository: Repository) -> Iterator[Problem]:
    """Binder finds no file that says what to install.

    mybinder.org looks for `environment.yml`, `requirements.txt` and a few others in the
    `binder/` folder if there is one, else in the repository's root. A lone `apt.txt`,
    `postBuild`, `poetry.lock` or `uv.lock` does not count, and a `runtime.txt` names Python only.

    Where neither a launch link nor anything else says that the repository is meant for Binder,
    this is a warning if a notebook shows widgets, and otherwise for your information only.

    **What a visitor sees**: the build fails with “No environment specification found”; beside a
    `runtime.txt` there is an image, but no Voilà in it: “404: Not Found”.

    **What to do**: create `environment.yml` in that place; `--fix` writes one with what the
    apps import, and Voilà.
    """
    if not repository.specifies_nothing or repository.misnamed_files or not repository.notebooks:
        return
    if repository.plan.fallback and misformed_runtime(repository):
        return
    if stranded_specification(repository) and (repository.apps.intent or repository.apps.likely):
        # It is there, but not where Binder looks: VL204 says so.
        return
    if misplaced_specification(repository):
        return
    if ignored_specification(repository) and repository.apps.intent is not None:
        # It is there, but git ignores it: VL402 says so.
        return
    severity = build_severity(repository)
    folder = (
        "" if repository.plan.config_directory == "." else f"{repository.plan.config_directory}/"
    )
    path = f"{folder}environment.yml"
    where = f"in `{folder}`" if folder else "in the repository's root"
    unread = " and ".join(
        f"`{folder}{name}`" for name in _NOT_READ if folder + name in repository.project.files
    )
    message = (
        f"Binder finds no file {where} that says what to install: the build on mybinder.org fails "
        "with “No environment specification found”."
    )
    if not repository.plan.fallback:
        message = (
            f"Binder finds no file {where} that says what to install: it makes an image without "
            "Voilà, and a visitor sees “404: Not Found”."
        )
    yield Problem(
        Location("."),
        message,
        f"Create `{path}` with the packages that the app needs, and `voila`."
        + (f" Binder installs nothing from {unread}." if unread else ""),
        severity=severity,
        data={"declared_in": None},
        fix=Fix(f"Create {path}", "safe", (Edit(path, environment_for(repository)),))
        if severity != "info"
        else None,
    )
