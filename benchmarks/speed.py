"""How fast voila-lint is, as ratios within one run: ``python benchmarks/speed.py``.

CPU time (user and system) of whole processes, the best of several runs, against the bare
interpreter for start-up and against parsing the same files for many notebooks. Other linters that
are installed beside this Python are measured on the same bed.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

BIN = Path(sys.executable).parent

SOURCES = (
    "%matplotlib inline\nimport numpy as np\nimport pandas as pd",
    "files = !ls\n%time total = sum(range(10))",
    "def area(width, height=2):\n    return width * height\n\n\nlist(map(area, range(9)))",
    "import ipywidgets as widgets\n\nslider = widgets.IntSlider()\ndisplay(slider)",
    "frame = pd.DataFrame({'x': np.arange(9)})\nframe.groupby('x').agg(['mean', 'std'])",
)

#: What every run needs of others' packages.
IMPORTS = "import sys; sys.modules['typing_extensions'] = None; import msgspec, yaml, pathlib"

PARSE = """
import ast, json, pathlib, sys
for path in pathlib.Path(sys.argv[1]).glob("*.ipynb"):
    for cell in json.loads(path.read_bytes())["cells"]:
        source = "".join(cell["source"])
        if "%" not in source and "!" not in source:
            compile(ast.parse(source), "cell", "exec")
"""


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Measures voila-lint's speed.")
    parser.add_argument("--notebooks", type=int, default=200, help="in the bed (default: 200)")
    parser.add_argument("--runs", type=int, default=7, help="of which the best counts")
    parser.add_argument("--long", type=int, default=2000, help="lines of the shortest long input")
    options = parser.parse_args()
    # Modules are compiled once, as where a package is installed, and not at each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        bed = make_bed(Path(folder), options.notebooks)
        one = make_bed(Path(folder) / "one", 1)
        python = sys.executable
        lint = [python, "-m", "voila_lint"]
        table(
            "Start-up",
            {
                "python -c pass": [python, "-c", "pass"],
                "voila-lint --version": [*lint, "--version"],
                "voila-lint plan, one notebook": [*lint, "plan", "--root", str(one)],
                "voila-lint, one notebook": [*lint, "--root", str(one)],
                "importing msgspec, yaml, pathlib": [python, "-c", IMPORTS],
                **peers(one, only=("fawltydeps", "deptry")),
            },
            options.runs,
        )
        table(
            f"{options.notebooks} notebooks of 20 code cells",
            {
                "parsing them (json, ast, compile)": [python, "-c", PARSE, str(bed)],
                "voila-lint": [*lint, "--root", str(bed)],
                **peers(bed),
            },
            max(1, options.runs // 2),
        )
        growth = {
            f"{size} requirements and as many links": [*lint, str(make_long(Path(folder), size))]
            for size in (2000, 4000, 8000)
        }
        table("Growth", growth, 1)
        for title, write in LONG.items():
            sizes = [options.long * times for times in (1, 2, 4)]
            roots = {size: make_bed(Path(folder) / f"{title} {size}", 1) for size in sizes}
            for size, root in roots.items():
                write(root, size)
            table(f"Growth: {title}", {f"{n}": [*lint, str(roots[n])] for n in sizes}, 1)
    return 0


def _requirements(line: str) -> Callable[[Path, int], None]:
    """Return what writes a requirements.txt of lines like ``line``, with their number for #."""

    def write(root: Path, size: int) -> None:
        (root / "environment.yml").unlink()
        lines = (line.replace("#", str(number)) for number in range(size))
        (root / "requirements.txt").write_text("\n".join(("voila", *lines)))

    return write


def _environment(root: Path, size: int) -> None:
    half = range(size // 2)
    conda = "".join(f"  - package-{number}={number}.1\n" for number in half)
    pip = "".join(f"    - qackage-{number}=={number}.1\n" for number in half)
    text = f"dependencies:\n  - voila\n{conda}  - pip:\n{pip}"
    (root / "environment.yml").write_text(text)


def _notebook(sources: Callable[[int], Sequence[str]]) -> Callable[[Path, int], None]:
    """Return what writes a notebook of the cells that ``sources`` makes."""

    def write(root: Path, size: int) -> None:
        cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
        cells = [cell | {"id": f"c{n}", "source": text} for n, text in enumerate(sources(size))]
        document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (root / "long.ipynb").write_text(json.dumps(document))

    return write


#: Long inputs: what writes one of a size, into a folder that has a notebook and an environment.
LONG: dict[str, Callable[[Path, int], None]] = {
    "names that nobody has": _requirements("nobody-has-#"),
    "one package again and again": _requirements("numpy==1.#"),
    "markers": _requirements("package-#; python_version < '3.#'"),
    "an environment.yml": _environment,
    "one huge cell": _notebook(
        lambda size: ["".join(f"x{n} = open('{n}')\n" for n in range(size))]
    ),
    "many cells": _notebook(lambda size: [f"import module{n}\nprint({n})" for n in range(size)]),
}


def make_long(folder: Path, size: int) -> Path:
    """Write long lists of requirements and of launch links."""
    root = make_bed(folder / f"long{size}", 1)
    (root / "environment.yml").unlink()
    lines = [f"package-{number}=={number}.1\n" for number in range(size)]
    (root / "requirements.txt").write_text("".join(lines))
    link = "[app](https://mybinder.org/v2/gh/o/r/HEAD?urlpath=voila%2Frender%2Fapp0.ipynb)\n"
    (root / "README.md").write_text(link * size)
    return root


def make_bed(folder: Path, notebooks: int) -> Path:
    """Write notebooks of 20 code cells with outputs, and an environment file."""
    folder.mkdir(exist_ok=True)
    output = {"output_type": "stream", "name": "stdout", "text": ["a line of output\n"] * 40}
    for number in range(notebooks):
        cells = [
            {
                "cell_type": "code",
                "execution_count": index,
                "id": f"c{index}",
                "metadata": {},
                "outputs": [output],
                "source": SOURCES[index % len(SOURCES)].splitlines(keepends=True),
            }
            for index in range(20)
        ]
        document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / f"app{number}.ipynb").write_text(json.dumps(document, indent=1))
    packages = ("python=3.11", "numpy", "pandas", "matplotlib", "voila")
    rows = "".join(f"  - {package}\n" for package in packages)
    (folder / "environment.yml").write_text(f"dependencies:\n{rows}")
    return folder


def peers(bed: Path, only: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Return the commands of the other linters that are installed."""
    commands = {
        "ruff": ["check", "--no-cache", str(bed)],
        "fawltydeps": ["--check-undeclared", str(bed)],
        "deptry": [str(bed)],
    }
    return {
        name: [program, *arguments]
        for name, arguments in commands.items()
        if (only is None or name in only) and (program := shutil.which(name, path=str(BIN)))
    }


def table(title: str, commands: dict[str, list[str]], runs: int) -> None:
    """Print CPU time per command, and its ratio to the first."""
    print(f"{title}\n{'':40}{'CPU ms':>10}{'ratio':>8}")
    first = None
    for name, command in commands.items():
        cost = min(cpu(command) for _ in range(runs))
        first = first or cost
        print(f"{name:40}{cost * 1000:10.1f}{cost / first:8.1f}")
    print()


def cpu(command: list[str]) -> float:
    """Return the seconds of CPU time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
