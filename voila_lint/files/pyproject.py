"""pyproject.toml: whether it makes a package, its Python and its requirements."""

import posixpath
from typing import Any

from msgspec import Struct

from voila_lint.errors import NotJudged
from voila_lint.files.model import Dependency
from voila_lint.files.toml_text import find_keys, find_string, find_strings
from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.text import Span, universal_newlines
from voila_lint.toml_file import TOMLDecodeError, load
from voila_lint.versions.stops import stop

PYPROJECT = "pyproject.toml"
_PLACE = pattern(r"\(at line (\d+), column (\d+)\)")


class ProjectRequirements(Struct, frozen=True):
    """What pyproject.toml says about requirements.

    ``complete`` is false where setup.py and setup.cfg have a say too.
    """

    dependencies: tuple[Dependency, ...] = ()
    opaque: tuple[str, ...] = ()
    complete: bool = False


def load_pyproject(files: Files) -> dict[str, Any]:
    """Return the root's pyproject.toml; raises BuildStops where repo2docker cannot read it.

    Raises NotJudged where the parser could be busy for minutes.
    """
    try:
        return load(files.read(PYPROJECT))
    except NotJudged as limit:
        raise NotJudged(f"{PYPROJECT}: not judged: {limit}") from None
    except TOMLDecodeError as error:
        raise stop(error, PYPROJECT, _place(str(error))) from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise stop(error, PYPROJECT) from None


def requires_python_span(files: Files, value: object) -> Span | None:
    """Return where the value of ``requires-python`` is."""
    text = universal_newlines(files.read(PYPROJECT).decode("utf-8"))
    return find_string(text, str(value), after="requires-python")


def _place(message: str) -> Span | None:
    match = _PLACE.search(message)
    if match is None:
        return None
    line, column = int(match.group(1)), int(match.group(2))
    return Span(line, column, line, column)


def read_requirements(files: Files, base: str) -> ProjectRequirements:
    """Return the requirements in the pyproject.toml of the directory ``base`` ("" or "x/")."""
    path = f"{base}{PYPROJECT}"
    try:
        content = files.read(path)
        document = load(content)
    except FileNotFoundError:
        return ProjectRequirements()
    except NotJudged as limit:
        return ProjectRequirements(opaque=(f"{path}: not judged: {limit}",), complete=True)
    except (OSError, UnicodeDecodeError, TOMLDecodeError, RecursionError):
        return ProjectRequirements(opaque=(f"{path} cannot be read",), complete=True)
    text = universal_newlines(content.decode("utf-8"))
    backend = str(_table(document, "build-system").get("build-backend", "setuptools"))
    if isinstance(document.get("project"), dict):
        return _of_project(files, path, text, document, backend)
    if backend.startswith("poetry"):
        return _of_poetry(path, text, document)
    if backend.startswith("flit"):
        requires = _table(document, "tool", "flit", "metadata").get("requires", [])
        return ProjectRequirements(_texts(requires, path, text, "requires"), (), True)
    if backend.startswith("setuptools"):
        return ProjectRequirements()
    return ProjectRequirements(opaque=(f"what {backend} finds for {path}",), complete=True)


def _of_project(
    files: Files, path: str, text: str, document: dict[str, Any], backend: str
) -> ProjectRequirements:
    project = _table(document, "project")
    dependencies = _texts(project.get("dependencies", []), path, text, "dependencies")
    for extra, values in _table(document, "project", "optional-dependencies").items():
        dependencies += _texts(values, path, text, "optional-dependencies", extra)
    dynamic = project.get("dynamic", [])
    if not isinstance(dynamic, list) or "dependencies" not in dynamic:
        return ProjectRequirements(dependencies, (), True)
    if backend.startswith("poetry"):
        return _of_poetry(path, text, document)
    if not backend.startswith("setuptools"):
        reason = f"the dynamic dependencies in {path}"
        return ProjectRequirements(dependencies, (reason,), True)
    source = _table(document, "tool", "setuptools", "dynamic", "dependencies").get("file")
    if source is None:
        return ProjectRequirements(dependencies)
    names = source if isinstance(source, list) else [source]
    more, opaque = _from_files(files, posixpath.dirname(path), names)
    return ProjectRequirements(dependencies + more, opaque, True)


def _from_files(
    files: Files, directory: str, names: list[object]
) -> tuple[tuple[Dependency, ...], tuple[str, ...]]:
    from voila_lint.text import logical_lines

    found: list[Dependency] = []
    opaque: list[str] = []
    for name in names:
        path = posixpath.normpath(posixpath.join(directory, str(name)))
        try:
            text = files.text(path)
        except (OSError, UnicodeDecodeError):
            opaque.append(f"the dependencies in {name}")
            continue
        found += [Dependency(line.text, path, line.span()) for line in logical_lines(text)]
    return tuple(found), tuple(opaque)


def _of_poetry(path: str, text: str, document: dict[str, Any]) -> ProjectRequirements:
    found: list[Dependency] = []
    opaque: list[str] = []
    table = "tool.poetry.dependencies"
    places = find_keys(text, table)
    for name, value in _table(document, *table.split(".")).items():
        if name.lower() == "python":
            continue
        if isinstance(value, dict) and value.get("optional"):
            continue
        if isinstance(value, dict) and {"git", "path", "url"} & value.keys():
            opaque.append(f"what {name} of {path} holds")
        found.append(Dependency(name, path, places.get(name)))
    return ProjectRequirements(tuple(found), tuple(opaque), True)


def _texts(
    values: object, path: str, text: str, after: str, extra: str | None = None
) -> tuple[Dependency, ...]:
    if not isinstance(values, list):
        return ()
    strings = [value for value in values if isinstance(value, str)]
    places = find_strings(text, strings, after)
    return tuple(
        Dependency(value, path, at, extra) for value, at in zip(strings, places, strict=True)
    )


def _table(document: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the table of that name, an empty one where there is none."""
    here: Any = document
    for name in names:
        here = here.get(name) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else {}
