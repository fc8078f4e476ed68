"""Which configuration files a build does not use, and why."""

from collections.abc import Iterator

from voila_lint.build.config_directory import config_path
from voila_lint.build.model import BuildPack, Ignored
from voila_lint.reading import Files

#: Names that some build pack of repo2docker 2026.4.0 reads in the configuration directory.
CONFIGURATION_FILES = (
    *("Dockerfile", "JuliaProject.toml", "Project.toml", "REQUIRE", "default.nix"),
    *("environment.yml", "environment.yaml", "Pipfile", "Pipfile.lock"),
    *("requirements.txt", "requirements3.txt", "runtime.txt", "install.R"),
    *("apt.txt", "postBuild", "start"),
)
#: Names that are read in the root only.
ROOT_FILES = ("DESCRIPTION", "setup.py", "pyproject.toml")

_READ: dict[BuildPack, frozenset[str]] = {
    "legacy-docker": frozenset(("Dockerfile",)),
    "docker": frozenset(("Dockerfile",)),
    "nix": frozenset(("default.nix", "apt.txt", "postBuild", "start")),
    "conda": frozenset(("apt.txt", "postBuild", "start")),
    "pipfile": frozenset(("Pipfile", "Pipfile.lock", "apt.txt", "postBuild", "start")),
    "python": frozenset(("requirements.txt", "apt.txt", "postBuild", "start")),
    "r": frozenset(
        ("requirements.txt", "apt.txt", "postBuild", "start", "install.R", "DESCRIPTION")
    ),
    "julia-project": frozenset(("requirements.txt", "apt.txt", "postBuild", "start")),
    "julia-require": frozenset(("requirements.txt", "apt.txt", "postBuild", "start")),
}
_DECIDING = {
    "legacy-docker": "a Dockerfile",
    "docker": "a Dockerfile",
    "nix": "default.nix",
    "r": "an R runtime or DESCRIPTION",
    "julia-project": "a Julia project",
    "julia-require": "REQUIRE",
}


def ignored_files(
    files: Files, directory: str, pack: BuildPack, used: frozenset[str], decider: str
) -> Iterator[Ignored]:
    """Yield the files that are there and not used.

    ``used`` are the paths that this build reads beyond what the pack always reads, ``decider``
    the name of the file that made repo2docker choose ``pack``.
    """
    if directory != ".":
        for name in (*CONFIGURATION_FILES, *ROOT_FILES):
            if files.exists(name) and name not in used:
                yield Ignored(
                    name,
                    f"the directory {directory} is present, so {name} of the repository's root "
                    "is not read",
                )
    names = CONFIGURATION_FILES if directory != "." else (*CONFIGURATION_FILES, *ROOT_FILES)
    for name in names:
        path = config_path(directory, name)
        if path not in used and name not in _READ[pack] and files.exists(path):
            yield Ignored(path, _reason(name, pack, decider))


def _reason(name: str, pack: BuildPack, decider: str) -> str:
    if name == "environment.yaml" and pack not in ("docker", "legacy-docker", "nix"):
        return "environment.yml is present, so environment.yaml is not read"
    if pack in _DECIDING:
        return f"{_DECIDING[pack]} decides about this build, so {name} is not read"
    if name == "install.R":
        return "install.R is run only with an R runtime in runtime.txt or a DESCRIPTION file"
    if name == "requirements3.txt":
        return "requirements3.txt is installed only beside a Python older than 3.7"
    if name == "pyproject.toml" and pack == "python":
        return "pyproject.toml has no [project] and [build-system], so it is not installed"
    if name == "runtime.txt" and pack == "python":
        return "runtime.txt names no Python version, so it does not decide"
    if pack == "python":
        return f"{name} is not read by the Python build pack"
    return f"{decider} is present, so {name} is not read"
