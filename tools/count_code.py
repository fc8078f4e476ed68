"""Counts lines of code: no blank lines, comments or docstrings.

``python tools/count_code.py voila_lint/shell voila_lint/reading.py`` prints a count for each file
(folders: all that is below them) and the sum. ``--at REVISION`` counts what git has there instead
of what is on disk.
"""

import argparse
import ast
import io
import subprocess
import tokenize
from pathlib import Path

_SILENT = frozenset(
    (
        *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
        *(tokenize.ENCODING, tokenize.ENDMARKER),
    )
)


def code_lines(source: str) -> int:
    """Return how many lines of ``source`` hold code. Raises SyntaxError where it is no Python."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _SILENT:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        # A string that stands alone is a docstring, of whatever it follows.
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


def _on_disk(paths: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in map(Path, paths):
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        found.update((file.as_posix(), file.read_text(encoding="utf-8")) for file in files)
    return found


def _at(revision: str, paths: list[str]) -> dict[str, str]:
    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], check=True, capture_output=True)
        return done.stdout.decode("utf-8")

    names = git("ls-tree", "-r", "--name-only", revision, "--", *paths).splitlines()
    return {name: git("show", f"{revision}:{name}") for name in names if name.endswith(".py")}


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--at", metavar="REVISION")
    options = parser.parse_args()
    files = _at(options.at, options.paths) if options.at else _on_disk(options.paths)
    counts = {path: code_lines(text) for path, text in files.items()}
    for path, count in counts.items():
        print(f"{count:6} {path}")
    print(f"{sum(counts.values()):6} in all")


if __name__ == "__main__":
    main()
