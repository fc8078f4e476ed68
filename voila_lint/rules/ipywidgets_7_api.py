"""VL113: the notebook asks widgets for what ipywidgets 8 no longer has."""

import re
from collections.abc import Iterator

from voila_lint.finding import Fix, Location, Problem
from voila_lint.packages.model import Names
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.needs import addition
from voila_lint.views.obsolete import ObsoleteUse, obsolete_uses
from voila_lint.views.voila_errors import cell_error

_OLD = "ipywidgets<8"


@rule("VL113", severity="error", judge="voila", fix="unsafe")
def ipywidgets_7_api(repository: Repository) -> Iterator[Problem]:
    """An app was written for ipywidgets 7, and Binder's image has ipywidgets 8.

    The `value` of a `FileUpload` is no longer a dictionary but a tuple of files, and its `data`
    and `metadata` are gone; so are `_titles` of `Accordion` and `Tab`, and `on_displayed`. Most
    other code goes on working. The rule says nothing where an older ipywidgets is asked for.

    **What a visitor sees**: “There was an error when executing cell [n]”; where it stands in a
    function, nothing happens on an upload or a click.

    **What to do**: use what ipywidgets 8 offers, as the message says; or keep the old release
    with `ipywidgets<8` in the environment file.
    """
    seen: set[tuple[str, str]] = set()
    for use in obsolete_uses(repository):
        member = use.member
        # Where a dictionary is missed, it is missed at every use.
        key = (use.path, f"{member.name}.{re.split(r'[.[]', member.member)[0]}")
        if key in seen:
            continue
        seen.add(key)
        if member.in_function:
            outcome = "When this function is called, it stops, and the visitor sees nothing happen."
        elif use.cell is None:
            outcome = "The app stops there with an error."
        else:
            outcome = f"Visitors see {cell_error(repository, use.path, use.cell)}."
        yield Problem(
            Location.of(use.path, member.at, use.cell),
            f"{_problem(use)} {outcome}",
            f"{_instead(use)} Or ask for the old release: `{_OLD}` in the environment file.",
            data={"widget": use.widget, "member": member.member},
            fix=_keep_old(repository),
        )


def _problem(use: ObsoleteUse) -> str:
    name, member = use.member.name, use.member.member
    if member == "value[]":
        return (
            f"Since ipywidgets 8, which Binder's image has, `{name}.value` is a tuple of files "
            "and has no names as keys."
        )
    if member.startswith("value."):
        method = member.partition(".")[2]
        return (
            f"Since ipywidgets 8, which Binder's image has, `{name}.value` is a tuple of files, "
            f"which has no `{method}`."
        )
    return f"Since ipywidgets 8, which Binder's image has, {use.widget} has no `{member}`."


def _instead(use: ObsoleteUse) -> str:
    name, member = use.member.name, use.member.member
    if member == "on_displayed":
        return "Call the function in the cell that shows the widget."
    if member == "_titles":
        return f"Write `{name}.titles`, a tuple of texts."
    if member == "data":
        return f"Write `[file.content.tobytes() for file in {name}.value]` for `{name}.data`."
    return (
        f"Write `for file in {name}.value:` and use `file.name` and `file.content` (a memoryview; "
        "`file.content.tobytes()` gives bytes)."
    )


def _keep_old(repository: Repository) -> Fix | None:
    if any(package.name.lower() == "ipywidgets" for package in repository.plan.packages):
        return None
    added = addition(repository, Names(_OLD, _OLD))
    return (
        Fix(f"Add {_OLD} to {repository.environment_path}", "unsafe", added.edits)
        if added
        else None
    )
