"""Syntax of a cell that not every Python 3 has, and the Python that brought it.

From the "What's new" of each release, and held against the compilers of Python 3.7 to 3.14
(tests/proofs/pythons). Left out are what Python 3.5 lacks beside f-strings, what 3.7
lacks about variables with a type, and asynchronous comprehensions in other ones (3.11).
"""

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

from voila_lint.notebook.model import PythonVersion
from voila_lint.pattern import pattern
from voila_lint.text import Lines

#: Text that holds none of these holds nothing that needs the tree to be searched. Each begins with
#: a plain character, which lets the search jump.
_MAY_BE_NEWER = pattern(
    r":=|__future__|match[ \t]|@|type[ \t\\]|with[ \t\\]*\(|/\s*[,):]|finally|return\s*\*"
    r"|yield\s*\*|def\s+\w+\s*\[|class\s+\w+\s*\[|except\s*\*|except\b[^:(\n]*,|[:,\[=]\s*\*[^*=\s]"
    r"|in\s*\*"
)
_FORMATTED = pattern(r"""[fFtT][rR]?["']|[rR][fFtT]["']""")
#: Nothing in a string that ends it or means something else.
_PLAIN = pattern(r"""[^\\{'"]+""")
_STRING = pattern(
    r"#[^\n]*|(?<!\w)(?P<prefix>[rRbBuUfFtT]{0,2})(?P<quote>'''|\"\"\"|'|\")|(?P<other>\w+)"
)
_ESCAPED = pattern(r"\\(?:N\{[^}]*\}|\r\n|.|\n)")
#: What a `continue` in it is for.
_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
#: Fields in fields of an f-string are nested deeper than this in nobody's code.
_DEEPEST = 10


class Feature(NamedTuple):
    """A piece of syntax, where it begins in the text, and the first Python that compiles it."""

    since: PythonVersion
    what: str
    start: int


def features(text: str, tree: ast.Module, lines: Lines) -> Iterator[Feature]:
    """Yield the syntax of a text that not every Python from 3.6 to 3.14 compiles, and f-strings.

    ``lines`` are those of the text. In no order.
    """
    offset = lines.offset_of
    if _FORMATTED.search(text):
        yield from _Strings(text).found()
    if not _MAY_BE_NEWER.search(text):
        return
    for node in ast.walk(tree):
        finder = _FINDERS.get(type(node).__name__)
        if finder is not None:
            for since, what, place in finder(node, text, offset):
                yield Feature(since, what, offset(place.lineno, place.col_offset))


def newest_string(text: str) -> Feature | None:
    """Return the f-string or t-string of a text that needs the newest Python, above 3.11.

    The text may be more than the Python that runs this can parse.
    """
    found = [feature for feature in _Strings(text).found() if feature.since >= (3, 12)]
    return max(found, key=lambda feature: (feature.since, -feature.start), default=None)


_Found = Iterator[tuple[PythonVersion, str, ast.expr | ast.stmt]]
_Offset = Callable[[int, int], int]


def _named(node: ast.NamedExpr, text: str, offset: _Offset) -> _Found:
    yield (3, 8), "`:=`", node


def _bare_named(since: PythonVersion, parts: list[ast.expr], text: str, offset: _Offset) -> _Found:
    for part in parts:
        if isinstance(part, ast.NamedExpr) and not _stands_in_parentheses(part, text, offset):
            yield since, "`:=` without parentheses", part


def _stands_in_parentheses(node: ast.expr, text: str, offset: _Offset) -> bool:
    start = offset(node.lineno, node.col_offset)
    while start and text[start - 1].isspace():
        start -= 1
    return text[start - 1 : start] == "("


def _set(node: ast.Set, text: str, offset: _Offset) -> _Found:
    yield from _bare_named((3, 9), node.elts, text, offset)


def _set_comprehension(node: ast.SetComp, text: str, offset: _Offset) -> _Found:
    yield from _bare_named((3, 9), [node.elt], text, offset)


def _subscript(node: ast.Subscript, text: str, offset: _Offset) -> _Found:
    index = node.slice
    yield from _bare_named((3, 10), [index], text, offset)
    if isinstance(index, ast.Tuple) and _is_bare(index):
        yield from _bare_named((3, 10), index.elts, text, offset)
        for part in index.elts:
            if isinstance(part, ast.Starred):
                yield (3, 11), "`*` in an index", part
                break


def _is_bare(node: ast.expr | None) -> bool:
    """Whether a tuple is written without parentheses around it."""
    if not isinstance(node, ast.Tuple) or not node.elts:
        return False
    first, last = node.elts[0], node.elts[-1]
    return (node.lineno, node.col_offset) == (first.lineno, first.col_offset) or (
        (node.end_lineno, node.end_col_offset) == (last.end_lineno, last.end_col_offset)
    )


def _is_bare_unpacking(node: ast.expr | None) -> bool:
    return (
        isinstance(node, ast.Tuple)
        and _is_bare(node)
        and any(isinstance(part, ast.Starred) for part in node.elts)
    )


def _given_back(node: ast.Return | ast.Yield, text: str, offset: _Offset) -> _Found:
    if _is_bare_unpacking(node.value):
        yield (3, 8), "`*` in what is returned, without parentheses", node


def _loop(node: ast.For | ast.AsyncFor, text: str, offset: _Offset) -> _Found:
    if _is_bare_unpacking(node.iter):
        yield (3, 9), "`*` in a loop's values, without parentheses", node.iter


def _augmented(node: ast.AugAssign, text: str, offset: _Offset) -> _Found:
    if _is_bare_unpacking(node.value):
        yield (3, 9), "`*` in what is added, without parentheses", node.value


def _arguments(node: ast.arguments, text: str, offset: _Offset) -> _Found:
    if node.posonlyargs:
        yield (3, 8), "`/` among a function's parameters", node.posonlyargs[0]  # type: ignore[misc]
    if node.vararg is not None and isinstance(node.vararg.annotation, ast.Starred):
        yield (3, 11), "`*` in the type of `*" + node.vararg.arg + "`", node.vararg.annotation


def _definition(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, text: str, offset: _Offset
) -> _Found:
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        while isinstance(called, ast.Attribute):
            called = called.value
        if not isinstance(called, ast.Name) or _stands_in_parentheses(decorator, text, offset):
            yield (3, 9), "such a decorator", decorator
    yield from _parameters(node, node)


def _parameters(node: ast.AST, place: ast.stmt) -> _Found:
    parameters = getattr(node, "type_params", ())
    if parameters:
        yield (3, 12), "type parameters in brackets", place
    for parameter in parameters:
        if getattr(parameter, "default_value", None) is not None:
            yield (3, 13), "a default for a type parameter", parameter
            break


def _type_alias(node: ast.stmt, text: str, offset: _Offset) -> _Found:
    yield (3, 12), "the `type` statement", node
    yield from _parameters(node, node)


def _with(node: ast.With | ast.AsyncWith, text: str, offset: _Offset) -> _Found:
    if not any(item.optional_vars for item in node.items):
        return
    first = node.items[0].context_expr
    start = offset(node.lineno, node.col_offset)
    head = text[start : offset(first.lineno, first.col_offset)]
    _, _, behind = head.partition("with")
    # Parentheses that close before the first name belong to the value: `with (a) as b:`.
    depth = behind.count("(")
    if depth and _closes_behind(node, text, offset, depth):
        yield (3, 9), "`with (…):` around several managers or a name", node


def _closes_behind(node: ast.With | ast.AsyncWith, text: str, offset: _Offset, depth: int) -> bool:
    """Whether the outermost of some parentheses is still open where the last item ends."""
    item = node.items[0]
    first = item.context_expr
    end = offset(first.end_lineno or 1, first.end_col_offset or 0)
    if item.optional_vars is not None:
        stop = offset(item.optional_vars.lineno, item.optional_vars.col_offset)
    elif len(node.items) > 1:
        following = node.items[1].context_expr
        stop = offset(following.lineno, following.col_offset)
    else:
        return False
    between = "".join(line.partition("#")[0] for line in text[end:stop].splitlines())
    return between.count(")") - between.count("(") < depth


def _match(node: ast.stmt, text: str, offset: _Offset) -> _Found:
    yield (3, 10), "`match`", node


def _try(node: ast.Try, text: str, offset: _Offset) -> _Found:
    stack: list[ast.AST] = list(node.finalbody)
    while stack:
        part = stack.pop()
        if isinstance(part, ast.Continue):
            yield (3, 8), "`continue` under `finally`", part
            return
        if not isinstance(part, _LOOPS):
            stack.extend(ast.iter_child_nodes(part))


def _try_star(node: ast.Try, text: str, offset: _Offset) -> _Found:
    yield (3, 11), "`except*`", node.handlers[0]  # type: ignore[misc]
    yield from _try(node, text, offset)


def _handler(node: ast.ExceptHandler, text: str, offset: _Offset) -> _Found:
    if node.type is not None and _is_bare(node.type):
        yield (3, 14), "`except` with several types and no parentheses", node.type


def _import_from(node: ast.ImportFrom, text: str, offset: _Offset) -> _Found:
    if node.module == "__future__" and any(alias.name == "annotations" for alias in node.names):
        yield (3, 7), "`from __future__ import annotations`", node


#: By the name of the node, because the Python that runs this has not all of them.
_FINDERS: dict[str, Callable[..., _Found]] = {
    "NamedExpr": _named,
    "Set": _set,
    "SetComp": _set_comprehension,
    "Subscript": _subscript,
    "Return": _given_back,
    "Yield": _given_back,
    "For": _loop,
    "AsyncFor": _loop,
    "AugAssign": _augmented,
    "arguments": _arguments,
    "FunctionDef": _definition,
    "AsyncFunctionDef": _definition,
    "ClassDef": _definition,
    "TypeAlias": _type_alias,
    "With": _with,
    "AsyncWith": _with,
    "Match": _match,
    "Try": _try,
    "TryStar": _try_star,
    "ExceptHandler": _handler,
    "ImportFrom": _import_from,
}


class _UnreadableError(Exception):
    """The text is no f-string that any Python compiles."""


class _Strings:
    """Reads f-strings and t-strings, which are text to the tree of an older Python."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._features: list[Feature] = []

    def found(self) -> list[Feature]:
        position = 0
        while match := _STRING.search(self._text, position):
            position = match.end()
            if match["quote"]:
                try:
                    position = self._string(match["prefix"], match["quote"], position, 0)
                except _UnreadableError:
                    break
        return self._features

    def _string(self, prefix: str, quote: str, start: int, depth: int) -> int:
        """Read a string from behind its quote; return where it ends."""
        kind = prefix.lower()
        begin = start - len(quote) - len(prefix)
        if "t" in kind:
            self._features.append(Feature((3, 14), "a t-string", begin))
        elif "f" in kind:
            self._features.append(Feature((3, 6), "an f-string", begin))
        formatted = "f" in kind or "t" in kind
        text, position = self._text, start
        while position < len(text):
            plain = _PLAIN.match(text, position)
            position = plain.end() if plain else position
            if text.startswith(quote, position):
                return position + len(quote)
            char = text[position : position + 1]
            if char == "\\":
                # A raw string keeps the backslash, and goes on behind what follows it.
                escape = None if "r" in kind and formatted else _ESCAPED.match(text, position)
                if escape is not None and (formatted or escape.end() == position + 2):
                    position = escape.end()
                else:
                    position += 1 if text[position + 1 : position + 2] in "{}" else 2
            elif formatted and char == "{":
                if text.startswith("{{", position):
                    position += 2
                else:
                    position = self._field(quote, position + 1, depth)
            else:
                position += 1
        raise _UnreadableError

    def _field(self, quote: str, start: int, depth: int, *, in_format: bool = False) -> int:
        """Read a replacement field from behind its brace; return where it ends."""
        if depth > _DEEPEST:
            raise _UnreadableError
        end, following = self._expression(quote, start, depth)
        position = end
        if following == "!":
            position += 1
            while self._text[position : position + 1].isalnum():
                position += 1
            following = self._text[position : position + 1]
        if following == ":":
            position = self._format(quote, position + 1, depth, nested=in_format)
        if self._text[position : position + 1] != "}":
            raise _UnreadableError
        return position + 1

    def _format(self, quote: str, start: int, depth: int, *, nested: bool) -> int:
        text, position = self._text, start
        while position < len(text):
            char = text[position]
            if char == "}":
                return position
            if char == "{":
                if nested:
                    self._add_newer(position)
                position = self._field(quote, position + 1, depth + 1, in_format=True)
            elif text.startswith(quote, position):
                break
            else:
                if char == "\n" and len(quote) == 1:
                    self._add_newer(position)
                position += 2 if char == "\\" else 1
        raise _UnreadableError

    def _expression(self, quote: str, start: int, depth: int) -> tuple[int, str]:
        """Read the expression of a field; return where it ends and the sign that ends it."""
        text, position, brackets = self._text, start, 0
        while position < len(text):
            char = text[position]
            if char in "'\"":
                position = self._inner_string(quote, start, position, depth)
            elif char == "#" or char == "\\" or (char == "\n" and len(quote) == 1):
                self._add_newer(position)
                if char == "#":
                    position = text.find("\n", position)
                    if position < 0:
                        break
                position += 1
            elif char in "([{":
                brackets += 1
                position += 1
            elif char in ")]}" and brackets:
                brackets -= 1
                position += 1
            elif brackets:
                position += 1
            elif char == "}" or char == ":":
                return position, char
            elif text[position : position + 2] in ("==", "!=", "<=", ">="):
                position += 2
            elif char == "!":
                return position, char
            elif char == "=":
                position += 1
                while text[position : position + 1].isspace():
                    position += 1
                if text[position : position + 1] in ("}", "!", ":"):
                    self._features.append(Feature((3, 8), "`=` in an f-string", start))
            else:
                position += 1
        raise _UnreadableError

    def _inner_string(self, outer: str, start: int, position: int, depth: int) -> int:
        """Read a string in the expression of a field; return where it ends."""
        text = self._text
        if depth > _DEEPEST:
            raise _UnreadableError
        quote = (
            text[position] * 3 if text.startswith(text[position] * 3, position) else text[position]
        )
        begin = position
        while begin > start and position - begin < 2 and text[begin - 1] in "rRbBuUfFtT":
            begin -= 1
        if begin > start and (text[begin - 1].isalnum() or text[begin - 1] == "_"):
            begin = position
        end = self._string(text[begin:position], quote, position + len(quote), depth + 1)
        inner = text[position:end]
        if outer in inner or "\\" in inner or ("\n" in inner and len(outer) == 1):
            self._add_newer(position)
        return end

    def _add_newer(self, position: int) -> None:
        what = "this inside the braces of an f-string"
        self._features.append(Feature((3, 12), what, position))
