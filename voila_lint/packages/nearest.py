"""The widely used distribution that a misspelt name may mean."""

from collections.abc import Iterator

from voila_lint.packages.names import canonical, is_conda_package, modules_of, times_brought

_LETTERS = "abcdefghijklmnopqrstuvwxyz-"

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
    wanted = canonical(name)
    if not _SHORTEST <= len(wanted) <= _LONGEST:
        return None
    if wanted in _REAL or modules_of(wanted) is not None or is_conda_package(wanted):
        return None
    near = {other for other in _slips(wanted) if times_brought(other) >= _OFTEN}
    return near.pop() if len(near) == 1 else None


def _slips(word: str) -> Iterator[str]:
    for index in range(len(word) + 1):
        head, tail = word[:index], word[index:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
