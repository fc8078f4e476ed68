"""VL409: a repository that Binder cannot get at."""

from collections.abc import Iterator

from voila_lint.finding import REPOSITORY, Problem
from voila_lint.git import without_credentials
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.remotes import is_nowhere


@rule("VL409", severity="info", judge="advice")
def no_public_remote(repository: Repository) -> Iterator[Problem]:
    """The repository has no git remote that a public Binder can read.

    Judged where the repository is meant for Voilà, is under git, and has a commit. Binder clones
    from public hosts only: not from a path, and not from a host of a local network. An address
    for SSH on another host does not tell whether the repository is public; nothing is said then.

    **What a visitor sees**: nothing yet, there is nothing to launch.

    **What to do**: push to GitHub, GitLab or another public host, and then add the link that
    `voila-lint link` prints.
    """
    if (
        not is_nowhere(repository)
        or repository.apps.intent is None
        or not repository.project.has_commit
    ):
        return
    address = next(iter(repository.project.remotes.addresses.values()), None)
    yield Problem(
        REPOSITORY,
        "The repository has no git remote: nobody can launch it yet."
        if address is None
        else "The repository has only a git remote that Binder cannot read, "
        f"`{without_credentials(address)}`: nobody can launch it yet.",
        "Push it to GitHub, GitLab or another public host.",
    )
