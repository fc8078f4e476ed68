"""Regular expressions that are compiled when first used.

Compiling is what most of a module's import would cost: all patterns together take longer than the
check of a small repository, and a run needs few of them.
"""

import re
from typing import Any, cast

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _Lazy:
    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._text, self._flags)
        # From now on these are found without coming here.
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return self.__dict__[name]


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves like ``re.compile(text, flags)``, as far as matching goes."""
    return cast("re.Pattern[str]", _Lazy(text, flags))
