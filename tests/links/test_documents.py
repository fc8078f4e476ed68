"""Launch links are found in documents with their exact place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voila_lint.links.documents import find_links, find_links_in_cell

APP = "https://mybinder.org/v2/gh/owner/repo/HEAD?urlpath=voila/render/app.ipynb"


@pytest.mark.parametrize(
    ("path", "text", "column"),
    [
        ("README.md", f"[Launch]({APP})", 10),
        ("README.md", f'[Launch]( <{APP}> "title")', 12),
        ("README.md", f"[![Binder](https://mybinder.org/badge_logo.svg)]({APP})", 50),
        ("README.md", f"[launch]: {APP}", 11),
        ("README.md", f"<{APP}>", 2),
        ("README.md", f"See {APP}.", 5),
        ("README.md", f'Été <a href="{APP}">x</a>', 14),
        ("index.html", f"<a class=x href='{APP}'>x</a>", 18),
        ("README.rst", f"`Launch <{APP}>`_", 10),
        ("README.rst", f"   :target: {APP}", 13),
        ("README.rst", f".. _launch: {APP}", 13),
        ("README", f"Launch: {APP}", 9),
    ],
)
def test_a_link_and_its_place(path: str, text: str, column: int) -> None:
    (link,) = find_links(path, text)
    assert link.url == APP
    assert (link.at.line, link.at.column, link.at.end_column) == (1, column, column + len(APP))
    assert not link.in_comment
    assert not link.in_code


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", f"<!-- [x]({APP}) -->"),
        ("README.md", f"text <!-- {APP}--> text"),
        ("index.html", f"<!--\n<a href='{APP}'>x</a>\n-->"),
        ("README.rst", f".. commented out\n   {APP}\n"),
    ],
)
def test_links_in_comments(path: str, text: str) -> None:
    (link,) = find_links(path, text)
    assert link.url == APP
    assert link.in_comment


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", f"`[x]({APP})`"),
        ("README.md", f"```\n[x]({APP})\n```\n"),
        ("README.md", f"- item\n\n      {APP}\n"),
        ("README.rst", f"``{APP}``"),
        ("README.rst", f"Example::\n\n   {APP}\n"),
        ("README.rst", f".. code-block:: md\n\n   {APP}\n"),
    ],
)
def test_links_in_code(path: str, text: str) -> None:
    (link,) = find_links(path, text)
    assert link.url == APP
    assert link.in_code


def test_entities_are_read_as_the_browser_does_and_kept_as_written() -> None:
    (link,) = find_links("README.md", f'<a href="{APP}&amp;labpath=x.ipynb">x</a>')
    assert link.url.endswith("&amp;labpath=x.ipynb")
    assert link.server_path == "doc/tree/x.ipynb"


def test_a_space_ends_an_address() -> None:
    (link,) = find_links("README.md", f"See {APP.replace('app', 'My App')}")
    assert link.server_path == "voila/render/My"
    (link,) = find_links("README.md", f"[x]({APP.replace('app', 'My App')})")
    assert (link.server_path, link.spaces) == ("voila/render/My App.ipynb", "cut")


def test_placeholders_belong_to_the_address() -> None:
    (link,) = find_links("README.md", "`https://mybinder.org/v2/gh/<owner>/<repo>/HEAD`")
    assert link.url == "https://mybinder.org/v2/gh/<owner>/<repo>/HEAD"
    assert link.is_template


def test_an_address_inside_another_one_is_none() -> None:
    assert find_links("README.md", f"https://example.org/?link={APP}") == ()


def test_cells_of_notebooks() -> None:
    (link,) = find_links_in_cell("app.ipynb", 3, f"# Title\n\n[x]({APP})")
    assert (link.path, link.cell, link.at.line, link.at.column) == ("app.ipynb", 3, 3, 5)


def test_a_document_without_hubs_needs_no_markdown_parser() -> None:
    assert find_links("README.md", "# Title\n\n[x](https://example.org)\n") == ()


PIECES = [
    APP,
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "`",
    "\n",
    "<!--",
    "-->",
    "```\n",
    "    ",
    "> ",
    "::\n\n",
]


@given(
    st.sampled_from(["a.md", "a.html", "a.rst", "a.txt"]),
    st.lists(st.sampled_from([*PIECES, ".. ", '"', "='", "\\", "é", "\r", "%zz", "\x00"])),
)
def test_every_span_holds_its_address(path: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for link in find_links(path, text):
        assert link.at.line == link.at.end_line
        assert lines[link.at.line - 1][link.at.column - 1 : link.at.end_column - 1] == link.url
