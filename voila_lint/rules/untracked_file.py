"""VL402: a file that the app needs and that is on the author's machine only."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.links.image_tags import SERVED
from voila_lint.repository import RENDER, Repository
from voila_lint.rules import rule
from voila_lint.views.app_files import read_files, run_files, shown_images


@rule("VL402", severity="error", judge="git")
def untracked_file(repository: Repository) -> Iterator[Problem]:
    """Git does not have a file that the build or an app needs, so Binder does not have it.

    Judged are the environment's files, notebooks that a launch link opens, local modules that an
    app imports, and data files that it reads under a name spelt in the code
    (`pd.read_csv("data.csv")`) or runs (`%run script.py`): each has to be tracked (what is staged
    counts) and not ignored. A warning are pictures that a Markdown cell shows by an `<img>` tag.
    Data files and pictures are not judged where the app, or a script of the build, may make them.
    Before the first commit nothing is said.

    **What a visitor sees**: a failing build, “404: Not Found”, “There was an error when
    executing cell”, or no picture, while all is well on the author's machine.

    **What to do**: `git add` the file, commit and push. `git check-ignore -v <file>` names the
    line that has git ignore it.
    """
    project = repository.project
    listing = project.listing
    if listing is None or not project.is_top or not listing.tracked:
        return
    needed = _needed(repository)
    shown = {
        image.path: f"`{image.notebook}`, cell {image.cell}, shows no picture in its place"
        for image in shown_images(repository)
        if image.notebook in listing.tracked | needed.keys() and image.path.endswith(SERVED)
    }
    missing = {
        path: why
        for path, why in (shown | needed).items()
        if path not in listing.tracked and (path in project.files or project.is_ignored(path))
    }
    if not missing or not project.has_commit:
        return
    for path, why in missing.items():
        ignored = path not in project.files
        yield Problem(
            Location(path),
            f"Git {'ignores' if ignored else 'does not track'} `{path}`, so Binder does not have "
            f"it: {why}.",
            f"`git check-ignore -v {path}` names the line to take out of `.gitignore`."
            if ignored
            else f"`git add {path}`, commit and push.",
            severity=None if path in needed else "warning",
        )


def _needed(repository: Repository) -> dict[str, str]:
    """Return the files that must be in git, and what happens where they are not."""
    needed: dict[str, str] = {}
    plan = repository.plan
    if repository.apps.intent is not None:
        scripts = (plan.post_build, plan.start)
        for path in (repository.environment_path, *plan.requirements_files, *scripts):
            if path is not None:
                needed[path] = "what it installs or does is missing there"
    tracked = (
        repository.project.listing.tracked
        if repository.project.listing is not None
        else frozenset()
    )
    for link in repository.links.own:
        if link.server_path.startswith(RENDER):
            path = link.server_path[len(RENDER) :]
            needed[path] = "a visitor who follows the link to it sees “404: Not Found”"
    for path, status in repository.apps.status.items():
        if not status.is_app or (path not in tracked and path not in needed):
            continue
        for use in repository.uses(path):
            if use.local is not None and use.needed:
                needed.setdefault(use.local, f"`{path}` stops where it imports `{use.module}`")
    for one in read_files(repository):
        if one.notebook in tracked or one.notebook in needed:
            where = f"`{one.notebook}`" + (f", cell {one.cell}," if one.cell else "")
            needed.setdefault(one.path, f"{where} stops where it reads the file")
    for named in run_files(repository):
        if named.notebook in tracked or named.notebook in needed:
            where = f"`{named.notebook}`, cell {named.cell},"
            needed.setdefault(named.path, f"{where} stops where it runs the file")
    return needed
