"""VL108: a release of Voilà that does not run in Binder's base image."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Problem
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.base_image import base_packages
from voila_lint.versions.model import Package
from voila_lint.versions.releases import allows, keeps_below
from voila_lint.views.declared import by_pip, declared, place

#: The first release of Voilà that loads with the jinja2 and lxml of today.
_FIRST = "0.4.0"

#: The first release of nbconvert that Voilà 0.4 and later accept; with an older one, pip goes
#: back to a Voilà that accepts that.
_NBCONVERT = "6.4.5"

#: Where one of these is also asked for, all may be old enough to fit together.
_COMPANIONS = frozenset(("jinja2", "lxml", "lxml-html-clean"))


@rule("VL108", severity="error", judge="voila", fix="unsafe")
def voila_too_old(repository: Repository) -> Iterator[Problem]:
    """The environment file has pip install a Voilà of the years before 2022.

    Voilà 0.3 and earlier ask for a Jupyter Server and an nbconvert that do not work with the
    `jinja2` and `lxml` of today, which they take as they come, nor with what else is in Binder's
    base image of Python 3.8 and later. pip installs them all the same, with no more than a line
    in the log. A lower bound such as `voila>=0.2.11` is fine. `nbconvert<6` does the same
    silently: every newer Voilà asks for a newer nbconvert, so that pip goes back to an old one.
    The rule says nothing where jinja2 or lxml are also named, nor of what
    conda installs: then all may be old enough to fit together.

    **What a visitor sees**: “404: Not Found”, or no server at all.

    **What to do**: write `voila` without a version, or `voila>=0.5`.
    """
    server = base_packages(repository.plan.server_python or "").get("jupyter_server", "")
    if not server or server.startswith(("0.", "1.")):
        return
    named: dict[str, Package] = {}
    for package in declared(repository, "server"):
        named.setdefault(canonical(package.name), package)
    voila, nbconvert = named.get("voila"), named.get("nbconvert")
    if voila is None or not _of_index(voila) or not _COMPANIONS.isdisjoint(named):
        return
    if keeps_below(voila.specifier, _FIRST):
        yield Problem(
            place(voila),
            f"Voilà {voila.specifier.lstrip('=')} does not load with today's releases of the "
            "libraries that it needs: a visitor sees “404: Not Found”.",
            "Write `voila>=0.5`.",
            data={"package": "voila", "specifier": voila.specifier},
            fix=_renew(voila, "voila>=0.5"),
        )
    elif (
        nbconvert
        and _of_index(nbconvert)
        and keeps_below(nbconvert.specifier, _NBCONVERT)
        and allows(voila.specifier, "0.1.24" if _is_5(nbconvert) else "0.2.17")
    ):
        yield Problem(
            place(nbconvert),
            f"nbconvert {nbconvert.specifier.lstrip('=')} makes pip take a Voilà from before 0.4, "
            "because later ones ask for a newer nbconvert. Such a Voilà does not load with today's "
            "releases of the libraries that it needs: a visitor sees “404: Not Found”.",
            "Remove this line: Voilà brings the nbconvert that fits.",
            data={"package": "nbconvert", "specifier": nbconvert.specifier},
            fix=_renew(nbconvert, f"nbconvert>={_NBCONVERT}"),
        )


def _of_index(package: Package) -> bool:
    return by_pip(package) and package.url is None


def _is_5(nbconvert: Package) -> bool:
    return keeps_below(nbconvert.specifier, "6")


def _renew(package: Package, requirement: str) -> Fix | None:
    if package.at is None or package.source != "pip" or not package.path.endswith(_LISTS):
        return None
    if package.marker:
        requirement += f"; {package.marker}"
    edit = Edit.of(place(package), requirement)
    return Fix(f"Write {requirement}", "unsafe", (edit,))


#: Files that hold requirements as pip reads them, and nothing else at a requirement's place.
_LISTS = (".txt", ".yml", ".yaml")
