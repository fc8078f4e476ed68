"""How modules, PyPI distributions and conda-forge packages are named after one another.

The tables behind it are made by ``tools/build_index.py`` and ``tools/build_comes_with.py`` from
public mappings and wheels; ``data/README.md`` names them.
"""

from collections.abc import Iterator
from functools import cache

from voila_lint.packages.model import Names
from voila_lint.packages.table import Table
from voila_lint.pattern import pattern

_MODULES = Table("modules.txt")  # module, best PyPI distribution, best conda-forge package
_DISTRIBUTIONS = Table("distributions.txt")  # distribution, modules, requirements …
_FORMER = Table("former.txt")  # distribution, "requirement first-release-without oldest-Python" …
_OFFERS = Table("offers.txt")  # further distribution, modules ("" = its own name)
_CONDA = Table("conda.txt")  # conda-forge package, PyPI names of what it holds

#: Names that people give to their own files. PyPI has packages under most of them, none of
#: which is what such an import means.
OWN_NAMES = frozenset(
    [
        "app",
        "apps",
        "backend",
        "classes",
        "code",
        "common",
        "components",
        "config",
        "configs",
        "constants",
        "controllers",
        "core",
        "custom",
        "dashboard",
        "data",
        "database",
        "dataset",
        "db",
        "demo",
        "engine",
        "env",
        "example",
        "examples",
        "files",
        "func",
        "funcs",
        "function",
        "functions",
        "game",
        "graphs",
        "gui",
        "handler",
        "helper",
        "helper_functions",
        "helpers",
        "lib",
        "libs",
        "load",
        "loader",
        "local",
        "logic",
        "main",
        "misc",
        "model",
        "models",
        "modules",
        "my_functions",
        "my_module",
        "myfunctions",
        "mylib",
        "mymodule",
        "notebook",
        "notebooks",
        "params",
        "parser",
        "pipeline",
        "plot",
        "plots",
        "plotting",
        "plotter",
        "process",
        "processing",
        "preprocess",
        "preprocessing",
        "project",
        "resources",
        "scripts",
        "server",
        "service",
        "services",
        "settings",
        "setup",
        "shared",
        "simulation",
        "solver",
        "source",
        "src",
        "style",
        "styles",
        "support",
        "tasks",
        "test",
        "tests",
        "tool",
        "tools",
        "train",
        "training",
        "ui",
        "util",
        "utilities",
        "utility",
        "utils",
        "variables",
        "view",
        "views",
        "viz",
        "vis",
        "widget",
        "widgets",
    ]
)

#: No module lies deeper than this in a package (parts of its dotted name).
_MOST_PARTS = 50
_SEPARATORS = pattern(r"[-_.]+")
_NOTHING = "-"


@cache
def canonical(name: str) -> str:
    """A distribution's name in the normal form of PEP 503: ``Foo.Bar_baz`` is ``foo-bar-baz``."""
    return _SEPARATORS.sub("-", name).lower()


def prefixes(module: str) -> Iterator[str]:
    """A dotted name and its parents, longest first; of a very long one, the last few of these."""
    if module.count(".") > _MOST_PARTS:
        module = ".".join(module.split(".", _MOST_PARTS)[:_MOST_PARTS])
    while module:
        yield module
        module = module.rpartition(".")[0]


def names_for(module: str) -> Names:
    """What to install for a module: the longest known prefix of its dotted name decides.

    ``sure`` is false where nothing but the module's own name speaks for the answer. Nothing for
    names that one gives to one's own files.
    """
    if module.partition(".")[0].lower() in OWN_NAMES:
        return Names(None, None, sure=False)
    for name in prefixes(module):
        row = _MODULES.get(name)
        if row is not None:
            pypi, conda = (None if field == _NOTHING else field for field in row)
            return Names(pypi, conda)
    top = module.partition(".")[0]
    same = canonical(top)
    if modules_of(same) is None:
        return Names(same or None, None, sure=False)
    return Names(same, conda_named(same, top.lower()), sure=modules_of(same) == (top,))


def conda_named(distribution: str, module: str) -> str | None:
    """The conda-forge package that is named as the distribution or the module and holds it."""
    for name in (distribution, module):
        if distribution in pypi_names_of_conda(name):
            return name
    return None


def modules_of(distribution: str) -> tuple[str, ...] | None:
    """The import names that a PyPI distribution offers, None where it is not known at all.

    Names below shared namespaces are dotted (``google.cloud.storage``).
    """
    name = canonical(distribution)
    row = _DISTRIBUTIONS.get(name)
    if row is not None:
        return tuple(row[0].split())
    row = _OFFERS.get(name)
    if row is not None:
        return tuple(row[0].split()) or (name.replace("-", "_"),)
    return None


def modules_of_conda(package: str) -> tuple[str, ...] | None:
    """The import names that a conda-forge package offers itself, None where it is not known."""
    row = _CONDA.get(package.lower())
    if row is None:
        return None
    found: dict[str, None] = {}
    for distribution in pypi_names_of_conda(package):
        found.update(dict.fromkeys(modules_of(distribution.partition("[")[0]) or ()))
    return tuple(found)


def pypi_names_of_conda(package: str) -> tuple[str, ...]:
    """PyPI names of what a conda-forge package holds or stands for, with extras where it has them.

    Empty for packages that bring nothing for Python and for unknown ones; ``("?",)`` for those
    that stand for hundreds (``anaconda``).
    """
    row = _CONDA.get(package.lower())
    if row is None or row[0] == _NOTHING:
        return ()
    return (canonical(package),) if row[0] == "=" else tuple(row[0].split())


def conda_name_of(distribution: str) -> str | None:
    """The conda-forge package of any name with a PyPI distribution, or None if none has it."""
    name = canonical(distribution)
    named = [names_for(module).conda for module in modules_of(name) or ()]
    spellings = (name, name.replace("-", "_"), name.replace("-", "."))
    additions = (f"python-{name}", f"{name}-python", f"{name}-py")
    for candidate in (*spellings, *filter(None, named), *additions):
        if name in pypi_names_of_conda(candidate):
            return candidate
    return None


def is_on_pypi(distribution: str) -> bool:
    """Whether a distribution is certainly on PyPI: it is in the table of what comes with it."""
    return _DISTRIBUTIONS.get(canonical(distribution)) is not None


def is_conda_package(package: str) -> bool:
    """Whether conda-forge has (or once offered) a package of this name."""
    return _CONDA.get(package.lower()) is not None


def holds_python(package: str) -> bool:
    """Whether a conda-forge package may hold something for Python; true of unknown ones."""
    return _CONDA.get(package.lower()) != (_NOTHING,)


def times_brought(distribution: str) -> int:
    """How many of the distributions whose requirements are known bring this one along."""
    row = _DISTRIBUTIONS.get(canonical(distribution))
    return int(row[4]) if row is not None else 0


def widely_used(often: int) -> Iterator[str]:
    """Yield the distributions that at least ``often`` of those in the table bring along."""
    # Rows of extras have no number.
    return (row[0] for row in _DISTRIBUTIONS.rows() if int(row[5] or 0) >= often)


class Requirements:
    """Requirements of one distribution: its newest release's, and how older ones differed.

    ``former`` were those of some of its releases of 2021 only, ``recent`` those since have only; of
    what is known by a recipe alone, ``now`` has those of all releases. ``dropped`` says of the
    former ones, as far as known, which release was the first without, and the oldest Python that
    this one supports.
    """

    __slots__ = ("dropped", "former", "now", "recent")

    def __init__(
        self,
        now: frozenset[str],
        former: frozenset[str],
        recent: frozenset[str],
        dropped: dict[str, tuple[str, str]],
    ) -> None:
        self.now = now
        self.former = former
        self.recent = recent
        self.dropped = dropped


def requirements_of(distribution: str) -> Requirements | None:
    """What a distribution (or ``name[extra]``) asks for, None where nobody looked."""
    name, bracket, extra = distribution.partition("[")
    row = _DISTRIBUTIONS.get(canonical(name) + bracket + extra)
    if row is None:
        return None
    now, former, recent = (frozenset(field.split()) for field in row[1:4])
    dropped = {}
    if former:
        for field in _FORMER.get(canonical(name)) or ():
            requirement, release, python = field.split(" ")
            dropped[requirement] = (release, python)
    return Requirements(now, former, recent, dropped)
