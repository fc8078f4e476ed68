"""The imports of a notebook, read without voila_lint: IPython transforms the cells, ast reads them.

What a tool is asked for are plain imports. Imports that may be skipped (guarded), that only some
input reaches (conditional) or that hide in magics are kept apart: they are neither right nor
wrong answers.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Cell magics whose body runs as Python in the kernel.
PYTHON_MAGICS = {"capture", "prun", "time", "timeit"}
IMPORT_ERRORS = {"BaseException", "Exception", "ImportError", "ModuleNotFoundError"}
#: From the strongest to the weakest: a module's row has the strongest form of the notebook.
FORMS = ("plain", "conditional", "guarded", "magic")


@dataclass(frozen=True)
class Imported:
    """One module of one notebook: its top-level name, all dotted names looked for, and how."""

    top: str
    dotted: tuple[str, ...]
    form: str


def notebooks(root: Path) -> list[Path]:
    """The notebooks of a repository, without those that Jupyter saved behind the scenes."""
    return sorted(
        path.relative_to(root)
        for path in root.rglob("*.ipynb")
        if path.is_file() and not {".git", ".ipynb_checkpoints"} & set(path.parts)
    )


def code_cells(path: Path) -> Iterator[str]:
    """The source of each code cell; nothing where Python is not the language."""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, OSError):
        return
    metadata = data.get("metadata") or {}
    language = (metadata.get("language_info") or {}).get("name") or (
        metadata.get("kernelspec") or {}
    ).get("language")
    if str(language or "python").lower() not in ("python", "ipython"):
        return
    cells = data.get("cells")
    if cells is None:
        cells = [cell for sheet in data.get("worksheets", []) for cell in sheet.get("cells", [])]
    for cell in cells:
        if cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            yield source if isinstance(source, str) else "".join(source)


def imports(path: Path) -> list[Imported]:
    """The modules that a notebook imports, one row for each top-level name."""
    found: dict[str, dict[str, set[str]]] = {}
    for source in code_cells(path):
        for module, form in _cell(source):
            if module and module != "__future__":
                top = module.partition(".")[0]
                found.setdefault(top, {}).setdefault(form, set()).add(module)
    rows = []
    for top, forms in sorted(found.items()):
        form = next(form for form in FORMS if form in forms)
        rows.append(Imported(top, tuple(sorted(forms[form])), form))
    return rows


def _cell(source: str) -> Iterator[tuple[str, str]]:
    from IPython.core.inputtransformer2 import TransformerManager

    first = source.lstrip().partition("\n")[0]
    magic = re.match(r"%%(\w+)", first)
    if magic:
        body = source.lstrip().partition("\n")[2]
        if magic.group(1) in PYTHON_MAGICS:
            yield from _cell(body)
        elif re.search(r"^\s*(import|from)\s", body, re.M):
            for module, _ in _cell(body):
                yield module, "magic"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for line in re.findall(r"^\s*%(.*)$", source, re.M):
            yield from _line_magic(line)
        try:
            tree = ast.parse(
                TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
            )
        except (SyntaxError, ValueError, RecursionError):
            return
    yield from _block(tree.body, "plain")


def _line_magic(line: str) -> Iterator[tuple[str, str]]:
    if re.match(r"matplotlib\b", line):
        yield "matplotlib", "magic"
    if re.match(r"matplotlib\s+(widget|ipympl)\b", line):
        yield "ipympl", "magic"
    extension = re.match(r"(?:re)?load_ext\s+([\w.]+)", line)
    if extension:
        yield extension.group(1), "magic"


def _block(nodes: list[Any], form: str) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, form
        elif isinstance(node, ast.ImportFrom):
            if not node.level and node.module:
                yield node.module, form
        elif isinstance(node, ast.Try):
            yield from _block(node.body, "guarded" if _catches(node) else form)
            for handler in node.handlers:
                yield from _block(handler.body, "guarded" if _catches(node) else "conditional")
            yield from _block(node.orelse, "guarded" if _catches(node) else form)
            yield from _block(node.finalbody, form)
        elif isinstance(node, ast.If):
            main = "__name__" in ast.dump(node.test)
            inner = form if main else _weaker(form, "conditional")
            yield from _block(node.body, inner)
            yield from _block(node.orelse, _weaker(form, "conditional"))
        elif isinstance(node, ast.With):
            suppresses = any("suppress" in ast.dump(item.context_expr) for item in node.items)
            yield from _block(node.body, "guarded" if suppresses else form)
        elif isinstance(node, ast.For | ast.AsyncFor | ast.While):
            yield from _block(node.body + node.orelse, form)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _block(node.body, form)


#: A line of a cell that lets pip install something, and its arguments.
PIP_LINE = re.compile(
    r"^\s*(?:[!%]\s*)?(?:\S*python\S*|\{[^}]*\}|)\s*(?:-m\s+)?pip3?\s+install\s+(.*)$", re.M
)


def installs(path: Path) -> list[str]:
    """The requirements that a notebook lets pip install from PyPI, in whatever cell."""
    found: list[str] = []
    for source in code_cells(path):
        for arguments in PIP_LINE.findall(source):
            words = arguments.partition("#")[0].replace('"', "").replace("'", "").split()
            found += [
                w for w in words if re.match(r"[A-Za-z0-9][\w.-]*(\[[\w,.-]+\])?([<>=!~]|$)", w)
            ]
    return found


def _weaker(one: str, other: str) -> str:
    return max(one, other, key=FORMS.index)


def _catches(node: ast.Try) -> bool:
    for handler in node.handlers:
        names = {
            name.id
            for name in ast.walk(handler.type or ast.Name("Exception"))
            if isinstance(name, ast.Name)
        }
        if names & IMPORT_ERRORS:
            return True
    return False


def local_module(root: Path, notebook: Path, top: str, project: bool = False) -> str:
    """How a module of this name lies where the notebook finds it: "file", "folder", "".

    The notebook's folder is searched, and what literal ``sys.path`` and ``%%writefile`` lines
    add to it; with ``project``, what ``pip install .`` would install. A folder without
    ``__init__.py`` is weaker than an installed package.
    """
    folders = [root / notebook.parent]
    if project:
        folders += [root, root / "src"]
    for source in code_cells(root / notebook):
        for text in re.findall(r"sys\.path\.(?:append|insert)\(.*?['\"]([^'\"]+)['\"]", source):
            folders.append(root / notebook.parent / text)
        if re.search(rf"^%%(writefile|file)\s+(\./)?{re.escape(top)}\.py\b", source, re.M):
            return "file"
    weak = ""
    for folder in folders:
        if (folder / f"{top}.py").is_file() or (folder / top / "__init__.py").is_file():
            return "file"
        if (folder / top).is_dir():
            weak = "folder"
    return weak
