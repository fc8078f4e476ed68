"""Reads the files of one repository: each once per run, with the names that a clone has."""

import errno
import os
import posixpath
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from voila_lint.text import decode, universal_newlines

#: Larger files are no documents: nobody writes so much by hand (bytes).
MAX_DOCUMENT = 32 * 1024 * 1024

#: How much of what has been read is kept for the next reader (bytes, all files together).
MAX_KEPT = 64 * 1024 * 1024

#: Links that Linux follows in one path before it gives up (path_resolution(7)).
_MOST_LINKS = 40

#: What is on disk stays as it is.
NO_OVERLAY: Mapping[str, bytes | None] = MappingProxyType({})


class _Disk(Struct):
    """What has been read of a root: folders by real path (name → whether a link), and contents."""

    folders: dict[str, dict[str, bool]] = field(default_factory=dict)
    links: dict[str, str | None] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    kept: int = 0


class Files:
    """Read access to one repository, as a clone of it on Linux would be read.

    Paths are relative to the root, with ``/`` separators. A name in another case is another
    file, whatever the file system of this machine thinks. Links that are broken, circular, lead
    out of the root or into ``.git`` do not exist, and neither do devices and pipes: a build of the
    pushed repository does not have them either. What has been read is kept, and not read again.

    ``absent`` are names in the root that a clone will not have, although this disk does.
    ``overlay`` says what is to be read instead of what is on disk, by path: a content, or None
    for a file that is not there. Its paths name files themselves, not links to them.
    """

    def __init__(
        self,
        root: Path,
        absent: frozenset[str] = frozenset(),
        overlay: Mapping[str, bytes | None] = NO_OVERLAY,
    ) -> None:
        """Take the root, an existing directory; nothing is read yet."""
        self._root = os.path.realpath(root)
        self._absent = absent
        self._exists: Callable[[str], bool] | None = None
        self._elsewhere: frozenset[str] = frozenset()
        self._disk = _Disk()
        self._lay(overlay)

    def _lay(self, overlay: Mapping[str, bytes | None]) -> None:
        self._overlay = overlay
        #: The names that the overlay adds to each folder.
        self._added: dict[str, set[str]] = {}
        for path, content in overlay.items():
            while content is not None and path:
                folder, _, name = path.rpartition("/")
                self._added.setdefault(folder, set()).add(name)
                path = folder

    def without(self, absent: frozenset[str]) -> "Files":
        """Return the same files without these names in the root; what has been read is shared."""
        return self._sharing(absent, self._overlay)

    def only(
        self, exists: Callable[[str], bool], elsewhere: frozenset[str] = frozenset()
    ) -> "Files":
        """Return those of the files, folders and links whose paths ``exists`` knows.

        ``elsewhere`` are folders whose content is not on this disk, though a clone has it.
        """
        other = self._sharing(self._absent, self._overlay)
        other._exists, other._elsewhere = exists, elsewhere
        return other

    def is_elsewhere(self, path: str) -> bool:
        """Return whether a clone may have ``path``, in a folder that this disk has empty."""
        return any(path == folder or path.startswith(f"{folder}/") for folder in self._elsewhere)

    def with_overlay(self, overlay: Mapping[str, bytes | None]) -> "Files":
        """Return the files with another overlay; what has been read of the disk is shared."""
        return self._sharing(self._absent, overlay)

    def _sharing(self, absent: frozenset[str], overlay: Mapping[str, bytes | None]) -> "Files":
        other = Files.__new__(Files)
        other._root = self._root
        other._absent = absent
        other._exists, other._elsewhere = self._exists, self._elsewhere
        other._disk = self._disk
        other._lay(overlay)
        return other

    @property
    def overlay(self) -> Mapping[str, bytes | None]:
        """What is read instead of what is on disk."""
        return self._overlay

    def exists(self, path: str) -> bool:
        """Return whether ``path`` is a file or a directory."""
        return self._kind(path) is not None

    def is_directory(self, path: str) -> bool:
        """Return whether ``path`` is a directory."""
        return self._kind(path) == "directory"

    def is_file(self, path: str) -> bool:
        """Return whether ``path`` is a regular file."""
        return self._kind(path) == "file"

    def real_path(self, path: str) -> str | None:
        """Return the path with all links followed; None where it leads to nothing in the root."""
        here = ""
        for part in posixpath.normpath(path).split("/"):
            if part == ".":
                continue
            inside = f"{here}/{part}" if here else part
            if self._exists is not None and not self._exists(inside):
                return None
            if part in self._added.get(here, ()):
                here = inside
                continue
            is_link = self._names(here).get(part)
            if is_link is None or inside in self._overlay or (not here and part in self._absent):
                return None
            if is_link:
                target = self._target(inside)
                if target is None or self._overlay.get(target, b"") is None:
                    return None
                if self._exists is not None and target and not self._exists(target):
                    return None
                inside = target
            here = inside
        return None if ".git" in here.lower().split("/") else here

    def is_empty(self, folder: str) -> bool:
        """Return whether the disk has nothing in a folder."""
        return not self._names(folder)

    def read(self, path: str, limit: int | None = None) -> bytes:
        """Return the content of ``path``.

        Raises OSError, naming ``path``, where it is not there, is no file or cannot be read, and
        where it has more than ``limit`` bytes.
        """
        real = self.real_path(path)
        content = None if real is None else self._overlay.get(real, self._disk.contents.get(real))
        if content is None:
            content = self._read(path, real, limit)
        elif limit is not None and len(content) > limit:
            raise _too_large(limit, path)
        return content

    def text(self, path: str) -> str:
        """Return ``path`` as Python's text mode reads it: UTF-8, each line end a line feed.

        Raises OSError as :meth:`read` and UnicodeDecodeError.
        """
        return universal_newlines(self.read(path).decode("utf-8"))

    def document(self, path: str) -> str:
        """Return a document's text by ``text.decode``; raises OSError as :meth:`read`.

        All places (lines, columns) in documents count in this text.
        """
        return decode(self.read(path, MAX_DOCUMENT), path).text

    def obstacle(self, path: str) -> str | None:
        """Return why a name that is on disk leads to no file, in words; None where it does."""
        real = self.real_path(path)
        if real is not None:
            return None if self._kind(path) else "not a regular file"
        return "a symbolic link that leads out of the repository" if self.leads_out(path) else None

    def leads_out(self, path: str) -> bool:
        """Tell whether a symbolic link in ``path`` has no target in a clone, though it may here.

        It leaves the root or enters git's own folder.
        """
        return _followed(self._root, path) is None and not self._is_circular(path)

    def _read(self, path: str, real: str | None, limit: int | None) -> bytes:
        kind = None if real is None else self._kind(path)
        if kind is None:
            code = errno.ELOOP if self._is_circular(path) else errno.ENOENT
            raise OSError(code, os.strerror(code), path)
        if kind == "directory":
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        assert real is not None
        full = Path(self._root, real)
        try:
            if limit is not None and full.stat().st_size > limit:
                raise _too_large(limit, path)
            content = full.read_bytes()
        except OSError as error:
            raise type(error)(error.errno, error.strerror, path) from None
        if self._disk.kept + len(content) <= MAX_KEPT:
            self._disk.kept += len(content)
            self._disk.contents[real] = content
        return content

    def _kind(self, path: str) -> str | None:
        real = self.real_path(path)
        if real is None:
            return None
        if real in self._added:
            return "directory"
        if self._overlay.get(real) is not None:
            return "file"
        try:
            mode = Path(self._root, real).stat().st_mode
        except (OSError, ValueError):
            return None
        return "directory" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else None

    def _is_circular(self, path: str) -> bool:
        """Return whether ``path`` is a link that leads back to itself."""
        try:
            Path(self._root, path).stat()
        except OSError as error:
            return error.errno == errno.ELOOP
        except ValueError:
            return False
        return False

    def _target(self, path: str) -> str | None:
        """Return where a link leads, relative to the root; None for nowhere and outside of it."""
        if path not in self._disk.links:
            real = _followed(self._root, path)
            is_there = real is not None and Path(self._root, real).exists()
            self._disk.links[path] = real if is_there else None
        return self._disk.links[path]

    def _names(self, folder: str) -> Mapping[str, bool]:
        """Return the names in a folder of the disk, and whether each is a link."""
        names = self._disk.folders.get(folder)
        if names is None:
            try:
                with os.scandir(f"{self._root}/{folder}") as entries:
                    names = {entry.name: entry.is_symlink() for entry in entries}
            except (OSError, ValueError):
                names = {}
            self._disk.folders[folder] = names
        return names


def _followed(root: str, path: str) -> str | None:
    """Return where a path leads, relative to the root and free of links; "" is the root.

    What is not there leads to itself. None where a clone has no target, whatever lies there on
    this disk: where a link is absolute, leaves the root (be it to come back) or goes in circles,
    and where the path enters git's own folder.
    """
    rest = path.split("/")[::-1]
    done: list[str] = []
    links = 0
    while rest:
        part = rest.pop()
        if part in ("", "."):
            continue
        if part == "..":
            if not done:
                return None
            done.pop()
            continue
        if part.lower() == ".git":
            return None
        done.append(part)
        try:
            target = os.readlink(f"{root}/{'/'.join(done)}")  # noqa: PTH115
        except (OSError, ValueError):
            continue
        links += 1
        if links > _MOST_LINKS or os.path.isabs(target):  # noqa: PTH117
            return None
        done.pop()
        rest.extend(target.replace(os.sep, "/").split("/")[::-1])
    return "/".join(done)


def _too_large(limit: int, path: str) -> OSError:
    return OSError(errno.EFBIG, f"larger than {limit // 1024 // 1024} MB", path)
