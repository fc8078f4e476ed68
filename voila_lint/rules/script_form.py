"""VL216: a postBuild or start that Linux cannot run."""

from collections.abc import Iterator

from voila_lint.build.script_flaws import script_flaw
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity


@rule("VL216", severity="error", judge="repo2docker", fix="safe")
def script_form(repository: Repository) -> Iterator[Problem]:
    """`postBuild` or `start` is not in a form that Linux can run.

    An editor on Windows may end lines with a carriage return; Linux then looks for an
    interpreter whose name ends with it. A `start` needs a first line such as `#!/bin/bash`,
    `postBuild` does without. Neither has to be marked as executable, Binder does that.

    **What a visitor sees**: the build on mybinder.org fails (`postBuild`), or the server never
    starts (`start`).

    **What to do**: save the file with Unix line ends, with `#!/bin/bash` as its first line.
    """
    for path in (repository.plan.post_build, repository.plan.start):
        if path is None:
            continue
        try:
            data = repository.project.read_bytes(path)
            text = data.decode()
        except (OSError, UnicodeDecodeError):
            continue
        # Behind the first line, a byte-order mark would be part of a command.
        text = text.removeprefix("\ufeff")
        is_start = path == repository.plan.start
        flaw = script_flaw(data, by_shell=not is_start)
        if flaw is None:
            continue
        outcome = "No server starts." if is_start else "The build on mybinder.org fails."
        if flaw == "carriage-returns":
            message = "The lines of this script end as on Windows, so that Linux cannot run it."
            instead = "Save it with Unix line ends (LF)."
            repaired = text.replace("\r\n", "\n")
        else:
            message = "This script does not say what runs it."
            instead = "Write `#!/bin/bash` as its first line."
            repaired = text if text.startswith("#!") else f"#!/bin/bash\n{text}"
        yield Problem(
            Location(path, None, 1, 1),
            f"{message} {outcome}",
            instead,
            severity=build_severity(repository),
            fix=Fix(instead.rstrip("."), "safe", (Edit(path, repaired),)),
        )
