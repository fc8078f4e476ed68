"""TOML on every supported Python, its parser imported when there is something to parse."""

import sys
from typing import Any

from voila_lint.errors import NotJudged

#: The parser's time for a key grows with the square of its parts. So much of it takes a second.
_MOST_WORK = 10_000_000


class TOMLDecodeError(ValueError):
    """The text is not TOML; the message is the parser's, with the place."""


def load(content: bytes) -> dict[str, Any]:
    """Return the document.

    Raises TOMLDecodeError, UnicodeDecodeError, RecursionError, and NotJudged for keys of thousands
    of parts.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    text = content.decode("utf-8")
    if content.count(b".") ** 2 > _MOST_WORK:
        work = sum(line.count(".") ** 2 for line in text.split("\n"))
        if work > _MOST_WORK:
            raise NotJudged("its lines have too many dots")
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also for an integer of more digits than Python converts
        raise TOMLDecodeError(str(error)) from None
