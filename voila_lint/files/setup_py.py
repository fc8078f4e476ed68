"""setup.py: the requirements that can be read without running it."""

import ast
import posixpath
import warnings

from voila_lint.files.model import Dependency, LocalProject
from voila_lint.files.requirement import is_named
from voila_lint.reading import Files
from voila_lint.text import Lines, logical_lines


def read_requirements(files: Files, path: str) -> LocalProject:
    """Return literal ``install_requires`` and ``extras_require`` of setup.py at ``path``.

    Literal are lists of strings in the call of ``setup``, or names that the module sets to such
    a list once. Where they are computed, and the only list of requirements that the script names
    is in the repository, they are what that one says. Anything else is a doubt.
    """
    try:
        text = files.text(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        return _Reader(files, path, text, tree).project()
    except FileNotFoundError:
        return LocalProject()
    except (OSError, UnicodeDecodeError, SyntaxError, ValueError, RecursionError, MemoryError):
        return LocalProject(opaque=(f"{path} cannot be read",))


class _Reader:
    def __init__(self, files: Files, path: str, text: str, tree: ast.Module) -> None:
        self._files = files
        self._path = path
        self._lines = Lines(text)
        self._nodes = list(ast.walk(tree))
        self._values: dict[str, list[ast.expr]] = {}
        for node in self._nodes:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self._values.setdefault(target.id, []).append(node.value)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                # Twice means: not the literal alone.
                self._values.setdefault(node.target.id, []).extend([node.value] * 2)

    def project(self) -> LocalProject:
        """Return what the first call of ``setup`` requires."""
        for node in self._nodes:
            if isinstance(node, ast.Call) and _name(node.func) == "setup":
                return self._of_call(node)
        return LocalProject(opaque=(f"{self._path} calls no setup()",))

    def _of_call(self, call: ast.Call) -> LocalProject:
        found: list[Dependency] = []
        opaque: list[str] = []
        for keyword in call.keywords:
            if keyword.arg is None:
                opaque.append(f"what {self._path} computes")
            elif keyword.arg == "install_requires":
                more = self._strings(keyword.value)
                if more is None:
                    more = self._listed()
                if more is None:
                    opaque.append(f"install_requires in {self._path} is computed")
                found += more or []
            elif keyword.arg == "extras_require":
                found += self._extras(keyword.value)
        return LocalProject(tuple(found), tuple(opaque))

    def _listed(self) -> list[Dependency] | None:
        """Return what the one list of requirements says whose name the script mentions."""
        names = {
            node.value
            for node in self._nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.endswith((".txt", ".in"))
        }
        if len(names) != 1:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), *names))
        if "requirement" not in posixpath.basename(path) or not self._files.is_file(path):
            return None
        lines = list(logical_lines(self._files.text(path)))
        if any(
            line.text.startswith(("-r", "-c", "--requirement", "--constraint")) for line in lines
        ):
            return None
        return [Dependency(line.text, path, line.span()) for line in lines if is_named(line.text)]

    def _extras(self, value: ast.expr) -> list[Dependency]:
        value = self._resolved(value)
        found: list[Dependency] = []
        if isinstance(value, ast.Dict):
            for key, item in zip(value.keys, value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found += self._strings(item, key.value) or []
        return found

    def _strings(self, value: ast.expr, extra: str | None = None) -> list[Dependency] | None:
        value = self._resolved(value)
        items = value.elts if isinstance(value, ast.List | ast.Tuple | ast.Set) else [value]
        found = []
        for item in items:
            if not (isinstance(item, ast.Constant) and isinstance(item.value, str)):
                return None
            at = self._lines.span_of_string(item)
            for text in item.value.splitlines():
                requirement = text.partition(" #")[0].strip()
                if requirement and not requirement.startswith("#"):
                    found.append(Dependency(requirement, self._path, at, extra))
        return found

    def _resolved(self, value: ast.expr) -> ast.expr:
        if isinstance(value, ast.Name):
            values = self._values.get(value.id, [])
            if len(values) == 1:
                return values[0]
        return value


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
