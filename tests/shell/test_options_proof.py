"""The tables of options against the programs themselves."""

import json
import random
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from environments import judge_python

from voila_lint.shell.installers import asked_of
from voila_lint.shell.options import PIP, PIP_IN_FILES, UV, OptionTable, Refused, read_words
from voila_lint.shell.scripts import commands

WORDS = (
    *("numpy", "emoji", "more.txt", "-", "--", "-r", "-rmore.txt", "-qr", "-qqU", "-c", "-cx"),
    *("-e", "-e.", "-U", "-qUr", "--requirement", "--requirement=a", "--requirem", "--req", "--re"),
    *("--edit=x", "--editable", "--constr", "--no-cache-dir", "--no-c", "--no-deps", "--pre"),
    *("--prefi=x", "-i", "-ix", "--index-url=x", "--user", "--upgrade", "--proxy", "5", "-t"),
    *("--target=x", "--upgrade-strategy=eager", "--user=x", "-x", "--nonsense", "-vvv", "-f"),
)


def ask_pip(words: list[list[str]]) -> dict[str, Any]:
    done = subprocess.run(
        [str(judge_python("repo2docker")), str(Path(__file__).parent / "ask_pip.py")],
        input=json.dumps(words),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def as_table(table: OptionTable) -> tuple[set[str], set[str], dict[str, str]]:
    return set(table.valued), set(table.flags), dict(table.short)


def as_known(known: dict[str, list[Any]]) -> tuple[set[str], set[str], dict[str, str]]:
    longs = {name: valued for name, (_, valued) in known.items() if name.startswith("--")}
    shorts = {name: long for name, (long, _) in known.items() if not name.startswith("--")}
    return (
        {name for name, valued in longs.items() if valued},
        {name for name, valued in longs.items() if not valued},
        shorts,
    )


def understood(words: list[str]) -> Any:
    try:
        found = list(read_words(words, PIP, strict=True))
    except Refused:
        return None
    return [
        [each.value for each in found if each.name == "--requirement"],
        [each.value for each in found if each.name == "--editable"],
        [each.value for each in found if not each.name],
    ]


@pytest.mark.proof
def test_pip_knows_the_same_options_and_reads_words_alike() -> None:
    chance = random.Random(1)
    asked = [chance.choices(WORDS, k=chance.randint(1, 6)) for _ in range(4000)]
    said = ask_pip(asked)
    assert as_known(said["install"]) == as_table(PIP)
    assert as_known(said["file"]) == as_table(PIP_IN_FILES)
    wrong = [
        (words, understood(words), answer)
        for words, answer in zip(asked, said["answers"], strict=True)
        if understood(words) != answer
    ]
    assert wrong == []
    assert sum(answer is not None for answer in said["answers"]) > 500


@pytest.mark.proof
def test_uv_knows_the_same_options() -> None:
    command = [str(judge_python("uv")), "-m", "uv", "pip", "install", "--help"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    options = re.findall(r"^\s+(?:(-\w), )?(--[\w-]+)(?:\.\.\.)?( <)?", text, re.MULTILINE)
    assert len(options) > 50
    for short, name, valued in options:
        assert (name in UV.valued) is bool(valued), name
        if short and valued:
            assert UV.short[short] == name
    assert set(UV.short.values()) <= {name for _, name, _ in options}


def test_abbreviations_that_pip_refuses_are_no_installation() -> None:
    (command,) = commands("pip install --req more.txt")
    assert [asked.kind for asked in asked_of(command) or ()] == ["unnamed"]
