"""How near one word is to another."""

from collections.abc import Iterable


def edit_distance(one: str, other: str, most: int) -> int:
    """Return how many letters to insert, delete, replace or swap with the next (Damerau).

    Each letter is edited once at most ("optimal string alignment"). What is more than ``most`` is
    returned as ``most + 1``, without a look at words whose lengths tell already.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def near(word: str, known: Iterable[str], most: int = 2) -> str | None:
    """Return the nearest known word, None where none is within ``most`` edits."""
    found = sorted((edit_distance(word, other, most), other) for other in known)
    return found[0][1] if found and found[0][0] <= most else None
