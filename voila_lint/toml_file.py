"""TOML on every supported Python, its parser imported when there is something to parse."""

import sys
from typing import Any


class TOMLDecodeError(ValueError):
    """The text is not TOML; the message is the parser's, with the place."""


def load(content: bytes) -> dict[str, Any]:
    """Return the document; raises TOMLDecodeError, UnicodeDecodeError and RecursionError."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    text = content.decode("utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TOMLDecodeError(str(error)) from None
