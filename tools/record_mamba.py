"""Record what libmamba says of match specifications: ``record_mamba.py path/to/mamba_judge``.

Writes tests/versions/mamba.jsonl; mamba_judge.cpp says how the judge is built. Each line
is ``[SPECIFICATION, null]`` where libmamba refuses it, else ``[SPECIFICATION, NAME, BUILD,
MATCHES]`` with a letter (``y`` or ``n``) for each of the candidates.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests/proofs/rattler"))

from generated_specs import CANDIDATES, WRITTEN, generated  # noqa: E402

specs = [*WRITTEN, *generated(281, 1200)]
questions = ({"spec": spec, "candidates": CANDIDATES} for spec in specs)
answers = subprocess.run(
    [sys.argv[1]],
    input="".join(json.dumps(question) + "\n" for question in questions),
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
with (ROOT / "tests/versions/mamba.jsonl").open("w", encoding="utf-8") as file:
    for spec, line in zip(specs, answers, strict=True):
        answer = json.loads(line)
        row: list[object] = [spec, None]
        if not answer["refused"]:
            letters = "".join("ny"[matches] for matches in answer["matches"])
            row = [spec, answer["name"], answer["build"], letters]
        file.write(json.dumps(row) + "\n")
