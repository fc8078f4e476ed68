"""Findings that the user has chosen not to see: ``noqa`` comments and per-file ignores."""

import re
from functools import lru_cache

from voila_lint import rules, settings
from voila_lint.finding import Finding, Location
from voila_lint.pattern import pattern
from voila_lint.settings import Settings
from voila_lint.sources import Sources

# A `#` or `<!--`, the word, and perhaps a colon with codes of any tool.
_NOQA = pattern(
    r"(?:\#|<!--)\s*noqa\b(?:\s*:\s*(?P<codes>[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*))?",
    re.IGNORECASE,
)


def is_suppressed(finding: Finding, sources: Sources, chosen: Settings) -> bool:
    """Tell whether a comment on the finding's line, its cell, or the settings silence it."""
    return _by_settings(finding, chosen) or _by_comment(finding, sources)


def _by_settings(finding: Finding, chosen: Settings) -> bool:
    if settings.matches(finding.path, chosen.exclude):
        return True
    return any(
        settings.matches(finding.path, [pattern])
        and any(finding.code == rule.code for code in codes for rule in rules.find(code))
        for pattern, codes in chosen.per_file_ignores.items()
    )


def _by_comment(finding: Finding, sources: Sources) -> bool:
    lines = [sources.line(finding.at)]
    if finding.cell is not None:
        # A comment that is all of a cell's first line speaks for the cell.
        first = sources.line(Location(finding.path, finding.cell, 1))
        if first is not None and first.lstrip().startswith(("#", "<!--")):
            lines.append(first)
    return any(line is not None and _names(line, finding.code) for line in lines)


def _names(line: str, code: str) -> bool:
    return any(codes is None or code in codes for codes in _comments(line))


@lru_cache(maxsize=8)
def _comments(line: str) -> tuple[frozenset[str] | None, ...]:
    """Return the codes of each such comment, None for one that names none.

    Remembered, because a long line may hold hundreds of findings.
    """
    return tuple(
        frozenset(re.split(r"[\s,]+", match["codes"].upper())) if match["codes"] else None
        for match in _NOQA.finditer(line)
    )
