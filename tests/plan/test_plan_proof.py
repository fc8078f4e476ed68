"""The model beside repo2docker 2026.4.0 itself, and pip."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from bad_input import bad_input
from generated_repositories import repository
from generated_requirements import LINES, requirements
from packaging.utils import canonicalize_name
from repo2docker_judge import ask, differences, judge

from tests.files.written_files import written_files
from tests.pairs import SIDES, load_pairs, materialise
from voila_lint.build.older_release import older_release
from voila_lint.build.plan import build_plan
from voila_lint.files.address import name_of_address
from voila_lint.files.local_requirement import is_local_requirement
from voila_lint.files.requirements_txt import Inclusion, PipRun, install_file
from voila_lint.reading import Files
from voila_lint.versions.collected import Collected

pytestmark = pytest.mark.proof

KNOWN = json.loads((Path(__file__).parent / "repositories.json").read_text(encoding="utf-8"))


def write_known(root: Path, files: Mapping[str, str]) -> None:
    """Create one of the known repositories."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Byte-order marks and other bytes are written as Latin-1 there.
        latin = text.startswith(("\xef\xbb\xbf", "\xff"))
        path.write_bytes(text.encode("latin-1" if latin else "utf-8"))
    root.mkdir(exist_ok=True)


def write_generated(parent: Path, seeds: Iterable[int]) -> list[Path]:
    """Create the generated repositories of these numbers; the folder of each."""
    roots = []
    for seed in seeds:
        roots.append(parent / str(seed))
        roots[-1].mkdir()
        repository(seed).write(roots[-1])
    return roots


def comparable(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return what both releases say in the same words."""
    return {key: value for key, value in answer.items() if key not in ("message", "refused")}


def has_odd_requirements(root: Path) -> bool:
    """Tell whether a requirements file is not plain text in ASCII."""
    contents = (path.read_bytes() for path in root.rglob("requirements*") if path.is_file())
    return any(not content.isascii() or b"\0" in content for content in contents)


def disagreements(roots: list[Path]) -> list[tuple[str, object]]:
    """Return the directories about which the model and repo2docker do not say the same."""
    return [
        (root.name, found)
        for root, answer in zip(roots, judge(roots), strict=True)
        if (found := differences(build_plan(Files(root)), answer))
    ]


def test_known_repositories(tmp_path: Path) -> None:
    for name, files in KNOWN.items():
        write_known(tmp_path / name, files)
    assert disagreements([tmp_path / name for name in KNOWN]) == []


def test_both_sides_of_every_pair(tmp_path: Path) -> None:
    roots = [
        materialise(pair, side, tmp_path / str(number) / side)
        for number, pair in enumerate(load_pairs())
        for side in SIDES
    ]
    assert disagreements(roots) == []


def test_environment_files_of_every_shape(tmp_path: Path) -> None:
    roots = []
    for number, text in enumerate(written_files()):
        roots.append(tmp_path / str(number))
        write_known(roots[-1], {"environment.yml": text})
    assert disagreements(roots) == []


@pytest.mark.parametrize("first", range(0, 1200, 300))
def test_generated_repositories(tmp_path: Path, first: int) -> None:
    assert disagreements(write_generated(tmp_path, range(first, first + 300))) == []


def test_bad_input(tmp_path: Path) -> None:
    roots = []
    for number, (name, make) in enumerate(bad_input()):
        # The name of the folder is what a failure shows.
        roots.append(tmp_path / f"{number} {name.replace('/', '|')}")
        roots[-1].mkdir()
        make(roots[-1])
    assert disagreements(roots) == []


def test_the_release_before_differs_where_the_plan_says_so(tmp_path: Path) -> None:
    roots = write_generated(tmp_path, range(1200))
    for name, files in KNOWN.items():
        write_known(tmp_path / name, files)
        roots.append(tmp_path / name)
    before = ask([{"root": str(root)} for root in roots], "repo2docker_previous")
    wrong = []
    told = 0
    for root, older, newer in zip(roots, before, judge(roots), strict=True):
        fails = [answer["error"] or answer.get("fallback") for answer in (older, newer)]
        differ = not all(fails) and comparable(older) != comparable(newer)
        said = older_release(Files(root), build_plan(Files(root)))
        told += bool(said)
        # A file whose encoding has to be guessed is guessed by another library.
        if differ != bool(said) and not (said and all(fails)) and not has_odd_requirements(root):
            wrong.append((root.name, older, newer, said))
    assert wrong == []
    assert told > 20


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
        install_file(collected, PipRun(), Inclusion(name))
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
