"""VL210: a Python that Binder does not have."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.python_version import BASE_PYTHONS
from voila_lint.views.build_problems import build_severity, misformed_runtime


@rule("VL210", severity="error", judge="repo2docker")
def python_unavailable(repository: Repository) -> Iterator[Problem]:
    """A Python version is asked for that Binder does not have.

    Binder knows Python 2.7 and 3.5 to 3.14 (repo2docker 2026.4.0). `python=3.1` is not 3.10:
    write `python=3.10`. A version needs two numbers, `3.` is none. The notebooks of a Python
    below 3.7 run in a separate environment, which Voilà cannot be installed into.

    **What a visitor sees**: the build on mybinder.org fails; below 3.7, “404: Not Found”,
    because what the environment file names is not where the server looks for Voilà.

    **What to do**: name one that is there, best one of the newer ones.
    """
    error = repository.plan.error
    if error is not None:
        if error.kind not in ("python", "python-form") or misformed_runtime(repository):
            return
        path = error.path or "."
        yield Problem(
            Location.of(path, error.at) if error.at else Location(path),
            "Binder does not have this Python version: the build on mybinder.org fails.",
            f"Name one from {BASE_PYTHONS[3]} to {BASE_PYTHONS[-1]}, with two numbers.",
            severity=build_severity(repository),
        )
        return
    plan = repository.plan
    if not plan.separate_kernel or repository.server_provision.verdict("voila") != "no":
        return
    if (
        not repository.builds
        or plan.python_path is None
        or not (repository.apps.intent or repository.apps.likely)
    ):
        return
    yield Problem(
        Location.of(plan.python_path, plan.python_at)
        if plan.python_at
        else Location(plan.python_path),
        f"Python {plan.python_version} is so old that Binder keeps its packages away from the "
        "server, so that Voilà is not found there: a visitor sees “404: Not Found”.",
        f"Name a Python from {BASE_PYTHONS[3]} to {BASE_PYTHONS[-1]}.",
        severity="error" if repository.apps.intent else "warning",
    )
