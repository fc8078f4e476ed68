"""apt.txt: the system packages of a repository."""

from collections.abc import Iterator

from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.text import Span, universal_newlines
from voila_lint.versions.model import Package
from voila_lint.versions.stops import stop

_PACKAGE = pattern(r"[a-z0-9.+-]+")


def read_apt(files: Files, path: str) -> tuple[Package, ...]:
    """Return one package for each line of apt.txt at ``path``; a line may hold several words.

    Raises BuildStops where repo2docker refuses a line. Only the beginning of a line is checked
    (``BaseImage.get_preassemble_scripts`` in repo2docker/buildpacks/base.py, 2026.4.0).
    """
    try:
        text = files.text(path)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise stop(error, path) from None
    packages = []
    for name, at in _lines(text):
        if not _PACKAGE.match(name):
            message = f"Found invalid package name {name} in apt.txt"
            raise stop(ValueError(message), path, at, "apt-name")
        packages.append(Package(name, "", "apt", path, at))
    return tuple(packages)


def invalid_lines(text: str) -> list[tuple[str, Span]]:
    """Return the lines that repo2docker refuses, of which it names the first, with places."""
    return [(name, at) for name, at in _lines(universal_newlines(text)) if not _PACKAGE.match(name)]


def _lines(text: str) -> Iterator[tuple[str, Span]]:
    for number, line in enumerate(text.split("\n"), start=1):
        before_comment = line.partition("#")[0]
        name = before_comment.strip()
        if name:
            column = len(before_comment) - len(before_comment.lstrip()) + 1
            yield name, Span(number, column, number, column + len(name))
