import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voila_lint.notebook.positions import SourceEditor, SourceMap


def replace_source(data: bytes, cell: int, new: str) -> bytes:
    editor = SourceEditor(data)
    return editor.replaced({cell: [(0, len(editor.source(cell)), new)]})


def cell(source: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {"source": ["not this\n"], "cells": [1]},
        "outputs": [{"text": ["nor\n", "this"], "source": "x"}],
        "source": source,
    }


def file(*sources: Any, indent: int | None = 1, ascii_only: bool = False) -> bytes:
    top = {"metadata": {}, "cells": [cell(source) for source in sources], "nbformat": 4}
    return json.dumps(top, indent=indent, ensure_ascii=ascii_only).encode()


def sources(data: bytes) -> list[str]:
    return [
        value["source"] if isinstance(value["source"], str) else "".join(value["source"])
        for value in json.loads(data)["cells"]
    ]


def physical(data: bytes, line: int | None) -> str:
    assert line is not None
    return data.decode().split("\n")[line - 1].strip()


def test_list_of_lines() -> None:
    data = file(["a = 1\n", "b = 'é\"'\n", "c"], ["d"])
    positions = SourceMap(data)
    assert physical(data, positions.file_line(1, 1)) == '"a = 1\\n",'
    assert physical(data, positions.file_line(1, 2)) == '"b = \'é\\"\'\\n",'
    assert physical(data, positions.file_line(1, 3)) == '"c"'
    assert physical(data, positions.file_line(2, 1)) == '"d"'
    assert positions.file_line(1, 4) is None
    assert positions.file_line(3, 1) is None
    assert positions.file_line(0, 1) is None


def test_one_string() -> None:
    data = file("a\nb\nc")
    positions = SourceMap(data)
    assert {positions.file_line(1, line) for line in (1, 2, 3)} == {positions.file_line(1, 1)}
    assert physical(data, positions.file_line(1, 1)) == '"source": "a\\nb\\nc"'


def test_strings_split_elsewhere_than_at_lines() -> None:
    data = file(["a\nb\nc", "d\r", "\ne\r\nf"])
    positions = SourceMap(data)
    found = [physical(data, positions.file_line(1, line)) for line in range(1, 6)]
    assert found == ['"a\\nb\\nc",'] * 3 + ['"\\ne\\r\\nf"'] * 2


def test_format_2_keeps_lines_without_their_ends() -> None:
    code = {"cell_type": "code", "input": ["x", "y"], "outputs": []}
    top = {"nbformat": 2, "worksheets": [{"cells": [code]}]}
    data = json.dumps(top, indent=1).encode()
    assert physical(data, SourceMap(data).file_line(1, 2)) == '"y"'


def test_worksheets() -> None:
    old = {"cell_type": "code", "input": ["x\n", "y"], "outputs": []}
    top = {
        "worksheets": [
            {"cells": [old, {"cell_type": "markdown", "source": "m"}]},
            {"cells": [old]},
        ]
    }
    data = json.dumps(top, indent=1).encode()
    positions = SourceMap(data)
    assert physical(data, positions.file_line(1, 2)) == '"y"'
    assert physical(data, positions.file_line(2, 1)) == '"source": "m"'
    assert physical(data, positions.file_line(3, 1)) == '"x\\n",'


def test_empty_source() -> None:
    data = file([])
    assert physical(data, SourceMap(data).file_line(1, 1)) == '"source": []'


def test_string_range_gives_the_bytes() -> None:
    data = file(["é = 1\n", "b"])
    positions = SourceMap(data)
    begin, end = positions.string_range(1, 1) or (0, 0)
    assert json.loads(data[begin:end]) == "é = 1\n"


@pytest.mark.parametrize(
    "data", [b'"' + b'\\"' * 200_000, b"[" * 200_000, b'{"cells":[' * 50_000, b'"\\', b"\xff\xfe{"]
)
def test_no_notebook_has_no_cells(data: bytes) -> None:
    assert SourceMap(data).file_line(1, 1) is None


@given(st.binary(max_size=200), st.integers(-1, 3), st.integers(-1, 3))
def test_never_raises(data: bytes, at: int, line: int) -> None:
    assert SourceMap(b'{"cells": [{"source": ' + data).file_line(at, line) in (
        None,
        1,
        2,
        3,
        4,
        5,
        6,
    ) or (data.count(b"\n") > 5)


def test_replacing_one_line_keeps_every_other_byte() -> None:
    data = file(["a\n", "b\n", "c"], "z", indent=4).replace(b"\n", b"\r\n")
    assert replace_source(data, 1, "a\nB\nc") == data.replace(b'"b\\n"', b'"B\\n"')


def test_lines_are_added_with_the_separators_found() -> None:
    data = file(["a\n", "b"], "z")
    assert replace_source(data, 1, "a\nb\nc") == data.replace(
        b'    "b"\n', b'    "b\\n",\n    "c"\n'
    )
    compact = file(["a\n", "b"], indent=None)
    assert replace_source(compact, 1, "a\nb\nc") == compact.replace(b'"b"]', b'"b\\n", "c"]')


def test_empty_list_is_filled_in_the_files_style() -> None:
    data = file([], indent=2)
    new = replace_source(data, 1, "a\nb")
    assert new == data.replace(
        b'"source": []', b'"source": [\n        "a\\n",\n        "b"\n      ]'
    )


def test_string_stays_a_string() -> None:
    data = file("a")
    assert replace_source(data, 1, "b\nc") == data.replace(b'"a"', b'"b\\nc"')


def test_non_ascii_is_written_as_found() -> None:
    raw = file(["é\n", "b"])
    assert replace_source(raw, 1, "é\nü") == raw.replace(b'"b"', '"ü"'.encode())
    escaped = file(["é\n", "b"], ascii_only=True)
    assert replace_source(escaped, 1, "é\nü") == escaped.replace(b'"b"', b'"\\u00fc"')


def test_missing_cell() -> None:
    with pytest.raises(LookupError):
        replace_source(file("a"), 2, "b")


text = st.text(st.sampled_from('ab\né"\\\r\u2028'), max_size=12)


@settings(max_examples=200)
@given(
    st.lists(st.one_of(text, st.lists(text, max_size=4)), min_size=1, max_size=3),
    text,
    st.sampled_from([None, 1, 4]),
    st.booleans(),
    st.data(),
)
def test_replacing_changes_one_cell_only(
    olds: list[Any], new: str, indent: int | None, ascii_only: bool, data: st.DataObject
) -> None:
    before = file(*olds, indent=indent, ascii_only=ascii_only)
    at = data.draw(st.integers(1, len(olds)))
    after = replace_source(before, at, new)
    expected = sources(before)
    assert replace_source(before, at, expected[at - 1]) == before or isinstance(olds[at - 1], str)
    expected[at - 1] = new
    assert sources(after) == expected


@settings(max_examples=300)
@given(
    st.one_of(text, st.lists(text, max_size=4)),
    text,
    st.booleans(),
    st.data(),
)
def test_replacing_a_part_keeps_the_rest(
    old: Any, new: str, ascii_only: bool, data: st.DataObject
) -> None:
    before = file(old, "z", ascii_only=ascii_only)
    source = sources(before)[0]
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    after = SourceEditor(before).replaced({1: [(start, end, new)]})
    assert sources(after) == [source[:start] + new + source[end:], "z"]


def test_escapes_beside_a_part_stay_as_they_are() -> None:
    data = file("own").replace(b'"own"', rb'"\u0041\/ Q \ud83d\ude00\t\ud800 \u00e9"')
    start = SourceEditor(data).source(1).index("Q")
    after = SourceEditor(data).replaced({1: [(start, start + 1, "é")]})
    assert after == data.replace(b" Q ", rb" \u00e9 ")
