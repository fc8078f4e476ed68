"""Reading notebooks: nbformat, which Jupyter Server asks, is the judge of what is readable."""

import copy
import json
import warnings
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voila_lint.notebook.model import Notebook, Unreadable
from voila_lint.notebook.read import read_notebook

CODE = {
    "cell_type": "code",
    "execution_count": None,
    "id": "a",
    "metadata": {"tags": ["t"], "vscode": {"languageId": "sql"}},
    "outputs": [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
        {"output_type": "display_data", "data": {"text/plain": ["x"]}, "metadata": {}},
    ],
    "source": ["import x\n", "y"],
}
MARKDOWN = {
    "cell_type": "markdown",
    "id": "b",
    "metadata": {},
    "source": "é",
    "attachments": {"a.png": {"image/png": "eA=="}},
}
NOTEBOOK: dict[str, Any] = {
    "cells": [CODE, MARKDOWN],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


def changed(**fields: Any) -> bytes:
    return json.dumps({**NOTEBOOK, **fields}).encode()


def without(name: str) -> bytes:
    return json.dumps({key: NOTEBOOK[key] for key in NOTEBOOK if key != name}).encode()


def read(data: bytes) -> Notebook:
    result = read_notebook("a.ipynb", data)
    assert isinstance(result, Notebook), result
    return result


def jupyter_reads(data: bytes) -> bool:
    """What Jupyter Server's contents manager does with the bytes of a notebook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nbformat.reads(data.decode("utf-8"), as_version=4)
    except Exception:
        return False
    return True


def test_usual_notebook() -> None:
    notebook = read(json.dumps(NOTEBOOK).encode())
    assert notebook.language == "python"
    code, markdown = notebook.cells
    assert (code.index, code.kind, code.source) == (1, "code", "import x\ny")
    assert (code.tags, code.language) == (("t",), "sql")
    assert (markdown.index, markdown.kind, markdown.source) == (2, "markdown", "é")
    assert markdown.attachments == ("a.png",)


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, "python"),
        ({"kernelspec": {"name": "ir", "language": "R"}}, "r"),
        ({"kernelspec": {"name": "ir"}}, "r"),
        ({"kernelspec": {"name": "julia-1.9"}}, "julia"),
        ({"kernelspec": {"name": "my-env"}}, "python"),
        ({"language_info": {"name": "Julia"}}, "julia"),
        ({"kernelspec": None}, "python"),
    ],
)
def test_language(metadata: dict[str, Any], language: str) -> None:
    assert read(changed(metadata=metadata)).language == language


GOOD = json.dumps(NOTEBOOK, indent=1)


@pytest.mark.parametrize(
    ("data", "kind", "line", "column"),
    [
        (b"", "empty", None, None),
        (b" \n", "empty", None, None),
        (b'{"cells": [,', "json", 1, 12),
        (GOOD.encode() + b"\n}", "json", GOOD.count("\n") + 2, 1),
        (b"\xef\xbb\xbf" + GOOD.encode(), "bom", 1, 1),
        (GOOD.encode("utf-16"), "encoding", 1, 1),
        (b'{\n "x": "\xe9"}', "encoding", 2, 8),
        (b'{\n<<<<<<< HEAD\n "a": 1\n=======\n>>>>>>> b\n}', "conflict", 2, 1),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 12\n",
            "lfs",
            1,
            1,
        ),
        (b"[]", "structure", 1, 1),
        (changed(nbformat=5), "nbformat", None, None),
        (changed(nbformat="4"), "nbformat", None, None),
        (changed(nbformat=4.0), "nbformat", None, None),
        (changed(nbformat_minor="5"), "nbformat", None, None),
        (changed(metadata=None), "structure", None, None),
        (without("metadata"), "structure", None, None),
        (changed(cells=[{**MARKDOWN, "attachments": []}]), "structure", None, None),
        (changed(cells=[{**CODE, "cell_type": 1}]), "structure", None, None),
    ],
)
def test_unreadable(data: bytes, kind: str, line: int | None, column: int | None) -> None:
    result = read_notebook("a.ipynb", data)
    assert isinstance(result, Unreadable)
    assert (result.kind, result.line, result.column) == (kind, line, column)
    assert result.reason


def test_deeply_nested_json_is_unreadable() -> None:
    result = read_notebook("a.ipynb", b"[" * 200_000)
    assert isinstance(result, Unreadable)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace('"metadata": {', '"metadata": {"x": NaN, "y": -Infinity,', 1),
        GOOD.replace("import x", "\\ud800 import x"),
        GOOD.replace('"nbformat": 4', '"nbformat": 3, "nbformat": 4'),
    ],
)
def test_what_pythons_json_accepts(text: str) -> None:
    assert read(text.encode()).cells[0].source.endswith("import x\ny")


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "metadata": {}, "source": "s"},
        {**CODE, "source": "s", "id": ""},
        {**CODE, "source": "s", "metadata": {"tags": "no list"}},
        {**CODE, "source": "s", "outputs": [{"output_type": "pyout"}]},
    ],
)
def test_invalid_but_readable(cell: dict[str, Any]) -> None:
    assert read(changed(cells=[cell])).cells[0].source == "s"


@pytest.mark.parametrize("source", [None, 5, {}])
def test_source_of_another_type_is_empty(source: Any) -> None:
    assert read(changed(cells=[{**CODE, "source": source}])).cells[0].source == ""


@pytest.mark.parametrize("major", [2, 3])
def test_old_formats_are_upgraded(major: int) -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "language": "python", "outputs": [], "input": ["a = 1\n", "a"]},
        {"cell_type": "markdown", "source": "text"},
    ]
    if major == 3:
        cells.append({"cell_type": "heading", "level": 2, "source": "Title", "metadata": {}})
        for cell in cells:
            cell.setdefault("metadata", {})
    else:
        cells[0]["input"] = ["a = 1", "a"]  # format 2 keeps lines without their ends
    notebook = read(
        json.dumps(
            {
                "nbformat": major,
                "nbformat_minor": 0,
                "metadata": {},
                "worksheets": [{"cells": cells}],
            }
        ).encode()
    )
    assert [cell.source for cell in notebook.cells[:2]] == ["a = 1\na", "text"]
    assert [cell.source for cell in notebook.cells[2:]] == ["## Title"] * (major == 3)


JUNK = [None, [], {}, "x", 1, 1.5, True, "4", 3, [1], [None], ["a"], {"a": 1}, {"a": {}}, [[]]]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    return [at, *(place for key in keys for place in places(value[key], (*at, key)))]


PLACES = [place for place in places(NOTEBOOK) if place]


@settings(max_examples=150, deadline=None)
@given(place=st.sampled_from(PLACES), junk=st.sampled_from([*JUNK, "DELETED"]))
def test_agrees_with_jupyter_on_changed_values(place: tuple[Any, ...], junk: Any) -> None:
    top = copy.deepcopy(NOTEBOOK)
    parent = top
    for key in place[:-1]:
        parent = parent[key]
    if junk == "DELETED":
        del parent[place[-1]]
    else:
        parent[place[-1]] = junk
    data = json.dumps(top).encode()
    assert isinstance(read_notebook("a.ipynb", data), Notebook) == jupyter_reads(data)


PIECES = [
    b"NaN",
    b'"\\ud800"',
    b'"',
    b"\\x",
    b"\t",
    b"1e999",
    b"01",
    b"\xef\xbb\xbf",
    b",",
    b"\xc3",
]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 3), st.sampled_from([b"", *PIECES]))
def test_agrees_with_jupyter_on_changed_bytes(at: int, length: int, piece: bytes) -> None:
    good = GOOD.encode()
    data = good[:at] + piece + good[at + length :]
    readable = isinstance(read_notebook("a.ipynb", data), Notebook)
    assert readable == jupyter_reads(data)


@given(st.binary(max_size=200))
def test_never_raises(data: bytes) -> None:
    assert isinstance(read_notebook("a.ipynb", data), Notebook | Unreadable)
