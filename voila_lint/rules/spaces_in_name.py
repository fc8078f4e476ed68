"""VL401: spaces, and characters that act in an address, in names that become part of one."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.links.mending import misencoded
from voila_lint.pattern import pattern
from voila_lint.repository import RENDER, Repository
from voila_lint.rules import rule

# What browsers and BinderHub act on although it is encoded once, as the form on mybinder.org
# does it; `&`, `+`, quotes and a lone `%` survive.
_ACTS = pattern(r"[#?\\\0-\x1f]|%[0-9A-Fa-f]{2}")


@rule("VL401", severity="warning", judge="advice")
def spaces_in_name(repository: Repository) -> Iterator[Problem]:
    """A name with a space in it becomes part of an address.

    GitHub takes no space into a repository's name (it writes a hyphen), so that a folder with one
    and its repository are named differently: a warning for the repository's own folder, but for
    your information where the folder is no git repository yet. Voilà shows apps whose name or
    folders have spaces, but each link to them has to say `%20`, which is easily got wrong: this is
    said for your information. With `#`, `?`, a backslash or something like `%20` in a name, the
    link that the form on mybinder.org makes leads to “404: Not Found”, because it would have to be
    encoded three times: a warning, as long as nobody has written a link.

    **What a visitor sees**: nothing amiss where all links are right.

    **What to do**: use hyphens or underscores.
    """
    folder = repository.project.root.name
    if " " in folder:
        hyphened = folder.replace(" ", "-")
        remote = repository.project.remote
        # Without git nobody publishes it yet; with a remote of another name the folder's no
        # longer plays a role.
        counts = repository.project.is_top and (
            remote is None or remote.name.lower() == hyphened.lower()
        )
        yield Problem(
            Location("."),
            f"The repository's folder `{folder}` has a space in its name, which a repository on "
            f"GitHub cannot have: it is named `{hyphened}` there, and links made from the "
            "folder's name lead nowhere.",
            f"Rename the folder to `{hyphened}`.",
            severity="warning" if counts else "info",
        )
    linked = set(_linked(repository))
    seen: set[str] = set()
    for path, status in repository.apps.status.items():
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            part, name = "/".join(parts[:end]), parts[end - 1]
            acting = _ACTS.search(name) if path not in linked else None
            if not status.is_app or not (acting or " " in name) or part in seen:
                continue
            seen.add(part)
            kind = "app's file" if end == len(parts) else "app's folder"
            at = Location(part if end == len(parts) else path)
            if acting:
                yield _acting(at, kind, part, acting[0])
                continue
            yield Problem(
                at,
                f"The {kind} `{part}` has a space in its name. Voilà shows it, but every link "
                "to it has to write the space as %20.",
                f"Rename it to `{name.replace(' ', '_')}`, and change the links to it.",
                severity="info",
            )


def _linked(repository: Repository) -> Iterator[str]:
    """Yield the notebooks that links get right, and those that link-encoding (VL304) speaks of."""
    for link in repository.links.own:
        miswritten = misencoded(link, repository.project.notebooks)
        yield (miswritten.target if miswritten else link.server_path).removeprefix(RENDER)


def _acting(at: Location, kind: str, part: str, found: str) -> Problem:
    character = f"`{found}`" if found.isprintable() else "a control character"
    return Problem(
        at,
        f"The {kind} `{part}` has {character} in its name. Voilà shows it, but the link that the "
        "form on mybinder.org makes leads to “404: Not Found”, as do most written by hand.",
        "Rename it, or use the link that `voila-lint link` prints.",
    )
