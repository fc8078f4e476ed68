"""VL102: Voilà itself is not installed."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem, Severity
from voila_lint.packages.model import Names
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.needs import addition_fix, addition_help
from voila_lint.views.unread import may_be_unread


@rule("VL102", severity="error", judge="voila", fix="safe")
def missing_voila(repository: Repository) -> Iterator[Problem]:
    """The environment file does not bring Voilà, which has to run on Binder to show the app.

    Voilà is not in Binder's base image. A template package that depends on it
    (`voila-vuetify`, `jupyter-flex`) is enough. Where no launch link, setting or environment tells
    that an app is meant, but a document, a `Procfile` or a notebook speaks of Voilà, this is a
    warning; where nothing does, as among a widget library's examples for JupyterLab, an info.
    Nothing is said where, in addition, the repository's launch links open Jupyter.

    **What a visitor sees**: “404: Not Found”.

    **What to do**: add `voila` to the environment file; it need not be enabled in any way.
    """
    if not repository.builds or repository.server_provision.verdict("voila") != "no":
        return
    # Without any sign of Voilà, links to Jupyter mean what they say.
    if repository.apps.intent is None and (repository.links.own or not repository.apps.likely):
        return
    if any("voila" in invalid.text.lower() for invalid in repository.plan.invalid):
        # It is asked for, in a way that pip refuses: VL110 says so.
        return
    if may_be_unread(repository, "voila"):
        # It is named where nothing reads it: VL208 says so.
        return
    if repository.plan.separate_kernel:
        # What the environment file names goes elsewhere: VL210 says so.
        return
    intent, likely = repository.apps.intent is not None, repository.apps.mentions_voila
    severity: Severity = "error" if intent else "warning" if likely else "info"
    names = Names(pypi="voila", conda="voila")
    path = repository.environment_path
    yield Problem(
        Location(path or "."),
        "Voilà is not among what Binder will install, so that no app can be shown: a visitor sees "
        "“404: Not Found”."
        if intent
        else "Voilà is not among what Binder will install: if the notebooks with widgets are to be "
        "apps, a visitor sees “404: Not Found”.",
        addition_help(repository, names)
        if likely or intent
        else f"For an app: {addition_help(repository, names)}",
        severity=severity,
        data={"module": "voila", "pypi": "voila", "conda": "voila", "declared_in": path},
        fix=addition_fix(repository, names),
    )
