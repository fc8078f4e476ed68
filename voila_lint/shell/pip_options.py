"""The options in a line of a requirements file."""

import shlex

from msgspec import Struct

from voila_lint.errors import NotJudged
from voila_lint.pattern import pattern
from voila_lint.shell.options import PIP_IN_FILES, Refused, read_words

#: Time to read words in quotes, or a requirement, grows with the square of their length; nobody
#: writes longer ones (characters).
LONGEST = 5000

_WORD = pattern(r"[^ \t\r\n]+")
_HASHES = ("sha256", "sha384", "sha512")


class Option(Struct, frozen=True):
    """One option of a line: its full name and value ("" where it takes none)."""

    name: str
    value: str


def read_options(text: str) -> list[Option]:
    """Return the options in ``text``, whose first word begins with a hyphen.

    Raises Refused for unknown options, missing values and unbalanced quotes, and NotJudged for
    very long text in quotes.
    """
    try:
        # The lexer goes through its text letter by letter.
        quoted = any(sign in text for sign in "'\"\\")
        if quoted and len(text) > LONGEST:
            raise NotJudged(f"options of {len(text):,} characters")
        words = shlex.split(text) if quoted else _WORD.findall(text)
    except ValueError as error:
        raise Refused(str(error)) from None
    options = []
    for found in read_words(words, PIP_IN_FILES, strict=True):
        if found.name == "--hash" and found.value.partition(":")[0] not in _HASHES:
            raise Refused(f"Allowed hash algorithms for --hash are {', '.join(_HASHES)}.")
        if found.name:
            options.append(Option(found.name, found.value))
    return options
