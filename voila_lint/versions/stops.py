"""How the model says that the build stops: an exception inside, a PlanError outside."""

from voila_lint.text import Span
from voila_lint.versions.model import ErrorKind, PlanError


class BuildStops(Exception):  # noqa: N818 - it is the build's state, not an error of ours
    """Raised while a plan is made, with the error that repo2docker would raise."""

    def __init__(self, error: PlanError) -> None:
        super().__init__(error.message)
        self.error = error


def stop(
    error: BaseException,
    path: str | None = None,
    at: Span | None = None,
    kind: ErrorKind | None = None,
) -> BuildStops:
    """Return a :class:`BuildStops` for a Python exception that repo2docker raises likewise."""
    return BuildStops(PlanError(type(error).__name__, str(error), path, at, kind))
