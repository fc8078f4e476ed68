"""Makes the repairs that ``--output-format json`` announces, by nothing but that contract.

It shares no code with voila-lint: what ``--fix`` writes is compared with what this makes of the
same repository, byte for byte (in a notebook: each byte but for how an edited source is spelt).
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from json.decoder import scanstring
from pathlib import Path
from typing import Any

from tests.building import git

#: So many rounds `--fix` makes.
ROUNDS = 10

_LINE_END = re.compile("\r\n|\r|\n")
_MARKS = (
    *((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be")),
    *((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")),
)
_SPACE = re.compile(r"[ \t\r\n]*")
_ATOM = re.compile(r"[^\s,\]}]+")

#: What tells a finding from others: code, path and message.
Key = tuple[str, str, str]

#: Asks voila-lint for its findings on a repository as it is on the disk.
Ask = Callable[[], Sequence[Mapping[str, Any]]]


class Replay:
    """What the announced repairs make of a repository on the disk.

    ``cells`` are the edited cells by file, ``waited`` tells that some repairs overlapped.
    """

    def __init__(self, root: Path, ask: Ask, without: set[Key]) -> None:
        """Repair in place, round after round; ``without`` are findings to leave alone."""
        self.cells: dict[str, set[int]] = {}
        self.waited = False
        self._root = root
        self._renames: list[tuple[str, str]] = []
        for _ in range(ROUNDS):
            fixes = [
                finding["fix"]
                for finding in ask()
                if is_safe(finding) and key_of(finding, self._renames) not in without
            ]
            chosen = self._compatible(fixes)
            if not chosen:
                break
            self._make(chosen)

    def _compatible(self, fixes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        chosen: list[Mapping[str, Any]] = []
        for fix in fixes:
            if any(_collide(fix, other) for other in chosen):
                self.waited = True
            else:
                chosen.append(fix)
        return chosen

    def _make(self, fixes: Sequence[Mapping[str, Any]]) -> None:
        by_path: dict[str, list[Mapping[str, Any]]] = {}
        for fix in fixes:
            for edit in fix.get("edits", ()):
                by_path.setdefault(edit["path"], []).append(edit)
        for path, edits in by_path.items():
            full = self._root / path
            if edits[0]["line"] is None:
                full.write_bytes(edits[0]["new_text"].encode())
            elif edits[0]["cell"] is None:
                full.write_bytes(_edited_file(full.name, full.read_bytes(), edits))
            else:
                self.cells.setdefault(path, set()).update(edit["cell"] for edit in edits)
                full.write_bytes(_edited_notebook(full.read_bytes(), edits))
        for fix in fixes:
            if fix.get("rename"):
                old, new = fix["rename"]
                self._rename(old, new)
                self._renames.append((old, new))
                for path in [path for path in self.cells if f"{path}/".startswith(f"{old}/")]:
                    self.cells[new + path[len(old) :]] = self.cells.pop(path)

    def _rename(self, old: str, new: str) -> None:
        try:
            tracked = git(self._root, "ls-files", "--", old)
        except subprocess.CalledProcessError:
            tracked = ""
        if tracked:
            git(self._root, "mv", "--", old, new)
        else:
            (self._root / old).rename(self._root / new)


def is_safe(finding: Mapping[str, Any]) -> bool:
    """Tell whether `--fix` is to repair a finding."""
    return bool(finding["fix"]) and finding["fix"]["safety"] == "safe"


def key_of(finding: Mapping[str, Any], renames: Sequence[Sequence[str]] = ()) -> Key:
    """Return what tells a finding from others, by the path that its file had before renames."""
    path = str(finding["path"])
    for old, new in reversed(renames):
        if f"{path}/".startswith(f"{new}/"):
            path = old + path[len(new) :]
    return finding["code"], path, finding["message"]


def source_spans(text: str) -> list[tuple[int, int]]:
    """Return where the value of each cell's ``source`` stands in the text of a notebook.

    In format 3 the cells stand in worksheets, and code under ``input``.
    """
    spans: dict[tuple[str | int, ...], tuple[int, int]] = {}
    _walk(text, 0, (), spans)
    document = json.loads(text, strict=False)
    lists: list[tuple[tuple[str | int, ...], list[dict[str, object]]]] = (
        [
            (("worksheets", number, "cells"), sheet["cells"])
            for number, sheet in enumerate(document["worksheets"])
        ]
        if document["nbformat"] < 4
        else [(("cells",), document["cells"])]
    )
    return [
        spans[(*path, number, "source" if "source" in cell else "input")]
        for path, cells in lists
        for number, cell in enumerate(cells)
    ]


def literals(text: str) -> Iterator[tuple[str, str]]:
    """Yield the strings of a source, one or a list, as they are spelt and as what they mean."""
    at = text.find('"')
    while at >= 0:
        value, end = scanstring(text, at + 1, False)
        yield text[at:end], value
        at = text.find('"', end)


def joined(source: object) -> str:
    """Return a cell's source as one text."""
    return source if isinstance(source, str) else "".join(source)  # type: ignore[arg-type]


def _walk(
    text: str, at: int, path: tuple[str | int, ...], spans: dict[Any, tuple[int, int]]
) -> int:
    """Note where the values of a JSON text begin and end; return where this one ends."""
    at = start = _behind_space(text, at)
    opening = text[at]
    if opening == '"':
        at = scanstring(text, at + 1, False)[1]
    elif opening in "[{":
        at = _behind_space(text, at + 1)
        number = 0
        while text[at] not in "]}":
            name: str | int = number
            if opening == "{":
                name, at = scanstring(text, at + 1, False)
                at = _behind_space(text, at) + 1
            at = _behind_space(text, _walk(text, at, (*path, name), spans))
            if text[at] == ",":
                at = _behind_space(text, at + 1)
            number += 1
        at += 1
    else:
        match = _ATOM.match(text, at)
        assert match
        at = match.end()
    if len(path) <= 5:
        # The last of two keys of one name counts.
        spans[path] = (start, at)
    return at


def _behind_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match
    return match.end()


def _collide(fix: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether one fix has to wait until the other is made."""
    for one, two in ((fix, other), (other, fix)):
        for name in one.get("rename") or ():
            if any(f"{path}/".startswith(f"{name}/") for path in _touched(two)):
                return True
    return any(_overlap(one, two) for one in fix.get("edits", ()) for two in other.get("edits", ()))


def _touched(fix: Mapping[str, Any]) -> list[str]:
    return [*(edit["path"] for edit in fix.get("edits", ())), *(fix.get("rename") or ())]


def _overlap(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    if one["path"] != two["path"]:
        return False
    if one["line"] is None or two["line"] is None:
        return True
    if one["cell"] != two["cell"]:
        return False
    (start, end), (begin, stop) = _range(one), _range(two)
    if start == end and begin == stop:
        # Insertions at one place: what begins alike adds the same list, or the same line.
        heads = [edit["new_text"].split("\n")[0] for edit in (one, two)]
        return start == begin and heads[0] == heads[1]
    return start == begin or (start < stop and begin < end)


def _range(edit: Mapping[str, Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    start = (edit["line"], edit["column"])
    return start, (edit["end_line"] or start[0], edit["end_column"] or start[1])


def _edited(text: str, edits: Sequence[Mapping[str, Any]]) -> str:
    """Replace ranges of a text; what is new has the line ends of the line that it follows."""
    ends = list(_LINE_END.finditer(text))
    starts = [0, *(end.end() for end in ends)]
    # From behind, so that what is in front keeps its place; insertions at one place in order.
    numbered = sorted(enumerate(edits), key=lambda one: (_range(one[1]), one[0]), reverse=True)
    for _, edit in numbered:
        (line, column), (end_line, end_column) = _range(edit)
        start = starts[line - 1] + column - 1
        end = starts[end_line - 1] + end_column - 1 if end_line <= len(starts) else len(text)
        follows = line - 1 if column > 1 or line == 1 else line - 2
        line_end = ends[min(follows, len(ends) - 1)][0] if ends else "\n"
        text = text[:start] + line_end.join(edit["new_text"].split("\n")) + text[end:]
    return text


def _edited_file(name: str, data: bytes, edits: Sequence[Mapping[str, Any]]) -> bytes:
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    if not mark and name.endswith((".txt", ".in", ".py")):
        for line in data.split(b"\n")[:2]:
            cookie = re.search(rb"coding[:=]\s*([-\w.]+)", line) if line[:1] == b"#" else None
            if cookie:
                encoding = cookie[1].decode()
                break
    text = data[len(mark) :].decode(encoding, "surrogateescape")
    return mark + _edited(text, edits).encode(encoding, "surrogateescape")


def _edited_notebook(data: bytes, edits: Sequence[Mapping[str, Any]]) -> bytes:
    text = data.decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    for number, (start, end) in reversed(list(enumerate(source_spans(text), start=1))):
        if own := [edit for edit in edits if edit["cell"] == number]:
            source = _edited(joined(json.loads(text[start:end], strict=False)), own)
            text = text[:start] + json.dumps(source) + text[end:]
    return (mark + text).encode()
