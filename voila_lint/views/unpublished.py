"""Files that are needed and that a clone does not have, because git does not."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.build.config_directory import config_path
from voila_lint.build.ignored import CONFIGURATION_FILES
from voila_lint.links.image_tags import SERVED
from voila_lint.repository import RENDER, Repository
from voila_lint.views.app_files import read_files, run_files, shown_images
from voila_lint.views.needs import missing_imports

#: Those of them that alone say what to install.
_SPECIFICATIONS = frozenset(
    (
        *("Dockerfile", "JuliaProject.toml", "Project.toml", "REQUIRE", "default.nix"),
        *("environment.yml", "environment.yaml", "Pipfile", "Pipfile.lock", "requirements.txt"),
    )
)


class Unpublished(Struct, frozen=True):
    """A file that git does not track, and who misses it in a clone.

    ``why`` is what happens there, a sentence for people. ``notebooks`` are those that it keeps from
    working, None for all. ``is_ignored``: git has been told to leave it out. ``is_new``: only
    notebooks that are themselves not committed yet need it. ``is_shown``: all that a visitor
    misses is a picture.
    """

    path: str
    why: str
    notebooks: tuple[str, ...] | None
    is_ignored: bool
    is_new: bool = False
    is_shown: bool = False


def unpublished_files(repository: Repository) -> Iterator[Unpublished]:
    """Yield the needed files that are on this disk and not in git, each once.

    Nothing outside of git and before the first commit, when nothing is in git.
    """
    project = repository.project
    listing = project.listing
    if listing is None or not (project.is_top and listing.tracked and project.has_commit):
        return
    seen: dict[str, Unpublished] = {}
    for need in _needs(repository):
        known = seen.get(need.path)
        if known is None or (known.is_new and not need.is_new):
            seen[need.path] = need
    yield from seen.values()


def ignored_specification(repository: Repository) -> str | None:
    """Return the file that git ignores and that would say what to install, where none else does."""
    if not repository.specifies_nothing:
        return None
    return next((path for path in _ignored_files(repository) if _is_specification(path)), None)


def _is_specification(path: str) -> bool:
    return path.rpartition("/")[2] in _SPECIFICATIONS


def _ignored_files(repository: Repository) -> Iterator[str]:
    """Yield the configuration files that Binder would read if git did not ignore them."""
    project = repository.project
    for name in CONFIGURATION_FILES:
        path = config_path(repository.plan.config_directory, name)
        if project.is_ignored(path):
            yield path


def _needs(repository: Repository) -> Iterator[Unpublished]:
    project = repository.project
    listing = project.listing
    untracked = listing.untracked if listing is not None else frozenset()
    linked = {
        link.server_path[len(RENDER) :]
        for link in repository.links.own
        if link.server_path.startswith(RENDER)
    }

    def need(path: str, why: str, notebook: str | None, *, shown: bool = False) -> Unpublished:
        by_new = notebook is not None and notebook in untracked and notebook not in linked
        notebooks = None if notebook is None else (notebook,)
        ignored = path not in project.files
        # What is ignored is missing even when the notebook is committed.
        return Unpublished(path, why, notebooks, ignored, by_new and not ignored, shown)

    def lacks(path: str) -> bool:
        return path in untracked or project.is_ignored(path)

    if repository.apps.intent is not None:
        plan = repository.plan
        scripts = (plan.post_build, plan.start)
        named = (repository.environment_path, *plan.requirements_files, *scripts)
        ignored = tuple(
            path
            for path in _ignored_files(repository)
            if repository.specifies_nothing or path.rpartition("/")[2] in ("postBuild", "start")
        )
        for path in dict.fromkeys((*filter(None, named), *ignored)):
            if lacks(path):
                yield need(path, "What it installs or does is missing there.", None)
    for path in sorted(linked):
        if lacks(path):
            yield need(path, "A visitor who follows the link to it sees “404: Not Found”.", path)
    for path, status in repository.apps.status.items():
        if not status.is_app:
            continue
        if path in untracked:
            yield need(path, "It is judged as if it were added.", path)
        for use in repository.uses(path):
            if use.local is not None and use.needed and lacks(use.local):
                yield need(use.local, f"`{path}` stops where it imports `{use.module}`.", path)
    for missing in missing_imports(repository):
        if missing.ignored is not None and missing.by_app:
            why = f"`{missing.notebook}` stops where it imports `{missing.module}`."
            yield need(missing.ignored, why, missing.notebook)
    for file in read_files(repository):
        if lacks(file.path):
            why = f"`{file.notebook}` stops where it reads the file."
            if file.cell:
                why = f"`{file.notebook}`, cell {file.cell}, stops where it reads the file."
            yield need(file.path, why, file.notebook)
    for ran in run_files(repository):
        if lacks(ran.path):
            why = f"`{ran.notebook}`, cell {ran.cell}, stops where it runs the file."
            yield need(ran.path, why, ran.notebook)
    for image in shown_images(repository):
        if lacks(image.path) and image.path.endswith(SERVED):
            why = f"`{image.notebook}`, cell {image.cell}, shows no picture in its place."
            yield need(image.path, why, image.notebook, shown=True)
