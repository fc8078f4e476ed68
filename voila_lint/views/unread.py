"""What environment.yml names in a place where nothing reads it."""

from functools import lru_cache

from msgspec.structs import replace

from voila_lint.build.model import UnreadList
from voila_lint.packages.names import canonical
from voila_lint.packages.provision import Provision
from voila_lint.repository import Repository


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
