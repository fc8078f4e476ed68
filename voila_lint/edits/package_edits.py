"""Edits that add a package to the file that Binder reads, in the file's own style."""

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from voila_lint.edits.line_edits import without_line
from voila_lint.finding import Edit, Location
from voila_lint.packages.model import Names
from voila_lint.pattern import pattern

if TYPE_CHECKING:
    from voila_lint.files.yaml_tree import Node, Sequence

#: A line that is a comment continues nowhere, whatever it ends with (pip 25, ``req_file``).
_COMMENT_LINE = pattern(r"\s*#")
#: What may stand before the content of a node in YAML, up to a comment.
_PROPERTIES = pattern(r"(?:[&!]\S*|\s+)*(?:#.*)?")
#: Where one requirement has its hashes, pip takes none without.
_HASHES = pattern(r"--hash\b|--require-hashes\b")

#: The file to make where there is none; ``{}`` takes the further dependency lines.
_NEW_ENVIRONMENT = """\
name: app
channels:
  - conda-forge
dependencies:
  - python={python}
{lines}"""


class Addition(Struct, frozen=True):
    """The edits that add a package, and what they add, for the help text.

    ``under_pip``: it goes into the pip section of an environment file.
    """

    edits: tuple[Edit, ...]
    written: str
    under_pip: bool = False


def add_package(path: str, text: str, names: Names) -> Addition | None:
    """Add a package to an environment file or requirements file.

    ``path`` and ``text`` are the file's. In environment.yml the conda name is preferred, and the
    pip section takes what conda-forge lacks. None where the file's form leaves no safe place,
    or where no name is known.
    """
    if path.endswith((".yml", ".yaml")):
        return _add_to_yaml(path, text, names)
    if path.endswith(".txt") and names.pypi and not _HASHES.search(text):
        return Addition((_append(path, text, names.pypi),), names.pypi)
    return None


def move_to_pip(path: str, text: str, at: Location, requirement: str) -> tuple[Edit, ...] | None:
    """Take an item out of the conda list of an environment file and put it into the pip section.

    ``at`` is the item's place, ``requirement`` what pip is to read. None where the item has no
    line to itself, or the file's form leaves no safe place.
    """
    removal = without_line(text, at)
    if removal is None or at.line is None or at.end_column is None:
        return None
    remark = re.search(r"\s+#.*", _lines(text)[at.line - 1][at.end_column - 1 :])
    written = requirement + (remark[0].rstrip() if remark else "")
    addition = add_package(path, text, Names(written, None))
    return (removal, *addition.edits) if addition else None


def list_to_pip(path: str, text: str) -> tuple[Edit, ...] | None:
    """Move the list of a key ``pip`` at the top of an environment file into the pip section.

    Lines and remarks stay as they are, but for how far they are indented. None where the file's
    form leaves no safe place.
    """
    from voila_lint.files.yaml_tree import Mapping, Sequence, YamlError, compose

    try:
        root = compose(text)
    except YamlError:
        return None
    items = _own_value(root, "pip")
    dependencies = _own_value(root, "dependencies")
    if dependencies is None and isinstance(root, Mapping) and root.get("dependencies") is not None:
        return None
    if not isinstance(items, Sequence) or not _is_plain_block(text, items):
        return None
    key = next((row for row, line in enumerate(_lines(text), 1) if re.match(r"pip\s*:", line)), 0)
    if not 0 < key < items.at.line:
        return None
    last = _last_line(items)
    head, *rows = _lines(text)[key - 1 : last]
    end = (last + 1, 1) if last < len(_lines(text)) else (last, len(_lines(text)[-1]) + 1)
    if dependencies is None:
        rows = ["dependencies:", "  - pip", f"  - {head}", *_indented(rows, 6)]
        return (Edit(path, "\n".join(rows) + "\n", None, key, 1, *end),)
    if not isinstance(dependencies, Sequence) or not _is_spelt_out(dependencies):
        return None
    if _is_flow(text, dependencies):
        return None
    dash = _dash(text, dependencies)
    sections = [item.get("pip") for item in dependencies.items if isinstance(item, Mapping)]
    if sections:
        section = sections[0]
        if not isinstance(section, Sequence) or not _is_spelt_out(section):
            return None
        if _is_flow(text, section):
            return None
        after, rows = _last_line(section), _indented(rows, _dash(text, section))
    else:
        pip = [] if _has_pip(dependencies) else [" " * dash + "- pip"]
        after = _last_line(dependencies)
        rows = [*pip, " " * dash + f"- {head}", *_indented(rows, dash + 4)]
    removal = Edit(path, "", None, key, 1, *end)
    return (removal, _insert_rows(path, text, after, rows))


def _is_plain_block(text: str, items: "Sequence") -> bool:
    """Whether a list has one line for each of its items, in block style."""
    from voila_lint.files.yaml_tree import Scalar

    lines = _lines(text)
    return _is_spelt_out(items) and all(
        isinstance(item, Scalar)
        and item.kind == "str"
        and item.at.line == item.at.end_line
        and re.fullmatch(r"\s*-\s+[\"']?", lines[item.at.line - 1][: item.at.column - 1])
        for item in items.items
    )


def _indented(rows: list[str], columns: int) -> list[str]:
    """Return lines of which the least indented item begins behind so many columns."""
    now = min(len(row) - len(row.lstrip()) for row in rows if row.lstrip().startswith("-"))
    if columns >= now:
        return [row and " " * (columns - now) + row for row in rows]
    # Remarks may begin further left than the items.
    return [row[: now - columns].lstrip() + row[now - columns :] for row in rows]


def _has_pip(dependencies: "Sequence") -> bool:
    from voila_lint.files.yaml_tree import Scalar

    return any(
        isinstance(item, Scalar) and re.match(r"(\S+::)?pip\b(?!-)", item.value)
        for item in dependencies.items
    )


def new_environment(python: str, conda: list[str], pip: list[str]) -> str:
    """Return the text of a new environment.yml with these packages."""
    lines = [f"  - {name}" for name in conda]
    if pip:
        lines += ["  - pip", "  - pip:", *(f"      - {name}" for name in pip)]
    return _NEW_ENVIRONMENT.format(python=python, lines="\n".join(lines) + "\n")


def _append(path: str, text: str, line: str) -> Edit:
    lines = _lines(text)
    # A last line without its end gets one.
    lead = "\n" if lines[-1] else ""
    last = lines[-1] if lead or len(lines) == 1 else lines[-2]
    if last.endswith("\\") and not _COMMENT_LINE.match(last):
        # What pip continues (``join_lines`` of pip 25) goes no further than an empty line.
        lead += "\n"
    at = (len(lines), len(lines[-1]) + 1)
    return Edit(path, f"{lead}{line}\n", None, *at, *at)


def _add_to_yaml(path: str, text: str, names: Names) -> Addition | None:
    from voila_lint.files.yaml_tree import Mapping, Sequence, YamlError, compose

    try:
        root = compose(text)
    except YamlError:
        return None
    dependencies = _own_value(root, "dependencies")
    if not isinstance(dependencies, Sequence) or not _is_spelt_out(dependencies):
        return None
    if names.conda:
        return Addition((_add_item(path, text, dependencies, names.conda),), names.conda)
    if not names.pypi:
        return None
    sections = [item.get("pip") for item in dependencies.items if isinstance(item, Mapping)]
    if sections:
        if not isinstance(sections[0], Sequence) or not _is_spelt_out(sections[0]):
            return None
        added = _add_item(path, text, sections[0], names.pypi)
        return Addition((added,), names.pypi, under_pip=True)
    if _is_flow(text, dependencies):
        return None
    dash = " " * _dash(text, dependencies)
    rows = [] if _has_pip(dependencies) else [f"{dash}- pip"]
    rows += [f"{dash}- pip:", f"{dash}  - {names.pypi}"]
    added = _insert_rows(path, text, _last_line(dependencies), rows)
    return Addition((added,), names.pypi, under_pip=True)


def _own_value(root: "Node | None", key: str) -> "Node | None":
    """Return the value that is written behind a key at the top of a file.

    None where it stands elsewhere, and others may use it: behind an alias or a merge key.
    """
    from voila_lint.files.yaml_tree import Mapping, Scalar

    for name, value in root.entries if isinstance(root, Mapping) else ():
        if isinstance(name, Scalar) and name.value == key:
            begins = (value.at.line, value.at.column)
            return value if (name.at.line, name.at.column) < begins else None
    return None


def _opening(text: str, sequence: "Sequence") -> tuple[int, str]:
    """Return in which column (from 0) a list's first dash or bracket stands, and which it is.

    Its place begins with its anchor and tag, where it has them.
    """
    lines = _lines(text)
    row, column = sequence.at.line - 1, sequence.at.column - 1
    while row < len(lines):
        match = _PROPERTIES.match(lines[row], column)
        if match is not None and match.end() < len(lines[row]):
            return match.end(), lines[row][match.end()]
        row, column = row + 1, 0
    return sequence.at.column - 1, ""


def _dash(text: str, sequence: "Sequence") -> int:
    """Return how many columns stand before the dashes of a list."""
    return _opening(text, sequence)[0]


def _is_flow(text: str, sequence: "Sequence") -> bool:
    return _opening(text, sequence)[1] == "["


def _add_item(path: str, text: str, sequence: "Sequence", item: str) -> Edit:
    """Add an item at the end of a YAML list, in block or flow style."""
    from voila_lint.files.yaml_tree import Mapping

    if _is_flow(text, sequence):
        # Right behind the last item: a comma may follow, and a comment.
        last = sequence.items[-1].at
        behind = _lines(text)[last.end_line - 1][last.end_column - 1 :]
        before = _lines(text)[last.line - 1][: last.column - 1]
        quote = behind[:1] if behind[:1] in ("'", '"') and before.endswith(behind[:1]) else ""
        at = (last.end_line, last.end_column + len(quote))
        return Edit(path, f", {quote}{item}{quote}", None, *at, *at)
    # The list may end with a pip section: plain packages go before it.
    plain = [node for node in sequence.items if not isinstance(node, Mapping)]
    row = " " * _dash(text, sequence) + f"- {item}"
    return _insert_rows(path, text, _last_line((plain or sequence.items)[-1]), [row])


def _is_spelt_out(sequence: "Sequence") -> bool:
    """Whether a list has items, and none that is an alias of something elsewhere in the file."""
    return bool(sequence.items) and all(_lies_in(item, sequence) for item in sequence.items)


def _lies_in(node: "Node", outer: "Node") -> bool:
    """Whether a node is written inside another one, and not only referred to there."""
    start, begin = (node.at.line, node.at.column), (outer.at.line, outer.at.column)
    return node is not outer and begin <= start <= (outer.at.end_line, outer.at.end_column)


def _last_line(node: "Node") -> int:
    """Return the line (from 1) on which the last scalar of a node ends."""
    from voila_lint.files.yaml_tree import Mapping, Sequence

    while True:
        inner: list[Node] = []
        if isinstance(node, Sequence):
            inner = node.items
        elif isinstance(node, Mapping):
            inner = [part for entry in node.entries for part in entry]
        last = next((part for part in reversed(inner) if _lies_in(part, node)), None)
        if last is None:
            if inner:
                return node.at.line
            # A block scalar ends where the next line begins.
            ends_before = node.at.end_column == 1 and node.at.end_line > node.at.line
            return node.at.end_line - ends_before
        node = last


def _insert_rows(path: str, text: str, after: int, rows: list[str]) -> Edit:
    """Insert whole lines below a line (from 1)."""
    lines = _lines(text)
    if after >= len(lines):
        at = (len(lines), len(lines[-1]) + 1)
        return Edit(path, "\n" + "\n".join(rows) + "\n", None, *at, *at)
    return Edit(path, "\n".join(rows) + "\n", None, after + 1, 1, after + 1, 1)


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)
