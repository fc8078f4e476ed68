"""Pictures that a Markdown cell shows by an HTML tag."""

import pytest

from voila_lint.links.image_tags import image_tags


@pytest.mark.parametrize(
    ("markdown", "source", "line", "column", "verbatim"),
    [
        ('<img src="a.png">', "a.png", 1, 11, True),
        ("text <IMG alt='x' src='b/a.jpg'/> text", "b/a.jpg", 1, 24, True),
        ("# é\r\n\r\n<p><img width=1\nsrc = a.gif ></p>", "a.gif", 4, 7, True),
        ('<img src="my%20a.png">', "my a.png", 1, 11, False),
        ('<img src="a.png?raw=true">', "a.png", 1, 11, False),
        ('<img src="a&amp;b.svg">', "a&b.svg", 1, 11, False),
        ('<img alt="src=no.png" src="A.PNG">', "A.PNG", 1, 28, True),
    ],
)
def test_a_picture_has_its_place(markdown, source, line, column, verbatim):
    (tag,) = image_tags(markdown)
    assert (tag.source, tag.at.line, tag.at.column, tag.verbatim) == (
        source,
        line,
        column,
        verbatim,
    )


@pytest.mark.parametrize(
    "markdown",
    [
        '`<img src="a.png">`',
        '```html\n<img src="a.png">\n```',
        '    <img src="a.png">',
        '<!-- <img src="a.png"> -->',
        '<img src="https://example.org/a.png">',
        '<img src="//example.org/a.png">',
        '<img src="data:image/png;base64,AAAA.png">',
        '<img src="attachment:a.png">',
        '<img src="a.webp">',  # Voilà does not hand it out
        '<img data-src="a.png">',
        '<image src="a.png">',
        '<img src="a.png',
        "<img " + "a " * 5000,
    ],
)
def test_what_is_no_picture_of_the_repository_is_left_alone(markdown):
    assert image_tags(markdown) == []
