"""What ``voila-lint plan`` tells about each notebook, for the formats of its report."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.notebook.model import Unreadable
from voila_lint.repository import Repository


class PlannedNotebook(Struct, frozen=True):
    """A notebook (or a script that a link opens): whether it is taken for an app, and why.

    ``launch_link`` opens it with Voilà on mybinder.org; None without a repository on GitHub
    whose root this is, and where the notebook cannot be read.
    """

    path: str
    app: bool
    why: str
    launch_link: str | None


def planned_notebooks(repository: Repository) -> Iterator[PlannedNotebook]:
    """Yield all notebooks, sorted by path."""
    for path in sorted({*repository.notebook_files, *repository.apps.status}):
        notebook = repository.notebook_files.get(path)
        if isinstance(notebook, Unreadable):
            yield PlannedNotebook(path, False, f"Voilà cannot read it: {notebook.reason}", None)
        else:
            status = repository.apps.status[path]
            yield PlannedNotebook(path, status.is_app, status.why, _launch_link(repository, path))


def _launch_link(repository: Repository, path: str) -> str | None:
    from voila_lint.links.launch_link import launch_link

    remote = repository.links.remote
    # `launch_link` writes those for GitHub.
    if remote is None or remote.provider != "gh":
        return None
    return launch_link(remote.repository, "HEAD", path)
