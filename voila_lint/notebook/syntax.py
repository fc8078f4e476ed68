"""Whether IPython can compile a piece of Python, and how sure the answer is."""

import ast
import re
import sys
import warnings
from collections.abc import Iterable
from typing import NamedTuple

from voila_lint.notebook.grammar import newest_string
from voila_lint.notebook.model import PythonVersion
from voila_lint.pattern import pattern

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

#: Syntax by the Python that brought it: what its lines look like to an older parser.
_NEWER: tuple[tuple[PythonVersion, re.Pattern[str]], ...] = (
    # PEP 646 (3.11): a starred type; PEP 654 (3.11)
    ((3, 11), pattern(r"\[[^\]]*\*|\*\w+\s*:\s*\*|\bexcept\s*\*")),
    # PEP 695 (3.12)
    ((3, 12), pattern(r"^\s*type\s+\w+|\b(?:def|class)\s+\w+\s*\[")),
    # PEP 696 (3.13)
    ((3, 13), pattern(r"\b(?:def|class|type)\s+\w+\s*\[[^\]]*=")),
    # PEP 758 (3.14)
    ((3, 14), pattern(r"\bexcept\b\s*\*?[^:]*,")),
    # PEP 798 and PEP 810 (3.15)
    ((3, 15), pattern(r"^\s*lazy\s+(?:import|from)\b|[\[{(]\s*\*")),
)
#: More of them in one call are not compiled.
_MOST_KEYWORDS = 2000
#: Functions in one text: before Python 3.12, those that differ in their lines only have one hash,
#: and the compiler compares each with all others.
_MOST_FUNCTIONS = 2000
_SCOPE = pattern(r"\b(?:def|class|lambda|for)\b")
_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
#: A name of more parts is not parsed.
_MOST_PARTS = 2000
#: A text of more words and signs is not parsed: its tree takes a kilobyte for each, and seconds.
_MOST_TOKENS = 500_000
_TOKEN = pattern(r"\w+|[^\w\s]")
_DOTTED_NAME = pattern(r"\w+(?:[ \t\f\\\n]*\.[ \t\f\\\n]*\w+)*")
#: Messages about faults that no later grammar allows.
_PLAIN = pattern(
    r"Missing parentheses|was never closed|unmatched|does not match|unindent|unexpected indent"
    r"|expected an indented block|outside (?:function|loop)|null bytes"
)
#: Messages about what a later grammar allows.
_LATER: tuple[tuple[PythonVersion, re.Pattern[str]], ...] = (
    ((3, 11), pattern(r"asynchronous comprehension")),
    ((3, 14), pattern(r"multiple exception types")),
    ((3, 15), pattern(r"unpacking cannot be used in")),
)


class Fault(NamedTuple):
    """Why a text cannot be compiled: places from 1, columns in code points, end exclusive.

    ``is_limit`` says that it is not compiled because of a limit of voila-lint.
    ``newer`` is the Python whose grammar may allow it, where that is newer than the one running.
    """

    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    certain: bool
    newer: PythonVersion | None = None
    is_limit: bool = False


def parse(text: str, *, cell: bool = True) -> ast.Module | Fault:
    """Return the syntax tree of a text, or why Python (for a cell: IPython) cannot compile it.

    IPython (9.18, core/interactiveshell.py) parses a cell as a whole and compiles each of its
    statements by itself, allowing ``await`` outside functions.
    """
    if _is_slow_to_parse(text):
        return Fault("a name has too many parts", 1, 1, 1, 1, certain=False, is_limit=True)
    if _is_long(text):
        return Fault("the code is too long", 1, 1, 1, 1, certain=False, is_limit=True)
    flags = _FLAGS if cell else 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            return _fault(error, text)
        try:
            if _may_be_slow_to_compile(text) and _is_slow_to_compile(tree):
                quick = [node for node in tree.body if not _is_slow_to_compile(node)]
                return _by_statement(quick, text) or tree
            compile(text, "<cell>", "exec", flags, dont_inherit=True)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            if not cell:
                return _fault(error, text)
            return _by_statement(tree.body, text) or tree
    return tree


def _is_long(text: str) -> bool:
    return len(text) > _MOST_TOKENS and any(
        number >= _MOST_TOKENS for number, _ in enumerate(_TOKEN.finditer(text))
    )


def _is_slow_to_parse(text: str) -> bool:
    """Tell whether the parser puts a name of very many parts together, one part after the other.

    (``_PyPegen_join_names_with_dot`` in CPython's action_helpers.c.)
    """
    return text.count(".") > _MOST_PARTS and any(
        match.group().count(".") > _MOST_PARTS for match in _DOTTED_NAME.finditer(text)
    )


def _may_be_slow_to_compile(text: str) -> bool:
    return text.count("=") > _MOST_KEYWORDS or any(
        number >= _MOST_FUNCTIONS for number, _ in enumerate(_SCOPE.finditer(text))
    )


def _is_slow_to_compile(tree: ast.AST) -> bool:
    """Tell whether the compiler compares very many things of one kind with each other.

    That are keywords of one call (``validate_keywords`` in CPython's compile.c), the same for
    patterns of classes, and functions (``code_hash`` in CPython 3.11's codeobject.c).
    """
    if sum(isinstance(node, _SCOPES) for node in ast.walk(tree)) > _MOST_FUNCTIONS:
        return True
    return any(
        len(getattr(node, field, ())) > _MOST_KEYWORDS
        for node in ast.walk(tree)
        for field in ("keywords", "kwd_attrs")
    )


def _by_statement(statements: Iterable[ast.stmt], text: str) -> Fault | None:
    for node in statements:
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
    newer = _newer(message, line, text)
    return Fault(message, line, column, end_line, end_column, newer is None, newer)


def _newer(message: str, line: int, text: str) -> PythonVersion | None:
    """Return the Python that could accept the text, None where none newer than this one could."""
    running = sys.version_info[:2]
    for version, later in _LATER:
        if running < version and later.search(message):
            return version
    # Older parsers take the text inside for part of the string, or for what follows it.
    string = newest_string(text)
    if string is not None and running < string.since:
        return string.since
    if _PLAIN.search(message):
        return None
    lines = text.split("\n")
    # A statement's error may be told on its last line or on the one behind.
    near = lines[max(line - 2, 0) : line + 1]
    for version, newer in _NEWER:
        if running < version and any(newer.search(part) for part in near):
            return version
    return None
