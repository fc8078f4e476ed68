"""VL101: an import of something that Binder's image will not have."""

from collections.abc import Iterator

from voila_lint.app import App
from voila_lint.finding import Fix, Location, Problem
from voila_lint.needs import MissingImport, addition, missing_imports
from voila_lint.packages.model import Names
from voila_lint.packages.names import names_for
from voila_lint.rules import rule


@rule("VL101", severity="error", judge="voila", fix="safe")
def missing_import(app: App) -> Iterator[Problem]:
    """A notebook imports a library that the environment file does not bring.

    Counted as there: what the file names, what comes along with it, Binder's base image, the
    standard library, and modules of the repository. Imports that may fail without harm
    (`try: … except ImportError:`) are fine. Where something is installed whose contents cannot
    be known (an address on git, a Dockerfile), the rule keeps silent; `--verbose` says so.
    In notebooks that are not apps, and where the import stands in a function, it is a warning.

    **What a visitor sees**: “There was an error when executing cell [n]”, without the library's
    name, and nothing of what comes after it.

    **What to do**: add the library to the environment file under the name that conda or PyPI
    gives it, which is not always the name in `import` (`cv2` is `opencv-python-headless`).
    """
    for missing in missing_imports(app):
        use = missing.use
        names = names_for(use.module)
        path = app.environment_path
        added = addition(app, names)
        yield Problem(
            Location.of(use.path, use.imported.at, use.cell),
            _message(missing, path),
            _help(use.module, names, path, added.written if added else None),
            severity="error" if use.certain and missing.by_app else "warning",
            data={
                "module": use.imported.top,
                "pypi": names.pypi,
                "conda": names.conda,
                "declared_in": path,
            },
            fix=Fix(
                f"Add {added.written} to {path}",
                "safe" if names.sure else "unsafe",
                added.edits,
            )
            if added
            else None,
        )


def _message(missing: MissingImport, path: str | None) -> str:
    use = missing.use
    lack = f"`{path}` does not bring it" if path else "nothing that Binder installs brings it"
    if use.via:
        seen = f"`{missing.notebook}` stops with an error where it imports this file"
    elif use.cell is None:
        seen = "the app stops there with an error"
    else:
        seen = f"visitors see “There was an error when executing cell [{use.cell}]”"
    if not missing.by_app:
        seen = f"if this is an app, {seen}"
    return f"`{use.module}` is imported, but {lack}: {seen}."


def _help(module: str, names: Names, path: str | None, written: str | None) -> str:
    if names.pypi is None and names.conda is None:
        return (
            f"Add the package that has the module `{module}` to {path or 'environment.yml'}; "
            "if it is a file of yours, commit it beside the notebook."
        )
    if written is None:
        both = " or ".join(
            f"`{name}` ({where})"
            for name, where in ((names.conda, "conda"), (names.pypi, "pip"))
            if name
        )
        return f"Add {both} to {path or 'environment.yml'}."
    return f"Add `{written}` to {path}."
