"""Images in Markdown syntax; tests/proofs/nbconvert compares with what nbconvert renders."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voila_lint.errors import NotJudged
from voila_lint.notebook.markdown import img_tag, markdown_images
from voila_lint.text import Span


@pytest.mark.parametrize(
    "source",
    [
        "![a](b.png)",
        "text ![a](<b c.png> 'title') text",
        "[![a](b.png)](https://example.org)",
        "# ![a](b.png)",
        "> - ![a](b.png)",
        "| a |\n|---|\n| ![a](b.png) |",
        "![a][r]\n\n[r]: b.png",
        "**![a](b.png)**",
        "Costs $5: ![a](b.png)",
        "text\n    ![a](b.png)",
        "Term\n: ![a](b.png)\n",
    ],
)
def test_what_voila_renders_as_an_image(source: str) -> None:
    assert len(markdown_images(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "<img src='b.png'>",
        "`![a](b.png)`",
        "```\n![a](b.png)\n```",
        "    ![a](b.png)",
        "<!-- ![a](b.png) -->",
        "<div>\n![a](b.png)\n</div>",
        "\\![a](b.png)",
        "![a]",
        "![a][nowhere]",
        "![a] (b.png)",
        "$![a](b.png)$",
        "$$\n![a](b.png)\n$$",
        "\\begin{align}\n![a](b.png)\n\\end{align}",
        "https://example.org/![a](b.png)",
    ],
)
def test_what_it_does_not(source: str) -> None:
    assert markdown_images(source) == ()


def test_target_text_and_place() -> None:
    first, second = markdown_images("é ![one](a&amp;b.png)\n> - ![two][r]\n\n[R]: <c d.png>\n")
    assert (first.target, first.alt, first.kind) == ("a&b.png", "one", "inline")
    assert first.at == Span(1, 3, 1, 22)
    assert (second.target, second.alt, second.kind) == ("c%20d.png", "two", "reference")
    assert second.at == Span(2, 5, 2, 14)


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("`![a](b)` ![a](b)", ["10:![a](b)"]),
        ("```\n![a](b)\n```\n![a](b)\n```\n![a](b)\n```", ["16:![a](b)"]),
        ("<div>\n![a](b)\n</div>\n\n![a](b)", ["22:![a](b)"]),
        ("[a]: b\n\n\\![a] ![a][] ![a]", ["14:![a][]", "21:![a]"]),
        ("![a [b] c](d) ![\\]](e)", ["0:![a [b] c](d)", "14:![\\]](e)"]),
        ("![a](<b c> 't') ![a](b\n't')", ["0:![a](<b c> 't')", "16:![a](b\n't')"]),
        ("- x\n  - ![a\n    b](c) d", ["8:![a\n    b](c)"]),
        ("> > ![a\n> > b\n> c](d) > e", ["4:![a\n> > b\n> c](d)"]),
        (">\t- ![a\n>\t  b](c)", ["4:![a\n>\t  b](c)"]),
        ("|a|b|\n|-|-|\n|`![a](b)`|![a](b)|", ["23:![a](b)"]),
        ("x <![a](b) \\\\![c](d)", ["3:![a](b)", "13:![c](d)"]),
        ("a **![b](c) [![d](e)](f)** ~~![g](h)~~", ["4:![b](c)", "13:![d](e)", "29:![g](h)"]),
        ("\r\n\r![a](b)\r\n![c](d)", ["2:![a](b)", "10:![c](d)"]),
        ("\U000f0000![a](b\U000f0001.png)", ["1:![a](b\U000f0001.png)"]),
        ("T\n: ![a](b)\n: x\n\n    ![a](b)", ["4:![a](b)", "21:![a](b)"]),
    ],
)
def test_exact_places(source: str, written: list[str]) -> None:
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    places = [image.at for image in markdown_images(source)]
    spans = [
        (starts[at.line - 1] + at.column - 1, starts[at.end_line - 1] + at.end_column - 1)
        for at in places
    ]
    assert [f"{start}:{text[start:end]}" for start, end in spans] == written


def test_a_picture_pasted_as_text_keeps_its_place_and_its_whole_address() -> None:
    first, second = (f"data:image/png;base64,{'iVBO' * 250_000}{end}=" for end in "AB")
    source = f"![a]({first}) ![b]({second}) ![c][r]\n\n[r]: {first}"
    one, two, three = markdown_images(source)
    assert (one.target, two.target, three.target) == (first, second, first)
    assert [image.at.column for image in (one, two, three)] == [
        source.index(f"![{name}]") + 1 for name in "abc"
    ]
    assert source[two.at.column - 1 : two.at.end_column - 1] == f"![b]({second})"


@pytest.mark.parametrize(
    "source",
    [
        *("![" * 4000, "[" * 4000, "[a](b " * 4000, "![a][" * 4000, "[`" * 4000),
        *("*a " * 4000, "**a " * 4000, "***a* " * 4000, "_a " * 4000, "~~a " * 4000),
        *("` `` " * 4000, "x<? " * 4000, "x<!A " * 4000, "<a b='" * 4000, "\\\\( " * 4000),
        *("\\begin{x}" * 4000, "\\begin{x}\n\n" * 4000, "$$ \\\\[\n\n" * 4000),
        *("a" + " " * 9000 + "b", "# a" + " " * 9000 + "b", "_" + " " * 9000 + "a"),
        *("a|" * 9000, "|a|\n|-|-|\n" * 4000, "[a]: b\n" * 4000, "a\n" * 9000 + "\n: b"),
        "> - " * 400,
    ],
)
def test_what_would_take_long_is_not_judged(source: str) -> None:
    with pytest.raises(NotJudged):
        markdown_images(source + "\n\n![a](b)")


def test_long_cells_are_judged() -> None:
    cell = "Some *text* with a [link](a), `code`, $x_1$ and ![a](b.png).\n\n"
    listed = "- [a link](b) and ![an image](c.png) *of* **it**\n"
    assert len(markdown_images(cell * 500)) == 500
    assert len(markdown_images(listed * 60)) == 60


def test_pasted_files_are_attachments() -> None:
    (image,) = markdown_images("![x](attachment:image.png)")
    assert image.is_attachment


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("![a](b.png)", '<img src="b.png" alt="a">'),
        ("![a](<b c.png>)", '<img src="b%20c.png" alt="a">'),
        ("![a](b%20c.png)", '<img src="b%20c.png" alt="a">'),
        ('![say "x"](é.png?a=1&b=2)', '<img src="%C3%A9.png?a=1&amp;b=2" alt="say &quot;x&quot;">'),
    ],
)
def test_the_tag_that_shows_the_same(source: str, tag: str) -> None:
    (image,) = markdown_images(source)
    assert img_tag(image) == tag
    assert markdown_images(tag) == ()


PIECES = [
    "![a](b)",
    "![",
    "](",
    ")",
    "[r]: x\n",
    "`",
    "$",
    "\n",
    "> ",
    "- ",
    "    ",
    "\t",
    "<!--",
    "|",
]


@given(
    st.text()
    | st.lists(st.sampled_from([*PIECES, "*", "_", "<a>", ": ", "1. ", "\r"])).map("".join)
)
def test_every_span_begins_with_the_sign_of_an_image(source: str) -> None:
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    with suppress(NotJudged):
        for image in markdown_images(source):
            assert lines[image.at.line - 1][image.at.column - 1 :].startswith("![")
