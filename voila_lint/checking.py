"""Runs the rules over one repository and collects what they find."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from voila_lint.finding import Finding, Problem
from voila_lint.repository import Repository
from voila_lint.rules import Rule
from voila_lint.sources import Sources
from voila_lint.suppress import is_suppressed
from voila_lint.views.scope import Scope


class Result(Struct, frozen=True):
    """What came of checking one repository.

    ``crashes`` names each rule that failed on its own account, with the error: a bug of
    voila-lint, never a reason to hide the other findings.
    """

    repository: Repository
    sources: Sources
    scope: Scope
    findings: tuple[Finding, ...]
    suppressed: int
    crashes: tuple[str, ...]


def check(repository: Repository, rules: Sequence[Rule], paths: Collection[str] = ()) -> Result:
    """Run the rules.

    ``paths`` are those of files and folders, relative to the root, that were asked for: what
    matters neither to them nor to the notebooks in them is left out. None of them means all.
    """
    scope = Scope(repository, paths)
    sources = Sources(repository.project, repository.notebooks)
    kept: list[Finding] = []
    suppressed = 0
    crashes: list[str] = []
    for rule in rules:
        try:
            problems = list(rule.check(repository))
        except Exception as error:
            crashes.append(f"{rule.code} {rule.name}: {type(error).__name__}: {error}")
            continue
        for problem in problems:
            if not scope.reports(problem, problem.severity or rule.severity, rule.judge):
                continue
            finding = _finding(rule, problem, sources)
            if is_suppressed(finding, sources, repository.settings):
                suppressed += 1
            else:
                kept.append(finding)
    kept.sort(key=_order)
    return Result(repository, sources, scope, tuple(kept), suppressed, tuple(crashes))


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


def _finding(rule: Rule, problem: Problem, sources: Sources) -> Finding:
    at = problem.at
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=problem.severity or rule.severity,
        message=problem.message,
        help=problem.help,
        path=at.path,
        cell=at.cell,
        line=at.line,
        column=at.column,
        end_line=at.end_line,
        end_column=at.end_column,
        file_line=sources.file_line(at),
        data=problem.data,
        fix=problem.fix,
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
