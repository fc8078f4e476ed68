"""Which build pack repo2docker takes."""

import datetime
from typing import Literal

from msgspec import Struct

from voila_lint.build import python_pack
from voila_lint.build.config_directory import config_directory, config_path
from voila_lint.build.model import BuildPack
from voila_lint.files.environment_yml import ENVIRONMENT_FILES
from voila_lint.files.runtime_txt import Runtime, read_runtime
from voila_lint.reading import Files
from voila_lint.versions.stops import stop


class Detected(Struct, frozen=True):
    """The build pack and the file that made repo2docker take it ("" for none).

    ``runtime`` is None where no pack has looked at runtime.txt yet. ``cran_date`` is the
    snapshot of the R pack, None where it is the latest.
    """

    pack: BuildPack
    directory: Literal[".", "binder", ".binder"]
    decider: str = ""
    fallback: bool = False
    runtime: Runtime | None = None
    cran_date: datetime.date | None = None


def detect(files: Files) -> Detected:
    """Return the first build pack that wants the repository.

    Raises BuildStops where one of those asked raises. Modelled on ``Repo2Docker.buildpacks``
    in repo2docker/app.py and each pack's ``detect``, release 2026.4.0.
    """
    _refuse_legacy(files)
    directory = config_directory(files)

    def first(*names: str) -> str | None:
        paths = (config_path(directory, name) for name in names)
        return next((path for path in paths if files.exists(path)), None)

    simple: tuple[tuple[BuildPack, tuple[str, ...]], ...] = (
        ("docker", ("Dockerfile",)),
        ("julia-project", ("Project.toml", "JuliaProject.toml")),
        ("julia-require", ("REQUIRE",)),
        ("nix", ("default.nix",)),
    )
    runtime_path = config_path(directory, "runtime.txt")
    for pack, names in simple:
        found = first(*names)
        if found:
            return Detected(pack, directory, found)
    runtime = read_runtime(files, runtime_path)
    if runtime.name == "r" and runtime.date:
        return Detected("r", directory, runtime_path, runtime=runtime, cran_date=runtime.date)
    if directory == "." and files.exists("DESCRIPTION"):
        return Detected("r", directory, "DESCRIPTION", runtime=runtime)
    found = first(*ENVIRONMENT_FILES)
    if found:
        return Detected("conda", directory, found, runtime=runtime)
    found = first("Pipfile", "Pipfile.lock")
    if found and runtime.name in (None, "python"):
        return Detected("pipfile", directory, found, runtime=runtime)
    return _python(files, directory, runtime, first("requirements.txt"))


def _python(
    files: Files,
    directory: Literal[".", "binder", ".binder"],
    runtime: Runtime,
    requirements: str | None,
) -> Detected:
    if runtime.name:
        wanted = runtime.name == "python"
        decider = runtime.path or ""
    elif python_pack.is_python_package(files, directory):
        wanted = True
        decider = "setup.py" if files.exists("setup.py") else "pyproject.toml"
    else:
        wanted = requirements is not None
        decider = requirements or ""
    return Detected("python", directory, decider if wanted else "", not wanted, runtime)


def _refuse_legacy(files: Files) -> None:
    """Raise BuildStops for a Dockerfile of the first Binder (its base image is gone)."""
    path = "Dockerfile"
    try:
        lines = files.text(path).split("\n")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise stop(error, path) from None
    for line in lines:
        if line.startswith("FROM"):
            if "andrewosh/binder-base" in line.partition("#")[0].lower():
                message = "The legacy buildpack has been removed."
                raise stop(RuntimeError(message), path, kind="legacy-dockerfile")
            return
