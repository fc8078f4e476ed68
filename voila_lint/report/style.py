"""Colours, where the output is a terminal or the user forces them."""

import os
from typing import TextIO


class Style:
    """Marks text with ANSI colours, or leaves it as it is."""

    def __init__(self, *, enabled: bool) -> None:
        """Take whether to use colours at all."""
        self._enabled = enabled

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        """Return the style for a stream: NO_COLOR and FORCE_COLOR win over being a terminal."""
        if os.environ.get("NO_COLOR"):
            return cls(enabled=False)
        if os.environ.get("FORCE_COLOR"):
            return cls(enabled=True)
        return cls(enabled=stream.isatty() and os.environ.get("TERM") != "dumb")

    def _mark(self, code: int, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._enabled else text

    def bold(self, text: str) -> str:
        """Return the text in bold."""
        return self._mark(1, text)

    def red(self, text: str) -> str:
        """Return the text in red."""
        return self._mark(31, text)

    def green(self, text: str) -> str:
        """Return the text in green."""
        return self._mark(32, text)

    def yellow(self, text: str) -> str:
        """Return the text in yellow."""
        return self._mark(33, text)

    def blue(self, text: str) -> str:
        """Return the text in blue."""
        return self._mark(34, text)

    def cyan(self, text: str) -> str:
        """Return the text in cyan."""
        return self._mark(36, text)
