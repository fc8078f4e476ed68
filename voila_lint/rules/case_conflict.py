"""VL405: names that are the same on Windows and macOS, and are not on Binder."""

from collections.abc import Iterator
from itertools import groupby

from voila_lint.finding import Edit, Fix, Location, Problem, Severity
from voila_lint.links.image_tags import SERVED
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.app_files import (
    NamedFile,
    ReadFile,
    in_other_case,
    read_files,
    run_files,
    shown_images,
)
from voila_lint.views.needs import MissingImport, missing_imports
from voila_lint.views.voila_errors import cell_error, read_outcome


@rule("VL405", severity="error", judge="voila", fix="safe")
def case_conflict(repository: Repository) -> Iterator[Problem]:
    """A file is named in another upper or lower case than it has.

    Windows and macOS take `Data.csv` and `data.csv` for the same file, Binder's Linux does not.
    Imports of modules of the repository are judged, and files that an app reads or runs (`%run`)
    under a name spelt in its code; links are voila-path-not-found's (VL302). Pictures that a
    Markdown cell shows by an `<img>` tag are a warning, and so are two files in git whose paths
    differ in case only: on Windows and macOS one of them replaces the other.

    **What a visitor sees**: “There was an error when executing cell [n]”, or no picture, while
    all is well on the author's machine.

    **What to do**: write the name as the file has it; git remembers the case of a file's first
    commit, and `git mv` changes it.
    """
    listing = repository.project.listing
    paths = (
        repository.project.files if listing is None else listing.tracked & repository.project.files
    )
    for _, group in groupby(sorted(paths, key=lambda p: (p.casefold(), p)), key=str.casefold):
        same = list(group)
        if len(same) > 1:
            yield _twins(same)
    for missing in missing_imports(repository):
        if missing.kind == "case" and missing.in_other_case is not None:
            yield _import(missing, missing.in_other_case)
    for file in read_files(repository):
        spelt = in_other_case(repository, file.path)
        if spelt is not None:
            yield _read(repository, file, spelt)
    for named in run_files(repository):
        spelt = in_other_case(repository, named.path)
        if spelt is not None:
            yield _named(
                named,
                spelt,
                f"`{named.written}` is run, but the file is called `{spelt}`, and on Binder upper "
                "and lower case count: visitors see "
                f"{cell_error(repository, named.notebook, named.cell)}.",
            )
    for named in shown_images(repository):
        spelt = in_other_case(repository, named.path)
        if spelt is not None and spelt.endswith(SERVED):
            yield _named(
                named,
                spelt,
                f"`{named.written}` is shown, but the file is called `{spelt}`, and on Binder "
                "upper and lower case count: visitors see no picture.",
                "warning",
            )


def _twins(paths: list[str]) -> Problem:
    first, *others = paths
    return Problem(
        Location(first),
        f"Git has `{first}` and `{'`, `'.join(others)}`, which differ in upper and lower case "
        "only: on Windows and macOS one replaces the other, and git always shows changes.",
        "Rename one of them with `git mv`, or remove it.",
        severity="warning",
        data={"others": others},
    )


def _import(missing: MissingImport, right: str) -> Problem:
    imported = missing.use.imported
    at = Location.of(missing.use.path, imported.at, missing.use.cell)
    new = None
    if imported.form in ("from", "import_module"):
        new = right
    elif imported.form == "import" and "." not in right:
        # The code goes on using the name that was written.
        new = right if imported.alias else f"{right} as {imported.module}"
    return Problem(
        at,
        f"`{missing.use.module}` is imported, but the module is called `{right}`, and on Binder "
        f"upper and lower case count. {missing.outcome}",
        f"Write `{new or right}`.",
        severity=missing.severity,
        data={"module": missing.use.module, "spelt": right},
        fix=Fix(f"Write {right}", "safe", (Edit.of(at, new),)) if new else None,
    )


def _read(repository: Repository, file: ReadFile, spelt: str) -> Problem:
    at = Location.of(file.notebook, file.read.at, file.cell)
    new = _respelt(file.read.path, spelt)
    sure = file.read.verbatim and file.target(new) == spelt
    return Problem(
        at,
        f"`{file.read.path}` is read, but the file is called `{spelt}`, and on Binder upper and "
        f"lower case count. {read_outcome(repository, file.notebook, file.cell)}",
        f"Write `{new if sure else spelt}`.",
        data={"path": file.path, "spelt": spelt},
        fix=Fix(f"Write {new}", "safe", (Edit.of(at, new),)) if sure else None,
    )


def _named(file: NamedFile, spelt: str, message: str, severity: Severity | None = None) -> Problem:
    at = Location.of(file.notebook, file.at, file.cell)
    # `%run script` means script.py.
    ending = "" if file.path.endswith(file.written.rpartition("/")[2]) else ".py"
    new = _respelt(file.written, spelt.removesuffix(ending))
    sure = file.verbatim and file.target(new + ending) == spelt
    return Problem(
        at,
        message,
        f"Write `{new if sure else spelt}`.",
        severity=severity,
        data={"path": file.path, "spelt": spelt},
        fix=Fix(f"Write {new}", "safe", (Edit.of(at, new),)) if sure else None,
    )


def _respelt(written: str, spelt: str) -> str:
    """Return a path in the case that the file has, with what leads to it as it is."""
    tail = len(written.removeprefix("./"))
    return written[: len(written) - tail] + spelt[len(spelt) - tail :]
