"""Imports that only work because some other package brings the library along."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.repository import App
from voila_lint.packages.model import Evidence
from voila_lint.packages.trace import Use


class TransitiveImport(Struct, frozen=True):
    """The first import of a module in the apps, and what brings the module along."""

    use: Use
    evidence: Evidence


def transitive_imports(app: App) -> Iterator[TransitiveImport]:
    """Yield the apps' imports for which nothing speaks but other packages, each module once."""
    if not app.builds:
        return
    seen: set[str] = set()
    for path, status in app.apps.items():
        if not status.is_app:
            continue
        for use in app.uses(path):
            top = use.imported.top
            if top in seen or not use.needed or use.local is not None:
                continue
            if use.imported.form == "matplotlib":
                # Left over in many notebooks; where matplotlib is in use, an import says so.
                continue
            found = app.provision.evidence(use.module)
            if found and all(evidence.kind == "comes-with" for evidence in found):
                seen.add(top)
                yield TransitiveImport(use, found[0])
