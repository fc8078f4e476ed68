"""Findings about launch links: all have the same place, data and kind of repair."""

from voila_lint.finding import Edit, Fix, Location, Problem, Safety, Severity
from voila_lint.links.model import LaunchLink


def link_problem(
    link: LaunchLink,
    message: str,
    url: str | None,
    *,
    otherwise: str,
    title: str,
    safety: Safety = "safe",
    severity: Severity | None = None,
) -> Problem:
    """Return the problem of a link that is better written as ``url``.

    ``otherwise`` is the help where ``url`` is None, ``title`` the fix's.
    """
    at = Location.of(link.path, link.at, link.cell)
    return Problem(
        at,
        message,
        otherwise if url is None else f"Write {url}",
        severity=severity,
        data={"url": link.url, **({} if url is None else {"suggested_url": url})},
        fix=None if url is None else Fix(title, safety, (Edit.of(at, url),)),
    )
