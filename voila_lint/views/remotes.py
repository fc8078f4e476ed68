"""Whether Binder can get at the repository and at those within it."""

import re
from collections.abc import Iterator

from voila_lint.git import Remote, parse_remote
from voila_lint.links.making import link_origin, out_of_reach
from voila_lint.links.model import LaunchLink
from voila_lint.links.url_parts import unquote
from voila_lint.pattern import pattern
from voila_lint.repository import RENDER, Repository

_FILLED_IN = pattern(r"\{\{|\{%|%7B%7B|\$\{|\$\(")
#: Names that stand for those of any repository.
_ANYBODYS = pattern(
    r"(?:user|username|user-name|owner|org|organization|organisation|account|name)"
    r"/(?:repo|repository|repo-name|reponame|repository-name|project|project-name)(?:\.git)?",
    re.IGNORECASE,
)


def is_nowhere(repository: Repository) -> bool:
    """Tell whether a repository under git certainly has no remote that a public Binder can read."""
    project = repository.project
    if not project.is_top or project.listing is None or not project.listing.tracked:
        return False
    if repository.settings.repository is not None:
        return False
    return all(
        link_origin(address) is None and out_of_reach(address)
        for address in project.remotes.addresses.values()
    )


def home_on_github(repository: Repository) -> Remote | None:
    """Return the repository on GitHub to which the links here should lead; None where unsure.

    With several remotes and no setting, origin may be a fork of what is linked.
    """
    origin = repository.links.origin
    if origin is None or origin.provider != "gh":
        return None
    is_sure = (
        repository.settings.repository is not None or len(repository.project.remotes.addresses) <= 1
    )
    return origin if is_sure else None


def lands_elsewhere(repository: Repository, link: LaunchLink) -> bool:
    """Tell whether a launch link certainly leads to another repository of the same name.

    That is what this one is a fork of, or a copy; nbgitpuller's links may bring this one there.
    """
    home = home_on_github(repository)
    if home is None or link.provider not in ("gh", "gl") or link.problem is not None:
        return False
    linked = (link.repository or "").lower().removesuffix(".git")
    owner, _, name = home.repository.lower().partition("/")
    if linked.rpartition("/")[2] != name or linked.startswith(f"{owner}/"):
        return False
    return home.repository.lower() not in unquote(unquote(link.target)).lower()


def links_to_the_app_elsewhere(repository: Repository) -> Iterator[LaunchLink]:
    """Yield the launch links that open an app of this repository, but from another one.

    Not where one of this repository's own links leads to the same page.
    """
    if home_on_github(repository) is None:
        return
    own = {link.server_path for link in repository.links.own}
    for link in repository.links.live:
        path = link.server_path
        if link.provider != "gh" or link.problem is not None or repository.links.is_of_origin(link):
            continue
        if is_placeholder(repository, link) or path in own or not path.startswith(RENDER):
            continue
        if path[len(RENDER) :] in repository.project.files:
            yield link


def is_placeholder(repository: Repository, link: LaunchLink) -> bool:
    """Tell whether a launch link is one into which the reader is to put a repository.

    What a generator of pages fills in is none.
    """
    if _FILLED_IN.search(link.url):
        return False
    if link.is_template:
        return True
    # Without a remote, this may be somebody's real name for all that is known.
    known = repository.links.origin is not None and not repository.links.is_of_origin(link)
    return known and _ANYBODYS.fullmatch(link.repository or "") is not None


def submodules_out_of_reach(repository: Repository) -> Iterator[tuple[str, str, str | None]]:
    """Yield (path, address, a better one) for the submodules whose address no Binder can read.

    Relative addresses follow the address of the repository itself, which is public.
    """
    for path, submodule in repository.project.submodules.items():
        url = submodule.url
        if submodule.update == "none" or url.startswith(("./", "../")):
            continue
        if out_of_reach(url, with_keys=False):
            yield path, url, _on_the_web(url)


def _on_the_web(address: str) -> str | None:
    remote = parse_remote(address)
    if remote is not None:
        host = {"gh": "github.com", "gl": "gitlab.com"}[remote.provider]
        return f"https://{host}/{remote.repository}.git"
    origin = link_origin(address)
    return origin.repository if origin is not None else None
