"""Findings about launch links: all have the same place, data and kind of repair."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem, Safety, Severity
from voila_lint.links.launch_link import parse_link
from voila_lint.links.model import LaunchLink
from voila_lint.repository import RENDER

#: How the path on the server begins where JupyterLab or Notebook opens a file.
OPENS_FILE = ("lab/tree/", "doc/tree/", "tree/", "notebooks/", "retro/tree/")

_OPEN = (
    "It is not plain where the address ends: write `%20` for each space in it, and a space before "
    "the text that follows."
)


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

    ``otherwise`` is the help where ``url`` is None, ``title`` the fix's. Where it is unknown where
    the link as written ends, there is no repair. It concerns the notebook that the link opens, and
    the one that it would open.
    """
    if link.is_open:
        url = None
        otherwise = f"{otherwise} {_OPEN}".strip()
    at = Location.of(link.path, link.at, link.cell)
    better = None if url is None else parse_link(url, hubs=(link.host,))
    return Problem(
        at,
        message,
        otherwise if url is None else f"Write {url}",
        severity=severity,
        data={"url": link.url, **({} if url is None else {"suggested_url": url})},
        fix=None if url is None else Fix(title, safety, (Edit.of(at, url),)),
        notebooks=tuple(_opened(link.server_path, better.server_path if better else "")),
    )


def _opened(*server_paths: str) -> Iterator[str]:
    """Yield the notebooks behind paths on the server, be they opened by Voilà or by JupyterLab."""
    for path in server_paths:
        for start in (RENDER, *OPENS_FILE):
            if path.startswith(start):
                yield path[len(start) :]
