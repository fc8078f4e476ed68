"""Asks repo2docker's own build packs about directories; runs in the judge's environment.

That is the release which the model describes, or the one before it: whichever is installed.
Reads one JSON document per line from standard input and prints one per line:

- ``{"root": DIRECTORY}``: what repo2docker decides about the directory. Its real ``build`` runs
  with a client that builds nothing, so the order of everything is its own.
- ``{"refuses": DIRECTORY}``: whether the whole program, with mybinder.org's settings and without
  building, says that there is no environment specification.
- ``{"lines": [LINE, ...]}``: for each line, whether repo2docker takes it for local.
- ``{"requirements": FILE, "cwd": DIRECTORY}``: pip's error for a requirements file, or null, and
  the names of what it would install.
- ``{"line": LINE, "releases": [VERSION, ...]}``: what pip takes a line for: null where it refuses
  it, else the name, the extras and for each release whether it is allowed.

The network is not asked: the R pack's snapshot and the Julia pack's list of releases are given.
"""

import builtins
import contextlib
import io
import json
import logging
import os
import re
import sys
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Any

from repo2docker import app, utils
from repo2docker.__main__ import make_r2d
from repo2docker.buildpacks.conda import CondaBuildPack
from repo2docker.buildpacks.julia.julia_project import JuliaProjectTomlBuildPack
from repo2docker.buildpacks.r import RBuildPack

RELEASES = ("2026.4.0", "2025.12.0")
# As in mybinder/values.yaml of the repository jupyterhub/mybinder.org-deploy.
MYBINDER = ("--no-build", "--Repo2Docker.default_buildpack=None")
RENDERED = (
    "get_build_scripts",
    "get_assemble_scripts",
    "get_preassemble_scripts",
    "get_preassemble_script_files",
    "get_build_script_files",
    "get_post_build_scripts",
    "get_start_script",
)
# Functions of repo2docker that read one certain file; for others, it is the last one opened.
BLAMED = {
    "binder_dir": None,
    "runtime": "runtime.txt",
    "r_version": "runtime.txt",
    "get_build_scripts": "runtime.txt",
}
BY_PYTHON = ("get_build_script_files", "separate_kernel_env", "parse_version")

JULIA = (
    "julia_version",
    "find_semver_match",
    "create_semver_matcher",
    "str_to_version",
    "<listcomp>",
)


class Client:
    """Stands for Docker; builds nothing."""

    def build(self, **_: Any) -> list[str]:
        return []


def offline() -> None:
    """Answer for the network."""
    RBuildPack.get_rspm_snapshot_url = lambda *_, **__: "https://cran.invalid"
    JuliaProjectTomlBuildPack.all_julias = ["1.6.7", "1.9.4", "1.10.10", "1.11.6"]


def decide(root: str) -> dict[str, Any]:
    """Return what repo2docker decides about ``root``."""
    answer: dict[str, Any] = {"error": None}
    opened: list[str] = []
    real_open = builtins.open

    def recording_open(file: Any, *arguments: Any, **keywords: Any) -> Any:
        if isinstance(file, str) and not file.startswith("/"):
            opened.append(file)
        return real_open(file, *arguments, **keywords)

    pack: Any = None
    application = app.Repo2Docker()
    here = Path.cwd()
    os.chdir(root)
    builtins.open = recording_open
    try:
        for make in application.buildpacks:
            candidate = make(base_image=application.base_image)
            if candidate.detect():
                pack, answer["fallback"] = candidate, False
                break
        else:
            pack, answer["fallback"] = application.default_buildpack(application.base_image), True
        answer["pack"] = type(pack).__name__
        answer["directory"] = pack.binder_dir or "."
        pack.platform = "linux/amd64"
        arguments = {"NB_USER": "jovyan", "NB_UID": "1000"}
        pack.render(arguments)
        list(pack.build(Client(), "image", 0, arguments, [], {}, platform="linux/amd64"))
    except Exception as error:
        answer["error"] = type(error).__name__
        answer["message"] = str(error)
        answer["blamed"] = blame(error, pack, opened)
    else:
        answer.update(facts(pack))
    finally:
        builtins.open = real_open
        os.chdir(here)
    return answer


def refuses(root: str) -> bool:
    """Return whether mybinder.org finds nothing that says what to install."""
    here = Path.cwd()
    try:
        make_r2d([*MYBINDER, root]).start()
    except SystemExit as stopped:
        return stopped.code == 1
    except Exception:
        return False
    finally:
        os.chdir(here)
    return False


def blame(error: BaseException, pack: Any, opened: list[str]) -> str | None:
    """Return the base name of the file at fault, "" for none, None where it is not known."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages/repo2docker/" in frame.filename]
    function = own[-1].name
    name = type(pack).__name__
    about_version = isinstance(error, KeyError) or type(error).__name__ == "InvalidVersion"
    if name == "PipfileBuildPack" and function in ("python_version", *BY_PYTHON):
        # Which of its two files was asked last says nothing, unless one of them is no TOML or JSON.
        parsed = ("JSONDecodeError", "TomlDecodeError")
        return base_name(opened[-1]) if type(error).__name__ in parsed else None
    if function in BY_PYTHON or (function == "python_version" and about_version):
        if name == "CondaBuildPack":
            return base_name(getattr(pack, "environment_yaml_path", "environment.yml"))
        source = getattr(pack, "_python_version_source", "runtime")
        return {"runtime": "runtime.txt", "fallback": "pyproject.toml"}.get(source)
    if "runtime.txt version not supported" in str(error):
        return "runtime.txt"
    if name == "JuliaProjectTomlBuildPack" and function in JULIA:
        # The package toml opens it in a way of its own.
        both = ("JuliaProject.toml", "Project.toml")
        return next(path for path in both if os.path.lexists(pack.binder_path(path)))
    if name == "JuliaRequireBuildPack" and function == "build":
        return "REQUIRE"
    if function in BLAMED:
        return BLAMED[function] or ""
    return base_name(opened[-1]) if opened else ""


def base_name(path: str) -> str:
    return path.rpartition("/")[2]


def facts(pack: Any) -> dict[str, Any]:
    """Return what is known of a build that did not stop."""
    if not isinstance(pack, CondaBuildPack):
        found = {"post_build": None, "start": None}
        if hasattr(pack, "get_post_build_scripts"):
            found["post_build"] = next(iter(pack.get_post_build_scripts()), None)
        return {**found, "apt": apt_packages(pack)}
    early = [script for _, script in pack.get_preassemble_scripts()]
    late = [script for _, script in pack.get_assemble_scripts()]
    scripts = "\n".join(early + late)
    locks = {target: name for name, target in pack.get_build_script_files().items()}
    lock = locks["/tmp/env/environment.lock"]
    start = pack.get_start_script()
    installed = r'(NB|KERNEL)_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "([^"]*)"'
    return {
        "python": pack.python_version,
        "separate_kernel": bool(pack.separate_kernel_env),
        "server_python": re.search(r"py-(\d+\.\d+)-", lock).group(1),
        "environment_file": first(re.findall(r'env update .*--file "([^"]*)"', scripts)),
        "environment_early": any("env update" in script for script in early),
        "requirements": sorted(re.findall(installed, scripts)),
        "requirements_early": any("-r " in script and "/bin/pip" in script for script in early),
        "installs_project": any(script.endswith("--no-cache-dir .") for script in late),
        "pipenv": first(re.findall(r"pipenv install (\S+) ", scripts)),
        "r_script": first(re.findall(r"Rscript [^\n]* (\S*install\.R)\b", scripts)),
        "copied": sorted(pack.get_preassemble_script_files()),
        "apt": apt_packages(pack),
        "post_build": first(pack.get_post_build_scripts()),
        "start": start.removeprefix("${REPO_DIR}/") if start else None,
    }


def apt_packages(pack: Any) -> list[str]:
    """Return the words behind ``apt-get install`` that come from apt.txt."""
    for user, script in pack.get_preassemble_scripts():
        if user != "root" or "rstudio" in script:
            continue
        match = re.search(r"--no-install-recommends (.*?) && \\\n *apt-get -qq purge", script, re.S)
        if match:
            return match.group(1).split()
    return []


def first(values: list[str]) -> str | None:
    return values[0] if values else None


def ask_pip(path: str, directory: str) -> dict[str, Any]:
    """Return pip's verdict on a requirements file, read in ``directory``."""
    from pip._internal.network.session import PipSession
    from pip._internal.req.constructors import install_req_from_parsed_requirement
    from pip._internal.req.req_file import parse_requirements

    here = Path.cwd()
    os.chdir(directory)
    names = []
    try:
        for parsed in parse_requirements(path, session=PipSession()):
            requirement = install_req_from_parsed_requirement(parsed)
            if not parsed.constraint:
                names.append(requirement.name)
    except (Exception, SystemExit) as error:
        return {"error": type(error).__name__, "message": str(error)}
    finally:
        os.chdir(here)
    return {"error": None, "names": names}


def ask_pip_of_line(line: str, releases: list[str]) -> dict[str, Any] | None:
    """Return what pip's ``constructors.py`` and its own packaging make of a line."""
    from pip._internal.exceptions import InstallationError
    from pip._internal.req.constructors import install_req_from_line

    try:
        requirement = install_req_from_line(line)
    except (InstallationError, ValueError):  # a wrong marker is a ValueError
        return None
    allowed = None
    # `===1.*` is read, and ends pip when it comes to compare.
    if requirement.req is not None and "===" not in str(requirement.specifier):
        admits = requirement.specifier.contains
        allowed = [admits(release, prereleases=True) for release in releases]
    return {
        "name": requirement.name or "",
        "extras": sorted(requirement.extras),
        "allowed": allowed,
    }


def answer_to(question: dict[str, Any]) -> Any:
    if "root" in question:
        return decide(question["root"])
    if "refuses" in question:
        return refuses(question["refuses"])
    if "lines" in question:
        return [utils.is_local_pip_requirement(line) for line in question["lines"]]
    if "line" in question:
        return ask_pip_of_line(question["line"], question["releases"])
    return ask_pip(question["requirements"], question["cwd"])


def main() -> None:
    assert version("jupyter-repo2docker") in RELEASES
    logging.disable(logging.CRITICAL)
    offline()
    for line in sys.stdin:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            answer = answer_to(json.loads(line))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
