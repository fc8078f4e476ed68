"""What a visitor meets on the way to an app: dead links, and pictures that stop Voilà."""

from collections.abc import Iterator
from contextlib import suppress

from voila_lint.errors import NotJudged
from voila_lint.links.mending import misencoded
from voila_lint.links.model import LaunchLink
from voila_lint.links.pages import DeadPage, dead_page, is_hidden
from voila_lint.notebook.markdown import MarkdownImage, markdown_images
from voila_lint.notebook.model import Cell
from voila_lint.packages.names import canonical
from voila_lint.pattern import pattern
from voila_lint.repository import RENDER, Repository
from voila_lint.versions.match_spec import version_spec
from voila_lint.versions.releases import keeps_below
from voila_lint.views.declared import by_pip, declared

# Programs in a build script that may put notebooks into the image.
_MAKES_FILES = pattern(r"jupytext|ipynb|\b(git|cp|mv|ln|wget|curl|unzip|tar)\b")

#: Releases of Voilà that take the path as it is: the first of each line.
_KEEP_PATHS = ("0.0.14", "0.1.0", "0.1.24", "0.2.0", "0.2.17", "0.3.0", "0.4.0", "0.5.0", "0.5.11")


def dead_links(repository: Repository) -> Iterator[tuple[LaunchLink, DeadPage]]:
    """Yield the repository's links to pages that Voilà does not have, and why.

    Nothing where nothing is known: with a Dockerfile the paths are the container's, another
    branch may hold other files, and a script of the build may make some.
    """
    plan = repository.plan
    if plan.build_pack in ("docker", "legacy-docker", "nix"):
        return
    scripts = [path for path in (plan.post_build, plan.start) if path is not None]
    if any(_MAKES_FILES.search(repository.project.text_or_empty(path)) for path in scripts):
        return
    project = repository.project
    adds_ending = _adds_ending(repository)
    here = ("HEAD", "main", "master", project.branch)
    for link in repository.links.own:
        if link.path_kind != "url" or link.ref not in here or misencoded(link, project.notebooks):
            continue
        if project.is_ignored(link.server_path.removeprefix(RENDER)):
            continue
        if adds_ending and f"{link.server_path.removeprefix(RENDER)}.ipynb" in project.files:
            continue
        page = dead_page(link.server_path, project.files, project.directories, project.notebooks)
        if page is None or (repository.shows_hidden and is_hidden(link.server_path)):
            continue
        yield link, page


def _adds_ending(repository: Repository) -> bool:
    """Tell whether the environment has a Voilà that adds ``.ipynb`` to each path by itself.

    ``VoilaHandler.get`` in voila/handler.py, from release 0.0.2 up to 0.0.13.
    """
    for package in declared(repository, "server"):
        if canonical(package.name) == "voila" and package.url is None:
            if by_pip(package):
                return keeps_below(package.specifier, "0.0.14")
            spec = version_spec(package.specifier)
            return all(spec.contains(release) is False for release in _KEEP_PATHS)
    return False


def app_images(repository: Repository) -> Iterator[tuple[str, int, MarkdownImage]]:
    """Yield (path, cell, image) for the images in Markdown syntax in the cells of apps."""
    for path, cell in _cells_with_images(repository):
        with suppress(NotJudged):
            for image in markdown_images(cell.source):
                yield path, cell.index, image


def unjudged_markdown(repository: Repository) -> Iterator[tuple[str, int, str]]:
    """Yield (path, cell, what it has) for the Markdown cells of apps that are not read."""
    for path, cell in _cells_with_images(repository):
        limit = _limit(cell)
        if limit is not None:
            yield path, cell.index, limit


def _limit(cell: Cell) -> str | None:
    try:
        markdown_images(cell.source)
    except NotJudged as limit:
        return str(limit)
    return None


def _cells_with_images(repository: Repository) -> Iterator[tuple[str, Cell]]:
    for path, notebook in repository.notebooks.items():
        if repository.apps.status[path].is_app:
            for cell in notebook.cells:
                if cell.kind == "markdown" and "![" in cell.source:
                    yield path, cell
