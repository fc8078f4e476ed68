"""VL221: an install.R that nothing runs."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule


@rule("VL221", severity="warning", judge="repo2docker")
def unread_dependency_file(repository: Repository) -> Iterator[Problem]:
    """Binder runs `install.R` only where the repository asks for R, and this one does not.

    It asks for R by a `runtime.txt` with a version of R and a date (`r-4.4-2025-01-01`), or by a
    `DESCRIPTION` file in the root. Python is 3.10 then, whatever `environment.yml` says.

    Other lists that Binder does not read (`pyproject.toml` of Poetry, `uv.lock`, `pixi.toml`,
    `requirements/base.txt` …) are no finding by themselves, because other tools may need them:
    environment-file-missing (VL201) tells of them where nothing else says what to install, and
    missing-import (VL101) where an app lacks a package that one of them names.

    **What a visitor sees**: R code that stops, because its packages are not there.

    **What to do**: add the `runtime.txt`; or name the packages of R in `environment.yml`
    (`r-ggplot2`) and remove `install.R`.
    """
    if not repository.builds or not (repository.apps.intent or repository.apps.likely):
        return
    for ignored in repository.plan.ignored:
        folder, _, name = ignored.path.rpartition("/")
        if name != "install.R" or (folder or ".") != repository.plan.config_directory:
            continue
        runtime = f"{folder}/runtime.txt" if folder else "runtime.txt"
        instead = f"Add a `{runtime}` with a line such as `r-4.4-2025-01-01`."
        if repository.plan.build_pack not in ("python", "pipfile"):
            instead = "Name the packages in `environment.yml`: `r-base`, `r-ggplot2` …"
        yield Problem(
            Location(ignored.path),
            f"Binder does not run this file ({ignored.reason}): the packages of R that it "
            "names are not installed.",
            instead,
        )
