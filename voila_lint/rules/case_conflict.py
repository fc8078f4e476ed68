"""VL405: names that are the same on Windows and macOS, and are not on Binder."""

from collections.abc import Iterator
from itertools import groupby

from voila_lint.app import App
from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.rules import rule
from voila_lint.views.files import ReadFile, in_other_case, read_files
from voila_lint.views.needs import MissingImport, missing_imports


@rule("VL405", severity="error", judge="voila", fix="safe")
def case_conflict(app: App) -> Iterator[Problem]:
    """A file is named in another upper or lower case than it has.

    Windows and macOS take `Data.csv` and `data.csv` for the same file, Binder's Linux does not.
    Judged are imports of modules of the repository, and files that an app reads under a name
    spelt in its code; links are voila-path-not-found's (VL302). A warning are two files in git
    whose paths differ in case only: on Windows and macOS one of them replaces the other.

    **What a visitor sees**: “There was an error when executing cell [n]”, while all is well on the
    author's machine.

    **What to do**: write the name as the file has it; git remembers the case of a file's first
    commit, and `git mv` changes it.
    """
    listing = app.project.listing
    paths = app.project.files if listing is None else listing.tracked & app.project.files
    for _, group in groupby(sorted(paths, key=lambda p: (p.casefold(), p)), key=str.casefold):
        same = list(group)
        if len(same) > 1:
            yield _twins(same)
    for missing in missing_imports(app):
        if missing.kind == "case" and missing.in_other_case is not None:
            yield _import(missing, missing.in_other_case)
    for one in read_files(app):
        spelt = in_other_case(app, one.path)
        if spelt is not None:
            yield _read(one, spelt)


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
        f"upper and lower case count: {missing.outcome}.",
        f"Write `{new or right}`.",
        severity=missing.severity,
        data={"module": missing.use.module, "spelt": right},
        fix=Fix(f"Write {right}", "safe", (Edit.of(at, new),)) if new else None,
    )


def _read(one: ReadFile, spelt: str) -> Problem:
    at = Location.of(one.notebook, one.read.at, one.cell)
    written = one.read.path
    tail = len(written.removeprefix("./"))
    new = written[: len(written) - tail] + spelt[len(spelt) - tail :]
    sure = one.read.verbatim and one.target(new) == spelt
    where = f"cell [{one.cell}]" if one.cell else "the script"
    return Problem(
        at,
        f"`{written}` is read, but the file is called `{spelt}`, and on Binder upper and lower "
        f"case count: visitors see “There was an error when executing {where}”.",
        f"Write `{new if sure else spelt}`.",
        data={"path": one.path, "spelt": spelt},
        fix=Fix(f"Write {new}", "safe", (Edit.of(at, new),)) if sure else None,
    )
