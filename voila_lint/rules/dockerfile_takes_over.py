"""VL218: a Dockerfile, beside which lists of packages do not count."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule

_LISTS = ("environment.yml", "environment.yaml", "requirements.txt", "Pipfile", "apt.txt",
          "postBuild", "start", "runtime.txt")  # fmt: skip


@rule("VL218", severity="info", judge="repo2docker")
def dockerfile_takes_over(repository: Repository) -> Iterator[Problem]:
    """With a `Dockerfile`, Binder reads no other file; what is in the image is its affair.

    Found are lists of packages and scripts that the `Dockerfile` does not mention either. What
    it installs is not looked into: rules about missing packages and wrong paths keep silent.

    **What a visitor sees**: an app without what the file asks for, unless the `Dockerfile` brings
    it in another way.

    **What to do**: use the file in the `Dockerfile`, or remove one of the two. Most apps need no
    `Dockerfile`.
    """
    plan = repository.plan
    if plan.build_pack != "docker" or plan.error is not None:
        return
    prefix = "" if plan.config_directory == "." else f"{plan.config_directory}/"
    dockerfile = f"{prefix}Dockerfile"
    text = repository.project.text_or_empty(dockerfile)
    for ignored in plan.ignored:
        name = ignored.path.rpartition("/")[2]
        if name in _LISTS and name not in text:
            yield Problem(
                Location(ignored.path),
                f"Binder builds from `{dockerfile}` alone, which does not mention this file.",
                f"Use it in `{dockerfile}`, or remove one of the two.",
            )
