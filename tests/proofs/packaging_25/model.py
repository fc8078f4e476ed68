"""What voila-lint says to the questions of ``answers.py``, with the packaging on its path."""

import json
import sys
from typing import Any

from voila_lint.build import python_pack
from voila_lint.files.requirement import FileSystem, read_requirement
from voila_lint.shell.options import Refused
from voila_lint.versions import marker
from voila_lint.versions.pep440 import clauses, contains


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Return the answers in the form of ``answers.py``."""
    marker.python_release = lambda python: question["environment"]["python_full_version"]
    return {
        "specifiers": [_admitted(text, question["releases"]) for text in question["specifiers"]],
        "pythons": [_allowed(value, question["plain"]) for value in question["values"]],
        "markers": [_held(text) for text in question["markers"]],
        "requirements": [_read(text) for text in question["requirements"]],
    }


def _admitted(text: str, releases: list[str]) -> list[bool] | None:
    try:
        clauses(text)
    except ValueError:
        return None
    return [contains(text, release) for release in releases]


def _allowed(value: object, pythons: list[str]) -> list[bool] | None:
    try:
        return [python_pack.allows(value, python) for python in pythons]
    except Exception:
        return None


def _held(text: str) -> list[bool] | None:
    try:
        marker.check_marker(text)
    except ValueError:
        return None
    return [marker.applies(text, "3.10", (extra,)) for extra in ("", "dev", "Dev_x")]


def _read(text: str) -> list[Any] | None:
    try:
        wanted = read_requirement(text, FileSystem())
    except Refused:
        return None
    names = list(filter(None, wanted.specifier.split(",")))
    return [wanted.name, list(wanted.extras), names, wanted.url]


if __name__ == "__main__":
    print(json.dumps(answer(json.load(sys.stdin))))
