"""What each Python compiles and has in its standard library, against the real interpreters."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from interpreters import NoInterpreterError, interpreter

from voila_lint.notebook.code import read_code
from voila_lint.packages.python_changes import all_changes, change_that_takes

pytestmark = pytest.mark.proof

HERE = Path(__file__).parent
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
PYTHONS = ("3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")

#: Texts for one Python or another, with a line of `===` between them.
TEXTS = (HERE / "syntax.txt").read_text("utf-8").strip("\n").split("\n===\n")
NAMES = sorted({change.name for change in all_changes()})


@cache
def answers(version: str, question: str) -> dict[str, bool]:
    """Ask a Python; skips where there is none."""
    try:
        python = interpreter(version)
    except NoInterpreterError as error:
        pytest.skip(f"no Python {version} here, and uv cannot bring one: {error}")
    texts = TEXTS if question == "compiles" else NAMES
    # Without site-packages, where setuptools stands in for what Python lost.
    command = [python, "-S", str(HERE / "answer.py"), question]
    result = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return dict(zip(texts, json.loads(result.stdout), strict=True))


@pytest.mark.parametrize("version", PYTHONS)
def test_the_model_knows_what_each_python_compiles(version: str) -> None:
    real, wrong = answers(version, "compiles"), []
    for text, here in answers(RUNNING, "compiles").items():
        if not here:
            continue  # the test below is about these
        newest = read_code(text).newest_syntax
        needed = newest.since if newest else (3, 0)
        if (tuple(map(int, version.split("."))) >= needed) != real[text]:
            wrong.append((text, needed))
    assert wrong == []


@pytest.mark.parametrize("version", PYTHONS)
def test_what_a_newer_python_compiles_is_not_certainly_wrong(version: str) -> None:
    real = answers(version, "compiles")
    problems = [read_code(text).syntax_problem for text in TEXTS if real[text]]
    assert [problem for problem in problems if problem and problem.certain] == []


@pytest.mark.parametrize("version", PYTHONS)
def test_the_model_knows_what_each_standard_library_has(version: str) -> None:
    real = answers(version, "has")
    wrong = [name for name in NAMES if (change_that_takes(name, version) is None) != real[name]]
    assert wrong == []
