"""Which files a repository has: what is on disk, and what git tracks or ignores of it."""

import copy
import errno
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from voila_lint import git
from voila_lint.errors import UsageError
from voila_lint.reading import NO_OVERLAY, Files

#: Folders that never hold an app's own files.
LEFT_OUT = frozenset(
    {
        ".git", ".hg", ".svn", ".ipynb_checkpoints", ".virtual_documents", "__pycache__",
        "node_modules", "site-packages", ".venv", ".virtualenv", ".tox", ".nox", ".eggs",
        ".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".direnv",
    }
)  # fmt: skip

#: What marks a folder as a virtual or conda environment, whatever its name.
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")

#: What git itself tells a repository without a working tree by.
_BARE = frozenset({"HEAD", "objects", "refs"})

_DOCUMENT_SUFFIXES = (
    *(".md", ".markdown", ".mdx", ".mkd", ".qmd", ".rmd", ".html", ".htm", ".xhtml"),
    *(".rst", ".rest"),
)
#: Settings from which tools make pages, and redirects.
_DOCUMENT_NAMES = frozenset(
    ("conf.py", "_config.yml", "_toc.yml", "_quarto.yml", "myst.yml", "mkdocs.yml", "_redirects")
)

#: How a pointer to Git LFS begins, and how many bytes it may have (git-lfs, docs/spec.md).
_POINTER = "version https://git-lfs.github.com/spec/"
_POINTER_SIZE = (100, 1024)

#: What depends on the content of the working tree, and not only on what git has recorded.
_OF_CONTENT = ("listing", "lost_entries", "submodules", "stray_pointers", "lfs_files", "files")
_OF_FILES = ("_names", "directories", "notebooks", "_left_out", "documents", "clone")


def is_below(path: str, folder: str) -> bool:
    """Tell whether a path is a folder's (or file's) own, or that of something in it."""
    return path == folder or path.startswith(f"{folder}/")


class Project:
    """The files of one repository, below the folder that is its root.

    Paths are relative to the root with ``/`` separators. With git, ``files`` are those that git
    tracks or would add; without it, all. Folders such as ``node_modules``,
    ``.ipynb_checkpoints`` and virtual environments are left out, and so are repositories nested
    in this one that are no submodules: their files are not part of it. ``reader`` reads them.
    """

    def __init__(
        self,
        root: Path,
        overlay: Mapping[str, bytes | None] = NO_OVERLAY,
        *,
        standalone: bool = False,
    ) -> None:
        """Take the root, an existing directory; nothing is read yet.

        ``overlay`` is what the files are to hold instead of what is on disk (see ``Files``).
        ``standalone``: git is not asked, so that all files count as committed, and there is no
        remote.
        """
        self.root = root
        self.standalone = standalone
        #: Why git does not answer though the root lies in a repository, once it has been asked.
        self.git_refusal: str | None = None
        #: Why files of the repository could not be read, by path, as far as that was tried.
        self.unread: dict[str, str] = {}
        #: Files and folders that the overlay has under another name, old and new, in order.
        self.moves: tuple[tuple[str, str], ...] = ()
        self.reader = Files(root, overlay=overlay)

    def with_overlay(
        self, overlay: Mapping[str, bytes | None], moves: tuple[tuple[str, str], ...] = ()
    ) -> "Project":
        """Return the project with other contents; git is not asked again, nor the disk.

        ``moves`` are the files and folders that are renamed (old and new path, in order): what
        git tracks of them stays tracked. The overlay has their files under the new names.
        """
        other = copy.copy(self)
        other.reader = self.reader.with_overlay(overlay)
        other.moves = moves
        for name in (*_OF_CONTENT, *_OF_FILES):
            other.__dict__.pop(name, None)
        return other

    def check_root(self) -> None:
        """Raise UsageError where the root is gone, or not to be read by this user."""
        if not self.root.is_dir():
            raise UsageError(f"{self.root}: this folder is gone")
        if not os.access(self.root, os.R_OK | os.X_OK):
            raise UsageError(f"{self.root}: permission denied")

    @cached_property
    def git_top(self) -> Path | None:
        """The top of the git repository that the root lies in, None outside of git."""
        return None if self.standalone else git.find_top(self.root)

    @cached_property
    def listing(self) -> git.Listing | None:
        """Git's answer, None where there is none or where git ignores the whole root.

        A file that only the overlay has counts as untracked.
        """
        listing = self._listing_on_disk
        if listing is None:
            return None
        tracked = frozenset(map(self.moved, listing.tracked)) - self._gone
        untracked = frozenset(map(self.moved, listing.untracked)) - self._gone
        return replace(listing, tracked=tracked, untracked=(untracked | self._new) - tracked)

    @cached_property
    def _listing_on_disk(self) -> git.Listing | None:
        if self.git_top is None:
            return None
        try:
            listing = git.list_files(self.root)
        except git.NoAnswer as error:
            self.git_refusal = str(error)
            return None
        return listing if listing.tracked or listing.untracked else None

    @property
    def _gone(self) -> frozenset[str]:
        return frozenset(path for path, data in self.reader.overlay.items() if data is None)

    @property
    def _on_disk(self) -> Files:
        return self.reader.with_overlay(NO_OVERLAY)

    @property
    def _new(self) -> frozenset[str]:
        """The files that only the overlay has."""
        return frozenset(
            path
            for path, data in self.reader.overlay.items()
            if data is not None and self._on_disk.real_path(path) is None
        )

    def source(self, path: str) -> str | None:
        """Return the path on the disk of what has ``path`` now, None where that is gone."""
        for old, new in reversed(self.moves):
            if is_below(path, new):
                path = old + path[len(new) :]
            elif is_below(path, old):
                return None
        return path

    def moved(self, path: str) -> str:
        """Return the path that a file on the disk has now."""
        for old, new in self.moves:
            if is_below(path, old):
                path = new + path[len(old) :]
        return path

    def target(self, path: str) -> str | None:
        """Return the file that ``path`` leads to through symbolic links, be it still to be made.

        None where it leads nowhere in a clone.
        """
        real = self.reader.real_path(path)
        if real is not None:
            return real
        folder, _, name = path.rpartition("/")
        inside = self.reader.real_path(folder or ".")
        if inside is None or os.path.islink(self.root / path):  # noqa: PTH114
            return None
        return f"{inside}/{name}" if inside else name

    @property
    def is_top(self) -> bool:
        """Whether the root is the top of a git repository, which is where Binder builds."""
        return self.git_top == self.root

    @cached_property
    def remotes(self) -> git.Remotes:
        """The configured remotes, none outside of git."""
        return git.remotes(self.root) if self.git_top is not None else git.Remotes()

    @property
    def remote_address(self) -> str | None:
        """The address of ``origin`` (or of the only remote) as configured."""
        return self.remotes.addresses.get(self.remotes.main or "")

    @cached_property
    def remote(self) -> git.Remote | None:
        """The repository on GitHub or GitLab that ``origin`` (or the only remote) names."""
        return git.parse_remote(self.remote_address or "")

    @cached_property
    def refs(self) -> git.Refs | None:
        """The branches and tags that git knows of, None outside of git."""
        return None if self.git_top is None else git.refs(self.root, self.remotes)

    @cached_property
    def has_commit(self) -> bool:
        """Whether anything has been committed yet."""
        return self.refs is not None and bool(self.refs.names)

    @cached_property
    def lost_entries(self) -> tuple[str, ...]:
        """Tracked folders that are other repositories whose address git does not record."""
        entries = self.listing.entries if self.listing is not None else frozenset()
        return tuple(sorted(entries - self.submodules.keys()))

    @cached_property
    def submodules(self) -> Mapping[str, git.Submodule]:
        """Tracked folders that are other repositories, with their addresses, by path."""
        if self.listing is None or not self.listing.entries:
            return {}
        known = git.submodules(self.root)
        return {path: known[path] for path in sorted(self.listing.entries) if path in known}

    @cached_property
    def stray_pointers(self) -> tuple[str, ...]:
        """Tracked files that are pointers to Git LFS although no attribute makes them so."""
        tracked = self.listing.tracked if self.listing is not None else ()
        return tuple(
            path
            for path in sorted(tracked)
            if _POINTER_SIZE[0] <= self.size(path) <= _POINTER_SIZE[1]
            and self.text_or_empty(path).startswith(_POINTER)
            and path not in self.lfs_files
        )

    @cached_property
    def lfs_files(self) -> frozenset[str]:
        """The tracked files that git stores as pointers to Git LFS."""
        if self.listing is None or not any(
            path.rpartition("/")[2] == ".gitattributes" and "filter=lfs" in self.text_or_empty(path)
            for path in self.listing.tracked
        ):
            return frozenset()
        return git.lfs_files(self.root, sorted(self.listing.tracked))

    @cached_property
    def branch(self) -> str | None:
        """The branch that is checked out, None outside of git and for a detached HEAD."""
        return git.branch(self.git_top) if self.git_top is not None else None

    @cached_property
    def files(self) -> frozenset[str]:
        """All files that belong to the repository. Raises UsageError without a root.

        A symbolic link that leads nowhere in a clone is none of them, but noted as unread.
        """
        nowhere = frozenset(path for path in self._names if self._leads_nowhere(path))
        for path in nowhere:
            reason = self.reader.obstacle(path) or "a symbolic link that leads nowhere"
            self.unread.setdefault(path, reason)
        return self._names - nowhere

    def _leads_nowhere(self, path: str) -> bool:
        return (
            os.path.islink(self.root / path)  # noqa: PTH114
            and path not in self.reader.overlay
            and self.reader.real_path(path) is None
        )

    @cached_property
    def _names(self) -> frozenset[str]:
        """All files, and the links that lead nowhere."""
        self.check_root()
        if self.listing is None:
            return frozenset(self._walk(self.root, "")) - self._gone | self._new
        environments: dict[str, bool] = {}
        return frozenset(
            path
            for path in self.listing.tracked | self.listing.untracked
            if not self._in_left_out(path, environments)
        )

    @cached_property
    def directories(self) -> frozenset[str]:
        """All directories that hold one of ``files``, at any depth; "" is the root."""
        found = {""}
        for path in self.files:
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def is_cloned(self, path: str) -> bool:
        """Tell whether a clone of what is here, untracked files added, has a file or folder.

        It has nothing that git ignores, and no empty folder, for git records none. What is in
        a submodule counts as there.
        """
        if path in self.files or path in self.directories:
            return True
        listing = self.listing
        if listing is None:
            return False
        return path in listing.tracked or any(
            path == entry or path.startswith(f"{entry}/") for entry in listing.entries
        )

    @cached_property
    def clone(self) -> Files:
        """The files that a clone of what is here, untracked files added, would have."""
        entries = self.listing.entries if self.listing is not None else frozenset()
        # Submodules that have not been fetched here, as is usual in CI.
        return self.reader.only(self.is_cloned, frozenset(filter(self.reader.is_empty, entries)))

    @cached_property
    def notebooks(self) -> tuple[str, ...]:
        """The files named ``.ipynb``, sorted; none that a sparse checkout leaves out.

        Links that lead nowhere are among them: that such a notebook cannot be read is reported.
        """
        return tuple(sorted(p for p in self._names - self._left_out if p.endswith(".ipynb")))

    @cached_property
    def _left_out(self) -> frozenset[str]:
        """What the repository has and the working tree has not, by the user's own choice."""
        sparse = self.listing.sparse if self.listing is not None else frozenset()
        return frozenset(path for path in sparse if not (self.root / path).exists())

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The Markdown, HTML and reStructuredText files, and settings of pages; sorted."""
        return tuple(
            sorted(
                path
                for path in self.files
                if path.lower().endswith(_DOCUMENT_SUFFIXES)
                or path.rpartition("/")[2] in _DOCUMENT_NAMES
            )
        )

    def read_bytes(self, path: str, limit: int | None = None) -> bytes:
        """Return a file's content.

        Raises OSError, with a reason for people, where it cannot be read, is no regular file (a
        pipe would block), lies outside the root by way of a symbolic link, or has more than
        ``limit`` bytes.
        """
        try:
            return self.reader.read(path, limit)
        except OSError as error:
            explained = self._explained(path, error)
            self.unread[path] = explained.strerror or str(explained)
            raise explained from None

    def read_text(self, path: str) -> str:
        """Return a document's text; a byte that belongs to no character becomes U+FFFD.

        Raises OSError.
        """
        try:
            return self.reader.document(path)
        except OSError as error:
            raise self._explained(path, error) from None

    def _explained(self, path: str, error: OSError) -> OSError:
        reason = self.reader.obstacle(path)
        return OSError(reason) if reason is not None and error.errno == errno.ENOENT else error

    def size(self, path: str) -> int:
        """Return a file's size in bytes, 0 if it cannot be read."""
        if path in self.reader.overlay:
            return len(self.reader.overlay[path] or b"")
        try:
            return (self.root / path).lstat().st_size
        except OSError:
            return 0

    def is_ignored(self, path: str) -> bool:
        """Tell whether a file is on disk, and git has been told to leave it out.

        ``path`` may be anything that people write into a link.
        """
        listing = self.listing
        if listing is None or path in listing.tracked or path in listing.untracked:
            return False
        if path.startswith("/") or ".." in path.split("/"):
            return False
        return self.reader.is_file(path)

    def text_or_empty(self, path: str) -> str:
        """Return a document's text, "" where it cannot be read."""
        try:
            return self.read_text(path)
        except OSError:
            return ""

    def _in_left_out(self, path: str, environments: dict[str, bool]) -> bool:
        """Tell whether a folder above ``path`` is left out; ``environments`` is a cache."""
        folder = path.rpartition("/")[0]
        while folder:
            if folder.rpartition("/")[2] in LEFT_OUT:
                return True
            if folder not in environments:
                environments[folder] = self._is_environment(self.root / folder)
            if environments[folder]:
                return True
            folder = folder.rpartition("/")[0]
        return False

    @staticmethod
    def _is_environment(folder: Path) -> bool:
        return any((folder / mark).exists() for mark in _ENVIRONMENT_MARKS)

    def _walk(self, folder: Path, prefix: str) -> Iterator[str]:
        # A separate stack: a deep tree must not exhaust Python's.
        todo = [(folder, prefix)]
        while todo:
            here, prefix = todo.pop()
            try:
                with os.scandir(here) as found:
                    entries = list(found)
            except OSError:
                continue
            names = {entry.name for entry in entries}
            if names >= _BARE:
                continue
            if prefix and (".git" in names or not names.isdisjoint(_ENVIRONMENT_MARKS)):
                continue
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in LEFT_OUT:
                        todo.append((here / entry.name, f"{prefix}{entry.name}/"))
                elif entry.is_symlink() or entry.is_file():
                    yield prefix + entry.name
