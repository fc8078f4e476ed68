"""VL408: a file that is too large for GitHub, or nearly so."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule

_MB = 1024 * 1024
#: GitHub warns above the first size and refuses files above the second (MB).
_WARNED, _REFUSED = 50, 100


@rule("VL408", severity="warning", judge="advice")
def large_file(repository: Repository) -> Iterator[Problem]:
    """A file that git has is larger than 50 MB.

    GitHub warns above 50 MB and refuses a push with a file above 100 MB. Binder copies the whole
    repository into the image, so each build and each start takes longer. Files that
    `.gitattributes` hands to Git LFS are not judged.

    **What a visitor sees**: a slow start; nothing at all of what could not be pushed.

    **What to do**: keep large data where data is kept (Zenodo, OSF, a release), and download it
    in `postBuild`; or ignore the file, if the app does not need it.
    """
    project = repository.project
    tracked = project.files if project.listing is None else project.listing.tracked
    for path in sorted(project.files & tracked):
        size = project.size(path) / _MB
        if size <= _WARNED or path in project.lfs_files:
            continue
        github = (
            "GitHub refuses files above 100 MB"
            if size > _REFUSED
            else "GitHub warns of files above 50 MB, and refuses them above 100"
        )
        yield Problem(
            Location(path),
            f"The file has {size:.0f} MB. {github}, and every build on Binder copies it.",
            "Download it in `postBuild`, or ignore it where the app does not need it.",
            data={"megabytes": round(size)},
        )
