"""Hands questions to rattler (see driver.py)."""

import json
import subprocess
from pathlib import Path
from typing import Any

from environments import judge_python

DRIVER = Path(__file__).with_name("driver.py")


def judged(specs: list[str], candidates: list[list[str]]) -> list[dict[str, Any]]:
    """Return rattler's answers, all from one process."""
    questions = ({"spec": spec, "candidates": candidates} for spec in specs)
    result = subprocess.run(
        [str(judge_python("rattler")), str(DRIVER)],
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in result.stdout.splitlines()]
