"""Runs the rules over one repository and collects what they find."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from voila_lint.finding import Finding, Problem
from voila_lint.repository import Repository
from voila_lint.rules import Rule
from voila_lint.sources import Sources
from voila_lint.suppress import is_suppressed


class Result(Struct, frozen=True):
    """What came of checking one repository.

    ``crashes`` names each rule that failed on its own account, with the error: a bug of
    voila-lint, never a reason to hide the other findings.
    """

    repository: Repository
    sources: Sources
    findings: tuple[Finding, ...]
    suppressed: int
    crashes: tuple[str, ...]


def check(
    repository: Repository, rules: Sequence[Rule], only: frozenset[str] | None = None
) -> Result:
    """Run the rules; ``only`` keeps the findings of these paths (relative to the root)."""
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
            if only is not None and problem.at.path not in only:
                continue
            finding = _finding(rule, problem, sources)
            if is_suppressed(finding, sources, repository.settings):
                suppressed += 1
            else:
                kept.append(finding)
    kept.sort(key=_order)
    return Result(repository, sources, tuple(kept), suppressed, tuple(crashes))


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
