"""Who is asked which modules a package offers, and which package offers a module.

In this order: the ``package-module-map`` setting, which alone decides where it names a package;
the environment that ``--python`` names; the shipped tables; and the package's own name where
none of these knows it.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from voila_lint.files.requirement import FileSystem, read_requirement
from voila_lint.packages import names as tables
from voila_lint.packages.model import Basis, Names
from voila_lint.packages.names import canonical, is_conda_package, modules_of, prefixes
from voila_lint.packages.python_changes import stand_ins
from voila_lint.shell.options import Refused
from voila_lint.versions.marker import applies

if TYPE_CHECKING:
    from voila_lint.packages.environment import Environment, Installed

#: Namespaces whose distributions are named as their modules, with dashes for dots.
_SHARED = {"azure", "backports", "google", "jaraco", "ruamel", "sphinxcontrib", "zope"}

#: Distributions that do not work on Binder's image, which has no libGL, and the same without it.
HEADLESS = {
    "opencv-python": "opencv-python-headless",
    "opencv-contrib-python": "opencv-contrib-python-headless",
}


class Brought(NamedTuple):
    """What the environment says that a package brings along.

    ``modules`` by distribution, ``absent`` the distributions that are asked for and not
    installed there. ``known`` is false where the package is not installed there, or its record
    cannot be read.
    """

    modules: Mapping[str, tuple[str, ...]]
    absent: tuple[tuple[str, tuple[str, ...]], ...]
    known: bool


class Layers:
    """The layers of one repository: its setting, the environment given, the shipped tables."""

    def __init__(
        self,
        mapped: Mapping[str, tuple[str, ...]] | None = None,
        environment: "Environment | None" = None,
    ) -> None:
        """Take the setting, package → import names, and the environment of ``--python``."""
        self._mapped = {canonical(name): found for name, found in (mapped or {}).items()}
        self.environment = environment
        self._written = {canonical(name): name for name in mapped or ()}
        self._package: dict[str, str] = {}
        for name, modules in self._mapped.items():
            for module in modules:
                self._package.setdefault(module, name)

    def is_mapped(self, package: str) -> bool:
        """Whether the setting names a distribution or conda package."""
        return canonical(package) in self._mapped

    def is_named(self, package: str, *, conda: bool = False) -> bool:
        """Whether the setting or the environment has a package, so that its name is no slip.

        ``conda``: the name is one for conda, which finds nothing under a name for pip.
        """
        if self.is_mapped(package):
            return True
        if self.environment is None:
            return False
        ask = self.environment.conda_package if conda else self.environment.distribution
        return ask(package) is not None

    def offers(self, distribution: str) -> Iterator[tuple[Basis, tuple[str, ...]]]:
        """Yield the modules of a distribution (or of a package that the setting names)."""
        mapped = self._mapped.get(canonical(distribution))
        if mapped is not None:
            yield "setting", mapped
            return
        known = stand_ins(canonical(distribution)) or modules_of(distribution)
        if known is not None:
            yield "tables", known
        installed = self.environment and self.environment.distribution(distribution)
        if installed and installed.modules is not None:
            yield "environment", installed.modules
        elif known is None:
            yield "name", _guess(canonical(distribution))

    def modules_of(self, distribution: str) -> tuple[str, ...] | None:
        """Return the modules of a distribution, None where no layer but its name knows it."""
        found = [modules for basis, modules in self.offers(distribution) if basis != "name"]
        return tuple(dict.fromkeys(m for modules in found for m in modules)) if found else None

    def names_for(self, module: str) -> Names:
        """Return what to install for a module, as the first layer has it that knows."""
        for name in prefixes(module):
            if name in self._package:
                return self._mapped_names(self._package[name])
        found = tables.names_for(module)
        own = module.partition(".")[0].lower() in tables.OWN_NAMES
        if self.environment is None or own:
            return found
        distribution = self.environment.distribution_with(module)
        if distribution is not None:
            distribution = HEADLESS.get(distribution, distribution)
            if distribution == canonical(found.pypi or ""):
                return Names(found.pypi, found.conda)
            return Names(distribution, tables.conda_named(distribution, distribution))
        package = None if found.sure else self.environment.conda_package_with(module)
        return Names(None, package) if package is not None else found

    def _mapped_names(self, key: str) -> Names:
        written = self._written[key]
        conda = written if is_conda_package(written) else None
        # What only conda-forge has is conda's; any other name is for pip.
        only_conda = conda is not None and modules_of(key) is None
        return Names(None if only_conda else written, conda)

    def brought(
        self, wanted: list[tuple[str, tuple[str, ...]]], conda: str | None, python: str
    ) -> Brought:
        """Return what comes with distributions (name, extras) or a conda package, by its name.

        ``python`` is Binder's version, by which requirements with a condition are judged. The
        modules of what is asked for are among those returned.
        """
        if self.environment is None:
            return Brought({}, (), known=False)
        walk = _Walk(self.environment, python)
        known = False
        package = self.environment.conda_package(conda) if conda else None
        if package is not None and conda is not None:
            known = package.requires is not None
            walk.conda(conda)
        # What is installed under the name may be conda's package alone, or pip's alone.
        for name, extras in wanted:
            installed = self.environment.distribution(name)
            if installed is not None:
                known = known or installed.requires is not None
                walk.distribution(name, extras)
        return Brought(walk.modules, tuple(walk.absent), known)


class _Walk:
    """Follows requirements through the records of an environment, each package once."""

    def __init__(self, environment: "Environment", python: str) -> None:
        self._environment = environment
        self._python = python
        self.modules: dict[str, tuple[str, ...]] = {}
        self.absent: dict[tuple[str, tuple[str, ...]], None] = {}

    def conda(self, name: str) -> None:
        """Add a conda package and all that it depends on."""
        queue, seen = deque([name]), {name}
        while queue:
            package = self._environment.conda_package(queue.popleft())
            if package is None:
                continue
            self._add(package)
            for other in package.requires or ():
                if other not in seen:
                    seen.add(other)
                    queue.append(other)

    def distribution(self, name: str, extras: tuple[str, ...]) -> None:
        """Add a distribution and all that it requires."""
        queue, seen = deque([(canonical(name), extras)]), {(canonical(name), extras)}
        while queue:
            one, wanted_extras = queue.popleft()
            installed = self._environment.distribution(one)
            if installed is None:
                self.absent[one, wanted_extras] = None
                continue
            self._add(installed)
            for other in _requirements(installed, wanted_extras, self._python):
                if other not in seen:
                    seen.add(other)
                    queue.append(other)

    def _add(self, package: "Installed") -> None:
        self.modules[package.name] = package.modules or ()


def _requirements(
    installed: "Installed", extras: tuple[str, ...], python: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for text in installed.requires or ():
        try:
            wanted = read_requirement(text, FileSystem())
        except (Refused, RecursionError):
            continue
        if wanted.name and applies(wanted.marker, python, ("", *extras)):
            yield canonical(wanted.name), wanted.extras


def _guess(distribution: str) -> tuple[str, ...]:
    """The modules that the name of a distribution suggests."""
    guess = distribution.replace("-", "_")
    found = {guess, guess.removeprefix("python_").removesuffix("_python")}
    if distribution.partition("-")[0] in _SHARED:
        found.add(distribution.replace("-", "."))
    return tuple(sorted(found))
