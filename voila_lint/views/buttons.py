"""What is wrong with the launch buttons of documentation, and where its settings say so."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem, Safety, Severity
from voila_lint.links.button_makers import LaunchButton
from voila_lint.links.mending import RETIRED_MEMBERS
from voila_lint.repository import Repository
from voila_lint.text import Span
from voila_lint.views.remotes import home_on_github

_MYBINDER = "https://mybinder.org"


def button_problem(
    button: LaunchButton,
    at: Span | None,
    message: str,
    value: str | None,
    *,
    otherwise: str,
    safety: Safety = "safe",
    severity: Severity | None = None,
) -> Problem:
    """Return the problem of a button whose setting at ``at`` is better written as ``value``.

    Where ``at`` is None it is the switch of the buttons that is shown, and ``otherwise`` the help.
    """
    link = button.link
    where = Location.of(link.path, at or link.at)
    repair = value if at is not None else None
    return Problem(
        where,
        f"{message} (The launch buttons of {button.tool} lead to {link.url}.)",
        f"Write {repair}" if repair is not None else otherwise,
        severity=severity,
        data={"url": link.url},
        fix=Fix(f"Write {repair}", safety, (Edit.of(where, repair),)) if repair else None,
    )


def foreign_buttons(repository: Repository) -> Iterator[tuple[LaunchButton, str]]:
    """Yield the buttons that open this documentation's pages in another repository, and its name.

    One of the same owner, or of the same name, may be what this was renamed to or forked from.
    """
    origin = home_on_github(repository)
    if origin is None:
        return
    sure = repository.settings.repository is not None
    owner, _, name = origin.repository.lower().partition("/")
    for button in repository.links.buttons:
        link = button.link
        linked = (link.repository or "").lower()
        if link.provider != "gh" or link.problem is not None or repository.links.is_of_origin(link):
            continue
        if button.pages != link.path.rpartition("/")[0]:
            continue
        if not sure and (linked.startswith(f"{owner}/") or linked.endswith(f"/{name}")):
            continue
        yield button, link.repository or ""


def buttons_of_unknown_refs(
    repository: Repository,
) -> Iterator[tuple[LaunchButton, str, frozenset[str]]]:
    """Yield the buttons to refs that this repository has not, the ref, and those that it has."""
    for button in repository.links.buttons:
        link = button.link
        if link.problem is not None or link.ref is None or not repository.links.is_of_origin(link):
            continue
        refs = repository.project.refs
        if refs is not None and refs.lacks(link.ref):
            yield button, link.ref, refs.names


def buttons_of_no_hub(repository: Repository) -> Iterator[tuple[LaunchButton, str, str | None]]:
    """Yield the buttons that lead to no BinderHub, why, and what to write for the hub.

    The reason is a sentence.
    """
    for button in repository.links.buttons:
        link = button.link
        mybinder = _MYBINDER if link.host.endswith("mybinder.org") else None
        if link.host in RETIRED_MEMBERS:
            yield button, f"`{link.host}` has been shut down.", mybinder
        elif link.problem_kind == "no-route":
            yield button, f"BinderHub does not understand the address: {link.problem}.", mybinder
