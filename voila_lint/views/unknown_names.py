"""Names under which the build finds no package: conda's for pip, PyPI's for conda, slips."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from voila_lint.packages.mistaken import (
    distribution_of_conda_name,
    is_only_on_conda,
    meant_on_conda,
)
from voila_lint.packages.names import is_conda_package
from voila_lint.packages.nearest import nearest
from voila_lint.packages.stdlib import is_stdlib
from voila_lint.pattern import pattern
from voila_lint.repository import Repository
from voila_lint.versions.model import Package
from voila_lint.views.declared import by_pip, declared, only_from_conda_forge

#: Names of conda packages; what else stands there is a pattern or a variable.
_CONDA_NAME = pattern(r"(?!__|[rR]-)[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")


class UnknownName(Struct, frozen=True):
    """A package that the build asks for and does not find.

    ``why``: "other-name" (``meant`` is what it is called there), "only-pypi" (``meant`` is for the
    pip section), "only-conda" (pip has nothing in place of it), "slip" (``meant`` is a guess) or
    "nowhere".
    """

    package: Package
    why: Literal["other-name", "only-pypi", "only-conda", "slip", "nowhere"]
    meant: str | None = None


def unknown_names(repository: Repository) -> Iterator[UnknownName]:
    """Yield the packages that pip or conda will not find.

    What conda looks for in other channels than conda-forge is not judged, nor are R's packages.
    Modules of Python itself are left out.
    """
    for package in declared(repository):
        if repository.layers.is_named(package.name, conda=package.source == "conda"):
            continue
        unknown = None
        if by_pip(package) and package.url is None:
            unknown = _for_pip(package)
        elif only_from_conda_forge(repository, package) and _CONDA_NAME.match(package.name):
            python = repository.plan.python_version
            if not is_conda_package(package.name) and not is_stdlib(package.name, python):
                unknown = _for_conda(package)
        if unknown is not None:
            yield unknown


def _for_pip(package: Package) -> UnknownName | None:
    name = distribution_of_conda_name(package.name)
    if name is not None:
        return UnknownName(package, "other-name", name)
    if is_only_on_conda(package.name):
        return UnknownName(package, "only-conda")
    name = nearest(package.name)
    return UnknownName(package, "slip", name) if name is not None else None


def _for_conda(package: Package) -> UnknownName:
    suggestion = meant_on_conda(package.name)
    if suggestion.conda is not None:
        return UnknownName(package, "slip" if suggestion.slip else "other-name", suggestion.conda)
    if suggestion.pypi is not None:
        return UnknownName(package, "only-pypi", suggestion.pypi)
    return UnknownName(package, "nowhere")
