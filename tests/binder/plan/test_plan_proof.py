"""The model beside repo2docker 2026.4.0 itself, and pip."""

import json
from pathlib import Path

import pytest
from generated_repositories import Repository, repository
from generated_requirements import LINES, requirements
from packaging.utils import canonicalize_name
from repo2docker_judge import ask, differences

from voila_lint.binder.address import name_of_address
from voila_lint.binder.collected import Collected
from voila_lint.binder.files import Files
from voila_lint.binder.local_requirement import is_local_requirement
from voila_lint.binder.plan import build_plan
from voila_lint.binder.requirements_txt import Run, install_file

pytestmark = pytest.mark.proof

KNOWN = json.loads((Path(__file__).parent / "repositories.json").read_text(encoding="utf-8"))


def test_known_repositories(tmp_path: Path) -> None:
    for number, files in enumerate(KNOWN.values()):
        for name, text in files.items():
            path = tmp_path / str(number) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # Byte-order marks and other bytes are written as Latin-1 there.
            latin = text.startswith(("\xef\xbb\xbf", "\xff"))
            path.write_bytes(text.encode("latin-1" if latin else "utf-8"))
    roots = [tmp_path / str(number) for number in range(len(KNOWN))]
    answers = ask([{"root": str(root)} for root in roots])
    wrong = {
        name: found
        for name, root, answer in zip(KNOWN, roots, answers, strict=True)
        if (found := differences(build_plan(root), answer))
    }
    assert wrong == {}


@pytest.mark.parametrize("first", range(0, 1200, 300))
def test_generated_repositories(tmp_path: Path, first: int) -> None:
    repositories = [repository(seed) for seed in range(first, first + 300)]
    for generated in repositories:
        root = tmp_path / str(generated.seed)
        root.mkdir()
        generated.write(root)
    answers = ask([{"root": str(tmp_path / str(one.seed))} for one in repositories])
    wrong: list[tuple[Repository, object]] = [
        (generated, found)
        for generated, answer in zip(repositories, answers, strict=True)
        if (found := differences(build_plan(tmp_path / str(generated.seed)), answer))
    ]
    assert wrong == []


def test_local_lines() -> None:
    lines = [
        *LINES,
        *(line for seed in range(2000) for line in requirements(seed).splitlines()),
    ]
    (answers,) = ask([{"lines": lines}])
    wrong = [
        line
        for line, answer in zip(lines, answers, strict=True)
        if is_local_requirement(line) != answer
    ]
    assert wrong == []


def test_requirements_files(tmp_path: Path) -> None:
    for name in ("setup.py", "pkg/setup.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("from setuptools import setup\nsetup()\n")
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "x-1.0-py3-none-any.whl").write_bytes(b"")
    (tmp_path / "other.txt").write_text("extra-package\n")
    names = [f"requirements{seed}.txt" for seed in range(2000)]
    for seed, name in enumerate(names):
        (tmp_path / name).write_text(requirements(seed), encoding="utf-8")
    answers = ask([{"requirements": name, "cwd": str(tmp_path)} for name in names])
    wrong = []
    for seed, (name, answer) in enumerate(zip(names, answers, strict=True)):
        collected = Collected(Files(tmp_path), "3.10")
        install_file(collected, Run(), name)
        absent = any(
            not include.available and include.kind in ("requirements", "constraints")
            for include in collected.includes
        )
        refused = bool(collected.invalid) or absent
        ours = {canonicalize_name(package.name) for package in collected.packages}
        # Names that pip learns only when it has fetched what an address holds.
        guesses = {
            canonicalize_name(package.name)
            for package in collected.packages
            if package.url and package.name == name_of_address(package.url)
        }
        theirs = {canonicalize_name(found) for found in answer.get("names", ()) if found}
        # pip lists what a marker then leaves out.
        agree = ours <= theirs | guesses and (ours >= theirs or ";" in requirements(seed))
        if refused != bool(answer["error"]) or not (refused or agree):
            wrong.append((requirements(seed), collected.invalid, answer))
    assert wrong == []
