"""The command line: reads arguments, runs the checks, prints the report, sets the exit code."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from msgspec.structs import replace

from voila_lint import rules, settings
from voila_lint.checking import Result, check, errors_for
from voila_lint.commands.options import CheckOptions, environment_of, read_check, read_plan
from voila_lint.errors import UsageError
from voila_lint.finding import Finding
from voila_lint.git import find_top
from voila_lint.project import Project
from voila_lint.report import Report, common_root, place, printable, row
from voila_lint.repository import Repository
from voila_lint.rules import Rule

#: Exit codes: nothing at or above ``--fail-on``, something, and a run that could not be done.
CLEAN, FOUND, FAILED = 0, 1, 2

#: Rules that say a file cannot be read at all: fatal where the user named that very file.
_UNREADABLE = ("VL001", "VL003")

#: One round of fixes can make room for another; more than this and they undo each other.
_ROUNDS = 10

_COMMANDS = ("check", "explain", "link", "plan", "rules", "why")


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code. Never raises for bad input."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _check_folder()
        code = _run(list(arguments))
        # Here a reader who has gone is noticed, and not when the process ends.
        print(end="", flush=True)
        return code
    except UsageError as error:
        return _fail(str(error))
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a bug of ours: one line, as for everything else
        return _fail(f"internal error: {type(error).__name__}: {error} (please report it)")


def _check_folder() -> None:
    try:
        Path.cwd()
    except OSError as error:
        raise UsageError(f"the current folder cannot be read: {error.strerror}") from None


def _run(arguments: list[str]) -> int:
    command = arguments.pop(0) if arguments and arguments[0] in _COMMANDS else "check"
    if command == "explain":
        return _explain(arguments)
    if command == "link":
        return _link(arguments)
    if command == "plan":
        return _plan(arguments)
    if command == "rules":
        return _list_rules(arguments)
    if command == "why":
        return _why(arguments)
    return _check(read_check(arguments))


def _fail(message: str) -> int:
    _say(message)
    return FAILED


def _say(message: str) -> None:
    print(row(f"voila-lint: {printable(message)}"), file=sys.stderr)


# check


def _check(options: CheckOptions) -> int:
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff")
    targets = _targets(options.paths or ["."], options.root)
    environment = environment_of(options.python)
    results: list[Result] = []
    fixed = 0
    code = CLEAN
    for root, only in targets.items():
        chosen = _settings(root, options)
        active = rules.selected(chosen.select, chosen.ignore)
        result = check(Repository(Project(root), chosen, environment), active, only)
        # What is gone while it is looked at looks like files that never were.
        result.repository.project.check_root()
        if options.diff:
            code = max(code, _show_diff(result, unsafe=options.unsafe_fixes))
        elif options.fix:
            result, count = _repair(result, only, active, unsafe=options.unsafe_fixes)
            fixed += count
        _warn_of_settings(result)
        results.append(_without_named(result, only or frozenset()))
        if len(results[-1].findings) < len(result.findings):
            code = FAILED
    named = sum(len(only) for only in targets.values() if only is not None)
    report = Report(common_root(list(targets)), tuple(results), named)
    if not options.diff:
        _print_report(report, options, fixed)
    for message in report.failures():
        code = _fail(message)
    if options.diff:
        return code
    if code == CLEAN and not options.exit_zero and report.reaches(options.fail_on):
        code = FOUND
    return code


def _targets(paths: Sequence[str], root: str | None) -> dict[Path, frozenset[str] | None]:
    """Return the roots to check, each with the files to report on (None: all)."""
    found: dict[Path, set[str] | None] = {}
    fixed_root = _folder(root) if root is not None else None
    for given in paths:
        path = Path(given)
        if not path.exists():
            hint = "" if not given.isalpha() else f" (commands: {', '.join(_COMMANDS)})"
            raise UsageError(f"{given}: no such file or folder{hint}")
        # Not resolve(): a symbolic link in the path is where the user is.
        path = Path(os.path.normpath(Path.cwd() / path))
        if path.is_dir() and fixed_root is None:
            found[path] = None
            continue
        base = fixed_root or find_top(path.parent) or path.parent
        if not path.is_relative_to(base):
            raise UsageError(f"{given}: not inside {root}")
        if path.is_dir():
            raise UsageError(f"{given}: with --root, name files")
        if not os.access(path, os.R_OK):
            raise UsageError(f"{given}: permission denied")
        listed = found.setdefault(base, set())
        if listed is not None:
            listed.add(path.relative_to(base).as_posix())
    return {base: None if only is None else frozenset(only) for base, only in found.items()}


def _folder(given: str) -> Path:
    path = Path(os.path.normpath(Path.cwd() / given))
    if not path.is_dir():
        raise UsageError(f"{given}: no such folder")
    return path


def _settings(root: Path, options: CheckOptions) -> settings.Settings:
    chosen = settings.load(root)
    if options.select is not None:
        chosen = replace(chosen, select=_split(options.select))
        if not chosen.select:
            # An empty variable in a CI recipe must not turn everything off.
            raise UsageError("--select names no rule")
    extended = (*chosen.extend_select, *_split(options.extend_select))
    if extended and chosen.select is not None:
        chosen = replace(chosen, select=(*chosen.select, *extended))
    chosen = replace(
        chosen,
        ignore=(*chosen.ignore, *_split(options.ignore)),
        exclude=(*chosen.exclude, *_split(options.exclude)),
    )
    for codes in (*chosen.per_file_ignores.values(), extended):
        for code in codes:
            rules.find(code)
    return chosen


def _split(given: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(item.strip() for value in given or () for item in value.split(",") if item.strip())


def _repair(
    result: Result, only: frozenset[str] | None, active: Sequence[Rule], *, unsafe: bool
) -> tuple[Result, int]:
    from voila_lint.repairs import applying as fix

    fixed = 0
    for _ in range(_ROUNDS):
        project = result.repository.project
        try:
            changes = fix.prepare(project, result.findings, unsafe=unsafe)
            if not changes.count:
                break
            fix.write(project, changes)
        except OSError as error:
            raise UsageError(f"cannot write a fix: {error}") from None
        fixed += changes.count
        repository = Repository(
            Project(project.root), result.repository.settings, result.repository.environment
        )
        result = check(repository, active, only)
    return result, fixed


def _show_diff(result: Result, *, unsafe: bool) -> int:
    from voila_lint.repairs import applying as fix

    project = result.repository.project
    changes = fix.prepare(project, result.findings, unsafe=unsafe)
    for line in fix.diff(project, changes):
        print(row(printable(line), is_diff=True))
    return FOUND if changes.count else CLEAN


def _warn_of_settings(result: Result) -> None:
    """Say on stderr which settings do nothing: they would be missed without a word."""
    repository = result.repository
    chosen = repository.settings
    if chosen.flaw is not None:
        _say(chosen.flaw)
    for name in chosen.apps or ():
        if not any(settings.matches(path, [name]) for path in repository.project.files):
            _say(f"{chosen.source}: `apps` names `{name}`, and there is no such file")


def _without_named(result: Result, named: frozenset[str]) -> Result:
    """Say on stderr which of the files that the user named cannot be read at all."""
    kept: list[Finding] = []
    for finding in result.findings:
        if finding.code in _UNREADABLE and finding.path in named:
            _fail(f"{place(finding)}: {finding.message}")
        else:
            kept.append(finding)
    return replace(result, findings=tuple(kept))


def _print_report(report: Report, options: CheckOptions, fixed: int) -> None:
    out: TextIO = sys.stdout
    if options.output_format == "json":
        from voila_lint.report import json

        found = json.lines(report)
    elif options.output_format == "concise":
        from voila_lint.report import concise

        found = concise.lines(report)
    else:
        from voila_lint.report import text
        from voila_lint.report.style import Style

        found = text.lines(report, Style.of(out))
    for line in found:
        print(row(line), file=out)
    if fixed:
        print(f"Repaired {fixed} problem{'' if fixed == 1 else 's'}.", file=sys.stderr)
    if not report.checked and options.output_format != "text":
        _say(report.why_nothing)
    if options.verbose:
        from voila_lint.report import verbose

        for line in verbose.lines(report):
            print(row(line), file=sys.stderr)
    out.flush()


# plan


def _plan(arguments: Sequence[str]) -> int:
    options = read_plan(arguments)
    (root,) = _targets([options.path], None)
    repository = Repository(Project(root), settings.load(root), environment_of(options.python))
    if options.output_format == "json":
        from voila_lint.report import plan_json

        found = plan_json.lines(repository)
    else:
        from voila_lint.report import plan_text
        from voila_lint.report.style import Style

        found = plan_text.lines(repository, _in_the_way(repository), Style.of(sys.stdout))
    for line in found:
        print(row(line))
    sys.stdout.flush()
    repository.failures.raise_first()
    return CLEAN


def _in_the_way(repository: Repository) -> list[Finding]:
    """Return the errors for which the build fails or shows no app, though its files are in order.

    What the plan says itself is left out, and so is what is wrong in a single notebook.
    """
    if not repository.builds or repository.plan.error is not None:
        return []
    active = [rule for rule in rules.selected(None, ()) if rule.code[:3] in ("VL1", "VL2")]
    return [finding for finding in errors_for(repository, active, ()) if finding.code != "VL102"]


# link


def _link(arguments: Sequence[str]) -> int:
    from voila_lint.commands import link
    from voila_lint.commands.parser import Parser

    parser = Parser(
        prog="voila-lint link", description="Prints launch links that open the apps on Binder."
    )
    link.add_arguments(parser)
    for line in link.lines(parser.parse_args(arguments)):
        print(row(line))
    return CLEAN


# explain, rules


def _explain(arguments: Sequence[str]) -> int:
    from voila_lint.commands.parser import Parser

    parser = Parser(prog="voila-lint explain", description="Explains rules.")
    parser.add_argument("rule", nargs="+", metavar="RULE", help="a code, prefix or name")
    for given in parser.parse_args(arguments).rule:
        for rule in rules.find(given):
            print(f"# {rule.code} {rule.name}\n\n{rule.documentation}\n")
    return CLEAN


def _why(arguments: list[str]) -> int:
    from voila_lint.commands import why
    from voila_lint.commands.parser import Parser

    parser = Parser(
        prog="voila-lint why",
        description="Says what imports a module and what provides it on Binder.",
        epilog="Exit codes: 0 provided or not known, 1 missing, 2 the question makes no sense.",
    )
    why.add_arguments(parser)
    answer = why.answer(parser.parse_args(arguments))
    for line in answer.lines:
        print(row(printable(line)))
    return FOUND if answer.verdict == "missing" else CLEAN


def _list_rules(arguments: Sequence[str]) -> int:
    from voila_lint.commands.parser import Parser

    Parser(prog="voila-lint rules", description="Lists the rules.").parse_args(arguments)
    for rule in rules.all_rules():
        fixed = f", {rule.fix} fix" if rule.fix else ""
        print(f"{rule.code}  {rule.severity:<8} {rule.name} ({rule.judge}{fixed})")
    return CLEAN
