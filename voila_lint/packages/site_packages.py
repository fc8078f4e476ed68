"""Where an environment on this machine keeps its installed packages; nothing of it is run.

The layouts are those of CPython's ``site`` and ``sysconfig``, of ``venv`` (``pyvenv.cfg``), of
Debian (``dist-packages``) and of conda (``conda-meta``).
"""

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from voila_lint.errors import UsageError
from voila_lint.pattern import pattern

_METADATA = (".dist-info", ".egg-info", ".egg-link", ".egg")
_VERSION = pattern(r"(\d+)\.(\d+)")
_SETTING = pattern(r"(?m)^\s*([\w-]+)\s*=\s*(.*?)\s*$")

#: Where a name says no version.
_NONE = (0, 0)

#: Layouts below a prefix; ``*`` stands for ``python3.11``.
_LAYOUTS = (
    *("Lib/site-packages", "lib/*/site-packages", "lib64/*/site-packages"),
    *("local/lib/*/dist-packages", "lib/*/dist-packages"),
)


class Folders(Struct, frozen=True):
    """Folders with installed packages, the first that has one decides; and conda's records."""

    site_packages: tuple[Path, ...]
    conda_meta: Path | None


def find_folders(given: str) -> Folders:
    """Return the folders of an interpreter, of a virtual or conda environment, or those given.

    Raises UsageError, one sentence, where there is nothing of the kind.
    """
    path = Path(os.path.normpath(Path.cwd() / given))
    try:
        if path.is_dir():
            found = _own(path) or _of_prefix(path, _NONE)
        elif path.exists():
            found = _of_interpreter(path)
        else:
            raise UsageError(f"--python {given}: no such file or folder")
    except OSError as error:
        name = error.filename or given
        raise UsageError(f"--python {given}: {name}: {error.strerror or error}") from None
    if not found.site_packages and found.conda_meta is None:
        raise UsageError(
            f"--python {given}: no installed packages found; name an interpreter, the folder of "
            "a virtual or conda environment, or a site-packages folder"
        )
    return found


def _own(folder: Path) -> Folders | None:
    """Take the folder itself, where packages are installed right in it."""
    with os.scandir(folder) as entries:
        holds = any(entry.name.endswith(_METADATA) for entry in entries)
    if holds or folder.name in ("site-packages", "dist-packages"):
        return Folders((folder,), None)
    return None


def _of_interpreter(file: Path) -> Folders:
    # A virtual environment's interpreter is a link: where it lies counts, not where it leads.
    real = Path(os.path.realpath(file))
    found = Folders((), None)
    for path in dict.fromkeys((file, real)):
        prefix = path.parent.parent if path.parent.name in ("bin", "Scripts") else path.parent
        found = _of_prefix(prefix, _numbers(real.name))
        if found.site_packages or found.conda_meta:
            break
    return found


def _of_prefix(prefix: Path, version: tuple[int, int]) -> Folders:
    settings = _pyvenv(prefix)
    said = settings.get("version") or settings.get("version_info") or ""
    version = version if _numbers(said) == _NONE else _numbers(said)
    folders = list(_layouts(prefix, version))
    if settings.get("include-system-site-packages", "").lower() == "true":
        home = Path(settings.get("home", ""))
        if home.is_absolute():
            folders += _layouts(home.parent if home.name in ("bin", "Scripts") else home, version)
    unique: dict[str, Path] = {}
    for folder in folders:
        unique.setdefault(os.path.realpath(folder), folder)
    conda = prefix / "conda-meta"
    return Folders(tuple(unique.values()), conda if conda.is_dir() else None)


def _pyvenv(prefix: Path) -> dict[str, str]:
    file = prefix / "pyvenv.cfg"
    if not file.is_file():
        return {}
    text = file.read_bytes().decode("utf-8", "replace")
    return {match[1].lower(): match[2] for match in _SETTING.finditer(text)}


def _layouts(prefix: Path, version: tuple[int, int]) -> Iterator[Path]:
    """Yield the folders of a prefix that are there; of several Pythons the one that is meant."""
    for layout in _LAYOUTS:
        above, star, below = layout.partition("*")
        if not star:
            if (prefix / above).is_dir():
                yield prefix / above
            continue
        folder = prefix / above
        names = sorted(_pythons(folder), key=_numbers, reverse=True)
        if version in map(_numbers, names):
            # Debian's `python3` is for all of them.
            names = [name for name in names if _numbers(name) in (version, _NONE)]
        for name in names:
            if (folder / name / below.lstrip("/")).is_dir():
                yield folder / name / below.lstrip("/")


def _pythons(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries if entry.name.startswith(("python", "pypy"))]


def _numbers(text: str) -> tuple[int, int]:
    """The Python version that a name or a setting begins with, (0, 0) for none."""
    match = _VERSION.search(text)
    return (int(match[1]), int(match[2])) if match else _NONE
