"""What the files of a repository ask the build to install, as far as the build gets to it."""

from collections.abc import Iterator
from typing import Literal

from voila_lint.finding import Location
from voila_lint.repository import Repository
from voila_lint.versions.marker import applies
from voila_lint.versions.model import Package


def declared(
    repository: Repository, environment: Literal["kernel", "server"] | None = None
) -> Iterator[Package]:
    """Yield the packages that the build installs, of both environments or of one.

    Nothing where Binder builds nothing, or from a Dockerfile; not those of apt-get, and not
    those whose marker does not hold on Binder.
    """
    if not repository.builds:
        return
    plan = repository.plan
    for package in plan.packages:
        if package.source == "apt":
            continue
        if environment and plan.separate_kernel and package.environment != environment:
            continue
        python = plan.server_python if package.environment == "server" else plan.python_version
        if python and not applies(package.marker, python):
            continue
        yield package


def by_pip(package: Package) -> bool:
    """Whether pip installs a package, over what is in the base image already."""
    return package.source in ("pip", "setup")


def only_from_conda_forge(repository: Repository, package: Package) -> bool:
    """Whether conda looks for a package on conda-forge and nowhere else.

    False for what a script installs: its command may name other channels.
    """
    in_file = package.path == repository.plan.environment_file
    if package.source != "conda" or package.url is not None or not in_file:
        return False
    channels = repository.plan.channels
    asked = (package.channel,) if package.channel else channels
    return asked is not None and all(_is_conda_forge(channel) for channel in asked)


def _is_conda_forge(channel: str) -> bool:
    # A mirror, named by its address, has the same packages.
    return channel == "nodefaults" or channel.rstrip("/").rpartition("/")[2] == "conda-forge"


def place(package: Package) -> Location:
    """Return where a package is asked for."""
    return Location.of(package.path, package.at) if package.at else Location(package.path)


def written_item(repository: Repository, at: Location) -> str | None:
    """Return the item of a list in environment.yml at a place, as it is written.

    Or None if it does not stand alone on its line behind a dash, in quotes or not.
    """
    if at.line is None or at.line != at.end_line or at.column is None or at.end_column is None:
        return None
    lines = repository.project.text_or_empty(at.path).splitlines()
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    before, behind = line[: at.column - 1].strip(), line[at.end_column - 1 :].strip("\"' ")
    if before.rstrip("'\"").rstrip() != "-" or not (behind == "" or behind.startswith("#")):
        return None
    return line[at.column - 1 : at.end_column - 1]
