"""Runs the rules over one repository and collects what they find."""

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from voila_lint.edits.refusals import Refusals
from voila_lint.errors import UsageError
from voila_lint.failures import Failures
from voila_lint.finding import Finding, Problem
from voila_lint.repository import Repository
from voila_lint.rules import Rule
from voila_lint.sources import Sources
from voila_lint.suppress import is_suppressed
from voila_lint.views.scope import Scope


class Result(Struct, frozen=True):
    """What came of checking one repository.

    What voila-lint itself failed on is in ``repository.failures``: a bug is no reason to hide
    the other findings, but nothing is repaired in a file that it was met in.
    """

    repository: Repository
    sources: Sources
    scope: Scope
    findings: tuple[Finding, ...]
    suppressed: int


def check(repository: Repository, rules: Sequence[Rule], paths: Collection[str] = ()) -> Result:
    """Run the rules.

    ``paths`` are those of files and folders, relative to the root, that were asked for: what
    matters neither to them nor to the notebooks in them is left out. None of them means all.
    """
    scope = Scope(repository, paths)
    sources = Sources(repository.project, repository.notebooks)
    refusals = Refusals(repository.project)
    kept: list[Finding] = []
    suppressed = 0
    for rule in rules:
        for problem in _problems(rule, repository):
            if not scope.reports(problem, problem.severity or rule.severity, rule.judge):
                continue
            try:
                finding = _finding(rule, problem, sources, refusals)
                is_silent = is_suppressed(finding, sources, repository.settings)
            except Exception as error:
                repository.failures.add(error, problem.at.path)
                continue
            if is_silent:
                suppressed += 1
            else:
                kept.append(finding)
    kept.sort(key=_order)
    findings = tuple(_without_risk(finding, repository.failures) for finding in kept)
    return Result(repository, sources, scope, findings, suppressed)


def _problems(rule: Rule, repository: Repository) -> list[Problem]:
    """Return what the rule finds; where it fails on a file, what it finds without that file."""
    left_out: set[str] = set()
    while True:
        try:
            return list(rule.check(repository))
        except UsageError:  # noqa: PERF203
            raise
        except Exception as error:
            path = repository.failures.add(error)
            if path is None or path in left_out:
                return []
            left_out.add(path)
            repository = repository.without(path)


def _without_risk(finding: Finding, failures: Failures) -> Finding:
    """Return the finding, without its fix where that would change a file that is not understood."""
    fix = finding.fix
    if fix is None:
        return finding
    changed = {*(edit.path for edit in fix.edits), *(fix.rename or ())}
    if failures.may_be_anywhere or not failures.paths.isdisjoint(changed):
        return replace(finding, fix=None)
    return finding


def errors_for(
    repository: Repository, rules: Sequence[Rule], reached: Collection[str]
) -> list[Finding]:
    """Return the errors in these notebooks and scripts, and in what is neither."""
    return [
        finding
        for finding in check(repository, rules).findings
        if finding.severity == "error"
        and (finding.path in reached or not finding.path.endswith((".ipynb", ".py")))
    ]


def _finding(rule: Rule, problem: Problem, sources: Sources, refusals: Refusals) -> Finding:
    at = problem.at
    fix, help_text = problem.fix, problem.help
    if fix is not None:
        fix, refusal = refusals.settle(fix)
        if refusal is not None:
            fix, help_text = None, f"{help_text} {refusal}"
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=problem.severity or rule.severity,
        message=problem.message,
        help=help_text,
        path=at.path,
        cell=at.cell,
        line=at.line,
        column=at.column,
        end_line=at.end_line,
        end_column=at.end_column,
        file_line=sources.file_line(at),
        data=problem.data,
        fix=fix,
    )


def _order(finding: Finding) -> tuple[str, int, int, int, str, str]:
    return (
        finding.path,
        finding.cell or 0,
        finding.line or 0,
        finding.column or 0,
        finding.code,
        finding.message,
    )
