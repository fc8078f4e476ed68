"""``voila-lint [check]``: finds what is wrong, reports it, and repairs it where that is asked."""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec.structs import replace

from voila_lint import rules, settings
from voila_lint.checking import Result, check
from voila_lint.commands import CLEAN, FAILED, FOUND, fail, say
from voila_lint.commands.options import are_paths, environment_of
from voila_lint.commands.targets import Target, targets
from voila_lint.errors import UsageError
from voila_lint.finding import Finding, Severity
from voila_lint.project import Project
from voila_lint.report import Report, common_root, place, printable, row
from voila_lint.repository import Repository
from voila_lint.rules import Rule

if TYPE_CHECKING:
    from voila_lint.repairs.repairing import Repaired

#: Rules that say a file cannot be read at all: fatal where the user named that very file.
_UNREADABLE = ("VL001", "VL003")


class CheckOptions:
    """The options of ``voila-lint [check]``, with their defaults."""

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self.paths = paths
        self.root: str | None = None
        self.python: str | None = None
        self.select: list[str] | None = None
        self.extend_select: list[str] | None = None
        self.ignore: list[str] | None = None
        self.exclude: list[str] | None = None
        self.output_format = "text"
        self.verbose = False
        self.fail_on: Severity = "warning"
        self.exit_zero = False
        self.fix = False
        self.unsafe_fixes = False
        self.diff = False


def read_check(arguments: Sequence[str]) -> CheckOptions:
    """Return what the arguments say; raises UsageError where they say nothing sensible."""
    if are_paths(arguments):
        return CheckOptions(arguments)
    from voila_lint.commands.parser import check_parser

    return check_parser().parse_args(arguments, CheckOptions())


def run(arguments: Sequence[str], commands: Sequence[str] = ()) -> int:
    """Check what the arguments name; ``commands`` are what a mistyped one may have meant."""
    options = read_check(arguments)
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff")
    asked = targets(options.paths, options.root, commands)
    environment = environment_of(options.python)
    results: list[Result] = []
    done: list[Repaired] = []
    code = CLEAN
    for target in asked:
        project = _project(target, options)
        chosen = _settings(project, options)
        active = rules.selected(chosen.select, chosen.ignore)
        result = check(Repository(project, chosen, environment), active, target.paths)
        # What is gone while it is looked at looks like files that never were.
        project.check_root()
        if options.diff or options.fix:
            result, repaired = _repair(result, target, active, unsafe=options.unsafe_fixes)
            if repaired is not None and options.diff:
                _show_diff(project, repaired)
                code = max(code, FOUND)
            elif repaired is not None:
                _write(project, repaired)
                done.append(repaired)
        if project.git_refusal is not None:
            say(project.git_refusal)
        _warn_of_settings(result)
        for path in sorted(target.files - project.files):
            if project.is_ignored(path):
                say(f"{path}: not judged, because git ignores it and Binder does not have it")
            else:
                say(
                    f"{path}: not judged, because checkpoints, environments and caches are left out"
                )
        results.append(_without_named(result, target.files))
        if len(results[-1].findings) < len(result.findings):
            code = FAILED
    # Where a folder was named, too, what counts is what it holds.
    named = sum(len(target.files) for target in asked if target.paths == target.files)
    report = Report(common_root([target.root for target in asked]), tuple(results), named)
    if not options.diff:
        _print_report(report, options, done)
    for message in report.failures():
        code = fail(message)
    if options.diff:
        return code
    if code == CLEAN and not options.exit_zero and report.reaches(options.fail_on):
        code = FOUND
    return code


def _settings(project: Project, options: CheckOptions) -> settings.Settings:
    chosen = settings.load(project.reader)
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


def _project(target: Target, options: CheckOptions) -> Project:
    """Return the files of a target, without what a run that was killed has left there."""
    project = target.project
    if options.fix:
        from voila_lint.repairs import writing

        return target.project if writing.remove_leftovers(project) else project
    return project


def _repair(
    result: Result, target: Target, active: Sequence[Rule], *, unsafe: bool
) -> "tuple[Result, Repaired | None]":
    """Repair in memory what a check has found; what is found then, and what became of it.

    The second is None where nothing has been repaired.
    """
    from voila_lint.repairs import applying, repairing

    if not applying.compatible(result.findings, unsafe=unsafe):
        return result, None
    first = result.repository
    every = rules.all_rules()

    def judge(project: Project) -> Result:
        return check(Repository(project, first.settings, first.environment), every)

    def asked(found: Result) -> Sequence[Finding]:
        return check(found.repository, active, target.paths).findings

    try:
        # By all rules: what a repair breaks counts, whichever rules were asked for.
        repaired = repairing.repair(check(first, every), judge, asked, unsafe=unsafe)
    except OSError as error:
        raise UsageError(f"cannot repair: {error}") from None
    last = check(repaired.result.repository, active, target.paths)
    last = replace(last, findings=repaired.with_reasons(last.findings))
    return last, repaired if repaired.repaired or repaired.later else None


def _write(before: Project, repaired: "Repaired") -> None:
    from voila_lint.repairs import writing

    try:
        writing.write(before, repaired.result.repository.project)
    except OSError as error:
        raise UsageError(f"cannot write a fix: {error}") from None


def _show_diff(before: Project, repaired: "Repaired") -> None:
    from voila_lint.repairs import writing

    for line in writing.diff(before, repaired.result.repository.project):
        print(row(printable(line), is_diff=True))


def _said(done: "Sequence[Repaired]", root: Path) -> Iterator[str]:
    """Yield what `--fix` did: how many problems, and in which file by which rule."""
    count = sum(len(part.repaired) for part in done)
    later = sum(len(part.later) for part in done)
    if not count and not later:
        return
    more = f", and {later} that came to light then" if later else ""
    yield f"Repaired {count} problem{'' if count == 1 else 's'}{more}."
    rows: dict[str, Counter[str]] = {}
    for part in done:
        folder = part.result.repository.project.root.relative_to(root).as_posix()
        prefix = "" if folder == "." else f"{folder}/"
        for finding in (*part.repaired, *part.later):
            fix = finding.fix
            names = dict.fromkeys(edit.path for edit in fix.edits) if fix else {}
            if fix is not None and fix.rename is not None:
                names[" → ".join(fix.rename)] = None
            for name in names:
                rule = f"{finding.code} {finding.name}"
                rows.setdefault(prefix + name, Counter())[rule] += 1
    for name, counts in sorted(rows.items()):
        listed = ", ".join(
            rule if number == 1 else f"{rule} ({number})" for rule, number in counts.items()
        )
        yield f"  {printable(name)}: {listed}"


def _warn_of_settings(result: Result) -> None:
    """Say on stderr which settings do nothing: they would be missed without a word."""
    repository = result.repository
    chosen = repository.settings
    if chosen.flaw is not None:
        say(chosen.flaw)
    for name in chosen.apps or ():
        if not any(settings.matches(path, [name]) for path in repository.project.files):
            say(f"{chosen.source}: `apps` names `{name}`, and there is no such file")


def _without_named(result: Result, named: Collection[str]) -> Result:
    """Say on stderr which of the files that the user named cannot be read at all."""
    kept: list[Finding] = []
    for finding in result.findings:
        if finding.code in _UNREADABLE and finding.path in named:
            fail(f"{place(finding)}: {finding.message}")
        else:
            kept.append(finding)
    return replace(result, findings=tuple(kept))


def _print_report(report: Report, options: CheckOptions, done: "Sequence[Repaired]") -> None:
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
    for line in _said(done, report.root):
        print(row(line), file=sys.stderr)
    if not report.checked and options.output_format != "text":
        say(report.why_nothing)
    if options.verbose:
        from voila_lint.report import verbose

        for line in verbose.lines(report):
            print(row(line), file=sys.stderr)
    out.flush()
