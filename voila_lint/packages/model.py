"""Evidence that a module can be imported, as frozen data without opinion."""

from typing import Literal, TypeAlias

from msgspec import Struct

EvidenceKind: TypeAlias = Literal[
    "stdlib",  # of the kernel's Python version
    "base",  # in Binder's base image
    "declared",  # a package that a file of the repository names offers it
    "comes-with",  # only brought along by another package
    "local",  # a file or package of the repository, importable from where it is used
    "notebook",  # written or installed by the notebook itself
]

#: Who says so: the `package-module-map` setting, the environment that --python names, the shipped
#: tables, or nothing but the package's own name.
Basis: TypeAlias = Literal["setting", "environment", "tables", "name"]


class Evidence(Struct, frozen=True):
    """One reason why a module can be imported.

    ``detail`` is the standard-library version, package, or local path; ``via`` the declared
    package that brings it along; ``path`` and ``line`` where that is declared.
    """

    kind: EvidenceKind
    detail: str
    via: str | None = None
    path: str | None = None
    line: int | None = None
    basis: Basis = "tables"


class Names(Struct, frozen=True):
    """What to write for a module: best PyPI distribution and conda-forge package, None = none."""

    pypi: str | None
    conda: str | None
    sure: bool = True
