"""What packaging says of specifiers, markers and requirements: questions and answers are JSON.

Runs in the judges' environments, so it imports nothing else.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Return the answers to all questions; None stands for any error."""
    releases = question["releases"]
    plain = [Version(release) for release in question["plain"]]
    environment = question["environment"]
    return {
        "specifiers": [
            _try(lambda text=text: _admitted(SpecifierSet(text), releases))
            for text in question["specifiers"]
        ],
        "pythons": [
            _try(lambda value=value: [version in SpecifierSet(value) for version in plain])
            for value in question["values"]
        ],
        "markers": [
            _try(lambda text=text: _held(text, environment)) for text in question["markers"]
        ],
        "requirements": [_try(lambda text=text: _read(text)) for text in question["requirements"]],
    }


def _admitted(specifiers: SpecifierSet, releases: list[str]) -> list[bool]:
    return [specifiers.contains(release, prereleases=True) for release in releases]


def _held(text: str, environment: dict[str, str]) -> list[bool]:
    marker = Marker(text)
    # What cannot be evaluated counts as true.
    held = [
        _try(lambda extra=extra: marker.evaluate({**environment, "extra": extra}))
        for extra in ("", "dev", "Dev_x")
    ]
    return [each is not False for each in held]


def _read(text: str) -> list[Any]:
    requirement = Requirement(text)
    clauses = sorted(str(clause) for clause in requirement.specifier)
    return [requirement.name, sorted(requirement.extras), clauses, requirement.url]


def _try(question: Callable[[], Any]) -> Any:
    try:
        return question()
    except Exception:  # several kinds, and each is a refusal
        return None


if __name__ == "__main__":
    print(json.dumps(answer(json.load(sys.stdin))))
