"""What an environment on this machine says of the packages that are installed in it.

Read are the records that installers leave: ``*.dist-info`` (PEP 376, PEP 627), ``*.egg-info``
and ``*.egg-link`` (setuptools) and ``conda-meta/*.json`` (conda). Nothing in the environment is
imported or run, and only the records that are asked for are opened.
"""

import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from voila_lint.errors import UsageError
from voila_lint.packages.installed_files import modules_in
from voila_lint.packages.names import canonical, prefixes
from voila_lint.packages.site_packages import find_folders
from voila_lint.pattern import pattern

#: No record that an installer writes is larger, in bytes.
_LARGEST = 100_000_000

#: So many bytes of METADATA hold its fields; what follows is the description.
_FIELDS = 1_000_000

_NAME = pattern(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_SECTION = pattern(r"\[([^:\]]*):?(.*)\]")
_MAPPING = pattern(r"(?m)^(?:MAPPING|NAMESPACES)\b[^={]*=\s*(\{.*\})\s*$")
_CONDA_FILE = pattern(r"(?:^|/)site-packages/(.+)")

#: Beside the package of a project there often lie these.
_NOT_INSTALLED = frozenset(("conftest", "docs", "examples", "noxfile", "setup", "test", "tests"))


class Installed(Struct, frozen=True):
    """One installed package.

    ``modules`` are its import names, None where its records do not tell; ``requires`` what it
    asks for, as requirements of PEP 508 (of a conda package: names of conda packages), None
    where that cannot be read.
    """

    name: str
    version: str
    modules: tuple[str, ...] | None
    requires: tuple[str, ...] | None


class _CondaRecord(Struct):
    name: str = ""
    version: str = ""
    files: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()


class Environment:
    """An environment, as ``--python`` names it; ``flaws`` says which records could not be read."""

    def __init__(self, given: str) -> None:
        """Look at the folders. Raises UsageError where there is no environment."""
        self.given = given
        self.flaws: list[str] = []
        folders = find_folders(given)
        self._folders = folders.site_packages
        self._conda_meta = folders.conda_meta
        self._installed: dict[str, Installed | None] = {}
        self._conda: dict[str, Installed | None] = {}
        # An environment that cannot be read is told at once, not halfway through the run.
        self._records  # noqa: B018
        self._conda_records  # noqa: B018

    def __len__(self) -> int:
        """How many packages are installed, those that are only conda's not counted twice."""
        return len(self._records) or len(self._conda_records)

    def distribution(self, name: str) -> Installed | None:
        """Return what is installed under a distribution's name, None where nothing is."""
        key = canonical(name)
        if key not in self._installed:
            record = self._records.get(key)
            self._installed[key] = self._read(key, record) if record else None
        return self._installed[key]

    def conda_package(self, name: str) -> Installed | None:
        """Return what is installed under the name of a conda package, None where nothing is."""
        key = name.lower()
        if key not in self._conda:
            record = self._conda_records.get(key)
            self._conda[key] = self._read_conda(key, record) if record else None
        return self._conda[key]

    def distribution_with(self, module: str) -> str | None:
        """Return the distribution that has a module; None where none or more than one has."""
        found = {
            key
            for key in self._holding(module.partition(".")[0])
            if (one := self.distribution(key))
            and not set(prefixes(module)).isdisjoint(one.modules or ())
        }
        return found.pop() if len(found) == 1 else None

    def conda_package_with(self, module: str) -> str | None:
        """Return the conda package that has a module; None where none or more than one has."""
        top = module.partition(".")[0].encode()
        found = set()
        for key, record in self._conda_records.items():
            content = self._bytes(record)
            if content is None or b"site-packages/" + top not in content:
                continue
            package = self.conda_package(key)
            if package and not set(prefixes(module)).isdisjoint(package.modules or ()):
                found.add(key)
        return found.pop() if len(found) == 1 else None

    # Which records there are

    @cached_property
    def _records(self) -> dict[str, Path]:
        """The record of each distribution, of several the one that Python would find first."""
        found: dict[str, Path] = {}
        for folder in self._folders:
            here: dict[str, Path] = {}
            for name in sorted(self._names(folder)):
                stem, dot, ending = name.rpartition(".")
                # What pip could not remove begins with a tilde.
                if dot and stem[:1] not in ("", "~") and ending in _KINDS:
                    # A version follows, except in links.
                    stem = stem if ending == "egg-link" else stem.partition("-")[0]
                    here[canonical(stem)] = folder / name
            found = here | found
        return found

    @cached_property
    def _conda_records(self) -> dict[str, Path]:
        if self._conda_meta is None:
            return {}
        names = (name for name in self._names(self._conda_meta) if name.endswith(".json"))
        return {name.rsplit("-", 2)[0].lower(): self._conda_meta / name for name in names}

    def _names(self, folder: Path) -> list[str]:
        try:
            return [path.name for path in folder.iterdir()]
        except OSError as error:
            raise UsageError(
                f"--python {self.given}: {folder} cannot be read: {error.strerror or error}"
            ) from None

    def _holding(self, top: str) -> Iterator[str]:
        """Yield the distributions whose records have a top-level name somewhere."""
        wanted = top.encode()
        for key, record in self._records.items():
            for name in ("RECORD", "top_level.txt"):
                content = self._bytes(record / name, quiet=True)
                if content is not None and wanted in content:
                    yield key
                    break

    # Reading one

    def _read(self, key: str, record: Path) -> Installed:
        if record.suffix == ".egg-link":
            return self._read_egg_link(key, record)
        if record.suffix == ".egg":
            record /= "EGG-INFO"
        kind = "METADATA" if record.suffix == ".dist-info" else "PKG-INFO"
        # What distutils left is one file, without a list of requirements or modules.
        alone = record.suffix == ".egg-info" and record.is_file()
        fields = self._fields(record if alone else record / kind)
        requires: tuple[str, ...] | None = None
        if fields is not None:
            requires = tuple(fields.get("requires-dist", ()))
            if kind == "PKG-INFO" and not requires and not alone:
                requires = self._egg_requires(record)
        version = next(iter((fields or {}).get("version", ())), "")
        return Installed(key, version, None if alone else self._modules(record), requires)

    def _read_egg_link(self, key: str, link: Path) -> Installed:
        content = self._bytes(link) or b""
        folder = Path(content.decode("utf-8", "replace").partition("\n")[0].strip() or ".")
        if folder.is_absolute():
            for entry in self._listed(folder):
                if entry.endswith(".egg-info") and canonical(entry[:-9].partition("-")[0]) == key:
                    return self._read(key, folder / entry)
        self.flaws.append(f"{link.name} leads to no project that is there")
        return Installed(key, "", None, None)

    def _fields(self, file: Path) -> dict[str, list[str]] | None:
        content = self._bytes(file, largest=_FIELDS)
        if content is None:
            return None
        text = content.decode("utf-8", "replace").replace("\r\n", "\n").partition("\n\n")[0]
        found: dict[str, list[str]] = {}
        for line in text.split("\n"):
            name, colon, value = line.partition(":")
            if colon and not name[:1].isspace():
                found.setdefault(name.lower(), []).append(value.strip())
        if "name" not in found:
            self.flaws.append(f"{file.parent.name}/{file.name} is damaged")
            return None
        return found

    def _egg_requires(self, record: Path) -> tuple[str, ...]:
        """Translate setuptools' requires.txt: sections are ``[extra:marker]``."""
        content = self._bytes(record / "requires.txt", quiet=True) or b""
        found = []
        condition = ""
        for line in map(str.strip, content.decode("utf-8", "replace").splitlines()):
            section = _SECTION.fullmatch(line)
            if section:
                extra, marker = section[1].strip(), section[2].strip()
                parts = [f"({marker})"] if marker else []
                parts += [f'extra == "{extra}"'] if extra else []
                condition = f" ; {' and '.join(parts)}" if parts else ""
            elif line:
                found.append(line + condition)
        return tuple(found)

    def _modules(self, record: Path) -> tuple[str, ...] | None:
        content = self._bytes(record / "RECORD", quiet=True)
        files = list(_recorded(content)) if content is not None else []
        found = modules_in(files)
        if found:
            return found
        top_level = self._bytes(record / "top_level.txt", quiet=True) or b""
        names = [line.strip() for line in top_level.decode("utf-8", "replace").splitlines()]
        modules = [name.replace("/", ".") for name in names]
        found = tuple(name for name in modules if _NAME.fullmatch(name))
        if found:
            return found
        links = [file for file in files if file.endswith(".pth") and "/" not in file]
        if links:
            return self._linked(record.parent, links)
        # A record without modules is a package without modules; without a record it is unknown.
        return () if content is not None else None

    def _linked(self, site: Path, links: list[str]) -> tuple[str, ...] | None:
        """Return the modules of an editable installation, as far as its links name them."""
        import ast

        found: set[str] = set()
        for link in links:
            content = self._bytes(site / link) or b""
            for line in map(str.strip, content.decode("utf-8", "replace").splitlines()):
                if not line.startswith(("import ", "import\t")):
                    if line and not line.startswith("#"):
                        found |= self._in_folder(site / line)
                    continue
                finder = line[len("import ") :].partition(";")[0].strip()
                text = (
                    self._bytes(site / f"{finder}.py", quiet=True)
                    if finder.isidentifier()
                    else None
                )
                for match in _MAPPING.finditer((text or b"").decode("utf-8", "replace")):
                    try:
                        mapping = ast.literal_eval(match[1])
                    except (ValueError, SyntaxError, MemoryError, RecursionError):
                        continue
                    found.update(name for name in mapping if isinstance(name, str))
        if not found:
            self.flaws.append(f"{links[0]} does not say which modules it makes importable")
        return tuple(sorted(found)) or None

    def _in_folder(self, folder: Path) -> set[str]:
        names = self._listed(folder)
        files = [name for name in names if name.endswith(".py")]
        files += [f"{n}/__init__.py" for n in names if (folder / n / "__init__.py").is_file()]
        return set(modules_in(files)) - _NOT_INSTALLED

    def _read_conda(self, key: str, record: Path) -> Installed:
        content = self._bytes(record)
        try:
            found = msgspec.json.decode(content or b"", type=_CondaRecord)
        except (msgspec.DecodeError, RecursionError):
            if content is not None:
                self.flaws.append(f"conda-meta/{record.name} is damaged")
            return Installed(key, "", None, None)
        files = (m[1] for file in found.files if (m := _CONDA_FILE.search(file)))
        depends = [text.split(maxsplit=1)[0] for text in found.depends if text.strip()]
        requires = tuple(name for name in depends if not name.startswith("__"))
        return Installed(key, found.version, modules_in(files), requires)

    def _listed(self, folder: Path) -> list[str]:
        try:
            return [path.name for path in folder.iterdir()]
        except (OSError, ValueError):
            return []

    def _bytes(self, file: Path, *, quiet: bool = False, largest: int = _LARGEST) -> bytes | None:
        """Read a record; None, with a flaw unless ``quiet``, where that cannot be done."""
        try:
            # What is no file, a pipe for instance, would never come to its end.
            if stat.S_ISREG(file.stat().st_mode):
                with file.open("rb") as opened:
                    return opened.read(largest)
            reason = "is no file"
        except (OSError, ValueError) as error:
            reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        if not quiet:
            self.flaws.append(f"{file.parent.name}/{file.name} {reason}")
        return None


_KINDS = frozenset(("dist-info", "egg-info", "egg-link", "egg"))


def _recorded(content: bytes) -> Iterator[str]:
    """Yield the paths that a RECORD lists."""
    for line in content.decode("utf-8", "replace").splitlines():
        if line.startswith('"'):
            yield line[1:].partition('"')[0].replace("\\", "/")
        else:
            yield line.partition(",")[0].replace("\\", "/")
