"""Hands questions to rattler (see driver.py)."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from environments import judge_python

#: No build of a package is called so; rattler takes almost anything for the name of one.
IMPOSSIBLE_BUILD = re.compile(r"[^\w.+*-]", re.ASCII)
DRIVER = Path(__file__).with_name("driver.py")


def judged(specs: list[str], candidates: Sequence[list[str]] = ()) -> list[dict[str, Any]]:
    """Return rattler's answers, all from one process."""
    questions = ({"spec": spec, "candidates": list(candidates)} for spec in specs)
    result = subprocess.run(
        [str(judge_python("rattler")), str(DRIVER)],
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in result.stdout.splitlines()]


def fails(answer: dict[str, Any]) -> bool:
    """Tell whether rattler refuses a specification, or asks for a build that cannot exist."""
    return bool(answer["refused"] or IMPOSSIBLE_BUILD.search(answer["build"] or ""))


def conda_specs(root: Path) -> list[str]:
    """Return what the environment file of a repository asks conda for."""
    content = yaml.safe_load((root / "environment.yml").read_text("utf-8"))
    return [item for item in content["dependencies"] if isinstance(item, str)]
