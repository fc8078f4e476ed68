"""setup.cfg: the requirements that setuptools reads there."""

import configparser
import re

from voila_lint.binder.files import Files
from voila_lint.binder.project import Dependency, Project
from voila_lint.binder.toml_text import span_of

_EXTRAS_SECTION = "options.extras_require"


def read_requirements(files: Files, path: str) -> Project:
    """Return ``install_requires`` and extras of setup.cfg at ``path``."""
    parser = configparser.RawConfigParser()
    try:
        text = files.text(path)
        parser.read_string(text)
    except FileNotFoundError:
        return Project()
    except (OSError, UnicodeDecodeError, configparser.Error):
        return Project(opaque=(f"{path} cannot be read",))
    value = parser.get("options", "install_requires", fallback="")
    if value.lstrip().startswith("file:"):
        return Project(opaque=(f"install_requires in {path}",))
    found = _dependencies(value, path, text)
    if parser.has_section(_EXTRAS_SECTION):
        for extra in parser.options(_EXTRAS_SECTION):
            found += _dependencies(parser.get(_EXTRAS_SECTION, extra), path, text, extra)
    return Project(tuple(found))


def _dependencies(value: str, path: str, text: str, extra: str | None = None) -> list[Dependency]:
    separator = "\n" if "\n" in value else ";"
    found = []
    for line in value.split(separator):
        requirement = line.partition(" #")[0].strip()
        if not requirement or requirement.startswith("#"):
            continue
        match = re.search(rf"^[^#\n]*?({re.escape(requirement)})", text, re.MULTILINE)
        at = span_of(text, match.start(1), match.end(1)) if match else None
        found.append(Dependency(requirement, path, at, extra))
    return found
