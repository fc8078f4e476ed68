"""Where strings of a TOML document are in its text."""

import re
from collections.abc import Iterable, Iterator

from voila_lint.pattern import pattern
from voila_lint.text import Lines, Span

_KEY = pattern(r"""[ \t]*["']?([^"'=\[\]#]*?)["']?[ \t]*[=.]""")


def find_string(text: str, value: str, after: str = "") -> Span | None:
    """Return where the string ``value`` stands behind the first ``after``, without its quotes.

    None where it is written with escapes or not at all.
    """
    return next(find_strings(text, (value,), after))


def find_strings(text: str, values: Iterable[str], after: str = "") -> Iterator[Span | None]:
    """Yield where each of ``values`` stands, which follow one another, as ``find_string``."""
    begin = max(text.find(after), 0) if after else 0
    lines = Lines(text)
    quotes = "\"'"
    for value in values:
        start, end = 0, len(text)
        # Those of the string before are tried first; the others can only be nearer.
        for quote in quotes:
            found = text.find(f"{quote}{value}{quote}", begin, end)
            if found >= 0:
                start, end = found + 1, found + 1 + len(value)
                quotes = "\"'" if quote == '"' else "'\""
        if not start:
            yield None
            continue
        begin = start + len(value) + 1
        yield lines.span(start, begin - 1)


def find_keys(text: str, table: str) -> dict[str, Span]:
    """Return where each key begins a line of the table ``[table]``."""
    header = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\]", re.MULTILINE).search(text)
    if header is None:
        return {}
    found: dict[str, Span] = {}
    first = text.count("\n", 0, header.end()) + 2
    for number, line in enumerate(text[header.end() :].split("\n")[1:], start=first):
        if line.lstrip().startswith("["):
            break
        match = _KEY.match(line)
        if match:
            at = Span(number, match.start(1) + 1, number, match.end(1) + 1)
            found.setdefault(match[1], at)
    return found
