"""VL508: ``%matplotlib widget`` without the package that it needs."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.needs import addition_fix, addition_help, missing_imports


@rule("VL508", severity="error", judge="voila", fix="safe")
def widget_backend_without_ipympl(repository: Repository) -> Iterator[Problem]:
    """A notebook says `%matplotlib widget` (or `ipympl`), and nothing brings `ipympl`.

    The package is not imported by name, so that it is easily forgotten.

    **What a visitor sees**: “There was an error when executing cell [n]”, and nothing of what
    comes after it.

    **What to do**: add `ipympl` to the environment file.
    """
    for missing in missing_imports(repository):
        if missing.kind == "backend":
            use, names = missing.use, missing.names
            yield Problem(
                Location.of(use.path, use.imported.at, use.cell),
                "`%matplotlib widget` needs the package `ipympl`, which nothing brings. "
                f"{missing.outcome}",
                addition_help(repository, names),
                severity=missing.severity,
                data={
                    "module": missing.module,
                    "pypi": names.pypi,
                    "conda": names.conda,
                    "declared_in": repository.environment_path,
                },
                fix=addition_fix(repository, names),
            )
