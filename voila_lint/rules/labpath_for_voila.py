"""VL301: a launch link that opens JupyterLab where it means Voilà."""

from collections.abc import Iterator

from voila_lint.app import App, at_span
from voila_lint.binder.links import corrected
from voila_lint.binder.model import LaunchLink
from voila_lint.finding import Edit, Fix, Problem
from voila_lint.rules import rule

_PARAMETER = {"lab": "labpath", "file": "filepath"}
_RENDER = "voila/render/"


@rule("VL301", severity="error", judge="voila", fix="safe")
def labpath_for_voila(app: App) -> Iterator[Problem]:
    """A launch link names Voilà's address as if it were a file.

    `labpath=` and `filepath=` take the path of a *file* that JupyterLab or the classic notebook
    is to open; Voilà's `voila/render/…` is an *address*, which only `urlpath=` takes. On
    mybinder.org's form: change *File* to *URL*. Where several stand in one link, `labpath` and
    `filepath` win over `urlpath`.

    **What a visitor sees**: JupyterLab with a message that the file does not exist (`labpath`),
    or “404: Not Found” (`filepath`).

    **What to do**: write `urlpath=voila%2Frender%2FApp.ipynb`.
    """
    for link in app.live_links:
        if link.path_kind not in _PARAMETER:
            continue
        meant = _meant(link)
        if meant is None:
            continue
        url = corrected(link, meant.removeprefix(_RENDER)) if meant.startswith(_RENDER) else None
        parameter = _PARAMETER[link.path_kind]
        seen = (
            "a visitor gets JupyterLab and a message that the file does not exist"
            if link.path_kind == "lab"
            else "a visitor sees “404: Not Found”"
        )
        yield Problem(
            at_span(link.path, link.at, link.cell),
            f"`{parameter}` opens a file, but `{meant}` is an address of Voilà: {seen}.",
            f"Write {url}" if url else "Use `urlpath=` instead.",
            data={"url": link.url, **({"suggested_url": url} if url else {})},
            fix=Fix(
                f"Use urlpath instead of {parameter}",
                "safe",
                (Edit(link.path, url, link.cell, *_range(link)),),
            )
            if url
            else None,
        )


def _meant(link: LaunchLink) -> str | None:
    """Return the address of Voilà that the link names in the wrong place."""
    target = link.target.lstrip("/")
    return target if target.startswith("voila/") else None


def _range(link: LaunchLink) -> tuple[int, int, int, int]:
    at = link.at
    return at.line, at.column, at.end_line, at.end_column
