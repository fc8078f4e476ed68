"""Which packages a file names, whether the build reads it or not."""

from voila_lint.files import environment_yml
from voila_lint.files.requirements_txt import (
    Inclusion,
    PipRun,
    install_file,
    install_items,
    install_project,
)
from voila_lint.reading import Files
from voila_lint.versions.collected import Collected
from voila_lint.versions.match_spec import parse_match_spec
from voila_lint.versions.stops import BuildStops


def named_packages(files: Files, path: str, python: str) -> frozenset[str]:
    """Return the names, as written, in the environment or requirements file at ``path``.

    For the files of a Python project, those that the project requires.

    ``python`` decides about environment markers. Empty for other files and unreadable ones.
    """
    collected = Collected(files, python)
    names: set[str] = set()
    if path.endswith((".yml", ".yaml")):
        try:
            environment = environment_yml.read_environment(collected.files, path)
        except BuildStops:
            return frozenset()
        names.update(
            parse_match_spec(item.value).name for item in environment_yml.conda_items(environment)
        )
        items = ((item.value, item.at) for item in environment_yml.pip_items(environment))
        install_items(collected, PipRun(), path, items)
    elif path.endswith(".txt"):
        install_file(collected, PipRun(), Inclusion(path))
    elif path in ("pyproject.toml", "setup.cfg", "setup.py"):
        install_project(collected, PipRun(), ".")
    return frozenset(names.union(package.name for package in collected.packages))
