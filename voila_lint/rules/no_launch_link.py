"""VL310: a README that does not say how to open the app."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.links.making import badge, launch_link
from voila_lint.links.model import LaunchLink
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.elsewhere import is_linked_elsewhere
from voila_lint.views.remotes import (
    is_nowhere,
    is_placeholder,
    lands_elsewhere,
    links_to_the_app_elsewhere,
)

#: Files by which other hosts than Binder know how to run an app.
_HOSTED = frozenset(("Procfile", "Dockerfile", "app.json", "fly.toml", "render.yaml", "app.yaml"))
_FORMS = {"readme.md": "markdown", "readme.rst": "rst"}


@rule("VL310", severity="info", judge="advice", fix="safe")
def no_launch_link(repository: Repository) -> Iterator[Problem]:
    """The repository is made for Voilà, but no document has a launch link.

    Judged where there is a README, the environment has Voilà, a notebook shows widgets, and no
    `Procfile`, or address of a host of apps among the documents, says that the app is elsewhere.
    Where settings or scripts of a website name the hub, they may put the link together. A link
    that is commented out counts as one, and so do the launch buttons of a documentation's settings.
    A short link (bit.ly, a DOI) may be the launch link. One with a placeholder (`<owner>`) is none,
    nor is one to a repository of the same name that somebody else has.

    **What a visitor sees**: code on GitHub, and no way to the app.

    **What to do**: add a badge; `voila-lint link --badge markdown` prints it.
    """
    if is_nowhere(repository):
        return  # no link leads to it yet: VL409 says so
    readme = next((p for p in repository.project.documents if p.lower() in _FORMS), None)
    if readme is None or not repository.builds or not repository.apps.names_voila:
        return
    if _HOSTED & repository.project.files:
        return
    # A link to somebody's server is meant for one: VL307 and VL308 say so.
    if any(_counts(repository, link) for link in repository.links.all) or repository.links.buttons:
        return
    shown = [
        p
        for p, status in repository.apps.status.items()
        if status.is_app and repository.apps.displays_widgets(p)
    ]
    if not shown:
        return
    # VL305 speaks of a link to the same app of another repository.
    if is_linked_elsewhere(repository) or any(links_to_the_app_elsewhere(repository)):
        return
    fix = None
    origin = repository.links.origin
    if origin is not None and len(shown) == 1:
        url = launch_link(origin.repository, "HEAD", shown[0], provider=origin.provider)
        lines = repository.project.text_or_empty(readme).split("\n")
        new_text = f"{'' if lines[-1] == '' else chr(10)}\n{badge(url, _FORMS[readme.lower()])}\n"
        at = Location(readme, line=len(lines), column=len(lines[-1]) + 1)
        fix = Fix("Add a badge that opens the app", "safe", (Edit.of(at, new_text),))
    yield Problem(
        Location(readme),
        "No document has a link that opens the app on Binder: visitors see its code only.",
        "Add what `voila-lint link --badge markdown` prints.",
        fix=fix,
    )


def _counts(repository: Repository, link: LaunchLink) -> bool:
    """Tell whether an address may be meant to open an app of this repository."""
    if link.kind == "local":
        return link.is_target
    if link.kind == "session":
        return True
    if is_placeholder(repository, link):
        return False
    return not lands_elsewhere(repository, link)
