"""What apps install themselves, each time that somebody opens them."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.notebook.model import Install, Shell
from voila_lint.packages.model import Evidence
from voila_lint.packages.names import canonical, pypi_names_of_conda
from voila_lint.pattern import pattern
from voila_lint.repository import Repository
from voila_lint.text import Span

_NAME = pattern(r"[A-Za-z0-9][\w.-]*")


class InstallLine(Struct, frozen=True):
    """One command that installs, in a notebook or script that is an app.

    ``names`` are the packages as written, without version; ``missing`` those of them that the
    build does not install. ``command`` is the whole command where it has a line to
    itself, so that it can be commented out.
    """

    path: str
    cell: int | None
    at: Span
    tool: str
    names: tuple[str, ...]
    missing: tuple[str, ...]
    command: Span | None


def install_lines(repository: Repository) -> Iterator[InstallLine]:
    """Yield the commands that certainly run when an app is opened, in the order of the cells.

    Not what runs on other hosts only, in a function or under a condition; what stands under
    `except ImportError:` only where the package is missing.
    """
    for path, status in repository.apps.status.items():
        if not status.is_app:
            continue
        for at in repository.code(path):
            lines: dict[int, list[Install]] = {}
            for install in at.code.installs:
                if _runs(repository, install):
                    lines.setdefault(install.at.line, []).append(install)
            magics = [Shell(magic.name, magic.at) for magic in at.code.magics if not magic.cell]
            for line, found in lines.items():
                names = tuple(filter(None, map(_name, found)))
                if names:
                    yield InstallLine(
                        path,
                        at.cell,
                        found[0].at,
                        found[0].tool,
                        names,
                        tuple(n for n in names if not _installed(repository, found[0].tool, n)),
                        _alone(line, [*at.code.shell, *magics], guarded=bool(found[0].guards)),
                    )


def _runs(repository: Repository, install: Install) -> bool:
    if not install.guards:
        return True
    name = _name(install)
    return (
        install.guards == ("import-error",)
        and name is not None
        and repository.builds
        and not _installed(repository, install.tool, name)
    )


def _name(install: Install) -> str | None:
    """Return the package's name, None for addresses, files and what is computed."""
    text = install.asked.text
    named = install.asked.kind == "package" and install.asked.known
    if not named or "/" in text or text.endswith(".whl"):
        return None
    match = _NAME.match(text)
    return match[0] if match else None


def _installed(repository: Repository, tool: str, name: str) -> bool:
    if tool == "apt":
        return name in repository.plan.apt_packages
    return provider(repository, tool, name) is not None


def provider(repository: Repository, tool: str, name: str) -> Evidence | None:
    """Return what brings a package that pip or conda installs, None where the build does not.

    What a file names goes before what comes along with something else.
    """
    twins = pypi_names_of_conda(name) if tool in ("conda", "mamba") else ()
    names = [twin.partition("[")[0] for twin in twins] or [canonical(name)]
    found = [
        known for one in names for known in repository.provision.evidence_for_distribution(one)
    ]
    order = ("declared", "comes-with", "base")
    return min(found, key=lambda known: order.index(known.kind), default=None)


def _alone(line: int, commands: list[Shell], *, guarded: bool) -> Span | None:
    spans = [c.at for c in commands if c.at.line == line]
    if guarded or len(spans) != 1 or spans[0].column != 1 or spans[0].end_line != line:
        return None
    return spans[0]
