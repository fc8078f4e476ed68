"""Which conditions and handlers decide whether a statement runs."""

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

from voila_lint.notebook.model import Guard

Branch: TypeAlias = tuple[Guard, ...]
#: Gives the dotted name that an expression stands for, "" for anything else.
Resolve: TypeAlias = Callable[[ast.expr], str]

_IMPORT_ERRORS = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))
_FINDERS = frozenset(("find_spec", "find_loader"))
#: What only names of other hosts have in them: of Google Colab, and of Python in a browser.
_ELSEWHERE = ("colab", "pyodide", "emscripten")
_VERSIONS = ("sys.version_info", "sys.platform", "sys.version", "os.name", "sys.hexversion")


def branches(test: ast.expr, resolve: Resolve) -> tuple[Branch, Branch]:
    """Return the guards of an ``if``'s body and of its ``else``."""
    negated = False
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
        negated = not negated
    yes, no = _branches(test, resolve)
    return (no, yes) if negated else (yes, no)


def _branches(test: ast.expr, resolve: Resolve) -> tuple[Branch, Branch]:
    if isinstance(test, ast.Constant):
        return ((), ("never",)) if test.value else (("never",), ())
    if resolve(test).rpartition(".")[2] == "TYPE_CHECKING":
        return ("type-checking",), ()
    if _is_main(test):
        return ("main",), ("conditional",)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        known = [_branches(value, resolve)[0] for value in test.values[:8]]
        for guard in ("never", "type-checking"):
            if (guard,) in known:
                return next(branch for branch in known if branch == (guard,)), ("conditional",)
    is_there = _asks_for_module(test, resolve)
    if is_there is not None:
        # Where the module is missing the import does not run: as good as catching the error.
        found: tuple[Branch, Branch] = (("import-error",), ("conditional",))
        return found if is_there else (found[1], found[0])
    if _about_other_host(test):
        # Binder is neither: the other branch certainly runs.
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn):
            return (), ("colab",)
        return ("colab",), ()
    if any(name in _VERSIONS or name.startswith("platform.") for name in _names(test, resolve)):
        return ("version",), ("version",)
    return ("conditional",), ("conditional",)


def _is_main(test: ast.expr) -> bool:
    if not (isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq)):
        return False
    sides = (test.left, test.comparators[0])
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and any(
        isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
    )


def _asks_for_module(test: ast.expr, resolve: Resolve) -> bool | None:
    """Whether a test is true where some module is there (false: where not); None for others."""
    there = True
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        nothing = test.comparators[0]
        if not (isinstance(nothing, ast.Constant) and nothing.value is None):
            return None
        there = not isinstance(test.ops[0], (ast.Is, ast.Eq))
        test = test.left
    if not isinstance(test, ast.Call):
        return None
    return there if resolve(test.func).rpartition(".")[2] in _FINDERS else None


def _about_other_host(test: ast.expr) -> bool:
    for node in ast.walk(test):
        if isinstance(node, ast.Constant):
            text = node.value
        elif isinstance(node, ast.Name):
            text = node.id
        elif isinstance(node, ast.Attribute):
            text = node.attr
        else:
            continue
        if isinstance(text, str) and any(host in text.lower() for host in _ELSEWHERE):
            return True
    return False


def _names(test: ast.expr, resolve: Resolve) -> Iterator[str]:
    for node in ast.walk(test):
        if isinstance(node, (ast.Attribute, ast.Name)):
            yield resolve(node)


def catches_import_error(handler: ast.ExceptHandler, resolve: Resolve) -> bool:
    """Whether a handler takes an ImportError and lets the program go on."""
    if any(isinstance(statement, ast.Raise) for statement in handler.body):
        return False
    return handler.type is None or names_import_error(handler.type, resolve)


def names_import_error(kind: ast.expr, resolve: Resolve) -> bool:
    """Whether an exception, or one of a tuple, is ImportError or wider."""
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(resolve(each).rpartition(".")[2] in _IMPORT_ERRORS for each in kinds)
