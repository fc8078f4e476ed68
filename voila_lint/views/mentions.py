"""How often code speaks of files, under any folder or condition."""

from collections import Counter
from collections.abc import Collection, Iterable

from voila_lint.pattern import pattern

_WORD = pattern(r"[\w.-]+")

#: No file's name is longer, in characters (Linux has 255 bytes).
_LONGEST = 255


def mentions(names: Collection[str], texts: Iterable[str]) -> dict[str, int]:
    """Return how many words of the texts may stand for each of some names of files.

    A word may if it begins or ends with the name: what stands before may belong to an escape or a
    format (``%sdata.csv``), what stands behind to a file that it is made of (``data.csv.gz``). Of
    names in several words the last one is asked for. Linear in the length of all.
    """
    wanted = {name: _last_word(name) for name in names}
    words = set(wanted.values())
    lengths = sorted({len(word) for word in words if len(word) <= _LONGEST})
    found: Counter[str] = Counter()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match[0]
            for length in lengths:
                if length > len(word):
                    break
                for part in {word[:length], word[-length:]} & words:
                    found[part] += 1
    return {name: found[word] for name, word in wanted.items()}


def _last_word(name: str) -> str:
    words: list[str] = _WORD.findall(name)
    return words[-1] if words else name
