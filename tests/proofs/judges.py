"""Asks the judge of a pair what it sees; see tests/rules/README.md for what they report."""

import json
import subprocess
from pathlib import Path
from typing import Any

from environments import judge_python

from tests.pairs import Pair, Side

PROOFS = Path(__file__).parent


def observe(pair: Pair, side: Side, root: Path) -> dict[str, Any]:
    """Return what the judge of ``pair`` sees in the repository ``root``, opened as on ``side``.

    Raises RuntimeError with the judge's own words where it could not do its work.
    """
    if pair.judge.name == "voila":
        answer = _ask("voila", "", str(root), pair.judge.opened[side])
        return {key: answer[key] for key in pair.judge.observed[side]}
    answer = _ask("repo2docker", json.dumps({"root": str(root)}))
    kind = "error" if answer["error"] else "fallback"
    return {kind: answer[kind]}


def _ask(judge: str, question: str, *arguments: str) -> dict[str, Any]:
    result = subprocess.run(
        [str(judge_python(judge)), str(PROOFS / judge / "driver.py"), *arguments],
        input=question,
        capture_output=True,
        text=True,
        check=False,
    )
    print(result.stderr)  # pytest shows it where the test fails
    if result.returncode:
        raise RuntimeError(f"{judge} failed:\n{result.stdout}{result.stderr}")
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer
