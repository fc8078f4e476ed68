"""VL212: a Python that no longer gets updates."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.python_version import LAST_UPDATES


@rule("VL212", severity="warning", judge="advice")
def python_end_of_life(repository: Repository) -> Iterator[Problem]:
    """The repository asks for a Python that is no longer maintained.

    New releases of packages do not support it, so that old ones are installed, and those
    disappear from the servers with time. Binder still has these versions.

    **What a visitor sees**: nothing today; one day the build fails, or a bug stays that is
    repaired elsewhere.

    **What to do**: name a newer one and try the app with it.
    """
    plan = repository.plan
    ended = LAST_UPDATES.get(plan.python_version or "")
    if ended is None or plan.python_path is None or plan.error is not None:
        return
    if plan.separate_kernel or repository.apps.intent is None:
        # Below 3.7 more is wrong than that: VL210.
        return
    path = plan.python_path
    yield Problem(
        Location.of(path, plan.python_at) if plan.python_at else Location(path),
        f"Python {plan.python_version} has received no updates since {ended}: packages stop "
        "supporting it, and one day the build fails.",
        "Name a newer one, such as 3.12, and try the app with it.",
    )
