"""VL118: pip is asked for versions of a package that exclude each other."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.model import Package
from voila_lint.views.build_problems import build_severity
from voila_lint.views.contradictions import contradictions
from voila_lint.views.declared import place


@rule("VL118", severity="error", judge="pip")
def contradictory_requirements(repository: Repository) -> Iterator[Problem]:
    """No version of a package can meet all that the requirements for pip say of it.

    Two lines contradict each other (`pandas==1.5.3` and `pandas>=2`), or one line itself
    (`pandas>=2,<1`). A package that is named twice without contradiction does no harm.

    **What a visitor sees**: the build on mybinder.org fails; nothing of the file is installed.

    **What to do**: leave one line, with the version that the notebooks were tried with.
    """
    for contradiction in contradictions(repository):
        package, earlier = contradiction.package, contradiction.earlier
        if earlier is None:
            message = (
                f"No version can be both {_versions(package)}: pip refuses to install anything, "
                "and the build on mybinder.org fails."
            )
            help_text = "Leave one of the conditions."
        else:
            message = (
                f"`{_written(package)}` contradicts `{_written(earlier)}`{_where(earlier, package)}"
                ": pip refuses to install anything, and the build on mybinder.org fails."
            )
            help_text = f"Leave one of the two lines for `{package.name}`."
        yield Problem(
            place(package),
            message,
            help_text,
            severity=build_severity(repository),
            data={"package": package.name},
        )


def _where(earlier: Package, later: Package) -> str:
    """Return where the earlier line is, as the later one's file sees it."""
    line = f" in line {earlier.at.line}" if earlier.at else ""
    return f"{line} of {earlier.path}" if earlier.path != later.path else line


def _versions(package: Package) -> str:
    return " and ".join(f"`{part.strip()}`" for part in package.specifier.split(","))


def _written(package: Package) -> str:
    return f"{package.name}{package.specifier}"
