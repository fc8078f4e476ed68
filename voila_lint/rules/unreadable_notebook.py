"""VL001: a file that Voilà refuses as a notebook."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.notebook.model import Unreadable
from voila_lint.repository import Repository
from voila_lint.rules import rule

_HELP = {
    "empty": "Save the notebook in JupyterLab, or delete the file.",
    "bom": "Save the file as UTF-8 without a byte-order mark.",
    "encoding": "Save the file as UTF-8.",
    "conflict": "Resolve the merge conflict: keep one side and remove the marker lines.",
    "lfs": "Commit the notebook itself (`git lfs untrack`, then add it again): no line of "
    "`.gitattributes` hands it to Git LFS, so Binder does not fetch it.",
    "io": "Make sure that the file can be read, and that it is a file.",
}


@rule("VL001", severity="error", judge="voila")
def unreadable_notebook(repository: Repository) -> Iterator[Problem]:
    """A file named `.ipynb` that is no notebook which Voilà can open.

    It is not JSON (broken, empty, with merge-conflict markers, a Git LFS pointer, in another
    encoding than UTF-8, with a byte-order mark), or its `nbformat` or `metadata` are not what a
    notebook has.

    **What a visitor sees**: the error page “400 Bad Request”.

    **What to do**: open the file in JupyterLab and save it again, or take the last good version
    from git (`git log -- app.ipynb`, then `git checkout <commit> -- app.ipynb`).
    """
    for path, notebook in repository.notebook_files.items():
        if isinstance(notebook, Unreadable):
            if notebook.kind == "lfs" and path in repository.project.lfs_files:
                continue  # only this clone lacks it
            is_app = repository.apps.may_be_app(path)
            seen = (
                "A visitor sees “400 Bad Request”."
                if is_app
                else "If it is an app, a visitor sees “400 Bad Request”."
            )
            yield Problem(
                Location(path, None, notebook.line, notebook.column),
                f"This is not a notebook that Voilà can open: {notebook.reason}. {seen}",
                _HELP.get(
                    notebook.kind,
                    "Open the file in JupyterLab and save it again, "
                    "or take its last good version from git.",
                ),
                severity=None if is_app else "warning",
                data={"reason": notebook.kind},
            )
