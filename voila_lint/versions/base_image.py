"""What Binder's base image holds before anything of a repository is installed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from voila_lint.versions.python_version import DEFAULT_PYTHON

_DATA = Path(__file__).parent / "data" / "base_image.json"


class BaseEnvironment(msgspec.Struct, frozen=True):
    """One base environment: its exact Python, packages (conda name to version), and role.

    ``has_server``: Jupyter Server runs in it too; else it is a kernel's alone.
    """

    python: str
    has_server: bool
    packages: dict[str, str]


class _Data(msgspec.Struct):
    environments: dict[str, BaseEnvironment]


@cache
def base_environments() -> Mapping[str, BaseEnvironment]:
    """Return the base environment of each Python version ("3.11") that repo2docker 2026.4.0 has."""
    return msgspec.json.decode(_DATA.read_bytes(), type=_Data).environments


def base_packages(python_version: str) -> Mapping[str, str]:
    """Return conda names and versions of the base for ``python_version``, empty if unknown."""
    environment = base_environments().get(python_version)
    return environment.packages if environment else {}


def python_release(python_version: str) -> str:
    """Return the full release ("3.11.14") that Binder has of ``python_version``."""
    environment = base_environments().get(python_version)
    return environment.python if environment else f"{python_version}.0"


def server_python(python_version: str) -> str:
    """Return the Python version on which the server runs beside a kernel of ``python_version``."""
    environment = base_environments().get(python_version)
    return python_version if environment is None or environment.has_server else DEFAULT_PYTHON
