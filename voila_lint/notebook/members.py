"""What code asks of the objects that plain names hold, where it takes the answer for granted."""

import ast
from collections.abc import Iterator, Sequence

from voila_lint.pattern import pattern

#: Attributes that a rule asks about, and methods of a dictionary in ``value``.
_ATTRIBUTES = frozenset(("data", "metadata", "_titles", "on_displayed"))
_DICTIONARY = frozenset(("items", "values", "keys", "get", "clear", "pop", "popitem", "update"))

_MENTIONED = pattern(r"\.\s*(?:data|metadata|_titles|on_displayed|value\s*[.\[])")

#: Calls and names in a condition that tell one kind of object from another.
_TELLING = frozenset(("isinstance", "hasattr", "getattr", "type", "callable", "__version__"))

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NESTED = (*_FUNCTIONS, *_COMPREHENSIONS, ast.ClassDef)

#: Functions in functions of nobody's notebook are nested deeper than this.
_DEEPEST = 20


def members(text: str, tree: ast.Module) -> Iterator[tuple[str, str, ast.expr, bool, bool]]:
    """Yield (name, member, node, stored, in_function) for what is asked of module-level names.

    ``member`` is an attribute ("data"), a method of what is in ``value`` ("value.items"), or
    "value[]" for an item of it by a text. ``stored`` is true where it is assigned to. Not what
    is tried under an exception handler, or under a condition that looks at the object's kind.
    """
    if not _MENTIONED.search(text):
        return
    # (node, names that are other things here, in a function, depth of functions)
    stack: list[tuple[ast.AST, frozenset[str], bool, int]] = [(tree, frozenset(), False, 0)]
    while stack:
        node, local, inside, depth = stack.pop()
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            found = _member(node)
            if found is not None and found[0] not in local:
                yield *found, node, not isinstance(node.ctx, ast.Load), inside
        children = _children(node)
        if isinstance(node, _NESTED):
            if depth == _DEEPEST:
                continue
            depth += 1
            local = local | _bound(node)
            inside = inside or isinstance(node, _FUNCTIONS)
        stack.extend((child, local, inside, depth) for child in reversed(children))


def _member(node: ast.Attribute | ast.Subscript) -> tuple[str, str] | None:
    inner = node.value
    if isinstance(inner, ast.Name):
        if isinstance(node, ast.Attribute) and node.attr in _ATTRIBUTES:
            return inner.id, node.attr
        return None
    if not (
        isinstance(inner, ast.Attribute)
        and inner.attr == "value"
        and isinstance(inner.value, ast.Name)
    ):
        return None
    if isinstance(node, ast.Attribute):
        return (inner.value.id, f"value.{node.attr}") if node.attr in _DICTIONARY else None
    key = node.slice
    by_text = isinstance(key, ast.Constant) and isinstance(key.value, str)
    return (inner.value.id, "value[]") if by_text else None


def _children(node: ast.AST) -> Sequence[ast.AST]:
    """Return the children that run without anyone being ready for their failure."""
    if isinstance(node, ast.Try) and node.handlers:
        return [*(part for handler in node.handlers for part in handler.body), *node.finalbody]
    if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)) and _tells(node.test):
        return []
    if isinstance(node, ast.BoolOp) and any(map(_tells, node.values)):
        return []
    if isinstance(node, (ast.With, ast.AsyncWith)) and any(
        "suppress" in ast.dump(item.context_expr) for item in node.items
    ):
        return []
    return list(ast.iter_child_nodes(node))


def _tells(test: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id in _TELLING)
        or (isinstance(node, ast.Attribute) and node.attr in _TELLING)
        for node in ast.walk(test)
    )


def _bound(scope: ast.AST) -> frozenset[str]:
    """Return the names that a function, class or comprehension binds itself."""
    found: set[str] = set()
    shared: set[str] = set()
    for node in ast.walk(scope):
        if isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Global):
            shared.update(node.names)
    return frozenset(found - shared)
