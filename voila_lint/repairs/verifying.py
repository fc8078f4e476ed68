"""Whether repairs do what they are for: the finding is gone, and nothing else has broken."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

import msgspec
from msgspec import Struct

from voila_lint.checking import Result
from voila_lint.finding import Edit, Finding
from voila_lint.notebook.model import Unreadable
from voila_lint.project import Project
from voila_lint.text import decode, universal_newlines

#: What tells a finding from others, wherever its line is by now: code, path and message.
Key: TypeAlias = tuple[str, str, str]

#: Documents: a repair in one place of them changes nothing in another one.
_DOCUMENTS = (".md", ".markdown", ".html", ".htm", ".rst")


class Verdict(Struct, frozen=True):
    """What is wrong with repairs, if anything.

    ``failed`` are the findings whose repairs are certainly to blame; ``broken`` tells that there
    is something besides, of which it is unknown which repair it comes from.
    """

    failed: tuple[Finding, ...] = ()
    broken: bool = False

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failed and not self.broken


def key_of(finding: Finding, project: Project) -> Key:
    """Return what tells the finding from others, by the path that its file has in ``project``."""
    return finding.code, project.moved(finding.path), finding.message


def verify(before: Result, after: Result, repaired: Sequence[Finding]) -> Verdict:
    """Compare what was found before and after the repairs of these findings.

    An error that the fault was hiding is none that its repair caused: one that stands where an
    error has been repaired, one in a file that could not be read, any where the build used to
    stop, and what comes to light only since more is installed.
    """
    project = after.repository.project
    places = _Places(repaired)
    known = Counter(key_of(finding, project) for finding in before.findings)
    subjects = {_subject(finding, project) for finding in before.findings if finding.data}
    mended = Counter(key_of(finding, project) for finding in repaired)
    left = Counter(key_of(finding, project) for finding in after.findings)
    failed = [f for f in repaired if left[k := key_of(f, project)] > known[k] - mended[k]]
    broken = _stops(before, after)
    for finding in after.findings:
        if known[key_of(finding, project)]:
            continue
        causes = places.causes(finding)
        if again := [cause for cause in causes if cause.code == finding.code]:
            failed += again
        elif finding.severity == "error" and _subject(finding, project) not in subjects:
            if any(cause.severity == "error" for cause in causes):
                continue
            if causes:
                failed += causes
            elif _is_caused(finding, before, places.edited):
                broken = True
    spoilt = set(_spoilt(before, after, places.edited))
    failed += [
        finding
        for finding in (repaired if spoilt else ())
        if finding.fix and not spoilt.isdisjoint(edit.path for edit in finding.fix.edits)
    ]
    return Verdict(tuple({id(finding): finding for finding in failed}.values()), broken)


def _subject(finding: Finding, project: Project) -> tuple[str, str, int | None, bytes]:
    """Return what a finding is about, where it has data, whatever its message says of it."""
    path = project.moved(finding.path)
    return finding.code, path, finding.cell, msgspec.json.encode(finding.data or finding.message)


def _stops(before: Result, after: Result) -> bool:
    """Tell whether the build (or voila-lint itself) stops now and did not before."""
    if not {*after.repository.failures} <= {*before.repository.failures}:
        return True
    plan = before.repository.plan
    stops = after.repository.plan.error is not None
    return stops and before.repository.builds and plan.error is None


def _is_caused(finding: Finding, before: Result, edited: Collection[str]) -> bool:
    """Tell whether an error that stands where nothing was repaired comes from the repairs."""
    repository = before.repository
    if not repository.builds or isinstance(repository.notebook_files.get(finding.path), Unreadable):
        return False
    if finding.code == "VL101":
        return repository.provision.verdict(finding.data["module"]) == "yes"
    if finding.code == "VL102":
        return repository.apps.names_voila
    return (
        finding.path in edited
        and finding.line is not None
        and not finding.path.endswith(_DOCUMENTS)
        and finding.path in repository.project.files
    )


def _spoilt(before: Result, after: Result, paths: Collection[str]) -> Iterator[str]:
    """Yield the files of these that were in the form of their kind and no longer are."""
    for path in paths:
        now = _bytes(after.repository.project, after.repository.project.moved(path))
        if _is_well_formed(path, now):
            continue
        was = _bytes(before.repository.project, path)
        if _is_well_formed(path, was):
            yield path


def _bytes(project: Project, path: str) -> bytes:
    try:
        return project.read_bytes(path)
    except OSError:
        return b""


def _is_well_formed(path: str, data: bytes) -> bool:
    """Tell whether a file can be read as what its name says that it is."""
    if path.endswith(".ipynb"):
        from voila_lint.notebook.read import read_notebook

        return not isinstance(read_notebook(path, data), Unreadable)
    try:
        if path.endswith((".yml", ".yaml")):
            from voila_lint.files.yaml_tree import YamlError, compose

            try:
                compose(universal_newlines(decode(data).text))
            except YamlError:
                return False
        elif path.endswith(".toml"):
            from voila_lint import toml_file

            toml_file.load(data)
        elif path.endswith(".json"):
            json.loads(data)
        elif path.endswith(".py"):
            compile(data, path, "exec", dont_inherit=True)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


class _Places:
    """Where repairs stand in the changed files, and where what they repaired stands there."""

    def __init__(self, repaired: Sequence[Finding]) -> None:
        self._causes: dict[tuple[str, int | None], list[tuple[int, float, Finding]]] = {}
        edits: dict[tuple[str, int | None], list[tuple[Edit, Finding]]] = {}
        for finding in repaired:
            for edit in finding.fix.edits if finding.fix else ():
                edits.setdefault((edit.path, edit.cell), []).append((edit, finding))
        self.edited = frozenset(path for path, _ in edits)
        moved: dict[tuple[str, int | None], tuple[list[int], list[int]]] = {}
        for place, made in edits.items():
            moved[place] = self._add_edits(place, made)
        for finding in repaired:
            if finding.line is not None:
                lines, shifts = moved.get((finding.path, finding.cell), ([], [0]))
                line = finding.line + shifts[bisect_right(lines, finding.line)]
                self._add((finding.path, finding.cell), line, line, finding)
        for causes in self._causes.values():
            causes.sort(key=_first_line)

    def causes(self, finding: Finding) -> list[Finding]:
        """Return the findings whose repairs (or faults) stand on the line of this one."""
        if finding.line is None:
            return []
        causes = self._causes.get((finding.path, finding.cell), [])
        line = finding.line
        at = bisect_right(causes, line, key=_first_line)
        found = []
        while at and causes[at - 1][1] >= line:
            at -= 1
            found.append(causes[at][2])
        return found

    def _add(
        self, place: tuple[str, int | None], first: int, last: float, finding: Finding
    ) -> None:
        self._causes.setdefault(place, []).append((first, last, finding))

    def _add_edits(
        self, place: tuple[str, int | None], made: list[tuple[Edit, Finding]]
    ) -> tuple[list[int], list[int]]:
        """Note the lines of one file or cell; return from which line on it moves how far."""
        lines: list[int] = []
        shifts = [0]
        for edit, finding in sorted(made, key=lambda one: (one[0].line or 0, one[0].column or 0)):
            if edit.line is None:
                self._add(place, 1, float("inf"), finding)
                continue
            added = edit.new_text.count("\n")
            first = edit.line + shifts[-1]
            self._add(place, first, first + added, finding)
            lines.append(edit.line + 1)
            shifts.append(shifts[-1] + added - ((edit.end_line or edit.line) - edit.line))
        return lines, shifts


def _first_line(cause: tuple[int, float, Finding]) -> int:
    return cause[0]
