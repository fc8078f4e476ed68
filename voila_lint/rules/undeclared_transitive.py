"""VL103: an import of what only comes along with something else."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.needs import addition_fix, addition_help
from voila_lint.views.transitive import transitive_imports


@rule("VL103", severity="info", judge="advice", fix="safe")
def undeclared_transitive(repository: Repository) -> Iterator[Problem]:
    """An app imports a library that the environment file does not name, and gets it all the same.

    Another package brings it along today. A later release of that package may not.

    **What a visitor sees**: nothing, as long as it comes along; some day, after a new build,
    “There was an error when executing cell [n]”.

    **What to do**: add the library to the environment file.
    """
    path = repository.environment_path
    for transitive in transitive_imports(repository):
        use, evidence = transitive.use, transitive.evidence
        names = repository.layers.names_for(use.module)
        if not names.sure:
            continue
        yield Problem(
            Location.of(use.path, use.imported.at, use.cell),
            f"`{use.imported.top}` is imported and not asked for; it comes with `{evidence.via}` "
            "today, and may not come with a later release of it.",
            addition_help(repository, names),
            data={
                "module": use.imported.top,
                "via": evidence.via,
                "pypi": names.pypi,
                "conda": names.conda,
                "declared_in": path,
            },
            fix=addition_fix(repository, names),
        )
