"""The options that pip knows in a requirements file."""

import shlex
from collections import deque

from msgspec import Struct

from voila_lint.pattern import pattern

_WORD = pattern(r"[^ \t\r\n]+")

# Options of pip._internal.req.req_file (pip 25): name -> takes a value.
_OPTIONS = {
    "--index-url": True,
    "--pypi-url": True,
    "--extra-index-url": True,
    "--no-index": False,
    "--constraint": True,
    "--requirement": True,
    "--editable": True,
    "--find-links": True,
    "--no-binary": True,
    "--only-binary": True,
    "--prefer-binary": False,
    "--require-hashes": False,
    "--pre": False,
    "--trusted-host": True,
    "--use-feature": True,
    "--global-option": True,
    "--hash": True,
    "--config-settings": True,
}
_HASHES = ("sha256", "sha384", "sha512")
_SHORT = {
    "-i": "--index-url",
    "-c": "--constraint",
    "-r": "--requirement",
    "-e": "--editable",
    "-f": "--find-links",
    "-C": "--config-settings",
}


class Refused(Exception):  # noqa: N818 - named for what pip does
    """pip refuses the line; the message is pip's reason."""


class Option(Struct, frozen=True):
    """One option of a line: its full name and value ("" where it takes none)."""

    name: str
    value: str


def read_options(text: str) -> list[Option]:
    """Return the options in ``text``, whose first word begins with a hyphen.

    Raises Refused for unknown options, missing values and unbalanced quotes.
    """
    try:
        # The lexer goes through its text letter by letter.
        quoted = any(sign in text for sign in "'\"\\")
        words = deque(shlex.split(text) if quoted else _WORD.findall(text))
    except ValueError as error:
        raise Refused(str(error)) from None
    options = []
    while words:
        word = words.popleft()
        if word == "--":
            break
        if not word.startswith("-") or word == "-":
            continue
        if word.startswith("--"):
            flag, equals, value = word.partition("=")
            name = _full_name(flag)
            takes_value = _OPTIONS[name]
            if equals and not takes_value:
                raise Refused(f"{name} option does not take a value")
        else:
            flag, value = word[:2], word[2:]
            equals = value
            if flag not in _SHORT:
                raise Refused(f"no such option: {flag}")
            name, takes_value = _SHORT[flag], True
        if takes_value and not equals:
            if not words:
                raise Refused(f"{flag} option requires 1 argument")
            value = words.popleft()
        if name == "--hash" and value.partition(":")[0] not in _HASHES:
            raise Refused(f"Allowed hash algorithms for --hash are {', '.join(_HASHES)}.")
        options.append(Option(name, value))
    return options


def _full_name(flag: str) -> str:
    """Return the option that ``flag`` names or unambiguously abbreviates."""
    if flag in _OPTIONS:
        return flag
    candidates = [name for name in _OPTIONS if name.startswith(flag)]
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise Refused(f"ambiguous option: {flag} ({', '.join(sorted(candidates))}?)")
    raise Refused(f"no such option: {flag}")
