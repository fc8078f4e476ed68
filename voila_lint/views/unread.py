"""What the files name in a way or in a place that nothing reads."""

from functools import lru_cache

from msgspec.structs import replace

from voila_lint.build.model import UnreadList
from voila_lint.packages.model import Names
from voila_lint.packages.names import canonical
from voila_lint.packages.provision import Provision
from voila_lint.pattern import pattern
from voila_lint.repository import Repository

_NAME = pattern(r"[A-Za-z0-9][\w.-]*")

#: So many characters of a refused line are searched for names.
_SEARCHED = 1000


def lost_names(repository: Repository, unread: UnreadList) -> list[str]:
    """Return the packages of a list, as written, that nothing else brings: neither base nor file.

    Python itself is there whatever a list says.
    """
    known = {"python", "pip", *declared_names(repository)}
    names = dict.fromkeys(package.name for package in unread.packages)
    return [
        name
        for name in names
        if canonical(name) not in known and not repository.provision.offers_distribution(name)
    ]


def declared_names(repository: Repository) -> frozenset[str]:
    """Return the names, in normal form, of the packages that the build installs."""
    return frozenset(canonical(package.name) for package in repository.plan.packages)


def may_be_unread(repository: Repository, module: str) -> bool:
    """Whether a module would perhaps be there if all of environment.yml were read."""
    provision = _provision_if_read(repository)
    return provision is not None and provision.verdict(module) != "no"


@lru_cache(maxsize=1)
def _provision_if_read(repository: Repository) -> Provision | None:
    lists = repository.plan.unread_lists
    if not lists:
        return None
    packages = (package for unread in lists for package in unread.packages)
    opaque = (reason for unread in lists for reason in unread.opaque)
    plan = replace(
        repository.plan,
        packages=(*repository.plan.packages, *packages),
        opaque=(*repository.plan.opaque, *opaque),
    )
    return Provision.of_plan(plan, layers=repository.layers)


def is_in_refused_line(repository: Repository, names: Names) -> bool:
    """Whether a line that pip or conda refuses names one of these, so that mending it is enough."""
    refused = _refused_names(repository)
    return any(canonical(name) in refused for name in (names.pypi, names.conda) if name)


@lru_cache(maxsize=1)
def _refused_names(repository: Repository) -> frozenset[str]:
    return frozenset(
        canonical(name.rstrip(".-"))
        for invalid in repository.plan.invalid
        for name in _NAME.findall(invalid.text[:_SEARCHED])
    )
