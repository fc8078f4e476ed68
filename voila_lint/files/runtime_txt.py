"""runtime.txt: which language, version and date a repository asks for."""

import datetime

from msgspec import Struct

from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.text import Lines, Span
from voila_lint.versions.stops import stop

_DATE = pattern(r"\d\d\d\d-\d\d-\d\d")
_PLAIN_DATE = pattern(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class Runtime(Struct, frozen=True):
    """What runtime.txt says; all None where there is no such file. ``at`` covers its text."""

    name: str | None = None
    version: str | None = None
    date: datetime.date | None = None
    path: str | None = None
    at: Span | None = None


def read_runtime(files: Files, path: str) -> Runtime:
    """Return what runtime.txt at ``path`` says; raises BuildStops where repo2docker refuses it.

    Modelled on ``BaseImage.runtime`` in repo2docker/buildpacks/base.py, release 2026.4.0:
    ``name-version``, ``name-version-yyyy-mm-dd`` or ``name-yyyy-mm-dd``, white space around it.
    """
    try:
        content = files.text(path)
    except FileNotFoundError:
        return Runtime()
    except (OSError, UnicodeDecodeError) as error:
        raise stop(error, path) from None
    text = content.strip()
    at = _span_of_text(content)
    parts = text.split("-")
    if len(parts) not in (2, 4, 5) or "" in parts:
        raise stop(ValueError(f"Invalid runtime.txt: {text}"), path, at, "runtime-form")
    version = None if len(parts) == 4 else parts[1]
    date = None
    if len(parts) != 2:
        try:
            date = _date("-".join(parts[-3:]))
        except ValueError as error:
            raise stop(error, path, at, "runtime-form") from None
    return Runtime(parts[0], version, date, path, at)


def _date(text: str) -> datetime.date:
    if not _DATE.match(text):
        raise ValueError(f"Invalid runtime.txt date: {text}")
    plain = _PLAIN_DATE.fullmatch(text)
    if plain:
        year, month, day = plain.groups()
        return datetime.date(int(year), int(month), int(day))
    return datetime.datetime.fromisoformat(text).date()


def _span_of_text(content: str) -> Span:
    """Return where the text without surrounding white space is (line 1 where it is empty)."""
    text = content.strip()
    start = len(content) - len(content.lstrip()) if text else 0
    return Lines(content).span(start, start + len(text))
