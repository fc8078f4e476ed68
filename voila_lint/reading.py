"""Files of a repository as a build on Linux sees them: exact case, never outside of the root."""

import errno
import os
import posixpath
import stat
from pathlib import Path

from voila_lint.text import universal_newlines


class Files:
    """Read access to one repository.

    Paths are relative to the root, with ``/`` separators. A name in another case is another
    file, whatever the file system of this machine thinks. Links that are broken, circular or
    lead out of the root do not exist, and neither do devices and pipes: a build of the pushed
    repository does not have them either. ``absent`` are names in the root that it will not have,
    although this disk does.
    """

    def __init__(self, root: Path, absent: frozenset[str] = frozenset()) -> None:
        self._root = os.path.realpath(root)
        self._absent = absent
        self._listings: dict[str, frozenset[str]] = {}
        self._contents: dict[str, bytes] = {}

    def exists(self, path: str) -> bool:
        """Return whether ``path`` is a file or a directory."""
        mode = self._mode(path)
        return mode is not None and (stat.S_ISREG(mode) or stat.S_ISDIR(mode))

    def is_directory(self, path: str) -> bool:
        """Return whether ``path`` is a directory."""
        mode = self._mode(path)
        return mode is not None and stat.S_ISDIR(mode)

    def is_file(self, path: str) -> bool:
        """Return whether ``path`` is a regular file."""
        mode = self._mode(path)
        return mode is not None and stat.S_ISREG(mode)

    def read(self, path: str) -> bytes:
        """Return the content of ``path``; raises what ``open`` raises, naming ``path``."""
        if path in self._contents:
            return self._contents[path]
        mode = self._mode(path)
        if mode is None:
            code = errno.ELOOP if self._is_circular(path) else errno.ENOENT
            raise OSError(code, os.strerror(code), path)
        if not stat.S_ISREG(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        try:
            content = Path(self._root, path).read_bytes()
        except OSError as error:
            raise type(error)(error.errno, error.strerror, path) from None
        self._contents[path] = content
        return content

    def text(self, path: str) -> str:
        """Return ``path`` as Python's text mode reads it: UTF-8, each line end a line feed.

        Raises OSError as :meth:`read` and UnicodeDecodeError.
        """
        return universal_newlines(self.read(path).decode("utf-8"))

    def _mode(self, path: str) -> int | None:
        """Return the mode of what ``path`` leads to, None where it leads nowhere."""
        here = self._root
        for part in posixpath.normpath(path).split("/"):
            if part == ".":
                continue
            if part not in self._names(here):
                return None
            here = f"{here}/{part}"
        try:
            real = os.path.realpath(here)
            if os.path.commonpath([self._root, real]) != self._root:
                return None
            mode = Path(real).stat().st_mode
        except (OSError, ValueError):
            return None
        return mode if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else None

    def _is_circular(self, path: str) -> bool:
        """Return whether ``path`` is a link that leads back to itself."""
        folder, _, name = path.rpartition("/")
        if name not in self._names(f"{self._root}/{folder}" if folder else self._root):
            return False
        try:
            Path(self._root, path).stat()
        except OSError as error:
            return error.errno == errno.ELOOP
        except ValueError:
            return False
        return False

    def _names(self, directory: str) -> frozenset[str]:
        names = self._listings.get(directory)
        if names is None:
            real = os.path.realpath(directory)
            try:
                inside = os.path.commonpath([self._root, real]) == self._root
                names = frozenset(entry.name for entry in Path(real).iterdir() if inside)
                if real == self._root:
                    names -= self._absent
            except (OSError, ValueError):
                names = frozenset()
            self._listings[directory] = names
        return names
