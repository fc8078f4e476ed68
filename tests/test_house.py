"""Names in the package: what a newcomer looks for is found by its name, once.

The order of the layers is a contract of import-linter (pyproject.toml), kept by ``.ci/run``.
"""

import ast
from collections import defaultdict
from pathlib import Path

import voila_lint

ROOT = Path(voila_lint.__file__).parent

#: Modules that are found by their folder.
_BY_FOLDER = frozenset({"__init__", "model"})


def _offenders(names: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: sorted(places) for name, places in names.items() if len(places) > 1}


def test_a_public_class_name_occurs_once():
    places: dict[str, list[str]] = defaultdict(list)
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(ROOT).as_posix())
    assert _offenders(places) == {}


def test_a_module_name_occurs_once():
    places: dict[str, list[str]] = defaultdict(list)
    for path in ROOT.rglob("*.py"):
        found_by_folder = path.stem in _BY_FOLDER or path.parent.name in ("commands", "report")
        if not found_by_folder:
            places[path.stem].append(path.relative_to(ROOT).as_posix())
    for folder in ROOT.iterdir():
        if folder.is_dir() and (folder / "__init__.py").exists():
            places[folder.name].append(f"{folder.name}/")
    assert _offenders(places) == {}
