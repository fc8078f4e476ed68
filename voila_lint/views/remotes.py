"""Whether Binder can get at the repository and at those within it."""

from collections.abc import Iterator

from voila_lint.git import Remote, parse_remote
from voila_lint.links.making import link_origin, out_of_reach
from voila_lint.repository import Repository


def is_nowhere(repository: Repository) -> bool:
    """Tell whether a repository under git surely has no remote that a public Binder can read."""
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
