"""What an expression for a path amounts to, where nothing but literals goes into it."""

import ast
import posixpath
from collections.abc import Callable, Mapping

#: What a path begins with that is relative to the file which holds the code.
FILE = "\0file"
#: The home directory on mybinder.org, where the repository lies.
HOME = "/home/jovyan"

_HERE = "\0here"
_STEPS, _LONGEST = 200, 1000
#: No folder lies deeper below another one.
_DEEPEST = 100
_NAMES = {"os.pardir": "..", "os.curdir": ".", "os.sep": "/", "os.path.sep": "/"}
_SAME = frozenset(("str", "os.fspath", "os.path.normpath", "normpath"))
_ABSOLUTE = frozenset(("os.path.abspath", "os.path.realpath", "abspath", "realpath"))
_PATHS = frozenset(("Path", "PurePath", "PosixPath", "PurePosixPath"))
_JOIN = frozenset(("os.path.join", "posixpath.join"))


class Paths:
    """Evaluates the paths of one cell or file."""

    def __init__(self, resolve: Callable[[ast.expr], str], names: Mapping[str, ast.expr]) -> None:
        """Take what gives the dotted name of an expression, and what plain names stand for."""
        self._resolve = resolve
        self._names = names
        self._left = _STEPS

    def literal(self, node: ast.expr) -> str | None:
        """Return the path, relative to the working directory, after ``FILE``, or absolute.

        None where only running the code tells.
        """
        self._left = _STEPS
        found = self._path(node)
        if found is None:
            return None
        return found[len(_HERE) :].lstrip("/") or "." if found.startswith(_HERE) else found

    def _path(self, node: ast.expr) -> str | None:
        self._left -= 1
        if self._left < 0:
            return None
        found: str | None = None
        if isinstance(node, ast.Constant):
            found = node.value if isinstance(node.value, str) else None
        elif isinstance(node, ast.JoinedStr):
            found = self._all("", node.values)
        elif isinstance(node, ast.FormattedValue):
            found = self._path(node.value)
        elif isinstance(node, ast.Name):
            if node.id == "__file__":
                found = FILE
            elif node.id in self._names:
                found = self._path(self._names[node.id])
        elif isinstance(node, ast.Attribute):
            found = self._attribute(node)
        elif isinstance(node, ast.Subscript):
            found = self._item(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.Add)):
            divided = isinstance(node.op, ast.Div)
            found = self._all("/" if divided else "", [node.left, node.right])
        elif isinstance(node, ast.Call):
            found = self._call(node)
        return found if found is None or len(found) < _LONGEST else None

    def _all(self, separator: str, nodes: list[ast.expr]) -> str | None:
        parts = [self._path(node) for node in nodes]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        if not separator:
            return "".join(known)
        # What is absolute makes what stands before it void.
        absolute = [i for i, part in enumerate(known) if part.startswith(("/", "\0"))]
        return separator.join(known[absolute[-1] if absolute else 0 :])

    def _attribute(self, node: ast.Attribute) -> str | None:
        if node.attr == "parent":
            return _above(self._path(node.value), 1)
        return _NAMES.get(self._resolve(node))

    def _item(self, node: ast.Subscript) -> str | None:
        index = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if not isinstance(index, int) or not 0 <= index <= _DEEPEST:
            return None
        of = node.value
        if isinstance(of, ast.Attribute) and of.attr == "parents":
            return _above(self._path(of.value), index + 1)
        if index == 0 and self._resolve(of) == "sys.path":
            return _HERE
        if index == 0 and isinstance(of, ast.Call) and len(of.args) == 1:
            called = self._resolve(of.func)
            return _above(self._path(of.args[0]), 1) if called == "os.path.split" else None
        return None

    def _call(self, node: ast.Call) -> str | None:
        name = self._resolve(node.func).removeprefix("pathlib.")
        if not node.args and name in ("os.getcwd", "getcwd", "Path.cwd", "os.getcwdb"):
            return _HERE
        if name == "Path.home":
            return HOME
        if name in _PATHS or name in _JOIN:
            return self._all("/", node.args) if node.args else "."
        if len(node.args) == 1:
            if name in _SAME:
                return self._path(node.args[0])
            if name in _ABSOLUTE:
                return _absolute(self._path(node.args[0]))
            if name in ("os.path.dirname", "dirname"):
                return _above(self._path(node.args[0]), 1)
            if name in ("os.path.expanduser", "expanduser"):
                return _at_home(self._path(node.args[0]))
        return self._method(node)

    def _method(self, node: ast.Call) -> str | None:
        if not isinstance(node.func, ast.Attribute):
            return None
        method, of = node.func.attr, node.func.value
        if method in ("resolve", "absolute"):
            return _absolute(self._path(of))
        if method == "expanduser":
            return _at_home(self._path(of))
        if method in ("as_posix", "__str__"):
            return self._path(of)
        return self._all("/", [of, *node.args]) if method == "joinpath" else None


def _absolute(path: str | None) -> str | None:
    if path is None or path.startswith(("/", "\0")):
        return path
    return f"{_HERE}/{path}"


def _at_home(path: str | None) -> str | None:
    return path if path is None or not path.startswith("~") else HOME + path[1:]


def _above(path: str | None, levels: int) -> str | None:
    """The folder that a path lies in: of a relative one by its text, as Python has it."""
    if path is None:
        return None
    if path.startswith("\0"):
        return path + "/.." * levels
    for _ in range(levels):
        path = posixpath.dirname(path.rstrip("/"))
    return path or "."
