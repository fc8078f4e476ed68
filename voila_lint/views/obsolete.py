"""What apps ask of ipywidgets that the release in Binder's image no longer has."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.notebook.model import Member
from voila_lint.packages.closure import closure
from voila_lint.packages.names import canonical, pypi_names_of_conda
from voila_lint.repository import Repository
from voila_lint.versions.base_image import base_packages
from voila_lint.versions.releases import keeps_below
from voila_lint.versions.specifier import holds_back
from voila_lint.views.declared import by_pip, declared

#: Widgets whose attributes changed, with what is gone (ipywidgets 8.0's migration guide; seen in
#: 7.8.5 and 8.1.7). What begins with "value" is the dictionary that became a tuple.
_GONE = {
    "FileUpload": ("data", "metadata", "value.", "value["),
    "Accordion": ("_titles",),
    "Tab": ("_titles",),
}

#: What all widgets of ipywidgets 7 have.
_GONE_FROM_ALL = "on_displayed"

#: Names under which notebooks import ipywidgets, where another cell imports it.
_ALIASES = frozenset(("ipywidgets", "widgets", "ipyw", "ipw", "wdg", "wg", "widget", "w", "iw"))

#: Packages whose every release asks for ipywidgets 7.
_NEED_7 = frozenset(("aiidalab", "aiidalab-widgets-base", "optimade-client"))


class ObsoleteUse(Struct, frozen=True):
    """A use of what ipywidgets 8 does not have: of which widget, where."""

    path: str
    cell: int | None
    widget: str
    member: Member


def has_ipywidgets_8(repository: Repository) -> bool:
    """Whether the kernel certainly gets ipywidgets 8 or later."""
    if not repository.builds or not base_packages(repository.kernel_python).get(
        "ipywidgets", ""
    ).startswith("8"):
        return False
    if repository.plan.opaque:
        return False
    for package in declared(repository, "kernel"):
        names = pypi_names_of_conda(package.name) if package.source == "conda" else ()
        name = canonical(names[0].partition("[")[0] if names else package.name)
        unknown = package.url is not None and not package.url.endswith(".whl")
        if unknown or name in _NEED_7:
            return False
        if name == "ipywidgets":
            lower = by_pip(package) and not keeps_below(package.specifier, "8")
            if holds_back(package) and not lower:
                return False
        elif holds_back(package) and "ipywidgets" in closure(name, age="any").certain:
            # An old release of a widget library may ask for an old ipywidgets.
            return False
    return True


def obsolete_uses(repository: Repository) -> Iterator[ObsoleteUse]:
    """Yield what apps' own cells use of ipywidgets 7 where ipywidgets 8 is installed."""
    if not has_ipywidgets_8(repository):
        return
    for path, status in repository.apps.status.items():
        if not status.is_app:
            continue
        codes = repository.code(path)
        widgets: dict[str, str] = {}
        for at in codes:
            for binding in at.code.bindings:
                known = _widget(binding.value)
                if widgets.setdefault(binding.name, known) != known:
                    widgets[binding.name] = ""
        stored = {(m.name, m.member) for at in codes for m in at.code.members if m.stored}
        for at in codes:
            for member in at.code.members:
                widget = widgets.get(member.name, "")
                if (member.name, member.member) not in stored and _is_gone(widget, member.member):
                    yield ObsoleteUse(path, at.cell, widget, member)


def _widget(called: str) -> str:
    """Return the class of ipywidgets that a call makes, "" for everything else."""
    module, _, name = called.rpartition(".")
    return name if module in _ALIASES and name[:1].isupper() else ""


def _is_gone(widget: str, member: str) -> bool:
    if not widget:
        return False
    return member == _GONE_FROM_ALL or member.startswith(_GONE.get(widget, ("\0",)))
