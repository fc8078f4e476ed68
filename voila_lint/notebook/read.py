"""Bytes of an ``.ipynb`` file to a :class:`Notebook`, or the reason why Voilà answers 400.

The usual notebook (format 4, nothing odd) is decoded by msgspec into the few fields that
matter; outputs are skipped in the bytes and never built. Whatever the strict structs refuse is
read once more with ``json`` and judged by nbformat itself, so that the verdict is Voilà's.
"""

import re
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from voila_lint.notebook.model import Cell, Notebook, Unreadable
from voila_lint.pattern import pattern
from voila_lint.text import Lines


class _Skipped(Struct):
    """A JSON object whose fields do not matter."""


class _Output(Struct):
    # nbformat joins these while it reads and fails on other types (nbformat 5.10, v4/rwbase.py).
    output_type: str = ""
    data: _Skipped | UnsetType = UNSET
    text: str | list[str] | UnsetType = UNSET


class _VSCode(Struct, rename="camel"):
    language_id: str | None = None


class _CellMetadata(Struct):
    tags: list[str] | None = None
    vscode: _VSCode | None = None


class _Cell(Struct):
    cell_type: Literal["code", "markdown", "raw"]
    metadata: _CellMetadata
    source: str | list[str]
    attachments: dict[str, _Skipped] | UnsetType = UNSET
    outputs: list[_Output] | UnsetType = UNSET
    id: str | UnsetType = UNSET


class _KernelSpec(Struct):
    name: str | None = None
    language: str | None = None


class _LanguageInfo(Struct):
    name: str | None = None


class _Metadata(Struct):
    kernelspec: _KernelSpec | None = None
    language_info: _LanguageInfo | None = None


class _File(Struct):
    nbformat: Literal[4]
    metadata: _Metadata
    cells: list[_Cell]
    nbformat_minor: int = 0


_DECODER = msgspec.json.Decoder(_File)
_CONFLICT = pattern(r"^(?:<{7}|={7}|>{7})(?: .*)?\r?$", re.MULTILINE)
_LFS = pattern(r"version https?://[\w.-]+/spec/v1\r?\n")
#: Languages of kernels whose notebooks often name nothing but the kernel.
_KERNEL_LANGUAGES = {"ir": "r", "julia": "julia", "xcpp": "c++", "bash": "bash", "iruby": "ruby"}


def read_notebook(path: str, data: bytes) -> Notebook | Unreadable:
    """Read the bytes of the notebook at ``path`` (relative to the root). Never raises.

    :class:`Unreadable` comes back exactly where Jupyter Server's contents manager, and with it
    Voilà, answers 400 (Jupyter Server 2.17, services/contents/fileio.py: UTF-8, then
    ``nbformat.reads``). A notebook that is merely invalid against its schema is still read:
    Voilà opens it, whatever happens then.
    """
    try:
        return _read(path, data)
    except (RecursionError, MemoryError):
        reason = "its values are nested too deeply, Jupyter cannot read it"
        return Unreadable(path, "json", reason)


def _read(path: str, data: bytes) -> Notebook | Unreadable:
    try:
        text = "" if data.isascii() else data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(path, data, error)
    if text.startswith("\ufeff"):
        reason = "it starts with a byte-order mark, which Jupyter refuses"
        return Unreadable(path, "bom", reason, 1, 1)
    try:
        file = _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeError):
        return _read_oddity(path, text or data.decode("utf-8"))
    kernelspec = file.metadata.kernelspec or _KernelSpec()
    info = file.metadata.language_info or _LanguageInfo()
    return Notebook(
        path,
        tuple(_cell(index, cell) for index, cell in enumerate(file.cells, start=1)),
        _language(kernelspec.name, kernelspec.language, info.name),
    )


def _cell(index: int, cell: _Cell) -> Cell:
    source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
    metadata = cell.metadata
    return Cell(
        index,
        cell.cell_type,
        source,
        tuple(metadata.tags) if metadata.tags else (),
        metadata.vscode.language_id if metadata.vscode else None,
        tuple(cell.attachments) if cell.attachments else (),
    )


def _language(kernel: str | None, *candidates: str | None) -> str:
    """The kernel's language as Voilà 0.5 finds it (notebook_renderer.py, fix_notebook)."""
    for name in candidates:
        if name:
            return name.lower()
    stem = re.split(r"[-\d.]", kernel or "", maxsplit=1)[0].lower()
    return _KERNEL_LANGUAGES.get(stem, "python")


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Unreadable:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        reason = "it is saved as UTF-16, Jupyter reads UTF-8 only"
        return Unreadable(path, "encoding", reason, 1, 1)
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    reason = f"it is not UTF-8: byte 0x{data[error.start]:02x} does not belong to any character"
    return Unreadable(path, "encoding", reason, line, column)


def _read_oddity(path: str, text: str) -> Notebook | Unreadable:
    """Read what the structs refuse: other formats, invalid notebooks, no notebooks at all."""
    import json

    try:
        top = json.loads(text)
    except json.JSONDecodeError as error:
        return _not_json(path, text, error)
    except ValueError as error:  # an integer of more digits than Python converts
        return Unreadable(path, "json", f"it is not JSON that Python reads: {error}")
    if not isinstance(top, dict):
        reason = f"it holds {_KINDS[type(top)]} where a notebook is an object"
        return Unreadable(path, "structure", reason, 1, 1)
    return _judge(path, top)


_KINDS: dict[type, str] = {
    list: "a list",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


def _not_json(path: str, text: str, error: Any) -> Unreadable:
    if not text.strip():
        return Unreadable(path, "empty", "the file is empty")
    if _LFS.match(text):
        reason = "it is a Git LFS pointer, the notebook itself was not fetched"
        return Unreadable(path, "lfs", reason, 1, 1)
    conflict = _CONFLICT.search(text)
    if conflict and conflict.start() <= error.pos:
        line, _ = Lines(text).place(conflict.start())
        reason = "it holds merge-conflict markers"
        return Unreadable(path, "conflict", reason, line, 1)
    what = str(error.msg)
    if what == "Extra data":
        what = "there is more text behind the notebook's end"
    else:
        what = f"it is not JSON: {what[:1].lower()}{what[1:]}"
    return Unreadable(path, "json", what, error.lineno, error.colno)


def _judge(path: str, top: dict[str, Any]) -> Notebook | Unreadable:
    """Let nbformat read ``top`` as Jupyter Server does, without its schema's verdict."""
    import copy
    import warnings

    import nbformat
    from nbformat.reader import get_version

    major, minor = get_version(top)  # type: ignore[no-untyped-call]
    if not isinstance(major, (int, float)) or major not in nbformat.versions:
        shown = f'"{major}" (a string)' if isinstance(major, str) else f"{major!r}"
        reason = f"its nbformat is {shown}, Jupyter reads 1 to 4"
        return Unreadable(path, "nbformat", reason)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = nbformat.versions[int(major)].to_notebook_json(copy.copy(top), minor=minor)
            node = nbformat.convert(node, 4)  # type: ignore[no-untyped-call]
    except RecursionError:
        raise
    except Exception as error:
        return Unreadable(path, "structure", _complaint(top, error))
    # What nbformat.validate raises beyond ValidationError (nbformat 5.11, validator.py).
    minor_now = node.get("nbformat_minor", 0)
    for key, value in (("nbformat", node.get("nbformat", 1)), ("nbformat_minor", minor_now)):
        if not isinstance(value, int):
            return Unreadable(path, "nbformat", f"its {key} is {value!r}, not a whole number")
    if minor_now >= 5 and any(isinstance(cell.get("id"), (list, dict)) for cell in node.cells):
        return Unreadable(path, "structure", "the id of a cell is a list or an object")
    for index, cell in enumerate(node.cells, start=1):
        if not isinstance(cell.get("cell_type", ""), str):
            return Unreadable(path, "structure", f"the cell_type of cell {index} is not a string")
    metadata = node.get("metadata")
    kernelspec = _field(metadata, "kernelspec")
    name = _text(_field(kernelspec, "name"))
    language = _text(_field(kernelspec, "language"))
    info = _text(_field(_field(metadata, "language_info"), "name"))
    return Notebook(
        path,
        tuple(_lenient(index, cell) for index, cell in enumerate(node.cells, start=1)),
        _language(name, language, info),
    )


def _complaint(top: dict[str, Any], error: Exception) -> str:
    if "metadata" not in top:
        return 'it has no "metadata"'
    if not isinstance(top["metadata"], dict):
        return f'its "metadata" is {_KINDS[type(top["metadata"])]}, not an object'
    cells = top.get("cells")
    if "worksheets" not in top and not isinstance(cells, list):
        return 'it has no list of "cells"'
    for index, cell in enumerate(cells if isinstance(cells, list) else (), start=1):
        if not isinstance(cell, dict):
            return f"cell {index} is not an object"
        if not isinstance(cell.get("metadata"), dict):
            return f'cell {index} has no "metadata" object'
        if not isinstance(cell.get("attachments", {}), dict):
            return f'the "attachments" of cell {index} are not an object'
    return f"nbformat cannot read it: {str(error).splitlines()[0] if str(error) else error!r}"


def _lenient(index: int, cell: Any) -> Cell:
    """A cell that may be invalid: whatever of it has the right type."""
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    tags = _field(cell.get("metadata"), "tags")
    attachments = cell.get("attachments")
    return Cell(
        index,
        kind if kind in ("code", "markdown") else "markdown" if kind == "heading" else "raw",
        source if isinstance(source, str) else "",
        tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        _text(_field(_field(cell.get("metadata"), "vscode"), "languageId")),
        tuple(attachments) if isinstance(attachments, dict) else (),
    )


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
