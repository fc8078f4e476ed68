"""VL101: an import of something that Binder's image will not have."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.packages.stdlib import stdlib_only_on
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import ignored_file_naming
from voila_lint.views.needs import MissingImport, addition_fix, addition_help, missing_imports

_GUARDS = {"Windows": 'if sys.platform == "win32":', "macOS": 'if sys.platform == "darwin":'}


@rule("VL101", severity="error", judge="voila", fix="safe")
def missing_import(repository: Repository) -> Iterator[Problem]:
    """A notebook imports a library that the environment file does not bring.

    Counted as there: what the file names, what comes along with it, Binder's base image, the
    standard library, and modules of the repository. Imports that may fail without harm
    (`try: … except ImportError:`) are fine. Where something is installed whose contents cannot
    be known (an address on git, a Dockerfile), the rule keeps silent; `--verbose` says so.
    What Python has, or a package is for, on Windows or macOS only, is not there either.
    In notebooks that are not apps, and where the import stands in a function, it is a warning.

    **What a visitor sees**: “There was an error when executing cell [n]”, without the library's
    name, and nothing of what comes after it.

    **What to do**: add the library to the environment file under the name that conda or PyPI
    gives it, which is not always the name in `import` (`cv2` is `opencv-python-headless`).
    """
    path = repository.environment_path
    for missing in missing_imports(repository):
        if missing.kind != "import":
            continue
        use, names = missing.use, missing.names
        yield Problem(
            Location.of(use.path, use.imported.at, use.cell),
            f"{_lack(missing, path)} {missing.outcome}",
            _help(repository, missing),
            severity=missing.severity,
            data={
                "module": use.imported.top,
                "pypi": names.pypi,
                "conda": names.conda,
                "declared_in": path,
            },
            fix=addition_fix(repository, names),
        )


def _lack(missing: MissingImport, path: str | None) -> str:
    module = missing.module
    if missing.use.imported.form == "matplotlib":
        if path is None:
            return f"`%matplotlib` needs `{module}`, but nothing that Binder installs brings it."
        return f"`%matplotlib` needs `{module}`, but `{path}` does not bring it."
    if path is None:
        return f"`{module}` is imported, but nothing that Binder installs brings it."
    return f"`{module}` is imported, but `{path}` does not bring it."


def _help(repository: Repository, missing: MissingImport) -> str:
    names, top = missing.names, missing.use.imported.top
    if missing.only_on is not None:
        guard = _GUARDS[missing.only_on]
        if stdlib_only_on(missing.module):
            return (
                f"Python has it on {missing.only_on} only, and Binder runs Linux: do without it, "
                f"or import it under `{guard}`."
            )
        return (
            f"It works on {missing.only_on} only, and Binder runs Linux: do without it, or import "
            f"it under `{guard}`."
        )
    if names.pypi is None and names.conda is None:
        return (
            f"If `{top}` is a file of yours, commit it beside the notebook; else add the package "
            f"that has it to {repository.environment_path or 'environment.yml'}."
        )
    if not names.sure:
        return (
            f"If `{top}` is a file of yours, commit it beside the notebook. No package is known "
            "to hold it: find out which one does, and add that."
        )
    ignored = ignored_file_naming(repository, names)
    if ignored is not None:
        return (
            f"{addition_help(repository, names)} `{ignored.path}` does not count: {ignored.reason}."
        )
    return addition_help(repository, names)
