"""VL401: spaces in names that become part of an address."""

from collections.abc import Iterator

from voila_lint.app import App
from voila_lint.finding import Location, Problem
from voila_lint.rules import rule


@rule("VL401", severity="warning", judge="advice")
def spaces_in_name(app: App) -> Iterator[Problem]:
    """A name with a space in it becomes part of an address.

    GitHub takes no space into a repository's name (it writes a hyphen), so that a folder with
    one and its repository are named differently: a warning for the repository's own folder,
    an information where the folder is no git repository yet.
    Voilà shows apps whose name or folders have spaces, but each link to them has to say
    `%20`, which is easily got wrong: an information.

    **What a visitor sees**: nothing amiss where all links are right.

    **What to do**: use hyphens or underscores.
    """
    folder = app.repository_folder
    if folder is not None and " " in folder:
        hyphened = folder.replace(" ", "-")
        remote = app.project.remote
        # Without git nobody publishes it yet; with a remote of another name the folder's plays
        # no role any more.
        counts = app.project.is_top and (remote is None or remote.name.lower() == hyphened.lower())
        yield Problem(
            Location("."),
            f"The repository's folder `{folder}` has a space in its name, which a repository on "
            f"GitHub cannot have: it is named `{hyphened}` there, and links made from the "
            "folder's name lead nowhere.",
            f"Rename the folder to `{hyphened}`.",
            severity="warning" if counts else "info",
        )
    seen: set[str] = set()
    for path, status in app.apps.items():
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            part = "/".join(parts[:end])
            if not status.is_app or " " not in parts[end - 1] or part in seen:
                continue
            seen.add(part)
            kind = "app's file" if end == len(parts) else "app's folder"
            yield Problem(
                Location(part if end == len(parts) else path),
                f"The {kind} `{part}` has a space in its name. Voilà shows it, but every link "
                "to it has to write the space as %20.",
                f"Rename it to `{parts[end - 1].replace(' ', '_')}`, and change the links to it.",
                severity="info",
            )
