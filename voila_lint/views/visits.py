"""What a visitor meets on the way to an app: dead links, and pictures that stop Voilà."""

from collections.abc import Iterator

from voila_lint.links.mending import misencoded
from voila_lint.links.model import LaunchLink
from voila_lint.links.pages import DeadPage, dead_page, is_hidden
from voila_lint.notebook.markdown import MarkdownImage, markdown_images
from voila_lint.pattern import pattern
from voila_lint.repository import RENDER, Repository

# Programs in a build script that may put notebooks into the image.
_MAKES_FILES = pattern(r"jupytext|ipynb|\b(git|cp|mv|ln|wget|curl|unzip|tar)\b")


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
    here = ("HEAD", "main", "master", project.branch)
    for link in repository.links.own:
        if link.path_kind != "url" or link.ref not in here or misencoded(link, project.notebooks):
            continue
        if project.is_ignored(link.server_path.removeprefix(RENDER)):
            continue
        page = dead_page(link.server_path, project.files, project.directories, project.notebooks)
        if page is None or (repository.shows_hidden and is_hidden(link.server_path)):
            continue
        yield link, page


def app_images(repository: Repository) -> Iterator[tuple[str, int, MarkdownImage]]:
    """Yield (path, cell, image) for the images in Markdown syntax in the cells of apps."""
    for path, notebook in repository.notebooks.items():
        if not repository.apps.status[path].is_app:
            continue
        for cell in notebook.cells:
            if cell.kind == "markdown" and "![" in cell.source:
                for image in markdown_images(cell.source):
                    yield path, cell.index, image
