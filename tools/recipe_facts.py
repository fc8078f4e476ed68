"""What Spack's recipes of Python packages say that these require, for packages not resolved.

Source: ``repos/spack_repo/builtin/packages/py_*/package.py`` of
<https://github.com/spack/spack-packages> (Apache-2.0 or MIT): the ``pypi`` name and the
``depends_on`` of type "run". Only these names are read; no recipe is executed.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name


def recipes(packages: Path) -> dict[str, set[str]]:
    """Distribution → requirements, of every ``py_*`` folder of ``packages`` that names PyPI.

    Those of all its releases together, as a recipe may be a year behind the newest one: what is
    taken to come along too often costs a finding, what is taken not to come would be a false one.
    """
    trees = {}
    for file in sorted(packages.glob("py_*/package.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                trees[file.parent.name.replace("_", "-")] = node
    names = {folder: name for folder, tree in trees.items() if (name := _pypi_name(tree))}
    found = {}
    for folder, name in names.items():
        on = set(_variants_on_by_default(trees[folder]))
        asked: set[str] = set()
        for spec in _run_specs(trees[folder].body, on=on, run=False):
            match = re.match(r"(py-[a-z0-9-]+)([^+~ ^%]*)((?:\+[a-z0-9_-]+)*)", spec)
            if match:
                wanted = names.get(match[1], match[1].removeprefix("py-"))
                extras = [canonicalize_name(one) for one in match[3].split("+") if one]
                asked |= {wanted, *(f"{wanted}[{extra}]" for extra in extras)}
        found[name] = asked - {name}
    return found


def _pypi_name(tree: ast.ClassDef) -> str:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pypi":
            return canonicalize_name(str(ast.literal_eval(node.value)).partition("/")[0])
    return ""


def _variants_on_by_default(tree: ast.ClassDef) -> list[str]:
    return [
        str(ast.literal_eval(call.args[0]))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) == "variant"
        and any(k.arg == "default" and ast.unparse(k.value) == "True" for k in call.keywords)
    ]


def _run_specs(body: list[ast.stmt], *, on: set[str], run: bool) -> Iterator[str]:
    """The specs of type "run" that hold with the variants ``on`` or without any."""
    for node in body:
        if isinstance(node, ast.With):
            calls = [i.context_expr for i in node.items if isinstance(i.context_expr, ast.Call)]
            if all(_holds(call, on) for call in calls):
                runs = run or any("'run'" in ast.unparse(call) for call in calls)
                yield from _run_specs(node.body, on=on, run=runs)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if ast.unparse(call.func) != "depends_on" or not isinstance(call.args[0], ast.Constant):
                continue
            kinds = next((ast.unparse(k.value) for k in call.keywords if k.arg == "type"), "")
            if ("'run'" in kinds or (run and not kinds)) and _holds(call, on):
                yield str(call.args[0].value)


def _holds(call: ast.Call, on: set[str]) -> bool:
    """Whether ``when("+variant")`` or ``when="+variant"`` asks for no variant beyond ``on``."""
    given = [k.value for k in call.keywords if k.arg == "when"]
    if ast.unparse(call.func) == "when":
        given += call.args
    return set(re.findall(r"\+([A-Za-z0-9_-]+)", " ".join(map(ast.unparse, given)))) <= on
