"""Repairs a repository in rounds: what is found is repaired, checked, and kept or taken back."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from voila_lint.checking import Result
from voila_lint.edits.splicing import CannotWriteError
from voila_lint.finding import Finding
from voila_lint.project import Project
from voila_lint.repairs.applying import Round, compatible, is_allowed
from voila_lint.repairs.verifying import Key, key_of, verify

#: One round of repairs can make room for another.
ROUNDS = 10

#: So many checks find out which repairs of a round are to be taken back.
CHECKS = 64

_TAKEN_BACK = (
    "`--fix` leaves it to you: its own repair would leave a fault there, or cause another one."
)

#: Checks a repository, its changes included, by all rules.
Judge: TypeAlias = Callable[[Project], Result]

#: Returns those findings of a check by all rules that were asked for.
Asked: TypeAlias = Callable[[Result], Sequence[Finding]]


class Repaired(Struct, frozen=True):
    """What became of a repository, before anything is written.

    ``result`` is what all rules find in the end. ``repaired`` are the findings of the first check
    that are gone, ``later`` those that came to light on the way and are gone; ``taken_back``
    tells those of the end whose repairs failed.
    """

    result: Result
    repaired: tuple[Finding, ...]
    later: tuple[Finding, ...]
    taken_back: frozenset[Key]

    def with_reasons(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return findings of the end; the help of those with failed repairs says so."""
        project = self.result.repository.project
        return tuple(
            replace(finding, fix=None, help=f"{finding.help} {_TAKEN_BACK}")
            if key_of(finding, project) in self.taken_back
            else finding
            for finding in findings
        )


def repair(first: Result, judge: Judge, asked: Asked, *, unsafe: bool) -> Repaired:
    """Repair what was ``asked`` for, in memory.

    ``first`` is what all rules find at first. Fixes that are not safe are left out unless
    ``unsafe``. Raises OSError where a file that was there can no longer be read.
    """
    result = first
    at_first = findings = asked(first)
    taken_back: set[Key] = set()
    made: list[Finding] = []
    retried = 0
    for _ in range(ROUNDS):
        project = result.repository.project
        candidates = compatible(
            (finding for finding in findings if key_of(finding, project) not in taken_back),
            unsafe=unsafe,
        )
        if not candidates and taken_back and len(made) > retried:
            # What failed before may be right after all the other repairs.
            retried = len(made)
            taken_back.clear()
            continue
        if not candidates:
            break
        kept, dropped, result = _keep(result, candidates, judge)
        project = result.repository.project
        taken_back = {_moved(key, project) for key in taken_back}
        taken_back.update(key_of(finding, project) for finding in dropped)
        made += kept
        findings = asked(result) if kept else findings
    project = result.repository.project
    left = Counter(key_of(finding, project) for finding in result.findings)
    repaired: list[Finding] = []
    for finding in at_first:
        if finding.fix is None or not is_allowed(finding.fix, unsafe=unsafe):
            continue
        key = key_of(finding, project)
        left[key] -= 1
        if left[key] < 0:
            repaired.append(finding)
    known = {key_of(finding, project) for finding in at_first}
    later = tuple(finding for finding in made if key_of(finding, project) not in known)
    return Repaired(result, tuple(repaired), later, frozenset(taken_back))


def _moved(key: Key, project: Project) -> Key:
    return key[0], project.moved(key[1]), key[2]


def _keep(
    before: Result, candidates: list[Finding], judge: Judge
) -> tuple[list[Finding], list[Finding], Result]:
    """Make repairs together, and in halves only where that fails.

    Returns those that are kept, those that are not, and what is found then.
    """
    project = before.repository.project
    files = Round(project)
    kept: list[Finding] = []
    dropped: list[Finding] = []
    result = before
    waiting = [candidates]
    checks = 0
    while waiting:
        part = waiting.pop()
        if checks == CHECKS:
            dropped += part
            continue
        checks += 1
        blamed: set[int] = set()
        failed: Sequence[Finding] = ()
        try:
            after = judge(files.repaired([*kept, *part]))
            verdict = verify(before, after, [*kept, *part])
            if verdict.is_good:
                kept += part
                result = after
                continue
            blamed = set(map(id, verdict.failed))
            failed = [finding for finding in part if id(finding) in blamed]
        except CannotWriteError:
            pass
        if len(part) == 1:
            dropped += part
        elif failed and len(failed) < len(part):
            dropped += failed
            waiting.append([finding for finding in part if id(finding) not in blamed])
        else:
            middle = len(part) // 2
            waiting += [part[middle:], part[:middle]]
    return kept, dropped, result
