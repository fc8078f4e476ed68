"""VL203: the environment file lies beside the notebook, where Binder does not look."""

from collections.abc import Iterator

from voila_lint.finding import Fix, Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command
from voila_lint.views.build_problems import (
    build_severity,
    misplaced_specification,
    misplaced_together,
)


@rule("VL203", severity="error", judge="repo2docker", fix="unsafe")
def environment_file_misplaced(repository: Repository) -> Iterator[Problem]:
    """The only file that says what to install lies in the folder of the notebook.

    Binder looks in the folder `binder/` if there is one, else in the repository's root, and
    nowhere else.

    **What a visitor sees**: the build on mybinder.org fails with “No environment specification
    found”.

    **What to do**: move the file to the root, together with what belongs to it (`runtime.txt`,
    `apt.txt`, `postBuild`); paths in these files then begin there. There is an automatic fix
    where the file is the only one.
    """
    path = misplaced_specification(repository)
    if path is None:
        return
    folder = (
        "" if repository.plan.config_directory == "." else f"{repository.plan.config_directory}/"
    )
    better = folder + path.rpartition("/")[2]
    where = f"`{folder}`" if folder else "the repository's root"
    together = misplaced_together(repository, path)
    yield Problem(
        Location(path),
        f"Binder does not look into this folder, only into {where}, where nothing says what to "
        "install: the build on mybinder.org fails.",
        f"Move it: {command('git', 'mv', paths=(path, better))}."
        if len(together) == 1
        else "Move all of these files, they belong together: "
        f"{command('git', 'mv', paths=(*together, folder or '.'))}.",
        severity=build_severity(repository),
        data={"rename_to": better},
        # A fix renames one file: without the others, Binder would build something else.
        fix=Fix(f"Move {path} to {better}", "unsafe", rename=(path, better))
        if len(together) == 1
        else None,
    )
