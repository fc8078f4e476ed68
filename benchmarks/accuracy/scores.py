"""Counts, precision, recall and their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

#: The normal quantile of a two-sided 95 % interval.
Z = 1.959964


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a proportion, (0, 1) where nothing was counted."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    centre = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    margin = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    margin /= 1 + Z * Z / total
    return max(0.0, centre - margin), min(1.0, centre + margin)


@dataclass
class Score:
    """How a tool's findings compare with the truth."""

    found: int = 0
    missed: int = 0
    false: int = 0

    @property
    def precision(self) -> tuple[int, int]:
        """True findings of all findings."""
        return self.found, self.found + self.false

    @property
    def recall(self) -> tuple[int, int]:
        """Failing imports that were found, of all that fail."""
        return self.found, self.found + self.missed


def show(hits: int, total: int) -> str:
    """A proportion with its interval, for a table."""
    if not total:
        return "–"
    low, high = wilson(hits, total)
    return f"{hits}/{total} = {hits / total:.1%} ({low:.1%} to {high:.1%})"
