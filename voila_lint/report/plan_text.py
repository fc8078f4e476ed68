"""The plan for people: what mybinder.org does with the repository, at a glance."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from voila_lint.build.older_release import older_release
from voila_lint.finding import Finding
from voila_lint.report import place, printable
from voila_lint.report.plan import planned_notebooks
from voila_lint.report.style import Style
from voila_lint.repository import Repository
from voila_lint.versions.model import Package
from voila_lint.views.build_problems import misplaced_specification, stranded_specification

WIDTH = 96
_LABEL = 12
#: Of longer lists of packages, so many are named.
_SHOWN = 12

_INSTALLER = {"conda": "conda", "pip": "pip", "apt": "apt", "setup": "pip", "post-build": "script"}


def lines(repository: Repository, in_the_way: Sequence[Finding], style: Style) -> Iterator[str]:
    """Yield the lines of the report; ``in_the_way`` is what keeps the plan from coming true."""
    yield style.bold("What mybinder.org will do with this repository")
    yield ""
    for label, text in _facts(repository, in_the_way):
        yield from _row(style.cyan, label, text)
    notebooks = list(planned_notebooks(repository))
    yield ""
    yield style.bold("Notebooks" if notebooks else "No notebooks found.")
    why = ""
    for notebook in notebooks:
        if not notebook.app:
            continue
        yield f"  {style.green('app   ')}{style.bold(printable(notebook.path))}"
        # Most apps are taken for one for the same reason: said once.
        if notebook.why != why:
            yield from _wrapped(notebook.why, " " * 8)
            why = notebook.why
        if notebook.launch_link:
            yield " " * 8 + style.cyan(printable(notebook.launch_link))
    others: dict[str, list[str]] = {}
    for notebook in notebooks:
        if not notebook.app:
            others.setdefault(notebook.why, []).append(printable(notebook.path))
    for why, paths in others.items():
        yield from _wrapped(f"other: {why}", "  ")
        yield from _listed(paths, " " * 8)


def _facts(repository: Repository, in_the_way: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    plan = repository.plan
    yield "Result", _result(repository)
    for finding in in_the_way:
        yield "But", f"{finding.code}, {place(finding)}: {finding.message}"
    yield from (("Missing", text) for text in _missing(repository))
    if plan.error is not None:
        return
    if plan.config_directory != ".":
        yield "Looks in", f"{plan.config_directory}/ (not in the repository's root)"
    if plan.python_version and plan.build_pack not in ("docker", "nix"):
        python = plan.python_version
        if plan.separate_kernel:
            python += f" for notebooks, {plan.server_python} for Voilà"
        yield "Python", python
    for (path, source), packages in groupby(plan.packages, lambda one: (one.path, one.source)):
        listed = list(map(_written, packages))
        more = [f"and {len(listed) - _SHOWN} more"] if len(listed) > _SHOWN + 1 else []
        text = ", ".join(listed[:_SHOWN] + more if more else listed)
        yield "Installs", f"{text} ({_INSTALLER[source]}, from {path})"
    if plan.installs_project:
        yield "Installs", "this repository itself, as a Python package (pip)"
    if plan.post_build:
        yield "Runs", f"{plan.post_build} once, at the end of the build"
    if plan.start:
        yield "Runs", f"{plan.start} whenever somebody opens the link"
    for ignored in plan.ignored:
        yield "Ignores", f"{ignored.path}: {ignored.reason}"
    for text in older_release(repository.project.clone, plan):
        yield "Elsewhere", f"hubs with repo2docker {text}"
    for reason in plan.opaque:
        yield "Not known", reason
    if repository.builds:
        yield "Voilà", _voila(repository)


def _result(repository: Repository) -> str:
    plan = repository.plan
    if plan.error is not None:
        place = plan.error.path or "the repository"
        if plan.error.at is not None:
            place += f", line {plan.error.at.line}"
        return f"the build fails at {place}: {plan.error.message}"
    if plan.fallback:
        return (
            "the build fails: no file says what to install (“No environment specification found”)"
        )
    if plan.build_pack == "docker":
        return "builds from the Dockerfile alone; what is in it is not looked into"
    if plan.build_pack == "nix":
        return "builds from default.nix alone; what is in it is not looked into"
    if repository.specifies_nothing:
        return "builds, but no file says what to install"
    path = repository.environment_path
    return f"builds with {path}" if path else f"builds ({plan.build_pack})"


def _missing(repository: Repository) -> Iterator[str]:
    """Yield what the repository needs before anything can be built or shown."""
    if repository.plan.fallback:
        misplaced = misplaced_specification(repository) or stranded_specification(repository)
        if misplaced is not None:
            yield f"{misplaced} says what to install, but lies where Binder does not look"
        elif repository.misnamed_files:
            for path, right in repository.misnamed_files:
                yield f"{path} has to be named {right}"
        else:
            folder = (
                ""
                if repository.plan.config_directory == "."
                else f"{repository.plan.config_directory}/"
            )
            yield f"{folder}environment.yml, with what the notebooks import, and voila"
    if not repository.notebook_files:
        yield "a notebook (.ipynb) to show as an app"


def _voila(repository: Repository) -> str:
    return {
        "yes": "is installed: notebooks can be shown as apps",
        "no": "is NOT installed: no notebook can be shown as an app, visitors get 404: Not Found",
        "unknown": "it is not known whether the build brings it",
    }[repository.server_provision.verdict("voila")]


def _written(package: Package) -> str:
    gap = " " if package.specifier[:1].isalnum() else ""
    return f"{package.name}{gap}{package.specifier}"


def _row(colour: Callable[[str], str], label: str, text: str) -> Iterator[str]:
    for number, row in enumerate(_wrap(text, WIDTH - _LABEL)):
        gap = " " * (_LABEL - len(label))
        yield (colour(label) + gap if number == 0 else " " * _LABEL) + row


def _wrapped(text: str, indent: str) -> Iterator[str]:
    for row in _wrap(text, WIDTH - len(indent)):
        yield indent + row


def _listed(paths: Sequence[str], indent: str) -> Iterator[str]:
    """Yield names side by side in lines; none is broken, whatever spaces it has."""
    line = ""
    for path in paths:
        longer = f"{line}, {path}" if line else path
        if line and len(indent) + len(longer) > WIDTH:
            yield f"{indent}{line},"
            longer = path
        line = longer
    yield indent + line


def _wrap(text: str, width: int) -> list[str]:
    # Long addresses stay whole, so that they can be copied.
    return textwrap.wrap(printable(text), width, break_long_words=False, break_on_hyphens=False)
