"""VL307: the address of a running session where a launch link is meant."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.launch_link import launch_link
from voila_lint.repository import RENDER, Repository
from voila_lint.rules import rule
from voila_lint.views.link_problem import link_problem


@rule("VL307", severity="error", judge="binderhub", fix="safe")
def session_address(repository: Repository) -> Iterator[Problem]:
    """A link copied from the browser while the app was running on Binder.

    `https://hub.….mybinder.org/user/…` is the address of one visitor's own server. It is shut
    down after ten idle minutes and never comes back; while it runs, a `?token=` in the address
    lets everybody in.

    **What a visitor sees**: “404: Not Found”, or a page that asks for a token.

    **What to do**: link `https://mybinder.org/v2/gh/owner/repository/HEAD?urlpath=…`, which
    starts a server for each visitor; `voila-lint link` prints it.
    """
    origin = repository.links.origin
    for link in repository.links.readable:
        if link.kind != "session":
            continue
        notebook = link.server_path.removeprefix(RENDER)
        known = origin is not None and notebook in repository.project.files
        yield link_problem(
            link,
            "The link leads to a server that was started for somebody on Binder and has been "
            "shut down since: a visitor sees “404: Not Found”.",
            launch_link(origin.repository, "HEAD", notebook, provider=origin.provider)
            if known and origin is not None
            else None,
            otherwise="Write the launch link instead; `voila-lint link` prints it.",
            title="Launch a server of the visitor's own",
        )
