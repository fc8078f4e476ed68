"""VL211: a runtime.txt in a form that Binder does not read."""

from collections.abc import Iterator

from voila_lint.files.runtime_form import corrected_runtime
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.text import Lines, decode
from voila_lint.versions.python_version import LAST_UPDATES
from voila_lint.views.build_problems import build_severity, misformed_runtime, pins_packages


@rule("VL211", severity="error", judge="repo2docker", fix="safe")
def runtime_version_form(repository: Repository) -> Iterator[Problem]:
    """`runtime.txt` names a Python version in a form that Binder does not read.

    Binder wants `python-` and two numbers: `python-3.11`. With a third one (`python-3.8.5`, as
    Heroku wanted it), with another sign (`python 3.11`, `python>=3.11`), with the number alone,
    with a capital letter or in an empty file, it does not build. Most of this also counts
    beside an `environment.yml`, although the version is then taken from there.

    Where nothing says that the repository is meant for Binder this is a warning if a notebook
    shows widgets, and otherwise for your information only.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: write `python-3.11`, with the version that you want.
    """
    path = misformed_runtime(repository)
    if path is None:
        return
    error = repository.plan.error
    at = Location.of(path, error.at) if error and error.at else Location(path)
    text = repository.project.text_or_empty(path)
    corrected = corrected_runtime(text)
    written = text.strip().partition("\n")[0][:40]
    yield Problem(
        at,
        f"Binder does not read `{written}`, but only `python-` with two numbers: the build on "
        "mybinder.org fails."
        if written
        else "Binder does not read an empty file, but only `python-` with two numbers: the build "
        "on mybinder.org fails.",
        _help(repository, corrected),
        severity=build_severity(repository),
        data={"suggested": corrected},
        fix=Fix(f"Write {corrected}", "safe", (_edit(repository, path, corrected),))
        if corrected
        else None,
    )


def _edit(repository: Repository, path: str, corrected: str) -> Edit:
    """Return the edit that replaces the version and leaves the white space around it."""
    decoded = decode(repository.project.read_bytes(path), path)
    if decoded.mark:
        # The byte-order mark has to go, too: Binder takes it for a part of the version.
        return Edit(path, f"{corrected}\n")
    start = len(decoded.text) - len(decoded.text.lstrip())
    span = Lines(decoded.text).span(start, len(decoded.text.rstrip()))
    return Edit.of(Location.of(path, span), corrected)


def _help(repository: Repository, corrected: str | None) -> str:
    if corrected is None:
        return "Write `python-3.11` (with the version that you want), or remove the file."
    ended = LAST_UPDATES.get(corrected.removeprefix("python-"))
    if ended is None or pins_packages(repository):
        return f"Write `{corrected}`."
    return (
        f"Write `{corrected}`, or better a newer one such as `python-3.12`, with which the app has "
        f"to be tried: that Python has received no updates since {ended}."
    )
