"""Which modules the packages of Binder's base image offer."""

from voila_lint.packages.names import modules_of_conda
from voila_lint.packages.table import Table

_BASE = Table("base_modules.txt")


def modules_of_base(package: str) -> tuple[str, ...]:
    """Import names that a conda package of the base offers, empty for what is not Python.

    From the wheels of the releases in repo2docker's locks (``tools/build_base_modules.py``);
    a package that is in none of them is looked up as any other of conda-forge.
    """
    row = _BASE.get(package)
    if row is not None:
        return tuple(row[0].split())
    return modules_of_conda(package) or ()
