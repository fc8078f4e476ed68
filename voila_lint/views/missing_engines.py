"""Packages that a library imports only when it is asked to do something."""

from collections.abc import Iterator, Set

from msgspec import Struct
from msgspec.structs import replace

from voila_lint.notebook.model import FunctionCall, Guard
from voila_lint.packages.engines import Engine, engine_for
from voila_lint.packages.names import prefixes
from voila_lint.packages.provision import Provision
from voila_lint.packages.stdlib import numbers
from voila_lint.packages.trace import CodeAt
from voila_lint.repository import Repository
from voila_lint.text import Span
from voila_lint.versions.specifier import holds_back
from voila_lint.views.needs import notebook_provision

#: Guards under which a call does not run, or its failure is taken care of.
_HARMLESS: frozenset[Guard] = frozenset(
    {"import-error", "suppressed", "type-checking", "never", "version", "colab"}
)


#: On older ones, Binder has older releases, which may need other packages or none.
_OLDEST = (3, 8)


class MissingEngine(Struct, frozen=True):
    """A call that certainly fails on Binder, in a notebook or a local module that one reaches."""

    path: str
    cell: int | None
    at: Span
    function: str
    engine: Engine


def missing_engines(repository: Repository) -> Iterator[MissingEngine]:
    """Yield the first call of each file that lacks an engine, per engine.

    Only where it is sure which library's function is called, and that Binder has the library and
    none of the engines.
    """
    python = repository.plan.python_version
    if not repository.builds or python is None or numbers(python) < _OLDEST:
        return
    seen: set[tuple[str, str]] = set()
    for notebook in sorted(
        repository.apps.status, key=lambda path: (not repository.apps.status[path].is_app, path)
    ):
        files = dict.fromkeys((notebook, *(use.path for use in repository.uses(notebook))))
        provision: Provision | None = None
        lacking: dict[Engine, bool] = {}
        for path in files:
            for at, call in _calls(repository.code(path)):
                engine = engine_for(call)
                if engine is None or (path, engine.modules[0]) in seen:
                    continue
                provision = provision or notebook_provision(repository, notebook)
                if engine not in lacking:
                    lacking[engine] = _lacks(repository, provision, engine)
                if lacking[engine]:
                    seen.add((path, engine.modules[0]))
                    yield MissingEngine(path, at.cell, call.at, call.function, engine)


def _lacks(repository: Repository, provision: Provision, engine: Engine) -> bool:
    library = engine.library
    if provision.verdict(library) != "yes":
        return False
    if any(provision.verdict(module) != "no" for module in engine.modules):
        return False
    # Older releases need other packages: pandas 1.1 read .xlsx with xlrd, plotly 5 brought its
    # own widgets.
    held = {package.name.lower() for package in repository.plan.packages if holds_back(package)}
    if library in held:
        return False
    if library == "plotly":
        return any(found.kind == "declared" for found in provision.evidence(library))
    return True


def _calls(codes: tuple[CodeAt, ...]) -> Iterator[tuple[CodeAt, FunctionCall]]:
    """Yield the calls whose function is sure, with its full name."""
    if not any(at.code.calls for at in codes):
        return
    stands_for: dict[str, set[str]] = {}
    for at in codes:
        for name, dotted in at.code.names:
            stands_for.setdefault(name, set()).add(dotted)
    names: dict[str, set[str]] = {}
    for at in codes:
        for binding in at.code.bindings:
            names.setdefault(binding.name, set()).add(binding.value)

    def full(function: str) -> str | None:
        root, dot, rest = function.partition(".")
        name, brackets, _ = root.partition("(")
        dotted = stands_for.get(name, set())
        if len(dotted) == 1 and name not in names:
            return f"{next(iter(dotted))}{'()' if brackets else ''}{dot}{rest}"
        return None

    for at in codes:
        known = {dotted for _, dotted in at.code.names}
        for call in at.code.calls:
            if _HARMLESS.intersection(call.guards):
                continue
            function = _full_in_cell(call.function, known) or full(call.function)
            if function is None:
                name, _, method = call.function.partition(".")
                values = {
                    _full_in_cell(value, known) or full(value) for value in names.get(name, set())
                }
                value = next(iter(values)) if len(values) == 1 else None
                function = f"{value}().{method}" if value and method else None
            if function is not None:
                yield at, replace(call, function=function)


def _full_in_cell(function: str, known: Set[str]) -> str | None:
    """Return a name whose alias the cell itself has followed, to one of the ``known`` names."""
    return None if known.isdisjoint(prefixes(function)) else function
