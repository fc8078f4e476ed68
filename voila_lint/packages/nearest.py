"""The widely used distribution that a misspelt name may mean."""

from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from voila_lint.packages.names import canonical, is_conda_package, modules_of, widely_used
from voila_lint.spelling import edit_distance

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz-")

#: Shorter names have too many neighbours, longer ones are nobody's.
_SHORTEST, _LONGEST = 5, 40

#: How many well-known distributions bring along what counts as widely used.
_OFTEN = 25

#: Widely downloaded packages of PyPI that look like a slip and are none.
_REAL = frozenset(
    (*("httpr", "ncclient", "panda", "pymantic", "pyyml", "requests-unixsocket2", "stqdm"),)
)


def nearest(name: str) -> str | None:
    """Return the widely used distribution that differs from an unknown name by one slip.

    A slip is a letter too many, too few or wrong, or two that changed places. None for names
    that are known, on PyPI or conda-forge, and where nothing or more than one thing is near.
    """
    plain = canonical(name)
    if not _SHORTEST <= len(plain) <= _LONGEST:
        return None
    if plain in _REAL or modules_of(plain) is not None or is_conda_package(plain):
        return None
    found = _found_without_a_letter()
    # Words that one slip keeps apart are the same with one letter left out of one or both.
    parts = (plain, *_shortened(plain))
    candidates = {other for part in parts for other in found.get(part, ())}
    near = [other for other in candidates if _is_slip(plain, other)]
    return near[0] if len(near) == 1 else None


@cache
def _found_without_a_letter() -> dict[str, set[str]]:
    """Return the widely used distributions by their names, and by these less any one letter."""
    found: dict[str, set[str]] = {}
    for name in widely_used(_OFTEN):
        for part in (name, *_shortened(name)):
            found.setdefault(part, set()).add(name)
    return found


def _shortened(word: str) -> Iterator[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))


def _is_slip(word: str, meant: str) -> bool:
    """Return whether one slip makes ``word`` of ``meant``.

    Nobody forgets or mistakes a digit: ``name2`` is another thing than ``name``.
    """
    if edit_distance(word, meant, 1) != 1:
        return False
    differing = (right for wrong, right in zip_longest(word, meant) if wrong != right)
    return len(word) > len(meant) or next(differing, "") in _LETTERS
