"""What installing a distribution brings along: a walk over the shipped requirements."""

from collections import deque
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from voila_lint.packages.names import Requirements, canonical, requirements_of
from voila_lint.packages.stdlib import numbers


class Closure(NamedTuple):
    """What comes with one distribution, itself not included.

    ``certain`` comes for sure; ``perhaps`` with some releases only. ``known`` is false where
    nobody looked at the requirements of the distribution: it may bring anything. Of one that only
    another brings along, old and small as those are that nobody looked at, no more is expected
    than its own modules.
    """

    certain: tuple[str, ...]
    perhaps: tuple[str, ...]
    known: bool


Age: TypeAlias = Literal["current", "aging", "any"]


def closure(
    name: str,
    extras: tuple[str, ...] = (),
    *,
    age: Age = "current",
    python: str = "",
    is_since: Callable[[str], bool] | None = None,
) -> Closure:
    """The closure of ``name[extras]``.

    ``age`` says which release is installed. "current": the newest. "aging": the newest for
    ``python`` ("3.9"), which may be one of the last years; then it may still ask for what
    releases of 2021 asked for. "any": a pin or an upper bound decides; what has been asked for
    only since then is not certain either. ``is_since`` tells whether what is installed of ``name``
    itself is certainly not older than a release.
    """
    start = canonical(name)
    certain: dict[str, bool] = {}
    perhaps: dict[str, bool] = {}
    known = True
    queue = deque([(start, True), *((f"{start}[{canonical(extra)}]", True) for extra in extras)])
    while queue:
        wanted, sure = queue.popleft()
        seen = certain if sure else perhaps
        if wanted in seen or wanted in certain:
            continue
        seen[wanted] = True
        base, bracket, inner = wanted.partition("[")
        if bracket:
            queue.append((base, sure))
            if "," in inner:
                queue.extend((f"{base}[{extra}]", sure) for extra in inner[:-1].split(","))
                continue
        requirements = requirements_of(wanted)
        if requirements is None:
            # An extra that the release does not have is ignored by pip with a warning.
            if not bracket or requirements_of(base) is not None:
                known = known and base != start
            continue
        gone = {
            former
            for former, (release, oldest) in requirements.dropped.items()
            if (age == "aging" and numbers(python) >= numbers(oldest))
            or (
                base == start
                and numbers(python) >= numbers(oldest)
                and is_since
                and is_since(release)
            )
        }
        queue.extend(_next(requirements, gone, sure=sure, age=age))
    bare = [name for name in certain if "[" not in name and name != start]
    maybe = [name for name in perhaps if "[" not in name and name not in certain]
    return Closure(tuple(bare), tuple(maybe), known)


def _next(
    requirements: Requirements, gone: set[str], *, sure: bool, age: Age
) -> list[tuple[str, bool]]:
    if age == "current":
        return [(name, sure) for name in requirements.now]
    doubtful = requirements.recent if age == "any" else frozenset()
    found = [(name, sure and name.partition("[")[0] not in doubtful) for name in requirements.now]
    return [*found, *((name, False) for name in requirements.former - gone)]
