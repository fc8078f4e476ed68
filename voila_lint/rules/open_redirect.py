"""VL311: a launch link that leads away from the server it starts."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.link_problem import link_problem


@rule("VL311", severity="warning", judge="binderhub")
def open_redirect(repository: Repository) -> Iterator[Problem]:
    """A launch link starts a server and then leads the visitor to another one.

    `urlpath=` takes a path on the started server. With a whole address in it (`https://…`,
    `//host/…`), or with `..` above the server's own address, visitors wait for a server that they
    never get to see, and end at a page that is not Binder's.

    **What a visitor sees**: another site.

    **What to do**: write a path, `urlpath=voila%2Frender%2FApp.ipynb`, or link that site itself.
    """
    for link in repository.links.live:
        if link.problem_kind in ("other-site", "outside-server"):
            yield link_problem(
                link,
                f"The link starts a server, and then does not lead to it: {link.problem}.",
                None,
                otherwise="`urlpath=` takes a path on the server: `voila%2Frender%2FApp.ipynb`.",
                title="",
            )
