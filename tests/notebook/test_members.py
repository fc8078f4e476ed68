"""What code asks of the objects that its names hold, and where it provides for failing."""

import pytest

from voila_lint.notebook.code import read_code


def asked(source: str) -> list[tuple[str, str]]:
    return [(member.name, member.member) for member in read_code(source).members]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("up.data[-1]", [("up", "data")]),
        ("def f():\n    return up.value.items()", [("up", "value.items")]),
        ("up.value['a.csv']", [("up", "value[]")]),
        ("up.value[0]", []),
        ("self.up.data", []),
        ("up().data", []),
        ("def f(up):\n    return up.data", []),
        ("def f():\n    up = g()\n    return up.data", []),
        ("def f():\n    global up\n    return up.data", [("up", "data")]),
        ("[up.data for up in ups]", []),
        ("try:\n    up.data\nexcept AttributeError:\n    up.value", []),
        ("try:\n    up.data\nfinally:\n    f()", [("up", "data")]),
        ("if isinstance(up.value, dict):\n    up.value.items()", []),
        ("if up.value:\n    up.value.items()", [("up", "value.items")]),
        ("x = up.data if hasattr(up, 'data') else up.value", []),
        ("x = hasattr(up, 'data') and up.data", []),
        ("if widgets.__version__ < '8':\n    up.data", []),
    ],
)
def test_what_is_taken_for_granted_is_seen(source: str, expected: list[tuple[str, str]]) -> None:
    assert asked(source) == expected


def test_a_member_says_where_it_stands_and_whether_it_is_assigned() -> None:
    (read,) = read_code("def f():\n    return up.value.items()").members
    (stored,) = read_code("up.data = []").members

    assert (read.at.line, read.at.column, read.at.end_column) == (2, 12, 26)
    assert (read.in_function, read.stored) == (True, False)
    assert (stored.in_function, stored.stored) == (False, True)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import ipywidgets as w\nup = w.FileUpload()", [("up", "ipywidgets.FileUpload")]),
        ("a, up = f()", [("a", ""), ("up", "")]),
        ("for up in f():\n    pass", [("up", "")]),
        ("up: object = f()", [("up", "f")]),
        ("def f():\n    up = 1", []),
        ("def f():\n    global up\n    up = 1", [("up", "")]),
    ],
)
def test_bindings_of_the_notebooks_names(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(b.name, b.value) for b in read_code(source).bindings] == expected


def test_deep_nesting_ends() -> None:
    depth = 60
    source = "".join(f"{' ' * level}def f():\n" for level in range(depth)) + " " * depth + "up.data"

    assert read_code(source).members == ()
