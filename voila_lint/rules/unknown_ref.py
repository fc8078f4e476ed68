"""VL306: a launch link to a branch, tag or commit that is not there, or to none."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.button_makers import LaunchButton
from voila_lint.links.making import launch_link
from voila_lint.links.mending import (
    as_zenodo_link,
    hashed_ref,
    unread,
    with_hashed_ref,
    with_legacy_query,
    with_plain_repository,
    with_ref,
)
from voila_lint.links.model import LaunchLink
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.buttons import button_problem, buttons_of_unknown_refs
from voila_lint.views.link_problem import link_problem

_UNRESOLVED = "A visitor sees “Could not resolve ref”."
_WAITS = (
    "A visitor sees BinderHub ask to update the link and waits ten seconds, before it takes the "
    "default branch."
)


@rule("VL306", severity="error", judge="binderhub", fix="safe")
def unknown_ref(repository: Repository) -> Iterator[Problem]:
    """A launch link names no branch, tag or commit, or one that the repository does not have.

    Behind owner and repository the address needs a *ref*: `HEAD` is the default branch, whatever
    its name is. A link that names a branch dies with the branch. For `main` and `master` on
    GitHub it is an info only: where there is no such branch, BinderHub asks to update the link,
    waits ten seconds and takes the default branch (`builder.py`).
    Links to this repository are compared with the branches and tags that git knows here; in
    clones that lack some of them (as those of most CI systems) they are not judged. So are the
    launch buttons that Jupyter Book, sphinx-book-theme, sphinx-gallery and MyST make from
    settings; without a branch among them the first two take `master`.

    **What a visitor sees**: BinderHub's “Not Found” page where the ref is missing, and
    “Could not resolve ref” where there is no such branch.

    **What to do**: write `https://mybinder.org/v2/gh/owner/repository/HEAD?…`.
    """
    for link in repository.links.live:
        if link.problem_kind == "missing-ref" and as_zenodo_link(link) is None:
            yield _missing(repository, link)
        elif link.problem is None and link.ref is not None and repository.links.is_of_origin(link):
            refs = repository.project.refs
            # What VL304 and VL309 say of a link explains its ref.
            known = repository.links.refs_of(link)
            if unread(link, known) is not None or with_legacy_query(link) is not None:
                continue
            if refs is not None and refs.lacks(link.ref):
                yield _unknown(link, link.ref, refs.names)
    for button, ref, names in buttons_of_unknown_refs(repository):
        yield _unknown_to_button(button, ref, names)


def _missing(repository: Repository, link: LaunchLink) -> Problem:
    message = (
        "The link names no branch, tag or commit behind the repository: a visitor sees "
        "BinderHub's “Not Found” page."
    )
    title = "Name the default branch"
    url = with_ref(link, "HEAD")
    if url is None:
        message = (
            "The link has something else where BinderHub reads owner, repository and branch: a "
            "visitor sees BinderHub's “Not Found” page."
        )
        title = "Name owner and repository"
        url = with_plain_repository(link)
    return link_problem(
        link,
        message,
        url,
        otherwise=_plain(repository),
        title=title,
    )


def _plain(repository: Repository) -> str:
    """Return how a link has to begin, with the checked repository's name where it is known."""
    origin = repository.links.origin
    if origin is None or origin.provider != "gh":
        return "Behind `/v2/gh/` write the repository as on GitHub: `owner/repository/HEAD`."
    apps = [path for path, status in repository.apps.status.items() if status.is_app]
    if len(apps) == 1:
        link = launch_link(origin.repository, "HEAD", apps[0])
        return f"For this repository's app write {link}"
    return f"Behind `/v2/gh/` write `{origin.repository}/HEAD`, if this repository is meant."


def _unknown(link: LaunchLink, ref: str, names: frozenset[str]) -> Problem:
    hashed = hashed_ref(link, names)
    if hashed in names:
        return link_problem(
            link,
            f"The `#` in the branch `{hashed}` ends the address unless it is written `%23`: a "
            "visitor sees “Could not resolve ref”.",
            with_hashed_ref(link, hashed),
            otherwise="Write `%23` for the `#`.",
            title="Encode the branch",
        )
    behind = next((ref[len(s) :] for s in ("tree/", "blob/") if ref.startswith(s)), None)
    known = behind if behind in names else "HEAD"
    if _is_replaced(link):
        message = f"The repository has no branch or tag `{ref}`. {_WAITS}"
    elif behind in names:
        message = f"`{ref}` is part of a page's address on GitHub, no branch. {_UNRESOLVED}"
    else:
        message = f"The repository has no branch or tag `{ref}`. {_UNRESOLVED}"
    return link_problem(
        link,
        message,
        with_ref(link, known),
        otherwise="Name a branch, or `HEAD` for the default one.",
        title=f"Name {known}",
        # A branch that was never fetched here may be meant by any other name.
        safety="safe" if behind in names or _is_replaced(link) else "unsafe",
        severity="info" if _is_replaced(link) else None,
    )


def _unknown_to_button(button: LaunchButton, ref: str, names: frozenset[str]) -> Problem:
    message = f"The repository has no branch or tag `{ref}`."
    if button.ref_at is None:
        message += " The settings name no branch and mean this one."
    other = {"master": "main", "main": "master"}.get(ref, "")
    renamed = other in names
    replaced = _is_replaced(button.link)
    seen = _WAITS if replaced else _UNRESOLVED
    return button_problem(
        button,
        button.ref_at or button.repository_at,
        f"{message} {seen}",
        other if renamed and button.ref_at else None,
        otherwise=f"Name the branch: `{other}`." if renamed else "Name a branch that is there.",
        severity="info" if replaced else None,
    )


def _is_replaced(link: LaunchLink) -> bool:
    """Tell whether BinderHub takes HEAD where the link's branch is not there.

    ``BuildHandler.get`` in binderhub/builder.py, for its GitHub provider only.
    """
    return link.provider == "gh" and link.ref in ("main", "master")
