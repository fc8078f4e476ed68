"""VL107: an app installs its libraries itself."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.packages.model import Names
from voila_lint.packages.names import is_conda_package, pypi_names_of_conda
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import ignored_file_naming
from voila_lint.views.installs import InstallLine, install_lines, provider
from voila_lint.views.needs import addition, addition_help, addition_place


@rule("VL107", severity="warning", judge="voila", fix="unsafe")
def install_in_notebook(repository: Repository) -> Iterator[Problem]:
    """A cell of an app installs packages: `!pip install …`, `%pip install …`, `!conda install …`.

    On Binder the build is the place for that: it runs once, and its image is kept. What a cell
    installs, it installs again for every visitor; where that fails, `!pip` says nothing. `apt` may
    not install anything there. Notebooks that are not apps are left alone, as are commands that
    only run elsewhere (`if "google.colab" in sys.modules:`).

    **What a visitor sees**: the app starts late, with the log of the installation in it; or an
    error further down, if the installation failed.

    **What to do**: name the package in the environment file and delete the command.
    """
    for line in install_lines(repository):
        shown = ", ".join(f"`{name}`" for name in line.names)
        if line.tool == "apt":
            message = (
                f"This cell installs {shown} with apt, for which a visitor of Binder has no "
                "rights: it fails, and its error is shown in the app."
            )
            help_text = f"Delete this line, and write {', '.join(line.names)} into apt.txt."
        else:
            message = (
                f"This cell installs {shown} again for every visitor: the app starts late, and the "
                "log of the installation is shown in it."
            )
            help_text = _help(repository, line)
        yield Problem(
            Location.of(line.path, line.at, line.cell),
            message,
            help_text,
            data={"tool": line.tool, "packages": list(line.names), "missing": list(line.missing)},
            fix=_move(repository, line),
        )


def _help(repository: Repository, line: InstallLine) -> str:
    if not repository.builds:
        return _unread(repository, line)
    if not line.missing:
        return f"Delete this line: {_providers(repository, line)}."
    added = " ".join(addition_help(repository, _names(line, name)) for name in line.missing)
    return f"{added} Then delete this line."


def _unread(repository: Repository, line: InstallLine) -> str:
    """Return the help where Binder builds nothing from an environment file."""
    them = "the package" if len(line.names) == 1 else "the packages"
    ignored_files = [ignored_file_naming(repository, Names(name, name)) for name in line.names]
    first = ignored_files[0]
    if first is not None and all(ignored == first for ignored in ignored_files):
        return (
            f"`{first.path}` names {them}, but Binder does not read that file: {first.reason}. "
            "Put that right, then delete this line."
        )
    if repository.plan.build_pack in ("docker", "legacy-docker"):
        return f"Install {them} in the Dockerfile and delete this line."
    return f"Name {them} in the environment file and delete this line."


def _providers(repository: Repository, line: InstallLine) -> str:
    """Return what brings the packages, as a sentence."""
    providers: dict[str, list[str]] = {}
    for name in line.names:
        evidence = provider(repository, line.tool, name)
        where = "Binder's image has"
        if evidence is not None and evidence.kind != "base":
            where = f"`{evidence.path}` names"
            if evidence.via is not None and evidence.via != name:
                where += f" `{evidence.via}`, which brings"
        providers.setdefault(where, []).append(f"`{name}`")
    return " and ".join(
        f"{where} {'it' if len(line.names) == 1 else ', '.join(names)} already"
        for where, names in providers.items()
    )


def _names(line: InstallLine, name: str) -> Names:
    if line.tool != "pip":
        return Names(None, name)
    named_alike = is_conda_package(name) and name.lower() in pypi_names_of_conda(name)
    return Names(name, name if named_alike else None)


def _move(repository: Repository, line: InstallLine) -> Fix | None:
    """Comment the command out, and add to the environment what is missing there."""
    at = line.command
    if at is None or line.cell is None or line.tool == "apt" or len(line.missing) > 1:
        return None
    edits = [Edit(line.path, "# ", line.cell, at.line, at.column, at.line, at.column)]
    title = "Comment the command out"
    if line.missing:
        added = addition(repository, _names(line, line.missing[0])) if repository.builds else None
        if added is None:
            return None
        edits += added.edits
        title += f" and add {added.written} {addition_place(repository, added)}"
    return Fix(title, "unsafe", tuple(edits))
