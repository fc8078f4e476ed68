"""VL110: a line that pip does not understand."""

from collections.abc import Iterator

from voila_lint.app import App
from voila_lint.binder.requirement_meant import corrected_requirement
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.rules import rule
from voila_lint.views.builds import build_severity


@rule("VL110", severity="error", judge="pip", fix="safe")
def invalid_requirement(app: App) -> Iterator[Problem]:
    """A line for pip is no requirement, so that pip refuses the whole file.

    Conda's `pandas=1.0` (pip wants two signs), a command (`pip install pandas`), an address with
    a slip (`https;//…`), a sentence without `#` before it.

    **What a visitor sees**: the build on mybinder.org fails; nothing of the file is installed.

    **What to do**: write the name of a package, with `==1.0` behind it where it has to be this
    version. `--fix` does it where it is certain what is meant.
    """
    if not app.builds:
        return
    included = {(include.path, include.at.line) for include in app.plan.includes if include.at}
    for invalid in app.plan.invalid:
        if invalid.at and (invalid.path, invalid.at.line) in included:
            # The line is fine, but what it names is not there: VL214.
            continue
        at = Location.of(invalid.path, invalid.at) if invalid.at else Location(invalid.path)
        meant = corrected_requirement(invalid.text) if invalid.at else None
        shown = f"`{invalid.text[:60]}`" if invalid.text else "the file"
        yield Problem(
            at,
            f"pip cannot read {shown} and refuses the whole file: the build on mybinder.org fails.",
            f"Write `{meant}`."
            if meant
            else "Write the name of a package here, or put `#` before it if it is a remark.",
            severity=build_severity(app),
            data={"reason": invalid.message, "suggested": meant},
            fix=Fix(f"Write {meant}", "safe", (Edit.of(at, meant),)) if meant else None,
        )
