"""VL105: a module of Python itself among the packages to install."""

from collections.abc import Iterator

from voila_lint.edits.line_edits import holds_requirements, without_line
from voila_lint.finding import Fix, Problem
from voila_lint.packages.mistaken import is_stdlib_only
from voila_lint.packages.names import is_conda_package
from voila_lint.packages.stdlib import is_stdlib
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.model import Package
from voila_lint.views.declared import by_pip, declared, only_from_conda_forge, place


@rule("VL105", severity="error", judge="pip", fix="safe")
def stdlib_as_package(repository: Repository) -> Iterator[Problem]:
    """A list of packages names a module that is part of Python: `os`, `math`, `json`.

    There is no package of that name, and pip or conda refuses all others with it. Modules that
    there is a package for, mostly backports to old Pythons (`dataclasses`), are left alone.

    **What a visitor sees**: the build fails.

    **What to do**: delete the line.
    """
    for package in declared(repository):
        if package.url is not None:
            continue
        server = package.environment == "server" and repository.plan.separate_kernel
        python = repository.plan.server_python if server else repository.plan.python_version
        if by_pip(package):
            wrong = is_stdlib_only(package.name, python)
        else:
            wrong = (
                only_from_conda_forge(repository, package)
                and is_stdlib(package.name, python)
                and not is_conda_package(package.name)
            )
        if wrong:
            tool = "pip" if by_pip(package) else "conda"
            yield Problem(
                place(package),
                f"`{package.name}` is part of Python. {tool} finds no package of this name, and "
                "the build fails.",
                "Delete this line; the import goes on working.",
                data={"package": package.name},
                fix=_delete(repository, package),
            )


def _delete(repository: Repository, package: Package) -> Fix | None:
    if not holds_requirements(package.path):
        return None
    edit = without_line(repository.project.text_or_empty(package.path), place(package))
    only = (
        sum(p.path == package.path and p.source == package.source for p in repository.plan.packages)
        == 1
    )
    if edit is None or (only and not package.path.endswith(".txt")):
        return None
    return Fix(f"Delete {package.name}", "safe", (edit,))
