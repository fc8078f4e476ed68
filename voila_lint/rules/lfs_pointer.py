"""VL407: a pointer of Git LFS where a file should be."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.shell.quoting import command


@rule("VL407", severity="warning", judge="git")
def lfs_pointer(repository: Repository) -> Iterator[Problem]:
    """A file holds the pointer of Git LFS instead of its content, and no attribute says so.

    repo2docker has Git LFS and fetches what `.gitattributes` gives to it (`filter=lfs`). A
    pointer that is committed without such a line stays a pointer: three lines of text, made
    where a file was copied from a clone without Git LFS, or the line was deleted.

    **What a visitor sees**: an app that reads the file fails, or shows nonsense.

    **What to do**: commit the file itself, or `git lfs track` it and add it again.
    """
    for path in repository.project.stray_pointers:
        if path in repository.notebook_files:
            continue  # no notebook either: VL001 says so
        yield Problem(
            Location(path),
            f"`{path}` is a pointer of Git LFS, not the file, and `.gitattributes` does not "
            "hand it to Git LFS: an app that reads it on Binder gets three lines of text.",
            f"{command('git', 'lfs', 'track', paths=(path,))} and add the real file again, or "
            "commit it without Git LFS.",
        )
