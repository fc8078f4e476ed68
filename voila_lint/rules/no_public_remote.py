"""VL409: a repository that Binder cannot get at."""

from collections.abc import Iterator

from voila_lint.app import App
from voila_lint.binder.links_make import link_origin
from voila_lint.finding import REPOSITORY, Problem
from voila_lint.rules import rule


@rule("VL409", severity="info", judge="advice")
def no_public_remote(app: App) -> Iterator[Problem]:
    """The repository has no git remote that a public Binder can read.

    Judged where the repository is meant for Voilà, is under git, and has a commit. Binder clones
    from public hosts only: not from a path, and not over SSH from a host of one's own.

    **What a visitor sees**: nothing yet, there is nothing to launch.

    **What to do**: push to GitHub, GitLab or another public host, and then add the link that
    `voila-lint link` prints.
    """
    project = app.project
    if not project.is_top or project.listing is None or not project.listing.tracked:
        return
    remotes = project.remotes
    address = project.remote_address
    # With several remotes it is unknown which is meant; one of them may be public.
    if any(link_origin(one) is not None for one in remotes.addresses.values()):
        return
    if app.intent is None or not project.has_commit:
        return
    what = (
        "has no git remote"
        if address is None
        else f"has only a git remote that Binder cannot read, `{address}`"
    )
    yield Problem(
        REPOSITORY,
        f"The repository {what}: nobody can launch it yet.",
        "Push it to GitHub, GitLab or another public host.",
    )
