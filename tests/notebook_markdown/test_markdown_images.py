"""Images in Markdown syntax; tests/proofs/nbconvert compares with what nbconvert renders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert (second.target, second.alt, second.kind) == ("c d.png", "two", "reference")
    assert second.at == Span(2, 5, 2, 14)


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
    for image in markdown_images(source):
        assert lines[image.at.line - 1][image.at.column - 1 :].startswith("![")
