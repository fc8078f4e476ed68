"""Pipfile and Pipfile.lock: the Python they ask for and what pipenv installs."""

import json
from typing import Any

from msgspec import Struct

from voila_lint.errors import NotJudged
from voila_lint.files.toml_text import find_keys
from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.text import Lines, Span
from voila_lint.toml_file import TOMLDecodeError, load
from voila_lint.versions.collected import Collected
from voila_lint.versions.marker import applies
from voila_lint.versions.model import Package, PlanError
from voila_lint.versions.python_version import DEFAULT_PYTHON, MAJOR_PYTHONS
from voila_lint.versions.stops import BuildStops, stop

_VERSION = pattern(r"\d+(\.\d+)*")
_PLACE = pattern(r"\(at line (\d+), column (\d+)\)")


class Pipfiles(Struct, frozen=True):
    """What the two files hold; None where a file is absent."""

    pipfile_path: str
    lock_path: str
    pipfile: dict[str, Any] | None = None
    lock: Any = None


def read_pipfiles(files: Files, pipfile_path: str, lock_path: str) -> Pipfiles:
    """Read both files; raises BuildStops where repo2docker does.

    Modelled on ``PipfileBuildPack.python_version`` in repo2docker/buildpacks/pipfile, 2026.4.0.
    """
    lock: Any = None
    if files.exists(lock_path):
        try:
            lock = json.loads(files.text(lock_path))
        except (OSError, ValueError, RecursionError) as error:
            raise stop(error, lock_path, _json_place(error)) from None
        _check_lock(lock, lock_path)
    pipfile: dict[str, Any] | None = None
    if files.exists(pipfile_path):
        try:
            pipfile = load(files.text(pipfile_path).encode("utf-8"))
        except NotJudged as limit:
            raise NotJudged(f"{pipfile_path}: not judged: {limit}") from None
        except TOMLDecodeError as error:
            # repo2docker reads this file with the package toml, whose exception this is.
            at = _toml_place(str(error))
            raise BuildStops(PlanError("TomlDecodeError", str(error), pipfile_path, at)) from None
        except (OSError, UnicodeDecodeError, RecursionError) as error:
            raise stop(error, pipfile_path) from None
    return Pipfiles(pipfile_path, lock_path, pipfile, lock)


def python_of(pipfiles: Pipfiles) -> tuple[str, str | None, Span | None]:
    """Return the Python version, the file that says it, and where; the lock is asked first."""
    sources = []
    if pipfiles.lock is not None:
        requires = pipfiles.lock.get("_meta", {}).get("requires", {})
        sources.append((requires, pipfiles.lock_path))
    if pipfiles.pipfile is not None:
        sources.append((pipfiles.pipfile.get("requires", {}), pipfiles.pipfile_path))
    for requires, path in sources:
        for key in ("python_full_version", "python_version"):
            try:
                value = requires.get(key, None)
                match = _VERSION.match(value) if value else None
            except (AttributeError, TypeError) as error:
                raise stop(error, path) from None
            if match is None:
                continue
            numbers = match.group().split(".")
            if len(numbers) > 1:
                return ".".join(numbers[:2]), path, None
            try:
                return MAJOR_PYTHONS[numbers[0]], path, None
            except KeyError as error:
                raise stop(error, path, kind="python") from None
    return DEFAULT_PYTHON, None, None


def install(collected: Collected, pipfiles: Pipfiles) -> None:
    """Note what ``pipenv install --system --dev`` installs: of the lock where there is one."""
    if pipfiles.lock is not None:
        path, sections, document = pipfiles.lock_path, ("default", "develop"), pipfiles.lock
    else:
        path, sections = pipfiles.pipfile_path, ("packages", "dev-packages")
        document = pipfiles.pipfile or {}
    text = collected.files.text(path)
    for section in sections:
        table = document.get(section)
        if not isinstance(table, dict):
            continue
        if pipfiles.lock is not None:
            places = _places_in_lock(text, section, list(table))
        else:
            places = find_keys(text, section)
        for name, value in table.items():
            _install_one(collected, path, name, value, places.get(name))


def _places_in_lock(text: str, section: str, names: list[str]) -> dict[str, Span]:
    """Return where the names are; they stand in this order behind the section's name."""
    places = {}
    lines = Lines(text)
    offset = max(text.find(f'"{section}"'), 0)
    for name in names:
        found = text.find(f'"{name}"', offset)
        if found >= 0:
            offset = found + len(name) + 2
            places[name] = lines.span(found + 1, offset - 1)
    return places


def _install_one(
    collected: Collected, path: str, name: str, value: object, at: Span | None
) -> None:
    details = value if isinstance(value, dict) else {"version": value}
    conditions = [f"({details['markers']})"] if details.get("markers") else []
    conditions += [
        f"{variable} {details[variable]}"
        for variable in ("sys_platform", "platform_system", "os_name", "python_version")
        if isinstance(details.get(variable), str)
    ]
    marker = " and ".join(conditions) or None
    if not applies(marker, collected.python):
        return
    address = next((str(details[key]) for key in ("git", "file", "hg") if key in details), None)
    if "path" in details and details["path"] in (".", "./"):
        collected.installs_project = True
    elif "path" in details:
        collected.doubt(f"what {name} in {path} holds")
    version = details.get("version", "")
    extras = details.get("extras", ())
    collected.add(
        [
            Package(
                name=name,
                specifier=version if isinstance(version, str) and version != "*" else "",
                source="pip",
                path=path,
                at=at,
                extras=tuple(map(str, extras)) if isinstance(extras, list) else (),
                marker=marker,
                url=address,
            )
        ]
    )


def _check_lock(lock: object, path: str) -> None:
    """Raise BuildStops where repo2docker asks an object of the lock for what it cannot give."""
    try:
        lock.get("_meta", {}).get("requires", {})  # type: ignore[attr-defined]
    except AttributeError as error:
        raise stop(error, path) from None


def _json_place(error: Exception) -> Span | None:
    if not isinstance(error, json.JSONDecodeError):
        return None
    return Span(error.lineno, error.colno, error.lineno, error.colno)


def _toml_place(message: str) -> Span | None:
    match = _PLACE.search(message)
    if match is None:
        return None
    line, column = int(match.group(1)), int(match.group(2))
    return Span(line, column, line, column)
