"""VL217: a line of apt.txt that is no package's name."""

from collections.abc import Iterator

from voila_lint.files.apt_txt import invalid_lines
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity


@rule("VL217", severity="error", judge="repo2docker", fix="safe")
def invalid_apt_name(repository: Repository) -> Iterator[Problem]:
    """A line of `apt.txt` does not begin as a name of a Debian or Ubuntu package does.

    Their names have lower-case letters, digits, `+`, `-` and `.` only.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: one name on each line, in lower case; what is no name goes behind a `#`.
    """
    error = repository.plan.error
    if error is None or error.kind != "apt-name" or error.path is None or error.at is None:
        return
    for name, at in invalid_lines(repository.project.text_or_empty(error.path)):
        where = Location.of(error.path, at)
        lower = name.lower()
        certain = name != lower and name.isascii() and name.replace("-", "").isalnum()
        yield Problem(
            where,
            f"`{name}` is not how a system package is called: the build on mybinder.org fails.",
            f"Write `{lower}`." if certain else "Write one name on each line, in lower case.",
            severity=build_severity(repository),
            fix=Fix(f"Write {lower}", "safe", (Edit.of(where, lower),)) if certain else None,
        )
