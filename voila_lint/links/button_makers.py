"""Launch buttons: links to a BinderHub that tools for documentation make from settings.

The settings name hub, repository and branch one by one, and no address is written anywhere.
Followed are, each to the letter of what it puts before the ``?``:

- Jupyter Book 1.0 (``_config.yml``): ``jupyter_book/config.py`` hands ``repository`` and
  ``launch_buttons`` to sphinx-book-theme, ``default_config.yml`` has what is left out;
- sphinx-book-theme 1.4 (``conf.py``): ``header_buttons/launch.py`` and ``__init__.py``;
- sphinx-gallery 0.22 (``conf.py``): ``gen_binder_url`` and ``check_binder_conf`` in
  ``interactive_example.py``;
- MyST (``myst.yml``): ``packages/myst-frontmatter/src/thebe/validators.ts`` of mystmd 1.10, and
  ``makeBinderURL`` in ``packages/frontmatter/src/LaunchButton.tsx`` of myst-theme 1.3.

Quarto's ``code-links: binder`` names nothing that could be wrong: it asks git for the remote and
always takes ``HEAD`` (``src/core/container.ts``, quarto-cli 1.11).
"""

from collections.abc import Callable, Collection
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from msgspec import Struct, structs

from voila_lint.links.launch_link import parse_link
from voila_lint.links.model import LaunchLink
from voila_lint.pattern import pattern
from voila_lint.text import Span

_START = Span(1, 1, 1, 1)


_MYST_REPOSITORY = pattern(r"(?:https?://github\.com/)?([\w.-]+/[\w.-]+)\Z")


_HUB_WITH_PATH = pattern(r"(?:https?://)?[^/:]+(?::\d+)?/+[^/]")


_INTERFACES = ("classic", "jupyterlab")


_HOSTS = {"https://github.com": "gh", "https://gitlab.com": "gl"}


#: What Jupyter Book takes where ``_config.yml`` has no ``repository``: its own.
_JUPYTER_BOOK = "https://github.com/executablebooks/jupyter-book"


class Setting(NamedTuple):
    """A value of the settings, and where it stands; None where it is the tool's default."""

    text: str
    at: Span | None = None


class LaunchButton(Struct, frozen=True):
    """The link that a tool makes from settings, up to its query, which differs from page to page.

    ``link.at`` covers the setting that switches the buttons on. ``hub_at``, ``repository_at`` and
    ``ref_at`` are where host, repository and ref are said, None where the tool's default is
    taken. ``pages`` is the folder of the linked repository in which the buttons expect the pages
    of the settings' own folder; None where they are to open something else.
    """

    tool: str
    link: LaunchLink
    hub_at: Span | None = None
    repository_at: Span | None = None
    ref_at: Span | None = None
    pages: str | None = None
    on_notebooks_only: bool = False


#: Returns a string among the settings by the keys that lead to it; None where it is not there, or
#: no string that is written out. Raises UnclearError where it cannot be told.
Lookup: TypeAlias = Callable[..., Setting | None]


class UnclearError(Exception):
    """A setting is computed, or has a form that its tool refuses."""


def book_theme(
    path: str, look: Lookup, hubs: Collection[str], *, tool: str = "sphinx-book-theme"
) -> LaunchButton | None:
    """Return the button of sphinx-book-theme, whose options ``look`` knows by their names.

    Raises UnclearError.
    """
    hub = look("launch_buttons", "binderhub_url")
    repository = look("repository_url")
    if hub is None or not hub.text or repository is None:
        return None
    interface = look("launch_buttons", "notebook_interface")
    if interface is not None and interface.text not in _INTERFACES:
        return None  # the theme refuses it
    server, _, name = repository.text.strip("/").rpartition("/")
    server, _, owner = server.rpartition("/")
    provider = _HOSTS.get(server)
    if provider is None or look("repository_provider") is not None:
        return None
    branch = look("repository_branch")
    if branch is None or not branch.text:
        branch = Setting("master")
    where = f"{owner}/{name}" if provider == "gh" else f"{owner}%2F{name}"
    url = f"{hub.text.strip('/')}/v2/{provider}/{where}/{branch.text}"
    pages = (look("path_to_docs") or Setting("")).text.strip("/")
    button = made(tool, path, url, hubs, hub, repository, branch, pages)
    return button and structs.replace(button, on_notebooks_only=True)


def jupyter_book(path: str, look: Lookup, hubs: Collection[str]) -> LaunchButton | None:
    """Return the button of Jupyter Book 1, named as in ``_config.yml``. Raises UnclearError."""
    names = {
        "repository_url": ("repository", "url"),
        "repository_branch": ("repository", "branch"),
        "path_to_docs": ("repository", "path_to_book"),
    }

    def option(*keys: str) -> Setting | None:
        if keys == ("repository_provider",):
            return None
        found = look(*names.get(keys[0], keys))
        if found is None and keys[0] == "repository_url":
            return Setting(_JUPYTER_BOOK)
        return found

    return book_theme(path, option, hubs, tool="Jupyter Book")


def gallery(path: str, look: Lookup, hubs: Collection[str]) -> LaunchButton | None:
    """Return the badge that sphinx-gallery puts under each example. Raises UnclearError."""
    hub, owner, name, branch = map(look, ("binderhub_url", "org", "repo", "branch"))
    if hub is None or owner is None or name is None or branch is None:
        return None  # it stops for want of one
    if not hub.text.startswith(("http://", "https://")):
        return None
    url = "/".join((hub.text, "v2", "gh", owner.text, name.text, quote(branch.text)))
    return made("sphinx-gallery", path, url, hubs, hub, name, branch, None)


def myst(path: str, look: Lookup, hubs: Collection[str], switch: Setting) -> LaunchButton | None:
    """Return the launch button of a MyST site; ``switch`` turns it on. Raises UnclearError."""
    hub = look("url") or Setting("https://mybinder.org/")
    repository = look("repo") or look("github")
    provider = look("provider") or Setting("github")
    if repository is None or provider.text != "github":
        return None
    named = _MYST_REPOSITORY.match(repository.text)
    if named is None:
        return None
    ref = look("ref") or Setting("HEAD")
    base = hub.text if hub.text.endswith("/") else f"{hub.text}/"
    url = f"{base}v2/gh/{named[1]}/{quote(ref.text, safe='')}"
    # A separate repository may hold the environment only.
    pages = "" if look("repo") is None and "/" not in path else None
    return made("MyST", path, url, hubs, hub, repository, ref, pages, switch)


def made(
    tool: str,
    path: str,
    url: str,
    hubs: Collection[str],
    hub: Setting,
    repository: Setting,
    ref: Setting,
    pages: str | None,
    switch: Setting | None = None,
) -> LaunchButton | None:
    """Put a button together; None where its address is none of a BinderHub in ``hubs``."""
    parsed = parse_link(url, hubs=hubs)
    if parsed is None or parsed.kind != "launch":
        return None
    if parsed.host.endswith("mybinder.org") and _HUB_WITH_PATH.match(hub.text):
        problem = f"`{hub.text}` is no hub, but a page of one"
        parsed = parsed._replace(problem=problem, problem_kind="no-route")
    link = parsed.at(url, path, (switch or hub).at or _START, is_target=True)
    return LaunchButton(tool, link, hub.at, repository.at, ref.at, pages)
