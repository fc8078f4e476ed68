"""``voila-lint why MODULE``: who imports a module, what provides it, and how sure that is."""

import argparse
import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint import settings
from voila_lint.commands import CLEAN, FOUND
from voila_lint.commands.options import environment_of
from voila_lint.commands.parser import Parser, add_python, add_root
from voila_lint.commands.targets import target
from voila_lint.errors import UsageError
from voila_lint.packages.local import LocalModule
from voila_lint.packages.model import Evidence
from voila_lint.packages.platforms import module_only_on
from voila_lint.packages.provision import Provision
from voila_lint.packages.trace import Use
from voila_lint.report import printable, row
from voila_lint.repository import Repository
from voila_lint.views.build_problems import ignored_file_naming
from voila_lint.views.needs import addition_help, notebook_provision

Verdict: TypeAlias = Literal["provided", "missing", "not known"]

_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")

#: Imports that are shown before the rest is only counted.
_SHOWN = 8


class Answer(Struct, frozen=True):
    """What is known of a module: the worst verdict of all notebooks, and the lines that say why."""

    verdict: Verdict
    lines: tuple[str, ...]


def run(arguments: Sequence[str]) -> int:
    """Print what is known of the module that the arguments name."""
    parser = Parser(
        prog="voila-lint why",
        description="Says what imports a module and what provides it on Binder.",
        epilog="Exit codes: 0 provided or not known, 1 missing, 2 the question makes no sense.",
    )
    parser.add_argument("module", metavar="MODULE", help="a name as in `import`: cv2, PIL.Image")
    parser.add_argument(
        "path",
        nargs="?",
        metavar="PATH",
        help="the repository's folder, or one notebook in it (default: this folder)",
    )
    add_root(parser)
    add_python(parser)
    answer = _answer(parser.parse_args(arguments))
    for line in answer.lines:
        print(row(printable(line)))
    return FOUND if answer.verdict == "missing" else CLEAN


def _answer(options: argparse.Namespace) -> Answer:
    module: str = options.module
    asked = target(options.path, options.root)
    project = asked.project
    chosen = settings.load(project.reader)
    repository = Repository(project, chosen, environment_of(options.python))
    if not _MODULE.fullmatch(module):
        known = repository.layers.modules_of(module) or ()
        hint = f"; the package {module} is imported as {' or '.join(known)}" if known else ""
        raise UsageError(f"`{module}` is no name that can be imported{hint}")
    return explain(repository, module, next(iter(asked.files), None))


def explain(repository: Repository, module: str, only: str | None = None) -> Answer:
    """Return what is known of a module in the repository, or in one notebook or script of it."""
    paths = [only] if only is not None else sorted({*repository.notebooks, *repository.apps.status})
    users = {path: found for path in paths if (found := _users(repository, path, module))}
    lines = [*_imports(repository, module, users, only), ""]
    verdicts: set[Verdict] = set()
    for text, group in _grouped(repository, module, tuple(users) or tuple(paths[:1]) or ("",)):
        verdict, reasons = text
        verdicts.add(verdict)
        where = f" ({', '.join(group)})" if len(users) > len(group) else ""
        lines.append(f"Binder      {verdict}{where}")
        lines += [f"            {reason}" for reason in reasons]
    order: tuple[Verdict, ...] = ("missing", "not known", "provided")
    worst = next(verdict for verdict in order if verdict in verdicts)
    if worst != "provided":
        lines += _advice(repository, module)
    return Answer(worst, tuple(lines))


def _advice(repository: Repository, module: str) -> Iterator[str]:
    """Yield the lines that say what makes the module importable, where that is known."""
    names = repository.layers.names_for(module)
    system = module_only_on(module, names)
    if system is not None:
        yield f"Package     none helps: it works on {system} only, and Binder runs Linux"
    elif not names.sure:
        yield f"Package     none is known to hold `{module}`;"
        yield "            if it is a file of yours, commit it beside the notebook"
    elif names.pypi or names.conda:
        unread = ignored_file_naming(repository, names)
        if unread is not None and not repository.builds:
            yield f"Named       in {unread.path}, which Binder does not read:"
            yield f"            {unread.reason}"
        else:
            yield f"To add it   {addition_help(repository, names)}"


def _users(repository: Repository, path: str, module: str) -> list[Use]:
    return [
        use
        for use in repository.uses(path)
        if f"{use.module}.".startswith(f"{module}.")
        or (use.module == module.rpartition(".")[0] and module.rpartition(".")[2] in _taken(use))
    ]


def _taken(use: Use) -> tuple[str, ...]:
    return use.imported.names


def _imports(
    repository: Repository, module: str, users: dict[str, list[Use]], only: str | None
) -> Iterator[str]:
    if not users:
        who = "No notebook here" if only is None else f"Nothing in {only}"
        yield f"{who} imports {module}, nor does a file of the repository that is imported there"
        return
    yield f"{module} is imported by"
    shown = [(path, use) for path, uses in users.items() for use in uses]
    for path, use in shown[:_SHOWN]:
        cell = f", cell {use.cell}" if use.cell is not None else ""
        notes = [f"reached from {path}"] if use.path != path else []
        if repository.apps.status.get(path) is not None and repository.apps.status[path].is_app:
            notes.append("an app")
        if not use.needed:
            notes.append("failing is provided for")
        elif not use.certain:
            notes.append("may not run")
        noted = f"  ({', '.join(notes)})" if notes else ""
        yield f"  {use.path}{cell}, line {use.imported.at.line}{noted}"
    if len(shown) > _SHOWN:
        yield f"  and {len(shown) - _SHOWN} more"


def _grouped(
    repository: Repository, module: str, paths: Sequence[str]
) -> list[tuple[tuple[Verdict, tuple[str, ...]], list[str]]]:
    """Return the different verdicts with their reasons, and the notebooks that share each."""
    groups: dict[tuple[Verdict, tuple[str, ...]], list[str]] = {}
    for path in paths:
        groups.setdefault(_verdict(repository, module, path), []).append(path)
    return list(groups.items())


def _verdict(repository: Repository, module: str, path: str) -> tuple[Verdict, tuple[str, ...]]:
    local = _local(repository, module, path)
    if local is not None:
        return "provided", (f"by {local.path} of the repository",)
    provision = notebook_provision(repository, path) if path else repository.provision
    found = provision.evidence(module)
    if not repository.builds and not any(evidence.kind == "stdlib" for evidence in found):
        return "not known", (_no_build(repository),)
    if found:
        return "provided", tuple(
            dict.fromkeys(_because(repository, evidence) for evidence in found)
        )
    unknown = provision.why_unknown(module)
    if unknown:
        return "not known", tuple(f"The reason: {reason}" for reason in unknown[:_SHOWN])
    return "missing", (_lack(repository, provision, module),)


def _local(repository: Repository, module: str, path: str) -> LocalModule | None:
    return repository.local_modules.find(module, repository.search_folders(path))


def _no_build(repository: Repository) -> str:
    error = repository.plan.error
    if error is not None:
        return f"because the build stops at {error.path or 'this repository'}: {error.message}"
    if repository.plan.build_pack in ("docker", "legacy-docker", "nix"):
        return f"because the {repository.plan.build_pack} file alone says what is in the image"
    return "because Binder finds nothing to build from"


def _because(repository: Repository, evidence: Evidence) -> str:
    where = evidence.path or ""
    if evidence.line is not None:
        where += f":{evidence.line}"
    if where.endswith(".ipynb"):
        return f"by {evidence.detail}, which {where} installs itself, again for each visitor"
    if evidence.kind == "stdlib":
        return f"by the standard library of Python {evidence.detail}"
    if evidence.kind == "base":
        return f"by {evidence.detail} in Binder's base image"
    said = f"by {evidence.detail} ({where})"
    if evidence.kind == "comes-with":
        said = f"by {evidence.detail}, which comes with {evidence.via} ({where})"
    if evidence.basis == "setting":
        return f"{said}, as the package-module-map in {repository.settings.source} says"
    if evidence.basis == "environment" and repository.environment is not None:
        return f"{said}, as it is installed in {repository.environment.given}"
    return (
        f"{said}, to go by its name: nothing else is known of it"
        if evidence.basis == "name"
        else said
    )


def _lack(repository: Repository, provision: Provision, module: str) -> str:
    elsewhere = repository.local_modules.elsewhere(module.partition(".")[0])
    if elsewhere:
        return f"{elsewhere} has the name, but it is not on Python's path"
    files = ", ".join(
        dict.fromkeys(
            package.path for package in repository.plan.packages if package.source != "apt"
        )
    )
    named = f"nothing in {files} brings it" if files else "no file asks for anything"
    return f"{named}, and Binder's image of Python {provision.python_version} does not have it"
