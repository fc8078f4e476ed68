"""VL111: a package needs a library of the system that Binder's image does not have."""

from collections.abc import Iterator

from voila_lint.edits.line_edits import holds_requirements, with_name
from voila_lint.finding import Fix, Problem
from voila_lint.packages.layers import HEADLESS
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.declared import place
from voila_lint.views.system_libraries import lacking_libgl


@rule("VL111", severity="warning", judge="libraries", fix="safe")
def needs_system_library(repository: Repository) -> Iterator[Problem]:
    """`opencv-python` can be installed on Binder, but not imported: it needs libGL.

    It can open windows (`cv2.imshow`), for which Binder has no screen either.
    `opencv-python-headless` is the same without them, and needs nothing. Conda's `opencv` brings
    what it needs.

    Not reported where `apt.txt`, `postBuild` or packages of conda may bring the library.

    **What a visitor sees**: “There was an error when executing cell [n]”, with the import of
    `cv2`.

    **What to do**: write `opencv-python-headless`, or add a line `libgl1` to `apt.txt`.
    """
    for package in lacking_libgl(repository):
        headless = HEADLESS[canonical(package.name)]
        at = place(package)
        fix = None
        if package.at is not None and holds_requirements(package.path):
            text = repository.project.text_or_empty(package.path)
            edit = with_name(text, at, package.name, headless)
            fix = Fix(f"Write {headless}", "safe", (edit,)) if edit else None
        yield Problem(
            at,
            f"`{package.name}` needs the library libGL.so.1, which Binder's image does not have: "
            "`import cv2` fails there.",
            f"Write `{headless}`, or add a line `libgl1` to apt.txt.",
            data={"package": package.name, "pypi": headless},
            fix=fix,
        )
