"""Requirements files and pip sections: what ``pip install -r`` takes from them."""

import codecs
import posixpath
import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from voila_lint.files.address import name_of_address
from voila_lint.files.local_project import read_project
from voila_lint.files.requirement import (
    FileSystem,
    Wanted,
    looks_like_path,
    read_editable,
    read_requirement,
)
from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.shell.pip_options import Option, Refused, read_options
from voila_lint.text import LogicalLine, Span, logical_lines
from voila_lint.versions.collected import Collected, EnvironmentRole, Source
from voila_lint.versions.marker import applies
from voila_lint.versions.model import Include, Package

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COOKIE = re.compile(rb"coding[:=]\s*([-\w.]+)")
_VARIABLE = pattern(r"\$\{[A-Z0-9_]+\}")


class PipRun(Struct, frozen=True):
    """One call of pip.

    ``directory`` is where it runs, relative to the root. ``copied`` are the only files of the
    repository that are there, None where all are.
    """

    directory: str = "."
    copied: frozenset[str] | None = None
    environment: EnvironmentRole = "kernel"
    source: Source = "pip"


class _Disk(FileSystem):
    """What pip finds in the repository while it runs."""

    def __init__(self, files: Files, run: PipRun) -> None:
        self._files = files
        self._run = run

    def is_directory(self, path: str) -> bool:
        target = inside(self._run.directory, path)
        return target is not None and (
            target == "." or (self._run.copied is None and self._files.is_directory(target))
        )

    def is_project(self, path: str) -> bool:
        target = inside(self._run.directory, path)
        return target is not None and is_project(self._files, target)


def is_project(files: Files, directory: str) -> bool:
    """Return whether pip can install ``directory``."""
    return any(
        files.is_file(posixpath.normpath(f"{directory}/{name}"))
        for name in ("setup.py", "pyproject.toml")
    )


def inside(directory: str, path: str) -> str | None:
    """Return ``path`` as seen from ``directory``, relative to the root; None outside of it."""
    if path.startswith(("/", "~")):
        return None
    joined = posixpath.normpath(posixpath.join(directory, path))
    return None if joined == ".." or joined.startswith("../") else joined


def decode_as_pip(content: bytes) -> str:
    """Return the text of a requirements file; raises UnicodeDecodeError and LookupError.

    As ``auto_decode`` of pip 25: a byte-order mark, a coding comment in the first two lines,
    else UTF-8.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding)
    for line in content.split(b"\n", 2)[:2]:
        cookie = _COOKIE.search(line) if line[:1] == b"#" else None
        if cookie:
            return content.decode(cookie.group(1).decode("ascii"))
    return content.decode("utf-8")


def install_file(
    collected: Collected,
    run: PipRun,
    path: str,
    constraints: bool = False,
    outer: tuple[str, ...] = (),
) -> None:
    """Note what ``pip install -r path`` installs, following ``-r`` and ``-c``."""
    if path in collected.requirements_files and not outer:
        return
    if path not in collected.requirements_files:
        collected.requirements_files.append(path)
    try:
        text = decode_as_pip(collected.files.read(path))
    except (OSError, UnicodeDecodeError, LookupError) as error:
        collected.refuse(path, "", str(error), None)
        return
    for line in logical_lines(text):
        install_line(collected, run, path, line, constraints, outer)


def install_items(
    collected: Collected, run: PipRun, path: str, items: Iterable[tuple[str, Span]]
) -> None:
    """Note what pip installs from the items of a list in the file ``path``."""
    for text, at in items:
        exact = at.line == at.end_line and at.end_column - at.column == len(text)
        for line in logical_lines(text, None if exact else at):
            if exact:
                line = line.moved(at.line, at.column)
            install_line(collected, run, path, line)


def install_line(
    collected: Collected,
    run: PipRun,
    path: str,
    line: LogicalLine,
    constraints: bool = False,
    outer: tuple[str, ...] = (),
) -> None:
    """Note what one line for pip installs."""
    words = line.text.split(" ")
    first_option = next((i for i, word in enumerate(words) if word.startswith("-")), len(words))
    requirement = " ".join(words[:first_option]).strip()
    editable: Option | None = None
    try:
        options = read_options(" ".join(words[first_option:]))
        editable = next((option for option in options if option.name == "--editable"), None)
        disk = _Disk(collected.files, run)
        if _VARIABLE.search(line.text):
            collected.doubt(f"`{line.text}` in {path} depends on an environment variable")
        elif requirement:
            at = line.span(0, len(requirement))
            read = read_editable if editable else read_requirement
            wanted = read(requirement, disk)
            _want(collected, run, path, requirement, wanted, at, constraints)
        elif editable:
            at = _value_span(line, editable)
            wanted = read_editable(editable.value, disk)
            _want(collected, run, path, editable.value, wanted, at, constraints, editable=True)
        else:
            _follow(collected, run, path, line, options, outer)
    except Refused as refused:
        collected.refuse(path, line.text, str(refused), line.span())
        named = requirement if looks_like_path(requirement) else editable.value if editable else ""
        reference = _local_reference(collected.files, run, path, named, line)
        if reference:
            collected.includes.append(reference)


def _follow(
    collected: Collected,
    run: PipRun,
    path: str,
    line: LogicalLine,
    options: list[Option],
    outer: tuple[str, ...],
) -> None:
    for name in ("--requirement", "--constraint"):
        option = next((option for option in options if option.name == name), None)
        if option is None:
            continue
        at = _value_span(line, option)
        if re.match(r"(?:https?|ftp|file):", option.value, re.IGNORECASE):
            collected.doubt(f"what {option.value} asks for")
            return
        target = inside(posixpath.dirname(path) or ".", option.value)
        exists = target is not None and collected.files.is_file(target)
        available = exists and (run.copied is None or target in run.copied)
        is_constraint = name == "--constraint"
        collected.includes.append(
            Include(
                path=path,
                text=option.value,
                kind="constraints" if is_constraint else "requirements",
                target=target,
                exists=exists,
                available=available,
                at=at,
            )
        )
        if not available or target is None:
            return
        if target == path or target in outer:
            collected.refuse(path, line.text, f"{target} recursively references itself", at)
            return
        install_file(collected, run, target, is_constraint, (*outer, path))
        return


def _want(
    collected: Collected,
    run: PipRun,
    path: str,
    text: str,
    wanted: Wanted,
    at: Span,
    constraints: bool = False,
    editable: bool = False,
) -> None:
    if constraints or not applies(wanted.marker, collected.python):
        return
    if wanted.local is not None:
        target = inside(run.directory, wanted.local)
        exists = target is not None and (target == "." or collected.files.exists(target))
        available = exists and (run.copied is None or target in run.copied)
        kind: Literal["editable", "directory", "archive"] = "archive"
        if wanted.kind == "directory":
            kind = "editable" if editable else "directory"
        collected.includes.append(Include(path, text, kind, target, exists, available, at))
        if wanted.kind == "directory":
            if target == ".":
                collected.installs_project = True
            elif target is not None:
                collected.doubt(f"the modules of the project {wanted.local}")
            install_project(collected, run, target or ".", wanted.extras)
            return
    package = _package(wanted, run, path, at)
    if package.name:
        collected.add([package])
    else:
        collected.doubt(f"what {package.url} holds")


def install_project(
    collected: Collected, run: PipRun, directory: str, extras: tuple[str, ...] = ()
) -> None:
    """Note the requirements of the project in ``directory``, which pip installs."""
    project = read_project(collected.files, directory)
    collected.doubt(*project.opaque)
    empty = FileSystem()
    for dependency in project.dependencies:
        if dependency.extra is not None and dependency.extra not in extras:
            continue
        if dependency.path in collected.requirements_files:
            # What setup.py takes from a file that is installed anyway.
            continue
        try:
            wanted = read_requirement(dependency.text, empty)
        except Refused as refused:
            collected.refuse(dependency.path, dependency.text, str(refused), dependency.at)
            continue
        if not applies(wanted.marker, collected.python, extras) or not wanted.name:
            continue
        own = PipRun(run.directory, run.copied, run.environment, "setup")
        collected.add([_package(wanted, own, dependency.path, dependency.at)])


def _package(wanted: Wanted, run: PipRun, path: str, at: Span | None) -> Package:
    address = wanted.url or wanted.local
    return Package(
        name=wanted.name or name_of_address(address or ""),
        specifier=wanted.specifier,
        source=run.source,
        path=path,
        at=at,
        environment=run.environment,
        extras=wanted.extras,
        marker=wanted.marker,
        url=address,
    )


def _local_reference(
    files: Files, run: PipRun, path: str, text: str, line: LogicalLine
) -> Include | None:
    """Return what of the repository a refused requirement meant to name, if anything.

    pip refuses ``pkg/`` where the repository is not there yet, although the target exists.
    """
    if run.copied is None or not text:
        return None
    target = inside(run.directory, text)
    if target is None or not files.exists(target):
        return None
    start = max(line.text.find(text), 0)
    return Include(
        path=path,
        text=text,
        kind="directory" if files.is_directory(target) else "archive",
        target=target,
        exists=True,
        available=False,
        at=line.span(start, start + len(text)),
    )


def _value_span(line: LogicalLine, option: Option) -> Span:
    start = line.text.rfind(option.value)
    return line.span(start, start + len(option.value)) if start >= 0 else line.span()
