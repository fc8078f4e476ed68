"""Environment files: what voila-lint takes from them is what libmamba took."""

import json
from pathlib import Path

from tests.building import write
from voila_lint.build.plan import build_plan
from voila_lint.reading import Files
from voila_lint.versions.match_spec import parse_match_spec

RECORDED = Path(__file__).with_name("mamba.jsonl").read_text("utf-8").splitlines()


def plans(tmp_path):
    """Yield text, plan and libmamba 2.8.1's answer where repo2docker lets the file through."""
    for line in RECORDED:
        text, *answer = json.loads(line)
        plan = build_plan(Files(write(tmp_path, {"environment.yml": text})))
        if plan.error is None:
            yield text, plan, answer


def test_mamba_gives_up_on_the_same_files(tmp_path):
    seen = [
        (text, bool(plan.misshapen), answer[0] is None) for text, plan, answer in plans(tmp_path)
    ]
    assert [text for text, ours, theirs in seen if ours != theirs] == []
    assert sum(theirs for _, _, theirs in seen) > 30


def test_nothing_else_is_installed(tmp_path):
    wrong = []
    for text, plan, answer in plans(tmp_path):
        if answer[0] is None or plan.opaque:
            continue
        ours = [p.name for p in plan.packages if p.source == "conda"]
        theirs = [parse_match_spec(item).name for item in answer[0]]
        if "pip" not in ours:
            # mamba adds it where there is a pip section.
            theirs = [name for name in theirs if name != "pip"]
        pip = [p.name for p in plan.packages if p.source == "pip"]
        if (ours, pip) != (theirs, answer[1]):
            wrong.append((text, ours, theirs, pip, answer[1]))
    assert wrong == []
