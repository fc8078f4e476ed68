"""What ``pip install`` of a directory of the repository requires, without running its code."""

import posixpath

from voila_lint.files.model import LocalProject
from voila_lint.reading import Files


def read_project(files: Files, directory: str) -> LocalProject:
    """Return what the project in ``directory`` requires.

    pyproject.toml decides by its ``[project]`` table or build backend; for setuptools, setup.cfg
    and setup.py are read as well. Never raises: what cannot be read is a doubt.
    """
    from voila_lint.files import pyproject, setup_cfg, setup_py

    base = "" if directory == "." else f"{directory}/"
    toml = pyproject.read_requirements(files, base)
    if toml.complete:
        return LocalProject(toml.dependencies, toml.opaque)
    dependencies = [*toml.dependencies]
    opaque = [*toml.opaque]
    for part in (
        setup_py.read_requirements(files, posixpath.join(base, "setup.py")),
        setup_cfg.read_requirements(files, posixpath.join(base, "setup.cfg")),
    ):
        dependencies += part.dependencies
        opaque += part.opaque
    return LocalProject(tuple(dependencies), tuple(opaque))
