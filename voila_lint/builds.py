"""What the build does, against what the files for it mean."""

from voila_lint.app import App
from voila_lint.finding import Severity


def build_severity(app: App) -> Severity:
    """Return how much a failing build matters: it depends on how clearly Binder is meant."""
    return "error" if app.intent else "warning" if app.likely else "info"


def misformed_runtime(app: App) -> str | None:
    """Return a runtime.txt that means a Python in a form that keeps Binder from building."""
    from voila_lint.binder.runtime_form import corrected_runtime

    error = app.plan.error
    if error is not None:
        formal = error.kind in ("runtime-form", "python-form")
        is_runtime = error.path is not None and error.path.endswith("runtime.txt")
        return error.path if formal and is_runtime else None
    # `Python-3.11` is another language, so that nothing is recognised.
    for ignored in app.plan.ignored if app.plan.fallback else ():
        text = app.project.text_or_empty(ignored.path)
        if ignored.path.endswith("runtime.txt") and corrected_runtime(text):
            return ignored.path
    return None
