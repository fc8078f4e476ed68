"""What the documentation shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

from tests.building import run
from voila_lint.rules import all_rules

TOP = Path(__file__).parent.parent


def test_the_readme_shows_the_real_output(capsys, monkeypatch):
    monkeypatch.chdir(TOP)
    readme = Path("README.md").read_text("utf-8")
    shown = re.search(r"^It prints:\n\n```text\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    code, out, _ = run(capsys, "--root", "examples/broken")
    assert code == 1
    assert shown is not None and shown[1] == out


def test_the_working_example_is_clean(capsys):
    assert run(capsys, "--root", TOP / "examples" / "working")[0] == 0


def test_the_list_of_rules_is_up_to_date():
    command = [sys.executable, TOP / "tools" / "build_docs.py", "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "run tools/build_docs.py"


def test_every_rule_says_what_a_visitor_sees_and_what_to_do():
    for rule in all_rules():
        assert "**What a visitor sees**: " in rule.documentation, rule.code
        assert "**What to do**: " in rule.documentation, rule.code


def test_the_map_of_the_code_names_files_that_are_there():
    text = (TOP / "CONTRIBUTING.md").read_text("utf-8")
    table = text.partition("| question | file |")[2].partition("\n\n")[0]
    named = re.findall(r"`([\w/]+(?:\.py|/))`", table)
    assert len(named) > 50
    assert [path for path in named if not (TOP / "voila_lint" / path).exists()] == []
