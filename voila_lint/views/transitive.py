"""Imports that only work because some other package brings the library along."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.packages.model import Evidence
from voila_lint.packages.trace import Use
from voila_lint.repository import Repository


class TransitiveImport(Struct, frozen=True):
    """The first import of a module in the apps, and what brings the module along."""

    use: Use
    evidence: Evidence


def transitive_imports(repository: Repository) -> Iterator[TransitiveImport]:
    """Yield the apps' imports for which nothing speaks but other packages, each module once."""
    if not repository.builds:
        return
    seen: set[str] = set()
    for path, status in repository.apps.status.items():
        if not status.is_app:
            continue
        for use in repository.uses(path):
            top = use.imported.top
            if top in seen or not use.needed or use.local is not None:
                continue
            if use.imported.form == "matplotlib":
                # Left over in many notebooks; where matplotlib is in use, an import says so.
                continue
            found = repository.provision.evidence(use.module)
            if found and all(evidence.kind == "comes-with" for evidence in found):
                seen.add(top)
                yield TransitiveImport(use, found[0])
