"""VL309: a launch link of a form that BinderHub does not have, or no longer has."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.links.mending import (
    as_zenodo_link,
    from_retired_member,
    routed,
    with_legacy_query,
)
from voila_lint.links.model import LaunchLink
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.buttons import button_problem, buttons_of_no_hub
from voila_lint.views.link_problem import link_problem

#: What stands behind /v2/, by the provider that a link seems to mean (binderhub/repoproviders.py).
_PLACES = {
    "zenodo": "zenodo/10.5281/zenodo.<number>/",
    "figshare": "figshare/10.6084/m9.figshare.<number>.v<version>",
    "dataverse": "dataverse/10.<registrant>/<DOI>",
    "hydroshare": "hydroshare/<number of the resource>",
    "ckan": "ckan/<address of the data set, encoded>",
    "gist": "gist/<user>/<number of the gist>",
    "gitlab": "gl/<group>%2F<project>/HEAD",
    "/gl/": "gl/<group>%2F<project>/HEAD",
    "/git/": "git/<address of the repository, encoded>/HEAD",
}


@rule("VL309", severity="error", judge="binderhub", fix="safe")
def obsolete_link(repository: Repository) -> Iterator[Problem]:
    """A launch link's beginning is none of BinderHub's.

    Launch addresses begin with `/v2/` and a provider (`gh` for GitHub), in lower case and with
    one slash before. `/v1/`, `/V2/`, `/v2/GH/`, `//v2/` or no provider lead nowhere. A record of
    Zenodo is named by its DOI, `/v2/zenodo/10.5281/zenodo.1234567/`. The form
    of Binder's first years, `/repo/owner/name`, still leads to the branch `master`, but what
    stands behind its `?` is dropped. Links to a single member of mybinder.org's federation
    (`ovh.mybinder.org`) last no longer than that member; those to mybinder.org go to one that
    is there. The hub in the settings of documentation with launch buttons (Jupyter Book,
    sphinx-book-theme, sphinx-gallery, MyST) is its bare address: `https://mybinder.org`.

    **What a visitor sees**: BinderHub's “404: Not Found”; for `/repo/…?urlpath=…` JupyterLab
    instead of the app; no hub at all where the member has been shut down.

    **What to do**: write `https://mybinder.org/v2/gh/owner/repository/HEAD?urlpath=…`.
    """
    for link in repository.links.readable:
        if link.kind != "launch":
            continue
        record = as_zenodo_link(link)
        if record is not None or link.problem_kind in ("no-route", "invalid-repository"):
            url = record or routed(link)
            # In running text, the beginning of an address may be what the text is about.
            if url is None and not link.is_target:
                continue
            yield link_problem(
                link,
                f"BinderHub does not understand the link: {link.problem}.",
                url,
                otherwise=f"Write `https://mybinder.org/v2/{_place(link)}?urlpath=…`.",
                title="Begin with /v2/ and the provider",
            )
        elif (today := with_legacy_query(link)) is not None:
            yield link_problem(
                link,
                "BinderHub redirects `/repo/` links without what stands behind the `?`: a "
                "visitor gets JupyterLab instead of the app.",
                today,
                otherwise="",
                severity="warning",
                title="Use today's form",
            )
        elif (lasting := from_retired_member(link)) is not None:
            yield link_problem(
                link,
                f"`{link.host}` has been shut down: no visitor gets from there to the app.",
                lasting,
                otherwise="",
                severity="warning",
                title="Lead to mybinder.org",
            )
    for button, why, hub in buttons_of_no_hub(repository):
        yield button_problem(
            button,
            button.hub_at,
            f"{why} No visitor gets from there to a notebook.",
            hub,
            otherwise="Write the address of a BinderHub.",
            severity="error" if button.link.problem else "warning",
        )


def _place(link: LaunchLink) -> str:
    """Return how the link that is meant goes on behind ``/v2/``."""
    written = link.url.partition("?")[0].lower()
    return next((p for name, p in _PLACES.items() if name in written), "gh/owner/repository/HEAD")
