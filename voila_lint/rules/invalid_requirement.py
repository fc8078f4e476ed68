"""VL110: a line that pip or conda does not understand."""

from collections.abc import Iterator

from voila_lint.files.requirement_meant import corrected_requirement
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.match_spec_meant import corrected_match_spec, is_for_pip
from voila_lint.versions.model import InvalidRequirement
from voila_lint.views.build_problems import build_severity
from voila_lint.views.declared import written_item


@rule("VL110", severity="error", judge="pip", fix="safe")
def invalid_requirement(repository: Repository) -> Iterator[Problem]:
    """A line for pip or conda is no requirement, so that it refuses the whole file.

    For pip: conda's `pandas=1.0` (pip wants two signs), a command (`pip install pandas`), an
    address with a slip (`https;//…`), a sentence without `#` before it. For conda: an operator
    with a slip (`numpy=>1.0`), bounds without a comma (`python>3.6<3.9`), what only pip or Poetry
    reads (`numpy^1.2`, `git+https://…`, `numpy==1.0; python_version<"3"`).

    **What a visitor sees**: the build on mybinder.org fails; nothing of the file is installed.

    **What to do**: write the name of a package, with `==1.0` behind it where it has to be this
    version. `--fix` does it where it is certain what is meant.
    """
    if not repository.builds:
        return
    included = {
        (include.path, include.at.line) for include in repository.plan.includes if include.at
    }
    for invalid in repository.plan.invalid:
        if invalid.installer == "conda":
            yield _refused_by_conda(repository, invalid)
        elif not (invalid.at and (invalid.path, invalid.at.line) in included):
            # There, the line is fine, but what it names is missing: VL214.
            yield _refused_by_pip(repository, invalid)


def _refused_by_pip(repository: Repository, invalid: InvalidRequirement) -> Problem:
    at = Location.of(invalid.path, invalid.at) if invalid.at else Location(invalid.path)
    corrected = corrected_requirement(invalid.text) if invalid.at else None
    shown = f"`{invalid.text[:60]}`" if invalid.text else "the file"
    return Problem(
        at,
        f"pip cannot read {shown} and refuses the whole file: the build on mybinder.org fails.",
        f"Write `{corrected}`."
        if corrected
        else "Write the name of a package here, or put `#` before it if it is a remark.",
        severity=build_severity(repository),
        data={"reason": invalid.message, "suggested": corrected},
        fix=Fix(f"Write {corrected}", "safe", (Edit.of(at, corrected),)) if corrected else None,
    )


def _refused_by_conda(repository: Repository, invalid: InvalidRequirement) -> Problem:
    assert invalid.at
    at = Location.of(invalid.path, invalid.at)
    corrected = corrected_match_spec(invalid.text)
    fix = None
    if corrected and written_item(repository, at) == invalid.text:
        fix = Fix(f"Write {corrected}", "safe", (Edit.of(at, corrected),))
    if corrected:
        help_text = f"Write `{corrected}`."
    elif is_for_pip(invalid.text):
        help_text = "This is for pip: write it below `- pip:`."
    else:
        help_text = "Write a name and a version, such as `numpy=1.26` or `numpy>=1.24,<2`."
    return Problem(
        at,
        f"conda can do nothing with `{invalid.text[:60]}` ({invalid.message[:80]}): "
        "the build on mybinder.org fails.",
        help_text,
        severity=build_severity(repository),
        data={"reason": invalid.message, "suggested": corrected},
        fix=fix,
    )
