"""VL116: an import of a file of one's own that Binder does not find."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.needs import MissingImport, missing_imports


@rule("VL116", severity="error", judge="voila")
def local_module_missing(repository: Repository) -> Iterator[Problem]:
    """A notebook imports a module of the repository that it is in, and Python does not find it.

    Voilà runs a notebook in the folder that it is in. Modules beside it are found; those of the
    repository's root, or of a folder next door, are not, unless the notebook adds their folder
    to `sys.path`. Names such as `utils` or `helpers` are also taken for files of one's own where
    the repository has no such file at all.

    **What a visitor sees**: “There was an error when executing cell [n]”, and nothing of what
    comes after it.

    **What to do**: move the file beside the notebook, or add its folder to `sys.path` before the
    import; commit it, if it is not in the repository.
    """
    for missing in missing_imports(repository):
        if missing.kind == "local":
            use = missing.use
            yield Problem(
                Location.of(use.path, use.imported.at, use.cell),
                f"{_lack(missing)} {missing.outcome}",
                _help(missing),
                severity=missing.severity,
                data={"module": use.imported.top, "elsewhere": missing.elsewhere},
            )


def _lack(missing: MissingImport) -> str:
    if missing.elsewhere:
        return (
            f"`{missing.module}` is imported, but `{missing.elsewhere}` is not where Python looks "
            "for it."
        )
    return (
        f"`{missing.module}` is imported, but the repository has no file of this name, and no "
        "package that is installed has it."
    )


def _help(missing: MissingImport) -> str:
    if missing.elsewhere:
        return (
            f"Python looks beside the notebook: move `{missing.elsewhere}` there, or add its "
            "folder to `sys.path` before the import."
        )
    top = missing.use.imported.top
    return f"Commit `{top}.py` beside the notebook."
