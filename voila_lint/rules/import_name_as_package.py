"""VL104: pip is asked for a library under the name that `import` has for it."""

from collections.abc import Iterator

from voila_lint.edits.line_edits import holds_requirements
from voila_lint.finding import Edit, Fix, Problem
from voila_lint.packages.mistaken import distribution_of_import_name
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.model import Package
from voila_lint.views.declared import by_pip, declared, place


@rule("VL104", severity="error", judge="pip", fix="safe")
def import_name_as_package(repository: Repository) -> Iterator[Problem]:
    """A requirement for pip has the name that `import` uses, which PyPI does not have.

    `cv2`, `PIL`, `yaml`, `dateutil` and others are not there at all; `sklearn` and `skimage` are
    there only to fail. Names that do lead to the right package, such as `bs4` (and `sklearn==0.0`,
    which still was an alias), are fine.

    **What a visitor sees**: the build fails.

    **What to do**: write the name that the message gives.
    """
    for package in declared(repository):
        distribution = distribution_of_import_name(package.name) if by_pip(package) else None
        if distribution is None or package.url is not None or _is_alias(package):
            continue
        at = place(package)
        fix = None
        if package.at is not None and holds_requirements(package.path):
            written = (
                distribution if package.marker is None else f"{distribution}; {package.marker}"
            )
            # A version may have been meant for the other name.
            safe = not package.specifier
            title = f"Write {written}"
            fix = Fix(title, "safe" if safe else "unsafe", (Edit.of(at, written),))
        yield Problem(
            at,
            f"`{package.name}` is what `import` calls it; pip cannot install anything under this "
            "name, and the build fails.",
            f"Write `{distribution}`.",
            data={"package": package.name, "pypi": distribution},
            fix=fix,
        )


def _is_alias(package: Package) -> bool:
    return canonical(package.name) == "sklearn" and package.specifier == "==0.0"
