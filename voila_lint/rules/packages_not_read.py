"""VL208: packages in environment.yml where nothing reads them."""

from collections.abc import Iterator

from voila_lint.build.model import UnreadList
from voila_lint.edits.package_edits import list_to_pip
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity
from voila_lint.views.unread import declared_names, lost_names

#: How many packages the message names.
_SHOWN = 5


@rule("VL208", severity="error", judge="voila", fix="safe")
def packages_not_read(repository: Repository) -> Iterator[Problem]:
    """`environment.yml` lists packages under a key that stands beside `dependencies:`.

    `pip:` belongs into the list of `dependencies`, as one item more. At the top of the file
    nothing reads it, nor `packages:` or `requirements:`, or `dependencies:` in another spelling:
    no error is shown, and nothing of it is installed. Missing imports of what the list names are
    not reported one by one. Nothing is said where all of it is also named in `dependencies`.

    **What a visitor sees**: “There was an error when executing cell [n]” where the app imports
    one of the packages; “404: Not Found” if Voilà is among them.

    **What to do**: move it; the dash before `pip:` counts:

    ```yaml
    dependencies:
      - python=3.11
      - voila
      - pip
      - pip:
          - a-package-from-pypi
    ```
    """
    for unread in repository.plan.unread_lists:
        lost = lost_names(repository, unread)
        if not lost and not unread.opaque:
            continue
        shown = [f"`{name}`" for name in lost[:_SHOWN]] or ["what it names"]
        named = ", ".join(shown) + (" …" if len(lost) > _SHOWN else "")
        yield Problem(
            Location.of(unread.path, unread.at),
            f"Nothing reads `{unread.key}:` at the top of this file, so that {named} will not be "
            f"installed. {_outcome(lost)}",
            _help(unread),
            severity=build_severity(repository),
            data={"key": unread.key, "packages": lost},
            fix=_fix(repository, unread),
        )


def _outcome(lost: list[str]) -> str:
    if "voila" in map(canonical, lost):
        return "No app can be shown, and a visitor sees “404: Not Found”."
    return "Visitors see an error where the app needs it."


def _help(unread: UnreadList) -> str:
    if unread.key == "pip":
        return (
            "Move it into the list of `dependencies`, as an item `- pip:` with the packages "
            "indented below it. `voila-lint explain VL208` shows how."
        )
    if unread.alone:
        return "Write `dependencies:` instead."
    return (
        "Move its items into the list of `dependencies`; what only PyPI has goes below `- pip:` "
        "there. `voila-lint explain VL208` shows how."
    )


def _fix(repository: Repository, unread: UnreadList) -> Fix | None:
    """Return the move, None where it would name something twice or there is no place for it."""
    twice = declared_names(repository).intersection(canonical(p.name) for p in unread.packages)
    # Without `dependencies`, each of several lists would write that key.
    if twice or (unread.alone and len(repository.plan.unread_lists) > 1):
        return None
    if unread.key == "pip":
        edits = list_to_pip(unread.path, repository.project.text_or_empty(unread.path))
        return Fix("Move the list below `- pip:` in dependencies", "safe", edits) if edits else None
    if unread.alone:
        edit = Edit.of(Location.of(unread.path, unread.at), "dependencies")
        return Fix(f"Write dependencies: instead of {unread.key}:", "safe", (edit,))
    return None
