"""The findings for other programs: the JSON contract, ``"schema": 1``."""

import json
from collections.abc import Iterator

import msgspec

from voila_lint.finding import SEVERITIES
from voila_lint.report import Report


def lines(report: Report) -> Iterator[str]:
    """Yield the lines of the document."""
    document: dict[str, object] = {
        "schema": 1,
        "root": report.root.as_posix().encode("utf-8", "replace").decode(),
        "findings": [clean(msgspec.to_builtins(finding)) for finding, _ in report.entries()],
        "summary": {
            "notebooks": report.notebooks,
            "files": report.files,
            **{str(severity): report.count(severity) for severity in reversed(SEVERITIES)},
        },
    }
    yield document_text(document)


def document_text(document: object) -> str:
    """Return JSON that steers neither a terminal nor a CI, whatever the files' names hold.

    In ASCII, and without the signs that begin a command to some CI (see ``row``).
    """
    return json.dumps(document, indent=2).replace("##", "#\\u0023")


def clean(value: object) -> object:
    """Return the value with lone surrogates (file names that are not UTF-8) replaced."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    return value
