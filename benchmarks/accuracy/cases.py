"""Cases: repositories as they are, and mutants that have lost declarations, made in copies."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tools import Report

#: A notebook and a top-level module.
Place = tuple[str, str]


@dataclass
class Case:
    """One repository as it is or with declarations removed: what fails, what is unclear.

    ``positives`` fail; ``neutral`` are neither right nor wrong answers (guarded, conditional or
    magic imports; in a mutant also what fails without the removal).
    """

    repo: str
    environment_file: str
    positives: frozenset[Place]
    neutral: frozenset[Place]
    removed: str = ""
    lines: tuple[int, ...] = ()
    reports: dict[str, Report] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """How the case is called in lists."""
        return f"{self.repo} without {self.removed}" if self.removed else self.repo


def cases(truth: list[dict[str, str]], mutants: list[dict[str, str]]) -> list[list[Case]]:
    """For each repository its natural case, then its mutants."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in truth:
        rows[row["repo"]].append(row)
    removed: dict[str, dict[tuple[str, str, str], set[Place]]] = defaultdict(dict)
    for row in mutants:
        key = (row["path"], row["lines"], row["package"])
        places = removed[row["repo"]].setdefault(key, set())
        if row["module"] != "-":
            places.add((row["notebook"], row["module"]))
    result = []
    for repo, own in rows.items():
        unclear = {
            (r["notebook"], r["module"])
            for r in own
            if r["form"] != "plain" or r["outcome"] in ("undecided", "self-installed")
        }
        missing = {
            (r["notebook"], r["module"])
            for r in own
            if r["form"] == "plain" and r["outcome"] == "missing"
        }
        files = [path for path, _, _ in removed[repo]]
        main_file = max(files, key=files.count, default="")
        group = [Case(repo, main_file, frozenset(missing), frozenset(unclear))]
        for (path, lines, package), places in removed[repo].items():
            neutral = frozenset(unclear | missing)
            numbers = tuple(map(int, lines.split(",")))
            group.append(Case(repo, path, frozenset(places), neutral, package, numbers))
        result.append(group)
    return result


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def copy_of(root: Path, target: Path) -> None:
    """The work tree in hard links, sharing its ``.git``, so that files can be replaced."""
    shutil.copytree(
        root, target, ignore=shutil.ignore_patterns(".git"), copy_function=_link, symlinks=True
    )
    if (root / ".git").exists():
        (target / ".git").symlink_to((root / ".git").resolve())


def without_lines(text: str, numbers: tuple[int, ...]) -> str:
    """The text of an environment file without some lines, and without a ``pip:`` left empty."""
    lines = [
        line
        for number, line in enumerate(text.splitlines(keepends=True), 1)
        if number not in numbers
    ]
    for index, one in enumerate(lines):
        if one.strip() in ("- pip:", "-pip:"):
            indent = len(one) - len(one.lstrip())
            following = next((x for x in lines[index + 1 :] if x.strip()), "")
            if len(following) - len(following.lstrip()) <= indent:
                del lines[index]
                break
    return "".join(lines)


def mutate(case: Case, copy: Path) -> bytes:
    """Take the case's lines out of the environment file of a copy; the file as it was."""
    file = copy / case.environment_file
    original = file.read_bytes()
    file.unlink()  # it may be a hard link
    encoding = "utf-16" if original[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = without_lines(original.decode(encoding, "surrogateescape"), case.lines)
    file.write_bytes(text.encode(encoding.removesuffix("-sig"), "surrogateescape"))
    return original
