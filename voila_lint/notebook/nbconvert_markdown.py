"""Markdown as nbconvert 7.17 reads it: mistune 3.1 with rules for mathematics.

As ``MarkdownWithMath``, ``MathBlockParser`` and ``MathInlineParser`` of
nbconvert/filters/markdown_mistune.py.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import Match
from typing import Any, NamedTuple

from mistune import BlockParser, BlockState, InlineParser, InlineState, Markdown
from mistune.plugins import import_plugin

_HEADING = r"^ {0,3}(?P<atx_1>#{1,6})(?!#+)(?P<atx_2>[ \t]*(.*?)?)$"
_ENVIRONMENT = r"\\begin\{(?P<environment>[a-z]*\*?)\}.*?\\end\{(?P=environment)\}"
_BLOCK_MATH = rf"(?s:(?<!\\)[$]{{2}}.*?(?<!\\)[$]{{2}}|\\\\\[.*?\\\\\]|{_ENVIRONMENT})"
_INLINE_MATH = {
    "block_math_tex": r"(?s:(?<!\\)\$\$.*?(?<!\\)\$\$)",
    "block_math_latex": r"(?s:(?<!\\)\\\\\[.*?(?<!\\)\\\\\])",
    "inline_math_tex": r"(?s:(?<![$\\])\$.+?(?<![$\\])\$)",
    "inline_math_latex": r"(?s:(?<!\\)\\\\\(.*?(?<!\\)\\\\\))",
    "latex_environment": rf"(?s:{_ENVIRONMENT})",
}
#: Those that can match only where the text has a sign, and take long to find that they do not.
_PLUGINS = {"strikethrough": "~~", "table": "|", "url": "", "task_lists": "", "def_list": "\n:"}


class RenderedImage(NamedTuple):
    """An image that a page shows.

    ``mark`` is the character before it, ``written`` the construct as mistune sees it, ``target``
    the address as the page has it, ``alt`` its alternative text. ``by_label`` tells whether a
    definition elsewhere has the address.
    """

    mark: str
    written: str
    target: str
    alt: str
    by_label: bool


def rendered_images(text: str) -> list[RenderedImage]:
    """Return the images of a text in the order of the page.

    Raises RecursionError for a text that is nested too deep.
    """
    plugins = tuple(name for name, sign in _PLUGINS.items() if sign in text)
    tokens, _ = _reader(plugins).parse(text)
    return [
        RenderedImage(
            token["mark"],
            token["written"],
            token["attrs"]["url"],
            "".join(_texts(token["children"])),
            "ref" in token,
        )
        for token in _image_tokens(tokens)
    ]


@lru_cache(maxsize=8)
def _reader(plugins: tuple[str, ...]) -> Markdown:
    return Markdown(None, plugins=[_mathematics, _notes, *map(import_plugin, plugins)])


def _mathematics(md: Markdown) -> None:
    """Let mathematics hold anything, as nbconvert does; its headings need no space."""
    block, inline = md.block, md.inline
    block.specification["atx_heading"] = _HEADING
    block.register("math", _BLOCK_MATH, _parse_block_math, before="fenced_code")
    for rules in (block.list_rules, block.block_quote_rules):
        block.insert_rule(rules, "math", before="fenced_code")
    for name, math in _INLINE_MATH.items():
        inline.register(name, math, _parse_inline_math, before="escape")


def _parse_block_math(block: BlockParser, match: Match[str], state: BlockState) -> int:
    state.add_paragraph(match[0])
    return match.end()


def _parse_inline_math(inline: InlineParser, match: Match[str], state: InlineState) -> int:
    state.append_token({"type": "math", "raw": match[0]})
    return match.end()


def _notes(md: Markdown) -> None:
    """Let the token of an image have the text that it was made of."""
    md.inline.register("link", None, _parse_link)


def _parse_link(inline: InlineParser, match: Match[str], state: InlineState) -> int | None:
    end = inline.parse_link(match, state)
    token = state.tokens[-1] if end and state.tokens else {}
    # An image that binds stronger than this link has its note already.
    if token.get("type") == "image" and "written" not in token:
        token["mark"] = state.src[max(0, match.start() - 1) : match.start()]
        token["written"] = state.src[match.start() : end]
    return end


def _image_tokens(tokens: Any) -> Iterator[dict[str, Any]]:
    for token in tokens:
        if token["type"] == "image":
            yield token
        else:
            yield from _image_tokens(token.get("children", ()))


def _texts(tokens: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the parts of an alternative text."""
    for token in tokens:
        if token["type"] in ("softbreak", "linebreak"):
            yield "\n"
        elif token["type"] != "inline_html":
            yield token.get("raw", "")
            yield from _texts(token.get("children", ()))
