"""VL308: a link to the author's own machine where a launch link is meant."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.launch_link import launch_link
from voila_lint.repository import RENDER, Repository
from voila_lint.rules import rule
from voila_lint.views.link_problem import link_problem


@rule("VL308", severity="warning", judge="advice", fix="unsafe")
def local_address(repository: Repository) -> Iterator[Problem]:
    """The only link to the app leads to a server on the reader's own machine.

    `http://localhost:8888/voila/render/…` works for who runs the app, and for nobody else. An
    address in running text, or in code, may be an instruction and is not judged; nor is any
    where a launch link leads to Voilà.

    **What a visitor sees**: their browser cannot connect.

    **What to do**: link `https://mybinder.org/v2/gh/owner/repository/HEAD?urlpath=…`;
    `voila-lint link` prints it.
    """
    if repository.apps.intent is None or any(
        "voila" in link.target for link in repository.links.live
    ):
        return
    origin = repository.links.origin
    for link in repository.links.readable:
        if link.kind != "local" or not link.is_target:
            continue
        notebook = link.server_path.removeprefix(RENDER)
        if not link.server_path.startswith(RENDER) or notebook not in repository.project.files:
            continue
        yield link_problem(
            link,
            f"The link to `{notebook}` leads to the reader's own machine ({link.host}), and no "
            "other link opens the app: only who runs it sees it.",
            launch_link(origin.repository, "HEAD", notebook, provider=origin.provider)
            if origin is not None
            else None,
            otherwise="Write the launch link instead; `voila-lint link` prints it.",
            title="Launch the app on Binder",
            safety="unsafe",
        )
