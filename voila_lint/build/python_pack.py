"""Decisions of repo2docker's Python build pack, which those for Julia and R build on."""

from typing import Any

from msgspec import Struct

from voila_lint.build.config_directory import config_path
from voila_lint.files.encoding import decode_by_guess
from voila_lint.files.local_requirement import is_local_requirement
from voila_lint.files.pyproject import PYPROJECT, load_pyproject, requires_python_span
from voila_lint.files.runtime_txt import Runtime
from voila_lint.reading import Files
from voila_lint.text import Span, universal_newlines
from voila_lint.versions.model import ErrorKind
from voila_lint.versions.pep440 import contains
from voila_lint.versions.python_version import DEFAULT_PYTHON, MAJOR_PYTHONS, SELECTABLE_PYTHONS
from voila_lint.versions.stops import stop

REQUIREMENTS_FILES = ("requirements.txt", "requirements3.txt")


class ChosenPython(Struct, frozen=True):
    """A Python version and the file that decided for it, if any."""

    version: str
    path: str | None = None
    at: Span | None = None


def is_python_package(files: Files, directory: str) -> bool:
    """Return whether repo2docker installs the repository itself with pip.

    Raises BuildStops for a broken pyproject.toml (``PythonBuildPack._is_python_package``,
    repo2docker 2026.4.0).
    """
    if directory != ".":
        return False
    if files.exists("setup.py"):
        return True
    if not files.exists(PYPROJECT):
        return False
    document = load_pyproject(files)
    return "project" in document and "build-system" in document


def python_of(files: Files, directory: str, runtime: Runtime) -> ChosenPython:
    """Return the Python version for ``runtime`` and the pyproject.toml of the root.

    Raises BuildStops where they contradict each other or name an unknown version
    (``PythonBuildPack.python_version``, repo2docker 2026.4.0).
    """
    from packaging.version import InvalidVersion, Version

    if runtime.name not in (None, "python"):
        return ChosenPython(DEFAULT_PYTHON)
    if runtime.name is None or runtime.version is None:
        chosen, from_runtime = ChosenPython(DEFAULT_PYTHON), False
    else:
        try:
            from_runtime = len(Version(runtime.version).release) > 1
            version = runtime.version if from_runtime else MAJOR_PYTHONS[runtime.version]
        except (InvalidVersion, KeyError, ValueError) as error:
            kind: ErrorKind = "python" if isinstance(error, KeyError) else "runtime-form"
            raise stop(error, runtime.path, runtime.at, kind) from None
        chosen = ChosenPython(version, runtime.path, runtime.at)
    if directory != "." or not files.exists(PYPROJECT):
        return chosen
    return _as_pyproject_requires(files, chosen, from_runtime)


def _as_pyproject_requires(files: Files, chosen: ChosenPython, from_runtime: bool) -> ChosenPython:
    document = load_pyproject(files)
    value: Any = None
    try:
        if "project" not in document or "requires-python" not in document["project"]:
            return chosen
        value = document["project"]["requires-python"]
        if allows(value, chosen.version):
            return chosen
        possible = [version for version in SELECTABLE_PYTHONS if allows(value, version)]
    except Exception as error:  # whatever the value makes packaging raise, repo2docker raises
        at = requires_python_span(files, value)
        raise stop(error, PYPROJECT, at, "requires-python") from None
    at = requires_python_span(files, value)
    if from_runtime:
        message = "runtime.txt version not supported by pyproject.toml."
        raise stop(RuntimeError(message), chosen.path, chosen.at, "requires-python")
    if not possible:
        message = "repo2docker does not support a Python version compatible with pyproject.toml."
        raise stop(RuntimeError(message), PYPROJECT, at, "requires-python")
    return ChosenPython(possible[-1], PYPROJECT, at)


def allows(value: Any, version: str) -> bool:
    """Return whether ``SpecifierSet(value)`` of packaging 26.3 has a version; raises what it does.

    26.4 reads the items of a list as well.
    """
    if isinstance(value, str):
        return contains(value, version, standard=True)
    return all(item._spec for item in value)


def waits_for_repository(files: Files, directory: str) -> bool:
    """Return whether pip runs only after the whole repository has been copied.

    Raises BuildStops where repo2docker cannot read a requirements file
    (``PythonBuildPack._should_preassemble_pip``, repo2docker 2026.4.0).
    """
    if is_python_package(files, directory):
        return True
    for name in REQUIREMENTS_FILES:
        path = config_path(directory, name)
        if not files.exists(path):
            continue
        try:
            text = decode_by_guess(files.read(path))
        except (OSError, UnicodeError, AttributeError) as error:
            raise stop(error, path) from None
        if any(map(is_local_requirement, universal_newlines(text).split("\n"))):
            return True
    return False
