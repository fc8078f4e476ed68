"""VL303: no launch link opens the app with Voilà."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.launch_link import corrected
from voila_lint.links.mending import unread
from voila_lint.links.model import LaunchLink
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.link_problem import OPENS_FILE, link_problem


@rule("VL303", severity="warning", judge="advice", fix="safe")
def app_opens_in_lab(repository: Repository) -> Iterator[Problem]:
    """The environment has Voilà, but every launch link opens JupyterLab or Notebook.

    `labpath=App.ipynb` and `filepath=App.ipynb` open the notebook for editing, and a link without
    any path opens JupyterLab's list of files. Where another link of the repository leads to
    Voilà nothing is said: then both are meant.

    **What a visitor sees**: the notebook's code, with nothing run yet, instead of the app.

    **What to do**: write `urlpath=voila%2Frender%2FApp.ipynb`.
    """
    plan = repository.plan
    if plan.build_pack in ("docker", "legacy-docker", "nix"):
        return
    if not (repository.apps.names_voila or repository.settings.apps is not None):
        return
    if any("voila" in link.url.lower().partition("?")[2] for link in repository.links.own):
        return
    shown = [
        p
        for p, status in repository.apps.status.items()
        if status.is_app and repository.apps.displays_widgets(p)
    ]
    for link in repository.links.own:
        if link.problem is not None or unread(link) is not None:
            continue
        named = _named(link)
        only = shown[0] if len(shown) == 1 else None
        notebook = only if named is None else named
        if not shown or (named is not None and named not in shown):
            continue
        if named is None:
            message = (
                "The link has no path and opens the list of files, and no link leads to Voilà: "
                "visitors see code, not the app."
            )
        else:
            message = (
                f"The link to `{named}` opens it in JupyterLab, and no link leads to Voilà: "
                "visitors see code, not the app."
            )
        yield link_problem(
            link,
            message,
            corrected(link, notebook) if notebook is not None else None,
            otherwise="Name an app: `urlpath=voila%2Frender%2FApp.ipynb`.",
            title="Open the app with Voilà",
            safety="unsafe" if named is None else "safe",
        )


def _named(link: LaunchLink) -> str | None:
    """Return the file that the link opens, None for JupyterLab itself; "" for another page."""
    path = link.server_path.strip("/")
    if path in ("", "lab", "tree", "doc/tree", "lab/tree"):
        return None
    for start in OPENS_FILE:
        if path.startswith(start):
            return path[len(start) :].lstrip("/")
    return ""
