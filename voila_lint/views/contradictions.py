"""Requirements of one run of pip that no release of a package can meet."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.edits.line_edits import holds_requirements
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.versions.model import Package
from voila_lint.versions.specifier import admits_nothing
from voila_lint.views.declared import declared

#: Conditions for one package beyond this many characters are not compared: the time for it grows
#: with their square.
_LONGEST = 2000


class Contradiction(Struct, frozen=True):
    """A requirement that contradicts an earlier one, or itself where there is no earlier one."""

    package: Package
    earlier: Package | None


def contradictions(repository: Repository) -> Iterator[Contradiction]:
    """Yield the requirements that cannot be met together; one for each package."""
    for specified in _specified(repository):
        if not _is_too_long(specified) and admits_nothing(p.specifier for p in specified):
            yield _first(specified)


def uncompared(repository: Repository) -> Iterator[Package]:
    """Yield the first requirement of each package that has too many conditions to be compared."""
    return (specified[0] for specified in _specified(repository) if _is_too_long(specified))


def _specified(repository: Repository) -> Iterator[list[Package]]:
    """Yield the requirements of each package, those with the same specifier once."""
    by_name: dict[tuple[str, str], list[Package]] = {}
    for package in declared(repository):
        # In such files stands what one run of pip installs.
        if package.source == "pip" and package.url is None and holds_requirements(package.path):
            by_name.setdefault((package.environment, canonical(package.name)), []).append(package)
    for packages in by_name.values():
        yield [*{p.specifier: p for p in reversed(packages) if p.specifier}.values()][::-1]


def _is_too_long(specified: list[Package]) -> bool:
    return sum(len(package.specifier) for package in specified) > _LONGEST


def _first(packages: list[Package]) -> Contradiction:
    for index, package in enumerate(packages):
        if admits_nothing((package.specifier,)):
            return Contradiction(package, None)
        for earlier in packages[:index]:
            if admits_nothing((earlier.specifier, package.specifier)):
                return Contradiction(package, earlier)
    return Contradiction(packages[-1], packages[0])
