"""setup.cfg: the requirements that setuptools reads there."""

import configparser
from collections.abc import Mapping

from voila_lint.files.model import Dependency, LocalProject
from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.text import Span

_KEY = pattern(r"[^=:]*[=:]")
_PART = pattern(r"[^;]+")
_EXTRAS_SECTION = "options.extras_require"


def read_requirements(files: Files, path: str) -> LocalProject:
    """Return ``install_requires`` and extras of setup.cfg at ``path``."""
    parser = configparser.RawConfigParser()
    try:
        text = files.text(path)
        parser.read_string(text)
    except FileNotFoundError:
        return LocalProject()
    except (OSError, UnicodeDecodeError, configparser.Error):
        return LocalProject(opaque=(f"{path} cannot be read",))
    value = parser.get("options", "install_requires", fallback="")
    if value.lstrip().startswith("file:"):
        return LocalProject(opaque=(f"install_requires in {path}",))
    places = _places(text)
    found = _dependencies(value, path, places)
    if parser.has_section(_EXTRAS_SECTION):
        for extra in parser.options(_EXTRAS_SECTION):
            found += _dependencies(parser.get(_EXTRAS_SECTION, extra), path, places, extra)
    return LocalProject(tuple(found))


def _dependencies(
    value: str, path: str, places: Mapping[str, Span], extra: str | None = None
) -> list[Dependency]:
    separator = "\n" if "\n" in value else ";"
    found = []
    for line in value.split(separator):
        requirement = line.partition(" #")[0].strip()
        if not requirement or requirement.startswith("#"):
            continue
        found.append(Dependency(requirement, path, places.get(requirement), extra))
    return found


def _places(text: str) -> dict[str, Span]:
    """Return where what may be a requirement stands first in the sections of options."""
    found: dict[str, Span] = {}
    is_inside = False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("["):
            is_inside = line.startswith("[options")
            continue
        written = line.partition(" #")[0].rstrip()
        if not is_inside or written.lstrip().startswith("#"):
            continue
        ranges = [(0, len(written))]
        key = None if line[:1].isspace() else _KEY.match(written)
        if key:
            begin = key.end()
            ranges += [(begin, len(written)), *(m.span() for m in _PART.finditer(written, begin))]
        for start, end in ranges:
            value = written[start:end].strip()
            column = written.find(value, start) + 1
            found.setdefault(value, Span(number, column, number, column + len(value)))
    return found
