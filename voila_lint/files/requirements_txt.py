"""Requirements files and pip sections: what ``pip install -r`` takes from them."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from msgspec import Struct

from voila_lint.errors import NotJudged
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
from voila_lint.shell.options import Refused
from voila_lint.shell.pip_options import Option, read_options
from voila_lint.text import (
    MARKS,
    LogicalLine,
    Span,
    declared_encoding,
    decode_as,
    logical_lines,
)
from voila_lint.versions.collected import Collected, EnvironmentRole, Source
from voila_lint.versions.marker import applies
from voila_lint.versions.model import Include, Package

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
    """Return the text of a requirements file; raises UnicodeError, LookupError and NotJudged.

    As ``auto_decode`` of pip 25: a byte-order mark, a coding comment in the first two lines,
    else UTF-8.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding)
    declared = declared_encoding(content)
    return content.decode("utf-8") if declared is None else decode_as(content, declared)


class Inclusion(NamedTuple):
    """A file that a line includes with ``-r``, or with ``-c``: then only for its constraints."""

    path: str
    constraints: bool = False


def install_file(
    collected: Collected, run: PipRun, included: Inclusion, within: str | None = None
) -> None:
    """Note what pip installs from a file, following ``-r`` and ``-c``.

    ``within`` is the file that includes it, if any. pip reads a file as often as it is included
    (``_parse_and_recurse``, pip 25), and refuses one that includes itself; once is enough here.
    """
    # The files on the way to the current line, with what is left of each. Not by recursion: pip
    # takes chains that are longer than Python's stack.
    waiting: dict[str, Iterator[LogicalLine]] = {} if within is None else {within: iter(())}
    constraints: list[bool] = [False] * len(waiting)
    _enter(collected, run, included, waiting, constraints)
    while waiting:
        path = next(reversed(waiting))
        line = next(waiting[path], None)
        if line is None:
            waiting.popitem()
            constraints.pop()
            continue
        nested = install_line(collected, run, path, line, constraints[-1])
        refusal = nested and _enter(collected, run, nested, waiting, constraints)
        if refusal:
            collected.refuse(path, line.text, refusal, line.span())


def _enter(
    collected: Collected,
    run: PipRun,
    included: Inclusion,
    waiting: dict[str, Iterator[LogicalLine]],
    constraints: list[bool],
) -> str | None:
    """Put a file's lines on top of those that wait; return why pip refuses to, if it does."""
    path = included.path
    if path in waiting:
        return f"{path} recursively references itself"
    key = (path, included.constraints, run.environment)
    if key in collected.included:
        return None
    collected.included.add(key)
    if path not in collected.requirements_files:
        collected.requirements_files.append(path)
    try:
        text = decode_as_pip(collected.files.read(path))
    except NotJudged as limit:
        collected.doubt(f"{path}: not judged: {limit}")
        return None
    except (OSError, UnicodeError, LookupError) as error:
        collected.refuse(path, "", str(error), None)
        collected.doubt(f"what {path} asks for")
        return None
    waiting[path] = logical_lines(text)
    constraints.append(included.constraints)
    return None


def install_items(
    collected: Collected, run: PipRun, path: str, items: Iterable[tuple[str, Span]]
) -> None:
    """Note what pip installs from the items of a list in the file ``path``."""
    for text, at in items:
        exact = at.line == at.end_line and at.end_column - at.column == len(text)
        for line in logical_lines(text, None if exact else at):
            if exact:
                line = line.moved(at.line, at.column)
            included = install_line(collected, run, path, line)
            if included is not None:
                install_file(collected, run, included, within=path)


def install_requirement(
    collected: Collected, run: PipRun, path: str, text: str, at: Span, *, editable: bool = False
) -> None:
    """Note what pip installs for one word of its command line, which is written in ``path``."""
    disk = _Disk(collected.files, run)
    try:
        wanted = read_editable(text, disk) if editable else read_requirement(text, disk)
        _want(collected, run, path, text, wanted, at, editable=editable)
    except Refused as refused:
        collected.refuse(path, text, str(refused), at)


def install_line(
    collected: Collected,
    run: PipRun,
    path: str,
    line: LogicalLine,
    constraints: bool = False,
) -> Inclusion | None:
    """Note what one line for pip installs; return the file whose lines come in its place."""
    words = line.text.split(" ")
    first_option = next((i for i, word in enumerate(words) if word.startswith("-")), len(words))
    requirement = " ".join(words[:first_option]).strip()
    editable: Option | None = None
    try:
        options = read_options(" ".join(words[first_option:]))
        editable = next((option for option in options if option.name == "--editable"), None)
        disk = _Disk(collected.files, run)
        local = editable.value if editable else requirement
        is_path = editable is not None or looks_like_path(local)
        if is_path and _is_elsewhere(collected, run.directory, local):
            collected.doubt(f"what {local} holds")
        elif _VARIABLE.search(line.text):
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
            return _followed(collected, run, path, line, options)
    except NotJudged as limit:
        collected.doubt(f"{path}, line {line.span().line}: not judged: {limit}")
    except Refused as refused:
        collected.refuse(path, line.text, str(refused), line.span())
        named = requirement if looks_like_path(requirement) else editable.value if editable else ""
        reference = _local_reference(collected.files, run, path, named, line)
        if reference:
            collected.includes.append(reference)
    return None


def _is_elsewhere(collected: Collected, folder: str, path: str) -> bool:
    """Tell whether a path leads into a submodule that has not been fetched here."""
    target = inside(folder, path.partition("[")[0])
    return target is not None and collected.files.is_elsewhere(target)


def _followed(
    collected: Collected,
    run: PipRun,
    path: str,
    line: LogicalLine,
    options: list[Option],
) -> Inclusion | None:
    """Return the file that a line of options includes, None where there is none in reach."""
    for name in ("--requirement", "--constraint"):
        option = next((option for option in options if option.name == name), None)
        if option is None:
            continue
        at = _value_span(line, option)
        if re.match(r"(?:https?|ftp|file):", option.value, re.IGNORECASE):
            collected.doubt(f"what {option.value} asks for")
            return None
        folder = posixpath.dirname(path) or "."
        if _is_elsewhere(collected, folder, option.value):
            collected.doubt(f"what {option.value} asks for")
            return None
        target = inside(folder, option.value)
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
        return Inclusion(target, is_constraint) if available and target is not None else None
    return None


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
        except NotJudged as limit:
            collected.doubt(f"{dependency.path}: not judged: {limit}")
            continue
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
