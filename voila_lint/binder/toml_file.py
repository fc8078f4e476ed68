"""TOML on every supported Python."""

import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TOMLDecodeError = tomllib.TOMLDecodeError


def load(content: bytes) -> dict[str, Any]:
    """Return the document; raises TOMLDecodeError, UnicodeDecodeError and RecursionError."""
    return tomllib.loads(content.decode("utf-8"))
