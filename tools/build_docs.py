"""Write docs/rules.md from the rules and their pairs: ``python tools/build_docs.py [--check]``."""

import difflib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parent.parent
TARGET = TOP / "docs" / "rules.md"
sys.path.insert(0, str(TOP))

from tests.pairs import SIDES, Pair, load_pairs, materialise  # noqa: E402
from voila_lint.checking import check  # noqa: E402
from voila_lint.notebook.model import Notebook  # noqa: E402
from voila_lint.notebook.read import read_notebook  # noqa: E402
from voila_lint.project import Project  # noqa: E402
from voila_lint.report import place  # noqa: E402
from voila_lint.repository import Repository  # noqa: E402
from voila_lint.rules import Rule, all_rules  # noqa: E402
from voila_lint.settings import Settings  # noqa: E402

HEAD = """\
# Rules

<!-- Written by tools/build_docs.py from the rules and their pairs; do not edit. -->

An **error** breaks the build or the app for every visitor, a **warning** for some or later, or
where it is not sure that an app is meant; an **info** is worth knowing. The judge is the real
software that fails on the first half of the rule's example and works on the second; a rule of the
judge *advice* breaks nothing.

| code | name | severity | judge | fix |
|---|---|---|---|---|
"""

_FIX = {None: "–", "safe": "safe", "unsafe": "unsafe"}


def main() -> int:
    """Write the file, or with ``--check`` tell whether it is up to date."""
    text = HEAD
    for rule in all_rules():
        text += (
            f"| [{rule.code}](#{rule.name}) | {rule.name} | {rule.severity} | {rule.judge} "
            f"| {_FIX[rule.fix]} |\n"
        )
    for rule in all_rules():
        text += "\n" + "\n".join(_section(rule)) + "\n"
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {rule.name}"
    yield ""
    yield f"`{rule.code}` · {rule.severity} · judge: {rule.judge} · fix: {_FIX[rule.fix]}"
    yield ""
    yield rule.documentation
    for pair in load_pairs():
        if pair.rule == rule.name:
            yield ""
            yield from _example(pair)


def _example(pair: Pair) -> Iterator[str]:
    yield f"**Example{f': {pair.variant}' if pair.variant else ''}**"
    yield ""
    yield "```diff"
    yield from _difference(pair)
    yield "```"
    yield ""
    yield "```text"
    with tempfile.TemporaryDirectory() as folder:
        project = Project(materialise(pair, "bad", Path(folder)))
        for finding in check(Repository(project, Settings()), all_rules()).findings:
            yield f"{place(finding)}: {finding.severity} {finding.code} {finding.message}"
    yield "```"
    yield ""
    if pair.judge.why:
        yield pair.judge.why
    else:
        observed = [
            f"{side}: "
            + ", ".join(f"{k} {_shown(v)}" for k, v in pair.judge.observed[side].items())
            for side in SIDES
        ]
        yield f"Observed by {pair.judge.name} — {'; '.join(observed)}."


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _difference(pair: Pair) -> Iterator[str]:
    """Yield the difference of the two sides, notebooks as their cells."""
    paths = sorted(
        {
            path.relative_to(pair.home / side).as_posix()
            for side in SIDES
            for path in (pair.home / side).rglob("*")
            if path.is_file()
        }
    )
    for path in paths:
        before, after = (_lines(pair.home / side / path, path) for side in SIDES)
        if before != after:
            yield from difflib.unified_diff(
                before, after, f"bad/{path}", f"good/{path}", lineterm=""
            )
    if pair.git:
        for key in ("remote", "branch", "untracked", "directory", "nested", "large"):
            values = [getattr(pair.git[side], key) for side in SIDES]
            if values[0] != values[1]:
                yield f"-{key}: {values[0]}"
                yield f"+{key}: {values[1]}"


def _lines(file: Path, path: str) -> list[str]:
    if not file.exists():
        return []
    data = file.read_bytes()
    if b"\0" in data:
        return ["(a file that is no text)"]
    notebook = read_notebook(path, data) if path.endswith(".ipynb") else None
    if isinstance(notebook, Notebook):
        return [
            line
            for cell in notebook.cells
            for line in (f"[{cell.kind} cell {cell.index}]", *cell.source.split("\n"))
        ]
    return data.decode("utf-8", "replace").splitlines()


if __name__ == "__main__":
    sys.exit(main())
