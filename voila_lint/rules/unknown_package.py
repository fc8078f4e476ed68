"""VL106: pip or conda is asked for a package that it does not have."""

from collections.abc import Iterator

from voila_lint.app import App
from voila_lint.binder.line_edits import holds_requirements
from voila_lint.finding import Edit, Fix, Problem
from voila_lint.packages.mistaken import distribution_of_conda_name
from voila_lint.packages.nearest import nearest
from voila_lint.rules import rule
from voila_lint.views.declared import by_pip, declared, place


@rule("VL106", severity="warning", judge="pip", fix="unsafe")
def unknown_package(app: App) -> Iterator[Problem]:
    """A requirement for pip has a name that PyPI does not have.

    Either it is conda's name of something that PyPI calls otherwise (`opencv`, `pytables`), or a
    letter is wrong in the name of a widely used package; in the second case it is a warning,
    because there may be a package of that name, too.

    **What a visitor sees**: the build fails.

    **What to do**: write the name that the message gives.
    """
    for package in declared(app):
        if not by_pip(package) or package.url is not None:
            continue
        if app.layers.is_named(package.name):
            continue
        meant = distribution_of_conda_name(package.name)
        message = (
            f"`{package.name}` is conda's name; pip cannot install anything under it, and the "
            "build fails."
        )
        misspelt = meant is None
        if misspelt:
            meant = nearest(package.name)
            message = (
                f"`{package.name}` is no package that voila-lint knows, and looks like a slip of "
                "the pen: if PyPI does not have it, the build fails."
            )
        if meant is None:
            continue
        at = place(package)
        fix = None
        if package.at is not None and holds_requirements(package.path):
            written = meant if package.marker is None else f"{meant}; {package.marker}"
            fix = Fix(f"Write {written}", "unsafe", (Edit.of(at, written),))
        yield Problem(
            at,
            message,
            f"Write `{meant}`." if not misspelt else f"Did you mean `{meant}`?",
            severity=None if misspelt else "error",
            data={"package": package.name, "pypi": meant},
            fix=fix,
        )
