"""VL202: a file for Binder under a name that Binder does not know."""

from collections.abc import Iterator

from voila_lint.finding import Fix, Location, Problem, Severity
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command


@rule("VL202", severity="error", judge="repo2docker", fix="safe")
def environment_file_misnamed(repository: Repository) -> Iterator[Problem]:
    """A file is meant for Binder, but its name is not one that Binder looks for.

    `environments.yml`, `enviroment.yml`, `env.yml`, `Environment.yml`, `requirement.txt`,
    `Requirements.txt`, `postbuild`, `Runtime.txt`, `dockerfile`, a folder `Binder/` …: names
    count to the letter, and upper and lower case differ on Binder even where they do not at
    home.

    **What a visitor sees**: where no other file says what to install, the build fails with “No
    environment specification found”; beside such a file, what this one says is not done.

    **What to do**: rename the file; `git mv` keeps its history.
    """
    for wrong, right in repository.misnamed_files:
        alone = repository.specifies_nothing
        is_for_binder = repository.apps.intent is not None or repository.apps.likely
        severity: Severity = "error" if alone and is_for_binder else "warning"
        message = (
            f"Binder does not know this name, it looks for `{right}`: Binder passes over the file "
            "without a word."
        )
        if repository.plan.fallback:
            message = (
                f"Binder does not know this name, it looks for `{right}`: the build on "
                "mybinder.org fails with “No environment specification found”."
            )
        yield Problem(
            Location(wrong),
            message,
            f"Rename it: {command('git', 'mv', paths=(wrong, right))}.",
            severity=severity,
            data={"rename_to": right},
            fix=Fix(f"Rename {wrong} to {right}", "safe", rename=(wrong, right)),
        )
