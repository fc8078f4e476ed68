"""VL305: a launch link that opens the same app from another repository."""

from collections.abc import Iterator

from msgspec import structs

from voila_lint.finding import Problem
from voila_lint.links.mending import with_repository
from voila_lint.repository import RENDER, Repository
from voila_lint.rules import rule
from voila_lint.views.buttons import button_problem, foreign_buttons
from voila_lint.views.link_problem import link_problem
from voila_lint.views.remotes import (
    home_on_github,
    lands_elsewhere,
    links_to_the_app_elsewhere,
)


@rule("VL305", severity="warning", judge="advice", fix="safe")
def other_repository(repository: Repository) -> Iterator[Problem]:
    """A launch link opens a notebook of this repository, but from another one.

    This is what a badge copied from a template or an earlier project does. Only links to an app
    that this repository has under the very same path, and to which none of its links leads, are
    judged. One to a repository of the same name may be to what this is a fork of: then it is an
    info, and the setting `repository = "owner/name"` says which is the one to link.

    **What a visitor sees**: the other repository's app, in its state, or “Could not resolve ref”.

    **What to do**: put this repository's owner and name into the link; `voila-lint link` prints
    it. Where the repository has been renamed the link still works for now.

    The launch buttons of documentation (Jupyter Book, sphinx-book-theme, MyST), which are made from
    settings, are judged where they are to open pages that are here: a new book of Jupyter Book has
    the settings of Jupyter Book's repository. A repository of the same owner is left out here.
    """
    origin = home_on_github(repository)
    if origin is None:
        return
    for button, named in foreign_buttons(repository):
        address = f"https://github.com/{origin.repository}"
        yield button_problem(
            button,
            button.repository_at,
            f"The settings name the repository `{named}`, but this one is "
            f"`{origin.repository}`: visitors do not see what is here.",
            address,
            otherwise=f"Name the repository as well: {address}",
        )
    sure = repository.settings.repository is not None
    owner = f"{origin.repository.partition('/')[0]}/".lower()
    for link in links_to_the_app_elsewhere(repository):
        linked = link.repository or ""
        # GitHub forwards from a repository's former name, which git does not know.
        may_be_this = not sure and linked.lower().startswith(owner)
        is_fork = not sure and lands_elsewhere(repository, link)
        opened = f"`{link.server_path[len(RENDER) :]}` of `{linked}`"
        problem = link_problem(
            link,
            f"The link opens {opened}, but this repository is `{origin.repository}`: unless that "
            "was its name before, visitors do not see what is here."
            if may_be_this
            else f"The link opens {opened}, but this repository is `{origin.repository}`: visitors "
            "do not see what is here.",
            with_repository(link, origin.repository),
            otherwise="Name this repository.",
            title=f"Lead to {origin.repository}",
            # A fork may be there to give something back, and its links are the original's then.
            safety="unsafe" if is_fork else "safe",
            severity="info" if is_fork else None,
        )
        if is_fork:
            fork = f'If this is a fork and the link is right, set `repository = "{linked}"`.'
            problem = structs.replace(problem, help=f"{fork} Else: {problem.help}")
        yield problem
