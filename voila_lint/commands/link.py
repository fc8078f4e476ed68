"""``voila-lint link``: the launch links of a repository's apps, from its git remote."""

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from voila_lint import settings
from voila_lint.app import App
from voila_lint.binder.links_make import badge, launch_link, link_origin
from voila_lint.errors import UsageError
from voila_lint.git import find_top
from voila_lint.project import Project

BADGES = ("markdown", "html", "rst")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "path",
        nargs="?",
        default=".",
        metavar="NOTEBOOK",
        help="the notebook to link, or the repository's folder for all of its apps (default)",
    )
    parser.add_argument(
        "--badge", choices=BADGES, help="print a badge for a document, not the link"
    )
    parser.add_argument(
        "--ref", default="HEAD", help="branch or tag (default: HEAD, the default branch)"
    )
    parser.add_argument(
        "--hub", default="https://mybinder.org", metavar="ADDRESS", help="another BinderHub"
    )


def lines(options: argparse.Namespace) -> Iterator[str]:
    """Yield what is to be printed, one item per app.

    Raises UsageError where the remote, the notebook or the app that is asked for is not there.
    """
    given = Path(os.path.normpath(Path.cwd() / options.path))
    if not given.exists():
        raise UsageError(f"{options.path}: no such file or folder")
    top = find_top(given if given.is_dir() else given.parent)
    if top is None:
        raise UsageError(f"{options.path}: not in a git repository, so there is nothing to link to")
    app = App(Project(top), settings.load(top))
    origin = link_origin(app.project.remote_address or "")
    if origin is None:
        raise UsageError(_no_remote(app.project.remote_address, app.project.remotes.addresses))
    hub = options.hub if "://" in options.hub else f"https://{options.hub}"
    for notebook in _notebooks(app, given):
        url = launch_link(
            origin.repository, options.ref, notebook, hub=hub, provider=origin.provider
        )
        yield url if options.badge is None else badge(url, options.badge, hub)


def _notebooks(app: App, given: Path) -> Sequence[str]:
    path = given.relative_to(app.project.root).as_posix()
    if given.is_file():
        if not path.endswith((".ipynb", ".py")):
            raise UsageError(f"{path}: Voilà opens notebooks and Python scripts only")
        if path not in app.project.files:
            raise UsageError(f"{path}: git ignores it, so Binder does not have it")
        return (path,)
    inside = "" if path == "." else f"{path}/"
    found = [name for name, status in app.apps.items() if status.is_app and name.startswith(inside)]
    if not found:
        raise UsageError("no app found here: no notebook shows widgets; name the notebook to link")
    return sorted(found)


def _no_remote(address: str | None, addresses: object) -> str:
    if address is not None:
        return f"the git remote `{address}` is not one that Binder can read; push to a public host"
    if addresses:
        return "several git remotes and none called `origin`: which one is meant is not known"
    return "the repository has no git remote yet: push it to GitHub or GitLab first"
