"""VL206: environment.yaml instead of environment.yml."""

from collections.abc import Iterator

from voila_lint.finding import Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command


@rule("VL206", severity="info", judge="advice", fix="safe")
def yaml_extension(repository: Repository) -> Iterator[Problem]:
    """The environment file is called `environment.yaml`, which only new Binders read.

    repo2docker knows this name since its release of April 2026. Other hubs, and whoever builds
    the repository with an older release, pass over the file without a word.

    **What a visitor sees**: nothing on mybinder.org; elsewhere, an app without its packages.

    **What to do**: rename it to `environment.yml`.
    """
    path = repository.plan.environment_file
    if path is None or not path.endswith(".yaml"):
        return
    better = f"{path.removesuffix('.yaml')}.yml"
    yield Problem(
        Location(path),
        "Only releases of repo2docker since April 2026 read this name; mybinder.org does, "
        "other hubs may not.",
        f"Rename it: {command('git', 'mv', paths=(path, better))}.",
        data={"rename_to": better},
        fix=Fix(f"Rename {path} to {better}", "safe", rename=(path, better)),
    )
