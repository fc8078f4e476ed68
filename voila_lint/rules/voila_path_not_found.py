"""VL302: a launch link to a Voilà page that is not there."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.launch_link import corrected
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.link_problem import link_problem
from voila_lint.views.visits import dead_links


@rule("VL302", severity="error", judge="voila", fix="safe")
def voila_path_not_found(repository: Repository) -> Iterator[Problem]:
    """A launch link of this repository leads to a page that Voilà does not have.

    The notebook that it names is not there (renamed, moved, other upper or lower case, `.ipynb`
    forgotten) or hidden (its name or a folder's begins with a dot), or the address is not one of
    Voilà's: those are `voila/render/` with the notebook's path from the repository's root, and
    `voila/tree` for the list of all. Links to other repositories, to other branches, and in
    repositories with a Dockerfile are not judged; Voilà 0.0.2 to 0.0.13 adds `.ipynb` itself.

    **What a visitor sees**: “404: Not Found”, or “403: Forbidden” for a folder.

    **What to do**: name the notebook as it is on disk, to the letter.
    """
    for link, page in dead_links(repository):
        url = corrected(link, page.notebook) if page.notebook is not None else None
        yield link_problem(
            link,
            f"The link leads to `{link.server_path}`, where a visitor sees “{page.seen}”. "
            f"{page.reason}",
            url,
            otherwise=page.help,
            title=f"Lead to {page.notebook}",
            safety="safe" if page.sure else "unsafe",
        )
