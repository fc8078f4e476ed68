"""VL219: `requires-python` in pyproject.toml that Binder cannot meet."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity


@rule("VL219", severity="error", judge="repo2docker")
def pyproject_python(repository: Repository) -> Iterator[Problem]:
    """`requires-python` in `pyproject.toml` leaves Binder no Python.

    Binder compares it with `runtime.txt`, and stops where they contradict each other, where
    none of its Python versions fits, or where it is no version specifier (`^3.9` is Poetry's;
    the standard has `>=3.9`). It does so although only `requirements.txt` may be installed.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: make the two agree, `requires-python = ">=3.10"` and `python-3.11`, say.
    """
    error = repository.plan.error
    if error is None or error.kind != "requires-python" or error.path is None:
        return
    if error.path.endswith("runtime.txt"):
        message = (
            "This Python contradicts `requires-python` in pyproject.toml: the build on "
            "mybinder.org fails."
        )
        instead = "Name a version here that pyproject.toml allows, or widen that."
    elif error.type == "InvalidSpecifier":
        message = "Binder cannot read this `requires-python`: the build on mybinder.org fails."
        instead = 'Write it as the standard has it: `">=3.10"`.'
    else:
        message = (
            "No Python that Binder has meets this `requires-python`: the build on mybinder.org "
            "fails."
        )
        instead = 'Allow more, such as `">=3.10"`.'
    yield Problem(
        Location.of(error.path, error.at) if error.at else Location(error.path),
        message,
        instead,
        severity=build_severity(repository),
    )
