"""Every rule says of its pairs' bad side exactly what it should, and nothing of the good side."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.pairs import (
    RULES,
    SIDES,
    Expected,
    Pair,
    Recipe,
    Side,
    Verdict,
    load_pairs,
    materialise,
)
from voila_lint.cli import main
from voila_lint.links.launch_link import parse_link
from voila_lint.rules import all_rules

CLEAN, FOUND = 0, 1

ALL = [pytest.param(pair, id=pair.id) for pair in load_pairs()]
OPENED = [pytest.param(pair, id=pair.id) for pair in load_pairs() if pair.judge.opened]


def run_lint(
    capsys: pytest.CaptureFixture[str], root: Path, *options: str, code: int | None = None
) -> list[dict[str, Any]]:
    """Return the findings of ``voila-lint check`` as its JSON has them."""
    capsys.readouterr()
    got = main(["check", "--output-format", "json", *options, str(root)])
    output = capsys.readouterr()
    assert got in ((CLEAN, FOUND) if code is None else (code,)), output.err
    findings: list[dict[str, Any]] = json.loads(output.out)["findings"]
    return findings


def fixable(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings that ``--fix`` promises to repair."""
    return [found for found in findings if found["fix"] and found["fix"]["safety"] == "safe"]


def expected_form(found: dict[str, Any]) -> Expected:
    """Return a finding as pairs write it down."""
    return Expected(
        found["path"],
        found["cell"] or 0,
        found["line"] or 0,
        found["column"] or 0,
        found["code"],
        found["severity"],
    )


def linked_path(root: Path) -> str | None:
    """Return the path on the server where the README's launch link leads, None without one."""
    readme = root / "README.md"
    text = readme.read_text("utf-8") if readme.exists() else ""
    match = re.search(r"https://mybinder\.org/v2/[^)]*", text)
    link = parse_link(match[0]) if match else None
    return link.server_path if link else None


@pytest.mark.parametrize("pair", ALL)
def test_the_mistake_is_found(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reported = any(finding.severity != "info" for finding in pair.findings)

    findings = run_lint(
        capsys, materialise(pair, "bad", tmp_path), code=FOUND if reported else CLEAN
    )

    assert tuple(sorted(map(expected_form, findings))) == pair.findings


@pytest.mark.parametrize("pair", ALL)
def test_nothing_is_said_without_the_mistake(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = run_lint(capsys, materialise(pair, "good", tmp_path), code=CLEAN)

    assert findings == []


@pytest.mark.parametrize("pair", ALL)
def test_a_fix_leaves_only_what_it_does_not_promise_to_repair(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = materialise(pair, "bad", tmp_path)
    before = run_lint(capsys, root)
    unpromised = {expected_form(found) for found in before if found not in fixable(before)}

    after = run_lint(capsys, root, "--fix")

    assert {expected_form(found) for found in after} == unpromised


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("pair", OPENED)
def test_the_judge_opens_what_the_readme_links(pair: Pair, side: Side) -> None:
    assert linked_path(pair.home / side) in (pair.judge.opened[side], None)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_has_a_pair_that_shows_it(rule: Any) -> None:
    own = [pair for pair in load_pairs() if pair.rule == rule.name]

    assert own
    assert all(rule.code in pair.codes for pair in own)
    assert rule.judge != "advice" or all(pair.judge.name == "advice" for pair in own)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_that_promises_safe_fixes_shows_one(
    rule: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offered = {
        found["code"]
        for index, pair in enumerate(load_pairs())
        if pair.rule == rule.name
        for found in fixable(run_lint(capsys, materialise(pair, "bad", tmp_path / str(index))))
    }

    assert (rule.code in offered) == (rule.fix == "safe")


def test_every_folder_of_pairs_belongs_to_a_rule() -> None:
    folders = {folder.name for folder in RULES.iterdir() if folder.is_dir()}

    assert folders == {rule.name for rule in all_rules()} == {pair.rule for pair in load_pairs()}


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "safe.directory=*", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def test_a_recipe_says_what_git_knows(tmp_path: Path) -> None:
    home = tmp_path / "pair"
    for name in ("app.ipynb", "data/own.csv"):
        (home / "bad" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "bad" / name).write_text(name)
    recipe = Recipe("https://github.com/owner/tide.git", "dev", ("data",), "the tide")
    pair = Pair("r", None, home, (), Verdict("advice"), {"bad": recipe, "good": recipe})

    root = materialise(pair, "bad", tmp_path)

    assert root.name == "the tide"
    assert git(root, "remote", "get-url", "origin").strip() == recipe.remote
    assert git(root, "branch", "--show-current").strip() == "dev"
    assert git(root, "ls-files").split() == ["app.ipynb"]
    assert git(root, "status", "--porcelain").split() == ["??", "data/"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("cell = 2", "cel = 2", "what is cel"),
        ('code = "VL101"', "", "without code"),
        ('name = "voila"', 'name = "oracle"', "no judge is called 'oracle'"),
        ("status = 200", "", "not what the judge voila observes"),
        ("[judge.bad]", '[judge.bad]\nopen = ""', "which path is opened"),
        ('name = "voila"', 'name = "voila"\nwhy = "it is so"', "only advice"),
    ],
)
def test_a_pair_out_of_form_is_refused(
    old: str, new: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = RULES / "missing-import" / "environment-yml"
    shutil.copytree(source, tmp_path / "missing-import")
    expect = tmp_path / "missing-import" / "expect.toml"
    text = expect.read_text("utf-8")
    assert old in text
    expect.write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr("tests.pairs.RULES", tmp_path)

    with pytest.raises(ValueError, match=complaint):
        load_pairs.__wrapped__()
