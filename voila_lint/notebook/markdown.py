"""Images that Markdown cells show, exactly those that Voilà renders from Markdown syntax.

Voilà 0.5.13 renders Markdown cells with nbconvert's ``MarkdownWithMath`` on mistune; Binder's
base images bring nbconvert 7.17 and mistune 3.1.4, whose Markdown differs from CommonMark in many
corners, so these are followed and not CommonMark. ``tests/proofs/nbconvert`` compares.
"""

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from msgspec import Struct

from voila_lint.text import Lines, Span

if TYPE_CHECKING:
    from voila_lint.notebook.markdown_inline import InlineImage


class MarkdownImage(Struct, frozen=True):
    """An image in Markdown syntax.

    ``target`` is its address after backslash escapes and entities, ``alt`` its alternative text,
    ``at`` the whole construct in the cell. ``kind`` is "reference" for ``![text][label]`` and
    ``![label]``.
    """

    target: str
    alt: str
    at: Span
    kind: Literal["inline", "reference"] = "inline"

    @property
    def is_attachment(self) -> bool:
        """Whether the image is a file pasted into the cell."""
        return self.target.startswith("attachment:")

    @property
    def is_served(self) -> bool:
        """Whether a page of Voilà can show the image by an ``<img>`` tag.

        Pasted images are reached by Markdown syntax only. Of the repository's own files Voilà
        0.5 serves those that its default ``file_allowlist`` has.
        """
        if self.is_attachment:
            return False
        if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", self.target, re.IGNORECASE):
            return True
        path = re.split(r"[?#]", self.target, maxsplit=1)[0]
        return path.lower().endswith((".png", ".jpg", ".gif", ".svg"))


def markdown_images(source: str) -> tuple[MarkdownImage, ...]:
    """The images of a Markdown cell in the order of their places; never raises."""
    if "![" not in source:
        return ()
    from voila_lint.notebook import markdown_blocks, markdown_inline

    text = source.replace("\r\n", "\n").replace("\r", "\n")
    images: list[tuple[int, int, InlineImage]] = []
    try:
        runs, references = markdown_blocks.runs(text)
        for run in runs:
            images.extend(
                (run.place(image.start), run.place(image.end - 1) + 1, image)
                for image in markdown_inline.inline_images(run.text, references)
            )
    except RecursionError:
        return ()  # mistune itself gives up there, too
    lines = Lines(text)
    images.sort(key=lambda found: found[:2])
    return tuple(
        MarkdownImage(image.target, image.alt, lines.span(start, end), image.kind)
        for start, end, image in images
    )


def img_tag(image: MarkdownImage) -> str:
    """The ``<img>`` tag that shows the same picture without Voilà fetching it."""
    from html import escape

    source = quote(image.target, safe=":/?#@!$&()*+,;=%~")
    return f'<img src="{escape(source)}" alt="{escape(image.alt)}">'
