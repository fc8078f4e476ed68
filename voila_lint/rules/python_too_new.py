"""VL114: code for another Python than the one that Binder will use."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.notebook.model import PythonVersion
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.pythons import OtherGrammar, OtherLibrary, other_grammar, other_library
from voila_lint.views.voila_errors import not_compiled


@rule("VL114", severity="error", judge="ipython")
def python_too_new(repository: Repository) -> Iterator[Problem]:
    """A cell uses what the Python that Binder takes does not have yet, or no longer has.

    That is syntax (`match` came with Python 3.10, double quotes inside the braces of
    `f"{x["a"]}"` with 3.12) and what the standard library gained (`tomllib` with 3.11,
    `from typing import Self`) or lost (`imp` with 3.12, `telnetlib` with 3.13,
    `from collections import Iterable` with 3.10). `distutils` is fine: on Binder setuptools brings
    it back. Binder takes Python 3.10 where no file names a version.

    **What a visitor sees**: “There was an error when executing cell [n]”, and nothing of what
    comes after it: it worked on your computer, which has another Python.

    **What to do**: name the Python that you wrote the app with in the environment file
    (`python=3.12` in environment.yml; `python-3.12` in a runtime.txt beside requirements.txt), or
    write it in a way that both understand.
    """
    for grammar in other_grammar(repository):
        yield _of_grammar(repository, grammar)
    for imported in other_library(repository):
        yield _of_library(repository, imported)


def _of_grammar(repository: Repository, grammar: OtherGrammar) -> Problem:
    python = repository.kernel_python
    if grammar.since is not None:
        message = f"Python {python}, which Binder takes here, does not know {grammar.what}."
        advice = f"{_name_python(repository, grammar.since, 'or newer')} Or write it without."
    else:
        message = f"Python {python}, which Binder takes here, cannot read this: {grammar.message}."
        advice = "Correct it, or name the Python that you wrote it with."
    return Problem(
        Location.of(grammar.path, grammar.at, grammar.cell),
        f"{message} {not_compiled(repository, grammar.path, grammar.cell)}",
        advice,
        severity=repository.apps.severity_in(grammar.path),
        data={"binder": python, "needs": _text(grammar.since) if grammar.since else None},
    )


def _of_library(repository: Repository, library: OtherLibrary) -> Problem:
    python = repository.kernel_python
    name, version = library.change.name, library.change.version
    if library.change.gained:
        message = f"`{name}` came with Python {_text(version)}, and Binder takes {python} here."
        advice = _name_python(repository, version, "or newer")
    else:
        message = f"`{name}` left Python with {_text(version)}, and Binder takes {python} here."
        advice = _name_python(repository, (version[0], version[1] - 1), "or older")
    if library.change.instead:
        advice += f" Or do without it: {library.change.instead}."
    return Problem(
        Location.of(library.path, library.at, library.cell),
        f"{message} {not_compiled(repository, library.path, library.cell)}",
        advice,
        severity="error" if library.certain else "warning",
        data={"binder": python, "name": name, "version": _text(version)},
    )


def _name_python(repository: Repository, version: PythonVersion, relation: str) -> str:
    path = repository.plan.python_path or repository.environment_path or "the environment file"
    if path.endswith("requirements.txt"):
        path = path.replace("requirements", "runtime")
    equals = "-" if path.endswith("runtime.txt") else "="
    return f"Write `python{equals}{_text(version)}` ({relation}) in {path}."


def _text(version: PythonVersion) -> str:
    return ".".join(map(str, version))
