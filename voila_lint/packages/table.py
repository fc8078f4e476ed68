"""Look-ups in the shipped tables: sorted text that is searched where it lies.

A table is UTF-8 text of lines ``key<TAB>field<TAB>…``, sorted by the bytes of the key. It is
mapped into memory and bisected, so that a fresh process pays for the pages it touches and not
for reading the whole of it.
"""

import mmap
from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).parent / "data"

#: From so many keys on, reading the whole table costs less than searching for the next ones.
_MANY = 1000


class Table:
    """One shipped table, opened at its first look-up."""

    def __init__(self, name: str) -> None:
        self.path = _DATA / name
        self._bytes: mmap.mmap | None = None
        self._found: dict[str, tuple[str, ...] | None] = {}
        self._is_whole = False

    def get(self, key: str) -> tuple[str, ...] | None:
        """The fields after ``key``, or None where the table has no such key."""
        # One distribution comes with many others: the same few rows are asked for again and again.
        if key in self._found:
            return self._found[key]
        if self._is_whole:
            return None
        if len(self._found) >= _MANY:
            self._found = {row[0]: row[1:] for row in self.rows()}
            self._is_whole = True
            return self._found.get(key)
        self._found[key] = found = self._bisect(key)
        return found

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield every row: the key and its fields."""
        for line in self.path.read_bytes().decode("utf-8").split("\n"):
            if line:
                yield tuple(line.split("\t"))

    def _bisect(self, key: str) -> tuple[str, ...] | None:
        if self._bytes is None:
            with self.path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        data = self._bytes
        wanted = key.encode("utf-8", "surrogatepass")
        low, high = 0, len(data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", start)
            found, _, fields = data[start:end].partition(b"\t")
            if found == wanted:
                return tuple(fields.decode("utf-8").split("\t"))
            if found < wanted:
                low = end + 1
            else:
                high = start
        return None
