"""The launch links and launch buttons of a repository, and which of them lead to it."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from voila_lint import settings as settings_module
from voila_lint.failures import Failures
from voila_lint.git import Remote, parse_remote
from voila_lint.links.model import LaunchLink
from voila_lint.notebook.model import Notebook
from voila_lint.project import Project
from voila_lint.settings import Settings

if TYPE_CHECKING:
    from voila_lint.links.button_makers import LaunchButton


class LinkFacts:
    """The links of one repository, each reading of them computed when first asked for.

    First ``all`` addresses are found in documents and Markdown cells; ``readable`` leaves out
    those that nobody can follow, ``live`` those that are no launch links, and ``own`` those that
    lead to another repository than ``remote``.
    """

    def __init__(
        self,
        project: Project,
        settings: Settings,
        notebooks: Callable[[], Mapping[str, Notebook]],
        failures: Failures,
    ) -> None:
        """Take the files, the settings, and what returns the readable notebooks by path.

        What fails on one file is added to ``failures``.
        """
        self._failures = failures
        self._project = project
        self._settings = settings
        self._notebooks = notebooks

    @cached_property
    def all(self) -> tuple[LaunchLink, ...]:
        """All links to a BinderHub in documents and Markdown cells, in order of path."""
        from voila_lint.links.documents import find_links, find_links_in_cell

        hubs, names = self._hubs, tuple(sorted(self._project.notebooks))
        found: list[LaunchLink] = []
        for path in self._project.documents:
            if settings_module.matches(path, self._settings.exclude):
                continue
            try:
                text = self._project.read_text(path)
            except OSError:
                continue
            try:
                found.extend(find_links(path, text, hubs=hubs, notebooks=names))
            except Exception as error:
                self._failures.add(error, path)
        for path, notebook in self._notebooks().items():
            for cell in notebook.cells:
                if cell.kind != "markdown":
                    continue
                try:
                    found.extend(
                        find_links_in_cell(
                            path, cell.index, cell.source, hubs=hubs, notebooks=names
                        )
                    )
                except Exception as error:
                    self._failures.add(error, path, cell.index)
        return tuple(found)

    @cached_property
    def _hubs(self) -> tuple[str, ...]:
        from voila_lint.links.launch_link import DEFAULT_HUBS

        return (*DEFAULT_HUBS, *(hub.rpartition("://")[2] for hub in self._settings.hubs))

    @cached_property
    def buttons(self) -> "tuple[LaunchButton, ...]":
        """The buttons on the pages of this documentation, made from settings; in order of path.

        None of them is among the ``links``: they open notebooks in Jupyter, and are meant to.
        """
        return tuple(
            button
            for path in self._project.documents
            if path.endswith((".yml", ".py")) and not self._is_excluded(path)
            for button in self._buttons_of(path)
            if self._is_shown(button)
        )

    def _buttons_of(self, path: str) -> "tuple[LaunchButton, ...]":
        from voila_lint.links.launch_buttons import find_buttons

        try:
            text = self._project.text_or_empty(path)
            return tuple(find_buttons(path, text, hubs=self._hubs))
        except Exception as error:
            self._failures.add(error, path)
            return ()

    def _is_excluded(self, path: str) -> bool:
        return settings_module.matches(path, self._settings.exclude)

    def _is_shown(self, button: "LaunchButton") -> bool:
        """Tell whether there is a page for a button that only notebooks get."""
        folder = button.link.path.rpartition("/")[0]
        inside = f"{folder}/" if folder else ""
        return not button.on_notebooks_only or any(
            path.startswith(inside)
            and (
                path.endswith(".ipynb")
                # Jupytext's notebooks in Markdown.
                or (path.endswith(".md") and "kernelspec:" in self._project.text_or_empty(path))
            )
            for path in self._project.files
        )

    @cached_property
    def readable(self) -> tuple[LaunchLink, ...]:
        """All addresses that a reader can follow, be they of a hub or of a running server."""
        return tuple(
            link for link in self.all if not (link.in_comment or link.in_code or link.is_template)
        )

    @cached_property
    def live(self) -> tuple[LaunchLink, ...]:
        """The launch links that a reader can follow, to any repository."""
        return tuple(
            link for link in self.readable if link.kind == "launch" and link.repository is not None
        )

    @cached_property
    def own(self) -> tuple[LaunchLink, ...]:
        """The links that a reader can follow and that lead to this very repository."""
        return tuple(link for link in self.live if self.is_own(link))

    @cached_property
    def _linked_repositories(self) -> frozenset[tuple[str, str]]:
        return frozenset(_repository(link) for link in self.live)

    @cached_property
    def origin(self) -> Remote | None:
        """The repository on GitHub or GitLab that this is the checkout of, None where unsure."""
        if self._settings.repository is not None:
            return self.remote
        return self.remote if self._project.is_top else None

    @cached_property
    def remote(self) -> Remote | None:
        """The repository that the settings or git name, on a host that Binder knows."""
        named = self._settings.repository
        if named is None:
            return self._project.remote
        if named.count("/") == 1 and ":" not in named:
            return Remote("gh", named.removesuffix(".git"))
        return parse_remote(named)

    def is_of_origin(self, link: LaunchLink) -> bool:
        """Tell whether a link certainly leads to the repository that this is the checkout of."""
        origin = self.origin
        return origin is not None and _repository(link) == (
            origin.provider,
            origin.repository.lower(),
        )

    def refs_of(self, link: LaunchLink) -> frozenset[str]:
        """Return the branches and tags of a link's repository, none where they are not known."""
        refs = self._project.refs if self.is_of_origin(link) else None
        return refs.names if refs is not None else frozenset()

    def is_own(self, link: LaunchLink) -> bool:
        """Tell whether a live link leads to this very repository, as far as can be told."""
        linked = _repository(link)
        remote = self.remote
        if remote is not None:
            return linked == (remote.provider, remote.repository.lower())
        # Without a remote on a known host: all links agree on one repository, or it has the
        # folder's name.
        return (
            len(self._linked_repositories) == 1
            or linked[1].rpartition("/")[2] == self._project.root.resolve().name.lower()
        )


def _repository(link: LaunchLink) -> tuple[str, str]:
    """Return the provider and repository of a link in lower case, as its remote would have it."""
    provider, repository = link.provider or "", link.repository or ""
    remote = parse_remote(repository) if provider == "git" else None
    if remote is not None:
        provider, repository = remote.provider, remote.repository
    return provider, repository.lower().removesuffix(".git")
