"""YAML with positions, read as ruamel.yaml's round-trip loader reads it (YAML 1.2).

libyaml does the work. Where it is more lenient than ruamel.yaml 0.19 (tabs as separation) or
refuses the text, PyYAML's Python scanner is asked too: ruamel.yaml descends from it, so its
errors are the ones that repo2docker shows. Aliases stay references and are never copied, and
no function here calls itself once per level of nesting.
"""

import datetime
import re
from collections import deque
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import yaml

from voila_lint.pattern import pattern
from voila_lint.text import Span

Kind: TypeAlias = Literal["str", "null", "bool", "int", "float", "timestamp", "merge", "tagged"]

#: Nesting at which ruamel.yaml 0.19 runs into Python's recursion limit of 1000 (observed): what
#: is in a mapping, be it through sequences, costs it twice as much as sequences by themselves.
MAX_DEPTH = 490
MAX_DEPTH_IN_MAPPING = 246
#: Text beyond this size, in characters, is not read a second time for the exact message.
PYTHON_SCANNER_LIMIT = 200_000

_STANDARD_TAG = "tag:yaml.org,2002:"
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = frozenset(("true", "True", "TRUE", "false", "False", "FALSE"))
_INT = pattern(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)\Z")
_FLOAT = pattern(
    r"(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)"
    r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
)
# YAML 1.2 does not count these as line ends.
_NO_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}
# Names of anchors and aliases: ruamel.yaml takes any character, libyaml only letters and digits.
_ANCHOR = pattern(r"(?<![^\s\[{,])[&*][^\s\[\]{},]+")
_DATE = pattern(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")


class YamlError(Exception):
    """The text is not what ruamel.yaml accepts. ``type`` is the name of its exception."""

    def __init__(self, type_: str, message: str, at: Span | None = None) -> None:
        super().__init__(message)
        self.type = type_
        self.at = at


class Scalar:
    """A scalar: its text, what it is in YAML 1.2, and where it is (without quotes)."""

    __slots__ = ("at", "block", "kind", "value")

    def __init__(self, value: str, kind: Kind, at: Span, block: str = "") -> None:
        self.value = value
        self.kind = kind
        self.at = at
        self.block = block


class Sequence:
    """A sequence and where it begins and ends."""

    __slots__ = ("at", "items")

    def __init__(self, at: Span) -> None:
        self.items: list[Node] = []
        self.at = at


class Mapping:
    """A mapping in the order of its text; ``get`` looks into merged mappings as well."""

    __slots__ = ("at", "entries", "is_set")

    def __init__(self, at: Span, is_set: bool = False) -> None:
        self.entries: list[tuple[Node, Node]] = []
        self.at = at
        self.is_set = is_set

    def keys(self) -> Iterator["Node"]:
        """Yield the keys: first its own, then those that are merged into it."""
        for mapping in self._with_merged():
            yield from (key for key, _ in mapping.entries if not _is_merge(key))

    def get(self, name: str) -> "Node | None":
        """Return the value of the string key ``name``."""
        for mapping in self._with_merged():
            for key, value in mapping.entries:
                if isinstance(key, Scalar) and key.kind == "str" and key.value == name:
                    return value
        return None

    def _with_merged(self) -> Iterator["Mapping"]:
        seen: set[int] = set()
        waiting: deque[Mapping] = deque([self])
        while waiting:
            mapping = waiting.popleft()
            if id(mapping) in seen:
                continue
            seen.add(id(mapping))
            yield mapping
            for key, value in mapping.entries:
                if _is_merge(key):
                    merged = value.items if isinstance(value, Sequence) else [value]
                    waiting.extend(item for item in merged if isinstance(item, Mapping))


Node: TypeAlias = Scalar | Sequence | Mapping


def compose(text: str) -> Node | None:
    """Return the tree of the only document in ``text``, None for an empty one.

    Raises YamlError where ruamel.yaml raises.
    """
    text = text.translate(_NO_LINE_ENDS)
    try:
        root = _compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        plain = _ANCHOR.sub(_plain_anchor, text)
        if plain != text and "while scanning an a" in str(error):
            return compose(plain)
        if "exceeded maximum nesting depth" in str(error):
            raise _too_deep(_yaml_error(error).at) from None
        _scan_again(text)
        raise _yaml_error(error) from None
    if "\t" in text:
        _scan_again(text)
    return root


def _plain_anchor(match: re.Match[str]) -> str:
    return match[0][0] + re.sub(r"[^0-9A-Za-z_-]", "_", match[0][1:])


def _scan_again(text: str) -> None:
    """Raise YamlError where PyYAML's own scanner and parser refuse ``text``.

    Not asked about text that would keep it busy: its time grows with length times nesting.
    """
    nesting = text.count("[") + text.count("{")
    if len(text) > PYTHON_SCANNER_LIMIT or nesting > MAX_DEPTH:
        return
    try:
        _compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _yaml_error(error) from None
    except RecursionError as error:
        raise YamlError("RecursionError", str(error)) from None


def _too_deep(at: Span | None) -> YamlError:
    return YamlError("RecursionError", "maximum recursion depth exceeded", at)


def _yaml_error(error: yaml.YAMLError) -> YamlError:
    marks = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    at = next((_point(mark) for mark in marks if mark is not None), None)
    # ruamel.yaml quotes no lines of a file; PyYAML does, indented by four.
    shown = (line for line in str(error).splitlines() if not line.startswith("    "))
    lines = [line.removesuffix(":") if line.startswith("  in ") else line for line in shown]
    return YamlError(type(error).__name__, "\n".join(lines), at)


def _point(mark: Any) -> Span:
    line, column = mark.line + 1, mark.column + 1
    return Span(line, column, line, column)


def _compose(text: str, loader: Any) -> Node | None:
    root: Node | None = None
    # What is wrong with a value: raised only once the whole text has been read.
    wrong: YamlError | None = None
    anchors: dict[str, Node] = {}
    open_: list[Sequence | Mapping] = []
    keys: list[Node | None] = []
    document: Span | None = None
    for event in yaml.parse(text, Loader=loader):
        start, end = _point(event.start_mark), _point(event.end_mark)
        at = Span(start.line, start.column, end.line, end.column)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = _scalar(event, at)
            wrong = wrong or _wrong_scalar(node)
        elif isinstance(event, yaml.AliasEvent):
            known = anchors.get(event.anchor or "")
            if known is None:
                raise YamlError("ComposerError", f"found undefined alias {event.anchor!r}", at)
            node = known
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(at)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping(at, is_set=event.tag == _STANDARD_TAG + "set")
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = open_.pop()
            keys.pop()
            closed.at = Span(closed.at.line, closed.at.column, at.end_line, at.end_column)
            if isinstance(closed, Mapping):
                wrong = wrong or _wrong_mapping(closed)
            continue
        elif isinstance(event, yaml.DocumentStartEvent):
            if document is not None:
                message = "expected a single document in the stream, but found another document"
                raise YamlError("ComposerError", message, at)
            document = at
            continue
        else:
            continue
        if event.anchor is not None:
            anchors[event.anchor] = node
        if not open_:
            root = node
        else:
            _add(open_[-1], keys, node)
        if isinstance(event, yaml.CollectionStartEvent) and isinstance(node, Sequence | Mapping):
            open_.append(node)
            keys.append(None)
            limit = MAX_DEPTH_IN_MAPPING if isinstance(root, Mapping) else MAX_DEPTH
            if len(open_) > limit:
                raise _too_deep(at)
    if wrong:
        raise wrong
    return root


def _add(parent: Sequence | Mapping, keys: list[Node | None], node: Node) -> None:
    if isinstance(parent, Sequence):
        parent.items.append(node)
        return
    key = keys[-1]
    if key is None:
        keys[-1] = node
    else:
        parent.entries.append((key, node))
        keys[-1] = None


def _scalar(event: Any, at: Span) -> Scalar:
    style = event.style or ""
    if style in ("'", '"') and at.line == at.end_line:
        at = Span(at.line, at.column + 1, at.end_line, at.end_column - 1)
    block = style if style in ("|", ">") else ""
    if event.tag is None or event.tag == "!":
        kind = _kind(event.value) if event.implicit[0] and event.tag is None else "str"
    else:
        kind = _tagged_kind(event.tag)
    return Scalar(event.value, kind, at, block)


def _kind(value: str) -> Kind:
    """Return what a plain scalar is."""
    if value in _NULL:
        return "null"
    if value in _BOOL:
        return "bool"
    if value == "<<":
        return "merge"
    if value == "=":
        return "tagged"
    if value[0] in "-+.0123456789":
        if _FLOAT.match(value):
            return "float"
        if _INT.match(value):
            return "int"
        if _DATE.match(value):
            return "timestamp"
    return "str"


def _tagged_kind(tag: str) -> Kind:
    for kind in ("str", "null", "bool", "int", "float", "timestamp"):
        if tag == _STANDARD_TAG + kind:
            return kind
    return "tagged"


def _wrong_scalar(node: Scalar) -> YamlError | None:
    """Return the error for a value that looks like a number or date and is none."""
    value, kind, at = node.value, node.kind, node.at
    if kind == "timestamp":
        match = _DATE.match(value)
        try:
            if match:
                datetime.date(*map(int, match.groups()))
        except ValueError as error:
            return YamlError("ValueError", str(error), at)
    elif kind == "bool" and value.lower() not in ("true", "false", "yes", "no", "on", "off"):
        return YamlError("KeyError", repr(value.lower()), at)
    elif kind == "int" and not _INT.match(value):
        message = f"invalid literal for int() with base 10: {value!r}"
        return YamlError("ValueError", message, at)
    elif kind == "float" and not (_FLOAT.match(value) or _INT.match(value)):
        return YamlError("ValueError", f"could not convert string to float: {value!r}", at)
    return None


def _is_merge(key: Node) -> bool:
    return isinstance(key, Scalar) and key.kind == "merge"


def _wrong_mapping(mapping: Mapping) -> YamlError | None:
    """Return the error for keys that ruamel.yaml refuses: duplicates, merges of no mapping."""
    seen: set[object] = set()
    for key, value in mapping.entries:
        if not isinstance(key, Scalar):
            continue
        if key.kind == "merge":
            merged = value.items if isinstance(value, Sequence) else [value]
            if not all(isinstance(item, Mapping) for item in merged):
                message = "while constructing a mapping, expected a mapping for merging"
                return YamlError("ConstructorError", message, key.at)
        identity = _identity(key)
        if identity in seen:
            message = f'while constructing a mapping, found duplicate key "{key.value}"'
            return YamlError("DuplicateKeyError", message, key.at)
        seen.add(identity)
    return None


def _identity(key: Scalar) -> object:
    """Return what decides whether two keys are the same in a Python dict."""
    if key.kind == "null":
        return None
    if key.kind == "bool":
        return key.value.lower() == "true"
    if key.kind in ("int", "float"):
        try:
            return float(key.value.replace("_", ""))
        except ValueError:
            return key.value
    return (key.kind in ("tagged", "merge"), key.value)
