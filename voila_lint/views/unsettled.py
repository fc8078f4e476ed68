"""What keeps it open whether a notebook finds a module, beside what Binder installs."""

from collections.abc import Iterator
from functools import lru_cache

from voila_lint.notebook.model import Install
from voila_lint.packages.model import Names
from voila_lint.packages.trace import CodeAt, Use
from voila_lint.repository import Repository

#: Conditions under which nothing happens on Binder.
_NEVER = frozenset(("never", "type-checking", "colab"))


def runs_on_binder(install: Install) -> bool:
    """Whether an installation may run on Binder at all."""
    return _NEVER.isdisjoint(install.guards)


def why_unsettled(
    repository: Repository, path: str, use: Use, names: Names, elsewhere: str | None
) -> str | None:
    """Return why the notebook at ``path`` may find a module that nothing provides.

    ``names`` are the packages that have it, ``elsewhere`` is a file of the repository that has
    the name. None where nothing speaks for it.
    """
    for file in dict.fromkeys((path, *use.via, use.path)):
        for at in _that_change_something(repository, file):
            if elsewhere is not None and at.code.path_unknown:
                return f"only running {file} tells which folders it adds to Python's path"
            if file == path and use.path == path and _is_later(use, at.cell):
                continue
            for written in at.code.writes:
                if use.imported.top in _modules(written):
                    return f"{file} may write {written} itself"
                if written.endswith("/") and not names.sure:
                    return f"{file} brings files from elsewhere"
    return None


@lru_cache(maxsize=64)
def _that_change_something(repository: Repository, file: str) -> tuple[CodeAt, ...]:
    return tuple(at for at in repository.code(file) if at.code.path_unknown or at.code.writes)


def _is_later(use: Use, cell: int | None) -> bool:
    """Whether a cell runs after the one that imports."""
    if cell is None or use.cell is None or "function" in use.imported.guards:
        return False
    return cell > use.cell


def _modules(path: str) -> Iterator[str]:
    """Yield the names in a path under which Python might import something from it."""
    for part in path.replace("\\", "/").split("/"):
        yield part.removesuffix(".py")
