"""VL301: a launch link that opens JupyterLab where it means Voilà."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.launch_link import corrected
from voila_lint.links.model import LaunchLink
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.link_problem import link_problem

_PARAMETER = {"lab": "labpath", "file": "filepath"}
_RENDER = "voila/render/"


@rule("VL301", severity="error", judge="voila", fix="safe")
def labpath_for_voila(repository: Repository) -> Iterator[Problem]:
    """A launch link names Voilà's address as if it were a file.

    `labpath=` and `filepath=` take the path of a *file* that JupyterLab or the classic notebook
    is to open; Voilà's `voila/render/…` is an *address*, which only `urlpath=` takes. On
    mybinder.org's form: change *File* to *URL*. Where several stand in one link, `labpath` and
    `filepath` win over `urlpath`.

    **What a visitor sees**: JupyterLab with a message that the file does not exist (`labpath`),
    or “404: Not Found” (`filepath`).

    **What to do**: write `urlpath=voila%2Frender%2FApp.ipynb`.
    """
    for link in repository.links.live:
        if link.path_kind not in _PARAMETER:
            continue
        address = _meant(link)
        if address is None:
            continue
        url = (
            corrected(link, address.removeprefix(_RENDER)) if address.startswith(_RENDER) else None
        )
        parameter = _PARAMETER[link.path_kind]
        if link.outranked:
            message = (
                f"`{parameter}` wins over `urlpath`, which has the address of Voilà: a visitor "
                "does not see the app."
            )
        elif link.path_kind == "lab":
            message = (
                f"`{parameter}` opens a file, but `{address}` is an address of Voilà: a visitor "
                "gets JupyterLab and a message that the file does not exist."
            )
        else:
            message = (
                f"`{parameter}` opens a file, but `{address}` is an address of Voilà: a visitor "
                "sees “404: Not Found”."
            )
        yield link_problem(
            link,
            message,
            url,
            otherwise="Use `urlpath=` instead.",
            title=f"Use urlpath instead of {parameter}",
        )


def _meant(link: LaunchLink) -> str | None:
    """Return the address of Voilà that the link names in vain, without its query."""
    for target in (link.outranked, link.target.lstrip("/")):
        if target.startswith("voila/"):
            return target.partition("?")[0]
    return None
