"""One line per finding: ``path:cell 3:2:8: VL101 message``."""

from collections.abc import Iterator

from voila_lint.report import Report, place, printable


def lines(report: Report) -> Iterator[str]:
    """Yield the lines of the report."""
    for finding, _ in report.entries():
        yield f"{place(finding)}: {finding.code} {printable(finding.message)}"
