"""VL304: a launch link whose path BinderHub reads as another one, or does not read."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.extents import with_encoded_spaces
from voila_lint.links.mending import Miswritten, misencoded, readable, unread
from voila_lint.links.model import LaunchLink
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.link_problem import link_problem

_READ_AS = {
    "ampersand": "a `&` in a name ends the path unless it is written `%26`",
    "hash": "a `#` in a name ends the path unless it is written `%252523`",
    "question-mark": "a `?` in a name ends the path unless it is written `%25253F`",
    "encoding": "the name is not encoded the right number of times",
    "name": "BinderHub does not know the parameter `{}`: case and spelling count",
    "fragment": "what stands behind `#` is never sent to BinderHub",
    "hash-in-ref": "the `#` in the branch `{}` ends the address unless it is written `%23`",
    "no-query": "the first parameter begins with `?`, not with `&`",
    "two-queries": "only the first parameter begins with `?`, the others with `&`",
}


#: How much is shown of an address that is cut off (characters).
_SHOWN = 40


@rule("VL304", severity="error", judge="binderhub", fix="safe")
def link_encoding(repository: Repository) -> Iterator[Problem]:
    """A launch link names the right path in a way that BinderHub does not understand.

    On its way a link is decoded three times: by BinderHub's page (twice) and by the Jupyter
    server. Spaces, slashes, letters with accents and `+` survive one encoding as well as two; a
    `&` has to be `%26`, and `#`, `?` and `%` need the full number: `%252523`, `%25253F`,
    `%252525`. The path has to stand in `urlpath=` (in lower case) behind a `?`. A `#` in the name
    of a branch has to be `%23`. A raw space ends an address in Markdown and in running text, and
    reStructuredText takes it out; between the quotes of HTML it is fine.

    **What a visitor sees**: “404: Not Found” or “403: Forbidden” where a name is cut, JupyterLab
    where no path is read.

    **What to do**: let `voila-lint link` print the link.
    """
    for link in repository.links.live:
        # What is an address of Voilà to the wrong parameter is rewritten whole: VL301 says so.
        if link.spaces and not (link.path_kind != "url" and link.target.startswith("voila/")):
            yield _spaced(link)
            continue
        meant = unread(link, repository.links.refs_of(link))
        if meant is None and repository.links.is_own(link):
            meant = misencoded(link, repository.project.notebooks)
        if meant is not None:
            yield _problem(repository, link, meant)


def _spaced(link: LaunchLink) -> Problem:
    first = link.url.split(maxsplit=1)[0]
    if link.spaces == "dropped":
        what = "reStructuredText takes the spaces out of an address unless they are written `%20`"
        seen = "the link leads to a name without them"
    else:
        what = "A space ends an address unless it is written `%20`"
        seen = f"the link stops at `{first[-_SHOWN:]}`"
    return link_problem(
        link,
        f"{what}: {seen}, and a visitor does not see the app.",
        with_encoded_spaces(link.url),
        otherwise="Write `%20` for each space.",
        title="Encode the spaces",
    )


def _problem(repository: Repository, link: LaunchLink, meant: Miswritten) -> Problem:
    reads = f"leads to `{link.server_path}`" if link.server_path else "opens JupyterLab"
    if meant.slip in ("no-query", "hash-in-ref"):
        reads = f"asks for a branch `{link.ref}`"
    return link_problem(
        link,
        f"The link means `{meant.target}`, but {_READ_AS[meant.slip].format(meant.written)}. "
        f"It {reads}: a visitor does not see the app.",
        readable(link, meant, repository.project.files),
        otherwise="Write `?urlpath=` and the encoded path behind the branch.",
        title="Encode the branch" if meant.slip == "hash-in-ref" else "Encode the path",
    )
