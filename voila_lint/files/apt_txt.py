"""apt.txt: the system packages of a repository."""

from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.text import Span
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
    for number, line in enumerate(text.split("\n"), start=1):
        before_comment = line.partition("#")[0]
        name = before_comment.strip()
        if not name:
            continue
        column = len(before_comment) - len(before_comment.lstrip()) + 1
        at = Span(number, column, number, column + len(name))
        if not _PACKAGE.match(name):
            message = f"Found invalid package name {name} in apt.txt"
            raise stop(ValueError(message), path, at, "apt-name")
        packages.append(Package(name, "", "apt", path, at))
    return tuple(packages)
