"""Modules that the repository itself holds, found the way Python's import system would."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from voila_lint.notebook.paths import FILE, HOME

_COMPILED = (".so", ".pyd")


class LocalModule(Struct, frozen=True):
    """A module of the repository.

    ``files`` are the Python files that importing it runs, outermost package first; ``path`` is
    what was found: a file, or a folder where it is a package without ``__init__.py``.
    """

    path: str
    files: tuple[str, ...]


class LocalModules:
    """Finds modules among the files of a repository."""

    def __init__(self, files: frozenset[str], directories: frozenset[str]) -> None:
        """Take all files and all directories ("" is the root), relative with ``/``."""
        self._files = files
        self._directories = directories

    def find(self, module: str, folders: Sequence[str]) -> LocalModule | None:
        """Find a dotted module, looking into the folders in their order.

        A module or package beats a folder without ``__init__.py`` in an earlier place, as
        Python's path finder has it.
        """
        first, *rest = module.split(".")
        for folder in folders:
            found = self._regular(folder, first, rest)
            if found is not None:
                return found
        for folder in folders:
            found = self._namespace(folder, first, rest)
            if found is not None:
                return found
        return None

    def elsewhere(self, name: str) -> str | None:
        """Return the first file or package of that name anywhere in the repository, if any."""
        return self._by_name.get(name)

    def folder_with_code(self, name: str) -> str | None:
        """Return the first folder of that name anywhere that has Python files right in it."""
        return self._with_code.get(name)

    def in_other_case(self, module: str, folders: Sequence[str]) -> str | None:
        """Return the only module in the folders that differs from ``module`` in case only."""
        first, dot, rest = module.partition(".")
        wanted = first.casefold()
        found = {
            _place(path)[1]
            for folder in folders
            for path in self._by_folded_place.get((folder, wanted), ())
        }
        right = f"{found.pop()}{dot}{rest}" if len(found) == 1 else module
        return right if right != module and self.find(right, folders) is not None else None

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The first module of each name, anywhere."""
        found: dict[str, str] = {}
        for path in sorted(self._files, reverse=True):
            if path.endswith(".py"):
                found[_place(path)[1]] = path
        return found

    @cached_property
    def _with_code(self) -> dict[str, str]:
        """The first folder of each name that has Python files right in it."""
        folders = {path.rpartition("/")[0] for path in self._files if path.endswith(".py")}
        return {folder.rpartition("/")[2]: folder for folder in sorted(folders, reverse=True)}

    @cached_property
    def _above_code(self) -> frozenset[str]:
        """The folders that have Python files anywhere below them."""
        found: set[str] = set()
        for path in self._files:
            folder = path.rpartition("/")[0] if path.endswith(".py") else ""
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def _by_folded_place(self) -> dict[tuple[str, str], list[str]]:
        """The modules by their folder and their name, upper and lower case being the same."""
        found: dict[tuple[str, str], list[str]] = {}
        for path in self._files:
            if path.endswith(".py"):
                folder, name = _place(path)
                found.setdefault((folder, name.casefold()), []).append(path)
        return found

    def _candidates(self, base: str) -> Iterator[str]:
        for path in (f"{base}/__init__.py", f"{base}.py"):
            if path in self._files:
                yield path
        folder, _, name = base.rpartition("/")
        if any(
            path.endswith(_COMPILED) and path.rpartition("/")[0] == folder
            for path in self._compiled.get(name, ())
        ):
            yield base

    @cached_property
    def _compiled(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._files:
            if path.endswith(_COMPILED):
                name = path.rpartition("/")[2].partition(".")[0]
                found.setdefault(name, []).append(path)
        return found

    def _regular(self, folder: str, first: str, rest: Sequence[str]) -> LocalModule | None:
        top = next(self._candidates(posixpath.join(folder, first)), None)
        if top is None:
            return None
        if not rest:
            return LocalModule(top, (top,) if top.endswith(".py") else ())
        if not top.endswith("/__init__.py"):
            # `import a.b` where a.py is a plain module: the name is taken all the same.
            return LocalModule(top, (top,) if top.endswith(".py") else ())
        below = self._regular(posixpath.join(folder, first), rest[0], rest[1:])
        if below is None:
            # An attribute of the package, or a submodule that is not there.
            return LocalModule(top, (top,))
        return LocalModule(below.path, (top, *below.files))

    def _namespace(self, folder: str, first: str, rest: Sequence[str]) -> LocalModule | None:
        base = posixpath.join(folder, first)
        if base not in self._directories:
            return None
        if not rest:
            # Any folder is importable, but only one with code in it is meant to be.
            return LocalModule(base, ()) if base in self._above_code else None
        return self._regular(base, rest[0], rest[1:]) or self._namespace(base, rest[0], rest[1:])


def _place(path: str) -> tuple[str, str]:
    """Return the folder in which a Python file is found, and the module's name there."""
    ending = "/__init__.py" if path.endswith("/__init__.py") else ".py"
    folder, _, name = path.removesuffix(ending).rpartition("/")
    return folder, name


def resolve_folder(folder: str, literal: str, file: str = "") -> str | None:
    """Return the folder of the repository that a literal path means when used in ``folder``.

    ``file`` is the one whose code says so. None where the path leads out of the repository, or
    is absolute and not in the place that the repository has on Binder. The root is "".
    """
    literal = literal.replace("\\", "/").strip()
    if literal.startswith(FILE):
        folder, literal = "", file + literal[len(FILE) :]
    elif f"{literal}/".startswith(f"{HOME}/"):
        folder, literal = "", literal[len(HOME) :].lstrip("/")
    if literal.startswith(("/", "~")) or ":" in literal:
        return None
    joined = posixpath.normpath(posixpath.join(folder, literal))
    if joined == "..":
        return None
    if joined.startswith("../"):
        return None
    return "" if joined == "." else joined


def submodules(module: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the dotted modules that ``from module import names`` may mean besides the module."""
    for name in names:
        if name != "*":
            yield f"{module}.{name}" if module else name
