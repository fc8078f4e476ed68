"""The report for people: the place, what is wrong, the source line with a caret, and help."""

from collections.abc import Iterator

from voila_lint.checking import Result
from voila_lint.finding import SEVERITIES, Finding
from voila_lint.report import Report, place, printable
from voila_lint.report.style import Style
from voila_lint.sources import Sources
from voila_lint.views.needs import unjudged_imports

#: Longer source lines are cut to a window around the finding (characters).
WIDTH = 96


def lines(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines of the report, with a summary at the end."""
    for finding, result in report.entries():
        yield from _finding(finding, result, report.prefix(result), style)
        yield ""
    yield from _summary(report, style)


def _finding(finding: Finding, result: Result, prefix: str, style: Style) -> Iterator[str]:
    path = finding.path.removeprefix(prefix)
    count = result.repository.execution_count(path, finding.cell)
    colour = {"error": style.red, "warning": style.yellow, "info": style.blue}[finding.severity]
    yield (
        f"{style.bold(place(finding, count))}: {colour(finding.severity)} "
        f"{style.bold(finding.code)} {finding.name}"
    )
    yield from _wrapped(finding.message)
    yield from _excerpt(finding, path, result.sources, style)
    if finding.help:
        yield from _wrapped(finding.help, first=f"{style.cyan('help:')} ", width=len("help: "))


def _wrapped(text: str, first: str = "", width: int = 0) -> Iterator[str]:
    from textwrap import wrap

    rows = wrap(printable(text), 96 - width, break_long_words=False, break_on_hyphens=False)
    for number, row in enumerate(rows):
        yield "  " + (first if number == 0 else " " * width) + row


def _excerpt(finding: Finding, path: str, sources: Sources, style: Style) -> Iterator[str]:
    at = finding.at
    line = sources.line(type(at)(path, at.cell, at.line))
    if line is None or at.line is None or not line.strip():
        return
    start = (at.column or 1) - 1
    if at.column is None:
        end = start
    elif at.end_line == at.line and at.end_column is not None:
        end = at.end_column - 1
    else:
        end = len(line)
    cut = max(0, start - 20) if len(line) > WIDTH else 0
    lead = ("…" if cut else "") + line[cut:start]
    shown = lead + line[start : cut + WIDTH] + ("…" if len(line) > cut + WIDTH else "")
    number = str(at.line)
    yield f"  {style.blue(f'{number} |')} {printable(shown)}"
    if at.column is not None:
        # Escapes are wider than what they stand for: the caret is set under what is shown.
        width = len(printable(line[start : min(end, cut + WIDTH)])) or 1
        caret = " " * len(printable(lead)) + style.red("^" * width)
        yield f"  {' ' * len(number)} {style.blue('|')} {caret}"


def _summary(report: Report, style: Style) -> Iterator[str]:
    counts = [
        f"{number} {severity}{'s' if number != 1 and severity != 'info' else ''}"
        for severity in reversed(SEVERITIES)
        if (number := report.count(severity))
    ]
    notebooks = f"{report.notebooks} notebook{'' if report.notebooks == 1 else 's'}"
    if counts:
        yield f"Found {', '.join(counts)} in {notebooks}."
    elif report.named:
        files = "file that you named" if report.named == 1 else "files that you named"
        yield style.green(f"No problems found in the {files}.")
    elif report.checked:
        apps = sum(s.is_app for r in report.results for s in r.repository.apps.status.values())
        taken = "an app" if apps == 1 else "apps"
        yield style.green(f"No problems found in {notebooks} ({apps} taken for {taken}).")
    yield from _repairs(report)
    if report.checked:
        yield from _unpublished(report)
    unjudged = sum(1 for r in report.results for _ in unjudged_imports(r.repository))
    if unjudged:
        imports = "1 import" if unjudged == 1 else f"{unjudged} imports"
        yield f"{imports} could not be judged; `--verbose` says why."
    for result in report.results:
        prefix = report.prefix(result)
        yield from (style.yellow(prefix + printable(why)) for why in result.repository.not_judged)
    if not report.checked:
        yield style.yellow(report.why_nothing)


def _unpublished(report: Report) -> Iterator[str]:
    """Say where nothing tells which files a clone will have, and what comes next."""
    projects = [result.repository.project for result in report.results]
    if any(project.git_top is None and not project.standalone for project in projects):
        yield (
            "This is not in a git repository, so it is not known whether Binder will have all "
            "files."
        )
        yield "Next: `git init`, `git add .`, `git commit`, and push it to a public repository."
    if any(
        project.git_top is not None and project.git_refusal is None and not project.has_commit
        for project in projects
    ):
        yield "Nothing is committed yet, so it is not known whether Binder will have all files."
        yield "Next: `git add .` and `git commit`, then check again."


def _repairs(report: Report) -> Iterator[str]:
    """Say how many findings `--fix` repairs, and how many more with `--unsafe-fixes`."""
    fixes = [finding.fix for finding, _ in report.entries() if finding.fix is not None]
    safe = sum(fix.safety == "safe" for fix in fixes)
    if safe:
        yield f"{safe} can be repaired with `--fix` (`--diff` shows how)."
    if unsure := len(fixes) - safe:
        more = " more" if safe else ""
        yield f"{unsure}{more} with `--fix --unsafe-fixes`: look at the result."
