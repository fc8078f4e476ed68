"""VL003: a configuration file that the build, or Voilà, cannot use."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule


@rule("VL003", severity="error", judge="repo2docker")
def invalid_config(repository: Repository) -> Iterator[Problem]:
    """A file that says how to build or show the app cannot be used.

    An `environment.yml`, `pyproject.toml`, `Pipfile` or `runtime.txt` at which repo2docker stops
    with an error, or a `voila.json` that is no JSON object.

    **What a visitor sees**: the build on mybinder.org fails; with a broken `voila.json`, every
    app is “404: Not Found”, because Voilà does not load.

    **What to do**: correct the place that the message names.
    """
    error = repository.plan.error
    if error is not None and error.kind is None:
        at = Location(error.path or ".")
        if error.path is not None and error.at is not None:
            at = Location.of(error.path, error.at)
        name = f"`{error.path}`" if error.path else "this repository"
        yield Problem(
            at,
            f"Binder cannot build from {name}: {error.message.rstrip('.')}. "
            "The build on mybinder.org fails.",
            "Correct this place, then run voila-lint again.",
            data={"exception": error.type},
        )
    flaw = repository.voila_json_flaw
    if flaw is not None:
        yield Problem(
            Location("voila.json", None, flaw.line, flaw.column),
            f"Voilà cannot read its settings: {flaw.message}. "
            "It does not load, and every app is “404: Not Found”.",
            "Correct the file; it has to be a JSON object such as "
            '`{"VoilaConfiguration": {"theme": "dark"}}`.',
        )
