"""Where strings of a TOML document are in its text."""

import re

from voila_lint.notebook.model import Span
from voila_lint.pattern import pattern

_KEY = pattern(r"""[ \t]*["']?([^"'=\[\]#]*?)["']?[ \t]*[=.]""")


def find_string(text: str, value: str, after: str = "") -> Span | None:
    """Return where the string ``value`` stands behind the first ``after``, without its quotes.

    None where it is written with escapes or not at all.
    """
    begin = max(text.find(after), 0) if after else 0
    found = re.compile(rf"""(["']){re.escape(value)}\1""").search(text, begin)
    return span_of(text, found.start() + 1, found.end() - 1) if found else None


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


def span_of(text: str, start: int, end: int) -> Span:
    """Return the range between two offsets of ``text`` as lines and columns."""
    line = text.count("\n", 0, start) + 1
    end_line = line + text.count("\n", start, end)
    return Span(
        line,
        start - text.rfind("\n", 0, start),
        end_line,
        end - text.rfind("\n", 0, end),
    )
