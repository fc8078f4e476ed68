"""Data flows one way: no module imports a later stage."""

import ast
from pathlib import Path

import voila_lint

ROOT = Path(voila_lint.__file__).parent

#: The stages in their order; a name stands for a module, or for all modules of a folder.
STAGES = (
    {"errors", "pattern", "entities", "toml_file"},
    {"git", "project", "settings"},
    {"notebook"},
    {"finding"},
    {"packages.model"},
    {"binder"},
    {"packages"},
    {"uses"},
    {"app"},
    {"views"},
    {"rules"},
    {"sources", "suppress"},
    {"check"},
    {"report", "fix", "commands"},
    {"cli"},
    {"__main__"},
)


def stage(module: str) -> int:
    """Return the number of a module's stage, given without the package's own name."""
    for name in (module, module.partition(".")[0]):
        for number, stages in enumerate(STAGES):
            if name in stages:
                return number
    raise AssertionError(f"{module}: which stage is it?")


def imports(path: Path) -> set[str]:
    """Return the modules of voila_lint that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from voila_lint import x` imports the module x.
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= below if node.module == "voila_lint" else {node.module}
    return {name.removeprefix("voila_lint.") for name in found if name.startswith("voila_lint.")}


def test_no_module_imports_a_later_stage():
    wrong = [
        f"{module} imports {imported}"
        for path in ROOT.rglob("*.py")
        for module in [".".join(path.relative_to(ROOT).with_suffix("").parts)]
        if module != "__init__"
        for imported in imports(path) - {"__version__"}
        if stage(imported) > stage(module)
    ]
    assert sorted(wrong) == []
