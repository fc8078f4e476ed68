"""Whether IPython can compile a piece of Python, and how sure the answer is."""

import ast
import re
import sys
import warnings
from typing import NamedTuple

from voila_lint.pattern import pattern

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

_F_STRING = pattern(r"""(?<![\w"'])(?:[fF][rR]?|[rR][fF])["']""")
_TRIPLE_F_STRING = pattern(r"""(?<![\w"'])(?:[fF][rR]?|[rR][fF])(?:\"\"\"|''')""")

#: Syntax by the Python that brought it: what its lines look like to an older parser.
_NEWER: tuple[tuple[tuple[int, int], re.Pattern[str]], ...] = (
    # PEP 646 (3.11): a starred type; PEP 654 (3.11)
    ((3, 11), pattern(r"\[[^\]]*\*|\*\w+\s*:\s*\*|\bexcept\s*\*")),
    # PEP 695 (3.12), with the defaults of PEP 696 (3.13)
    ((3, 12), pattern(r"^\s*type\s+\w+|\b(?:def|class)\s+\w+\s*\[")),
    # PEP 750 and PEP 758 (3.14)
    ((3, 14), pattern(r"""\b(?:[tT][rR]?|[rR][tT])["']|\bexcept\b\s*\*?[^:]*,""")),
    # PEP 798 and PEP 810 (3.15)
    ((3, 15), pattern(r"^\s*lazy\s+(?:import|from)\b|[\[{(]\s*\*")),
)
#: Messages about faults that no later grammar allows.
_PLAIN = pattern(
    r"Missing parentheses|was never closed|unmatched|does not match|unindent|unexpected indent"
    r"|expected an indented block|outside (?:function|loop)|null bytes"
)
#: Messages about what a later grammar allows.
_LATER = pattern(
    r"f-string|unpacking cannot be used in|asynchronous comprehension|multiple exception types"
)


class Fault(NamedTuple):
    """Why a text cannot be compiled: places from 1, columns in code points, end exclusive."""

    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    certain: bool


def parse(text: str, *, cell: bool = True) -> ast.Module | Fault:
    """Return the syntax tree of a text, or why Python (for a cell: IPython) cannot compile it.

    IPython (9.18, core/interactiveshell.py) parses a cell as a whole and compiles each of its
    statements by itself, allowing ``await`` outside functions.
    """
    flags = _FLAGS if cell else 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            return _fault(error, text)
        try:
            compile(text, "<cell>", "exec", flags, dont_inherit=True)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            if not cell:
                return _fault(error, text)
            return _by_statement(tree, text) or tree
    return tree


def _by_statement(tree: ast.Module, text: str) -> Fault | None:
    for node in tree.body:
        try:
            module = ast.Module([node], [])
            compile(module, "<cell>", "exec", _FLAGS, dont_inherit=True)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:  # noqa: PERF203
            return _fault(error, text)
    return None


def _fault(error: BaseException, text: str) -> Fault:
    if isinstance(error, (RecursionError, MemoryError)):
        return Fault("the code is nested too deeply", 1, 1, 1, 1, certain=False)
    if not isinstance(error, SyntaxError):
        certain = _PLAIN.search(str(error)) is not None
        return Fault(str(error), 1, 1, 1, 1, certain)
    line = max(error.lineno or 1, 1)
    column = max(error.offset or 1, 1)
    end_line, end_column = error.end_lineno or line, error.end_offset or column
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    message = str(error.msg)
    return Fault(message, line, column, end_line, end_column, _certain(message, line, text))


def _certain(message: str, line: int, text: str) -> bool:
    """Whether no Python newer than the one running could accept the text."""
    if _LATER.search(message):
        return False
    if _PLAIN.search(message):
        return True
    running = sys.version_info[:2]
    lines = text.split("\n")
    # A statement's error may be told on its last line or on the one behind.
    near = lines[max(line - 2, 0) : line + 1]
    for version, newer in _NEWER:
        if running < version and any(newer.search(part) for part in near):
            return False
    if running >= (3, 12):
        return True
    return not (
        any(_F_STRING.search(part) for part in near)
        or any(_TRIPLE_F_STRING.search(part) for part in lines[:line])
    )
