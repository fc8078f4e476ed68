"""Requirement lines: voila-lint takes and refuses the same as pip, and the same releases fit."""

import pytest
from generated_lines import RELEASES, generated_lines
from repo2docker_judge import ask

from voila_lint.files.requirement import FileSystem, Wanted, read_requirement
from voila_lint.shell.options import Refused
from voila_lint.versions.releases import allows


def understood(line: str) -> Wanted | None:
    """Return what voila-lint makes of a line, None where it says that pip refuses it."""
    try:
        return read_requirement(line, FileSystem())
    except Refused:
        return None


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(2))
def test_pip_says_the_same(seed: int) -> None:
    lines = generated_lines(seed, 5000)
    answers = ask([{"line": line, "releases": RELEASES} for line in lines])
    compared = 0
    wrong: list[object] = []
    for line, answer in zip(lines, answers, strict=True):
        wanted = understood(line)
        if wanted is None or answer is None:
            if wanted != answer:
                wrong.append((line, wanted, answer))
            continue
        # Whether capitals stay depends on the line's form; they mean nothing.
        extras = [{extra.lower() for extra in found} for found in (wanted.extras, answer["extras"])]
        if wanted.name != answer["name"] or extras[0] != extras[1]:
            wrong.append((line, wanted, answer))
        if answer["allowed"] is not None:
            compared += 1
            if [allows(wanted.specifier, release) for release in RELEASES] != answer["allowed"]:
                wrong.append((line, wanted, answer))

    assert wrong == []
    assert compared > 1000
