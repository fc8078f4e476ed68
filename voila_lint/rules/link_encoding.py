"""VL304: a launch link whose path BinderHub reads as another one, or does not read."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from voila_lint.entities import unescaped
from voila_lint.finding import Edit, Fix, Problem
from voila_lint.links.extents import with_encoded_spaces
from voila_lint.links.launch_link import ParsedLink, parse_link
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
    reStructuredText takes it out; between the quotes of HTML it is fine. Text
    right behind a bare address in Markdown (`…app.ipynb。`) becomes a part of the link, on GitHub
    as in Jupyter, unless the address stands between `<` and `>`; a closing `.` or `)` does not.

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
        elif link.glued:
            yield from _glued(link)


def _spaced(link: LaunchLink) -> Problem:
    first = link.url.split(maxsplit=1)[0]
    if link.spaces == "dropped":
        what = "reStructuredText takes the spaces out of an address unless they are written `%20`"
        seen = "the link leads to a name without them"
    else:
        what = "A space ends an address unless it is written `%20`"
        seen = f"the link stops at `{first[-_SHOWN:]}`"
    url = with_encoded_spaces(link.url)
    problem = link_problem(
        link,
        f"{what}: {seen}, and a visitor does not see the app.",
        url,
        otherwise="Write `%20` for each space.",
        title="Encode the spaces",
    )
    return problem if _reached(link, url) is None else _bracketed(problem, link, url)


def _glued(link: LaunchLink) -> Iterator[Problem]:
    """Yield the problem of text behind an address that leads the reader elsewhere."""
    # VL301 comes first where it writes the link in another way.
    is_rewritten = link.path_kind != "url" and link.target.startswith("voila/")
    reached = None if is_rewritten else _reached(link, link.url)
    if reached is None:
        return
    leads = f"leads to `{reached.server_path}`"
    if reached.ref != link.ref:
        leads = f"asks for a branch `{reached.ref}`"
    message = (
        "The text right behind the address becomes a part of the link on GitHub and in Jupyter. "
        f"It {leads}: a visitor does not see the app."
    )
    title = "Put the address in brackets"
    problem = link_problem(link, message, link.url, otherwise="", title=title)
    yield _bracketed(problem, link, link.url)


def _reached(link: LaunchLink, url: str) -> ParsedLink | None:
    """Return where ``url`` leads with the text behind the link, None where that changes nothing."""
    if link.is_open or not link.glued:
        return None
    reached = parse_link(unescaped(url) + link.glued, hubs=(link.host,))
    if reached is None:
        return None
    pages = [re.split("[?#]", place.server_path, maxsplit=1)[0] for place in (link, reached)]
    return None if link.ref == reached.ref and pages[0] == pages[1] else reached


def _bracketed(problem: Problem, link: LaunchLink, url: str) -> Problem:
    """Return a problem whose repair keeps the text behind the address out of the link."""
    # MDX has no addresses in pointed brackets.
    if link.path.endswith(".mdx") or "<" in url or problem.fix is None:
        return replace(problem, help="Write a space behind the address.", fix=None)
    edits = (Edit.of(problem.at, f"<{url}>"),)
    return replace(problem, help=f"Write <{url}>", fix=Fix(problem.fix.title, "safe", edits))


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
