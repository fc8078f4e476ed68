"""A Python version that an environment file names in a form which repo2docker does not read."""

from msgspec import Struct

from voila_lint.build.model import BuildPlan
from voila_lint.versions.match_spec import version_spec
from voila_lint.versions.model import Package
from voila_lint.versions.python_version import BASE_PYTHONS, DEFAULT_PYTHON


class UnreadPython(Struct, frozen=True):
    """The item, and the oldest Python of repo2docker's that it allows."""

    package: Package
    version: str


def unread_python(plan: BuildPlan) -> UnreadPython | None:
    """Return the item that asks conda for a Python other than the one that repo2docker takes.

    repo2docker 2026.4.0 reads only items that begin with ``python=`` (white space is fine), and
    takes its default where there is none. None where the default is allowed as well.
    """
    if plan.build_pack != "conda" or plan.python_at is not None or plan.error is not None:
        return None
    for package in plan.packages:
        if package.source == "conda" and package.name.lower() == "python":
            allowed = [version for version in BASE_PYTHONS if _allows(package, version)]
            if not allowed or DEFAULT_PYTHON in allowed:
                return None
            return UnreadPython(package, allowed[0])
    return None


def _allows(package: Package, version: str) -> bool:
    """Tell whether a conda specification certainly allows some release of ``version``."""
    spec = version_spec(package.specifier, package.build)
    return any(spec.contains(f"{version}.{patch}") for patch in range(30))
