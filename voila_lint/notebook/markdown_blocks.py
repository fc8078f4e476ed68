"""The blocks of a Markdown cell, as mistune 3.1.4 with nbconvert 7.17's rules finds them.

Only text that is rendered as inline Markdown matters here, so code and HTML blocks are merely
skipped. Quotes, list items and definitions are read again as texts of their own; each keeps, for
every line, how far its characters are from their place in the cell (what is taken away or
expanded is always at a line's start), so that every image has an exact place.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from voila_lint.notebook.markdown_inline import (
    ATTRIBUTES,
    LABEL,
    decoded_target,
    link_target,
    link_title_end,
    reference_key,
)
from voila_lint.pattern import pattern

_BLOCK_TAGS = frozenset(
    re.findall(
        r"\w+",
        """address article aside base basefont blockquote body caption center col colgroup dd
        details dialog dir div dl dt fieldset figcaption figure footer form frame frameset
        h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem meta nav
        noframes ol optgroup option p param section source summary table tbody td tfoot th thead
        title tr track ul""",
    )
)
_VERBATIM_TAGS = ("pre", "script", "style", "textarea")
_MARKUP = r"<!--|<\?|<![A-Z]|<!\[CDATA\["

_RULES = {
    "math": (
        r"(?s:(?<!\\)[$]{2}.*?(?<!\\)[$]{2}|\\\\\[.*?\\\\\]"
        r"|\\begin\{(?P<environment>[a-z]*\*?)\}.*?\\end\{(?P=environment)\})"
    ),
    "fence": r"^(?P<fence_indent> {0,3})(?P<fence_run>`{3,}|~{3,})[ \t]*(?P<info>.*?)$",
    "indented": (r"^(?: {4}| *\t)[^\n]+(?:\n+|$)(?:(?:(?: {4}| *\t)[^\n]+(?:\n+|$))|\s)*"),
    "heading": r"^ {0,3}(?P<hashes>#{1,6})(?!#+)(?P<heading_text>[ \t]*(?:.*?)?)$",
    "underline": r"^ {0,3}(?:=|-){1,}[ \t]*$",
    "rule": r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})$",
    "quote": r"^ {0,3}>(?P<quoted>.*?)$",
    "list": (
        r"^(?P<list_indent> {0,3})(?P<marker>[*+-]|\d{1,9}[.)])(?P<list_text>[ \t]*|[ \t].+)$"
    ),
    "definition": rf"^ {{0,3}}\[(?P<label>{LABEL})\]:",
    "html": rf"^ {{0,3}}(?:</?[A-Za-z][A-Za-z0-9-]*|{_MARKUP})",
    "blank": r"(?:^[ \t\v\f]*\n)+",
    "table": (
        r"^(?=[^\n]*\n {0,3}\|)"
        r" {0,3}\|(?P<table_head>.+)\|[ \t]*\n {0,3}\|(?P<table_align> *[-:]+[-| :]*)\|[ \t]*\n"
        r"(?P<table_body>(?: {0,3}\|.*\|[ \t]*(?:\n|$))*)\n*"
    ),
    "plain_table": (
        r"^(?=[^\n]*\n {0,3}[-:])"
        r" {0,3}(?P<plain_head>\S.*\|.*)\n {0,3}(?P<plain_align>[-:]+ *\|[-| :]*)\n"
        r"(?P<plain_body>(?:.*\|.*(?:\n|$))*)\n*"
    ),
    "terms": (
        r"^(?P<terms_head>(?:[^\n]+\n)+?)\n?(?::[ \t]+.*\n(?:[^\n]+\n)*"
        r"(?:(?:[ \t]*\n)*[ \t]+[^\n]+\n)*(?:[ \t]*\n)*)+"
    ),
    "block_html": (
        rf"^ {{0,3}}(?:(?:</?(?:{'|'.join((*sorted(_BLOCK_TAGS), *_VERBATIM_TAGS))})"
        rf"(?:[ \t]+|\n|$))|{_MARKUP})"
    ),
}
_NESTED_RULES = tuple(_RULES)[:11]
_TOP_RULES = tuple(_RULES)[:14]
_MAX_NESTED = 6
#: A search for definition lists needs quadratic time in the length of a paragraph.
_LARGEST_TERMS = 30_000
#: And one for tables in the length of a row.
_LONGEST_ROW = 5000

_BLANK_LINES = pattern(r"(?:^[ \t\v\f]*\n)+", re.MULTILINE)
_STRICT_QUOTE = pattern(r"(?: {0,3}>[^\n]*(?:\n|$))+")
_QUOTE_MARK = pattern(r"^ *>", re.MULTILINE)
_ONE_SPACE = pattern(r"^ ?", re.MULTILINE)
_UP_TO_FOUR = pattern(r"^ {0,4}", re.MULTILINE)
_LEADING_TAB = pattern(r"^( {0,3})\t", re.MULTILINE)
_BLANK_AT_END = pattern(r"\n[ \t]*\n$")
_REST_OF_LINE = pattern(r"[ \t]*\n")
_OPEN_TAG_REST = pattern(ATTRIBUTES + r"[ \t]*>[ \t]*(?:\n|$)")
_CLOSE_TAG_REST = pattern(r"[ \t]*>[ \t]*(?:\n|$)")
_CLOSING_HASHES = pattern(r"(?:\s+|^)#+\s*$")
_CELL_BORDER = pattern(r" *(?<!\\)(?:\\\\)*\| *")
_TABLE_ROW = pattern(r"^ {0,3}\|(.+)\|[ \t]*$")
_TERM_MARK = pattern(r"^:[ \t]+", re.MULTILINE)
_TRAILING_SPACE = pattern(r"\n\s+$")
_TASK = pattern(r"\[[ xX]\]\s+")
_INDENT = pattern(r"\s*(?=\S)")
_STRIPPED = " \r\n\t\f"
_EXPENSIVE_MATH = pattern(r"\\begin\{|\\\\\[|\$\$")
_WORK = 30_000_000


class Run(NamedTuple):
    """Text that is rendered as inline Markdown, and where its characters are in the cell."""

    text: str
    #: (offset in text, offset in the cell) where a stretch of unbroken correspondence begins.
    places: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int:
        """The offset in the cell of a character of the text."""
        index = bisect_right(self.places, offset, key=lambda place: place[0]) - 1
        start, place = self.places[max(index, 0)]
        return place + offset - start


class _Token:
    """A block: what later rules ask about it, and the stretches of inline text in it."""

    __slots__ = ("children", "kind", "stretches")

    def __init__(
        self,
        kind: str,
        stretches: Iterable[tuple[int, int]] = (),
        children: Iterable["_State"] = (),
    ) -> None:
        self.kind = kind
        self.stretches = list(stretches)
        self.children = list(children)


class _State:
    """One text that is read from its start: the cell, or the inside of a quote or list item."""

    def __init__(
        self, text: str, shifts: list[int], references: dict[str, str], depth: int
    ) -> None:
        self.text = text
        self.references = references
        self.depth = depth
        self.cursor = 0
        self.tokens: list[_Token] = []
        self.lines = [0]
        position = text.find("\n") + 1
        while position and position < len(text):
            self.lines.append(position)
            position = text.find("\n", position) + 1
        self.shifts = shifts
        self._blanks: list[int] | None = None

    def line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end + 1

    def line_number(self, position: int) -> int:
        return bisect_right(self.lines, position) - 1

    def place(self, position: int) -> int:
        """The offset in the cell of an offset in this text."""
        return position + self.shifts[min(self.line_number(position), len(self.shifts) - 1)]

    def next_blank(self, position: int) -> int | None:
        if self._blanks is None:
            self._blanks = [match.start() for match in _BLANK_LINES.finditer(self.text)]
        index = bisect_left(self._blanks, position)
        return self._blanks[index] if index < len(self._blanks) else None

    def add_paragraph(self, start: int, end: int) -> None:
        if self.tokens and self.tokens[-1].kind == "paragraph":
            self.tokens[-1].stretches.append((start, end))
        else:
            self.tokens.append(_Token("paragraph", [(start, end)]))

    def continue_paragraph(self) -> int | None:
        """Give the line at the cursor to a paragraph before it, where there is one."""
        if self.tokens and self.tokens[-1].kind == "paragraph":
            end = self.line_end(self.cursor)
            self.tokens[-1].stretches.append((self.cursor, end))
            return end
        return None

    def child(self, text: str, first_line: int) -> "_State":
        """The state of a text whose lines are this one's from ``first_line``, less their starts."""
        child = _State(text, [], self.references, self.depth + 1)
        ends = [*(start - 1 for start in child.lines[1:]), len(text.rstrip("\n"))]
        if text.endswith("\n"):
            ends[-1] = len(text) - 1
        for number, end in enumerate(ends):
            line = min(first_line + number, len(self.lines) - 1)
            own_end = self.line_end(self.lines[line])
            if self.text[own_end - 1 : own_end] == "\n":
                own_end -= 1
            child.shifts.append(own_end + self.shifts[min(line, len(self.shifts) - 1)] - end)
        return child


def runs(source: str) -> tuple[list[Run], dict[str, str]]:
    """The inline texts of a cell in order, and the targets of its reference definitions.

    The lines of ``source`` end with a line feed only.
    """
    text = source if source.endswith("\n") else source + "\n"
    references: dict[str, str] = {}
    state = _State(text, [], references, 0)
    state.shifts = [0] * len(state.lines)
    _parse(state, _usable(text, _TOP_RULES))
    return list(_runs(state)), references


def _usable(text: str, rules: tuple[str, ...]) -> tuple[str, ...]:
    """The rules without those that cannot match or would take quadratic time."""
    dropped = set()
    if "\n:" not in text or len(text) > _LARGEST_TERMS:
        dropped.add("terms")
    if max((len(line) for line in text.split("\n") if "|" in line), default=0) > _LONGEST_ROW:
        dropped.update(("table", "plain_table"))
    if len(_EXPENSIVE_MATH.findall(text)) * len(text) > _WORK:
        dropped.add("math")
    return tuple(rule for rule in rules if rule not in dropped)


@lru_cache(maxsize=64)
def _scanner(rules: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{rule}>{_RULES[rule]})" for rule in rules), re.MULTILINE)


def _parse(state: _State, rules: tuple[str, ...]) -> None:
    scanner = _scanner(rules)
    text = state.text
    while state.cursor < len(text):
        match = scanner.search(text, state.cursor)
        if match is None:
            break
        if match.start() > state.cursor:
            state.add_paragraph(state.cursor, match.start())
            state.cursor = match.start()
        end = _block(match, state)
        if not end:
            end = state.line_end(state.cursor)
            state.add_paragraph(state.cursor, end)
        state.cursor = end
    if state.cursor < len(text):
        state.add_paragraph(state.cursor, len(text))
        state.cursor = len(text)


def _runs(state: _State) -> Iterable[Run]:
    for token in state.tokens:
        if token.kind in ("paragraph", "heading", "inline"):
            yield from _token_runs(state, token)
        for child in token.children:
            yield from _runs(child)


def _token_runs(state: _State, token: _Token) -> Iterable[Run]:
    separate = token.kind == "inline"
    for stretches in [[stretch] for stretch in token.stretches] if separate else [token.stretches]:
        text = "".join(state.text[start:end] for start, end in stretches)
        skipped = len(text) - len(text.lstrip(_STRIPPED))
        text = text.strip(_STRIPPED)
        if "![" in text:
            yield Run(text, tuple(_places(state, stretches, skipped)))


def _places(
    state: _State, stretches: list[tuple[int, int]], skipped: int
) -> Iterable[tuple[int, int]]:
    offset = -skipped
    for start, end in stretches:
        position = start
        while position < end:
            yield offset + position - start, state.place(position)
            position = state.line_end(position)
        offset += end - start


def _block(match: re.Match[str], state: _State) -> int | None:
    return _BLOCKS[match.lastgroup or ""](match, state)


def _math(match: re.Match[str], state: _State) -> int:
    state.add_paragraph(match.start(), match.end())
    return match.end()


def _blank(match: re.Match[str], state: _State) -> int:
    state.tokens.append(_Token("blank"))
    return match.end()


def _rule(match: re.Match[str], state: _State) -> int:
    state.tokens.append(_Token("rule"))
    return match.end() + 1


def _indented(match: re.Match[str], state: _State) -> int:
    end = state.continue_paragraph()
    if end:
        return end
    state.tokens.append(_Token("code"))
    return match.end()


def _fence(match: re.Match[str], state: _State) -> int | None:
    fence = match["fence_run"]
    if fence[0] == "`" and "`" in match["info"]:
        return None
    state.tokens.append(_Token("code"))
    closer = _fence_end(fence[0], len(fence)).search(state.text, match.end() + 1)
    return closer.end() if closer else len(state.text)


@lru_cache(maxsize=64)
def _fence_end(character: str, length: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{0,3}}{character}{{{length},}}[ \t]*(?:\n|$)", re.MULTILINE)


def _heading(match: re.Match[str], state: _State) -> int:
    start, end = match.span("heading_text")
    text = state.text[start:end]
    closing = _CLOSING_HASHES.search(text.strip())
    if closing:
        end -= len(text.rstrip()) - len(text.rstrip().rstrip("#").rstrip())
        end = start + len(state.text[start:end].rstrip("# \t"))
    state.tokens.append(_Token("heading", [(start, max(start, end))]))
    return match.end() + 1


def _underline(match: re.Match[str], state: _State) -> int | None:
    if state.tokens and state.tokens[-1].kind == "paragraph":
        state.tokens[-1].kind = "heading"
        return match.end() + 1
    other = _scanner(("rule", "list")).match(state.text, state.cursor)
    return _block(other, state) if other else None


def _definition(match: re.Match[str], state: _State) -> int | None:
    end = state.continue_paragraph()
    if end:
        return end
    key = reference_key(match["label"])
    target = link_target(state.text, match.end(), block=True) if key else None
    if target is None:
        return None
    written, target_end = target
    limit = state.next_blank(target_end)
    title_end = link_title_end(state.text, target_end, len(state.text) if limit is None else limit)
    rest = _REST_OF_LINE.match(state.text, title_end) if title_end else None
    rest = rest or _REST_OF_LINE.match(state.text, target_end)
    if rest is None:
        return None
    state.references.setdefault(key, decoded_target(written))
    return rest.end()


def _html(match: re.Match[str], state: _State) -> int | None:
    marker = match[0].strip()
    for opener, closer in (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")):
        if marker == opener or (opener == "<!" and marker.startswith(opener)):
            return _html_to(state, closer, match.end())
    is_close = marker.startswith("</")
    name = marker.lstrip("</").lower()
    if not is_close and name in _VERBATIM_TAGS:
        return _html_to(state, f"</{name}>", match.end())
    if name in _BLOCK_TAGS:
        return _html_to_blank(state)
    end = state.continue_paragraph()
    if end:
        return end
    rest = _CLOSE_TAG_REST if is_close else _OPEN_TAG_REST
    if rest.match(state.text, match.end(), state.line_end(state.cursor)):
        return _html_to_blank(state)
    return None


def _html_to(state: _State, closer: str, start: int) -> int:
    state.tokens.append(_Token("html"))
    found = state.text.find(closer, start)
    return len(state.text) if found < 0 else state.line_end(found)


def _html_to_blank(state: _State) -> int:
    state.tokens.append(_Token("html"))
    blank = state.next_blank(state.cursor)
    return len(state.text) if blank is None else blank


def _expanded(text: str, width: int) -> str:
    return _LEADING_TAB.sub(lambda match: match[1] + " " * (width - len(match[1])), text)


def _four_spaces(text: str) -> str:
    return _LEADING_TAB.sub(r"\1    ", text)


def _quote(match: re.Match[str], state: _State) -> int:
    first_line = state.line_number(match.start())
    text = _ONE_SPACE.sub("", _expanded(match["quoted"] + "\n", 3))
    strict = _scanner(("blank", "indented", "fence")).match(text) is not None
    state.cursor = match.end() + 1
    breaks = _scanner(("blank", "rule", "fence", "list", "block_html"))
    after: int | None = None
    blank_before = False
    while state.cursor < len(state.text):
        more = _STRICT_QUOTE.match(state.text, state.cursor)
        if more:
            quoted = _ONE_SPACE.sub("", _expanded(_QUOTE_MARK.sub("", more[0]), 3))
            text += quoted
            state.cursor = more.end()
            blank_before = not quoted.strip() or _BLANK_AT_END.search(quoted) is not None
            if strict:
                break
            continue
        if strict or blank_before:
            break
        other = breaks.match(state.text, state.cursor)
        if other:
            after = _block(other, state)
            if after:
                break
        end = state.line_end(state.cursor)
        text += _expanded(state.text[state.cursor : end], 3)
        state.cursor = end
    child = state.child(_four_spaces(text), first_line)
    _parse(child, _inner_rules(state, child, "quote"))
    token = _Token("quote", children=[child])
    if after:
        state.tokens.insert(len(state.tokens) - 1, token)
        return after
    state.tokens.append(token)
    return state.cursor


def _inner_rules(state: _State, child: _State, name: str) -> tuple[str, ...]:
    rules = _usable(child.text, _NESTED_RULES)
    if state.depth >= _MAX_NESTED - 1:
        rules = tuple(rule for rule in rules if rule != name)
    return rules


def _list(match: re.Match[str], state: _State) -> int:
    text = match["list_text"]
    marker = match["marker"]
    is_ordered = len(marker) > 1
    if not text.strip() or (is_ordered and int(marker[:-1]) != 1):
        end = state.continue_paragraph()
        if end:
            return end
    token = _Token("list")
    first_line = state.line_number(match.start())
    state.cursor = match.end() + 1
    item: tuple[int, str] | None = (len(match["list_indent"]) + len(marker), text)
    while item is not None:
        width, text = item
        item, after, index = _list_item(state, token, marker[-1], width, text, first_line)
        first_line = state.line_number(max(state.cursor - 1, 0))
        if after:
            state.tokens.insert(index, token)
            return after
    state.tokens.append(token)
    return state.cursor


@lru_cache(maxsize=128)
def _item_scanner(bullet: str, width: int) -> re.Pattern[str]:
    """What ends a list item whose marker ends in column ``width``."""
    rules = ["rule", "fence", "heading", "quote", "block_html", "list"]
    patterns = {rule: _RULES[rule] for rule in rules}
    if width < 3:
        patterns = {
            rule: pattern.replace("{0,3}", f"{{0,{width}}}", 1)
            for rule, pattern in patterns.items()
        }
    marker = {".": r"\d{0,9}\.", ")": r"\d{0,9}\)"}.get(bullet, re.escape(bullet))
    item = (
        rf"^(?P<item_indent> {{0,{min(width, 3)}}})(?P<item_marker>{marker})"
        r"(?P<item_text>[ \t]*|[ \t][^\n]+)$"
    )
    ordered = {"rule": patterns.pop("rule"), "item": item, **patterns}
    return re.compile(
        "|".join(f"(?P<{name}>(?<=\\n){pattern})" for name, pattern in ordered.items()),
        re.MULTILINE,
    )


def _list_item(
    state: _State, token: _Token, bullet: str, width: int, text: str, first_line: int
) -> tuple[tuple[int, str] | None, int | None, int]:
    """Read one item: the next one's width and text, else the end of a block that ends the list."""
    scanner = _item_scanner(bullet, width)
    text = _four_spaces(_expanded(text, 3))
    indent = _INDENT.match(text)
    if indent:
        space = 1 if text.startswith("     ") else indent.end()
        text = text[space:] + "\n"
    else:
        space, text = 1, ""
    indentation = " " * (width + space)
    source: list[str] = []
    has_source = False
    blank_before = False
    following: tuple[int, str] | None = None
    after: int | None = None
    index = 0
    while state.cursor < len(state.text):
        end = state.line_end(state.cursor)
        line = state.text[state.cursor : end]
        if _BLANK_LINES.match(line):
            source.append("\n")
            blank_before = True
            state.cursor = end
            continue
        line = _expanded(line, 4)
        if line.startswith(indentation):
            if blank_before and not text and not has_source:
                break
            blank_before = False
        else:
            match = scanner.match(state.text, state.cursor)
            if match:
                rule = match.lastgroup or ""
                if rule == "item":
                    following = (
                        len(match["item_indent"]) + len(match["item_marker"]),
                        match["item_text"],
                    )
                    state.cursor = match.end() + 1
                    break
                if rule == "list":
                    break
                index = len(state.tokens)
                after = _block(match, state)
                if after:
                    break
            if blank_before:
                break
        source.append(line)
        has_source = True
        state.cursor = end
    text += "\n".join(
        _four_spaces(line[len(indentation) :]) if line.startswith(indentation) else line
        for line in "".join(source).split("\n")
    )
    starts_below = not indent
    child = state.child(_TRAILING_SPACE.sub("\n", text), first_line + starts_below)
    _parse(child, _inner_rules(state, child, "list"))
    _drop_task_mark(child)
    token.children.append(child)
    return following, after, index


def _drop_task_mark(item: _State) -> None:
    """``[ ]`` at an item's start is a box to tick."""
    if not item.tokens or item.tokens[0].kind != "paragraph":
        return
    stretches = item.tokens[0].stretches
    start, end = stretches[0]
    box = _TASK.match(item.text, start, end)
    if box:
        stretches[0] = (box.end(), end)


def _table(match: re.Match[str], state: _State) -> int | None:
    return _table_rows(match, state, "table", _TABLE_ROW)


def _plain_table(match: re.Match[str], state: _State) -> int | None:
    return _table_rows(match, state, "plain", None)


def _table_rows(
    match: re.Match[str], state: _State, prefix: str, row: re.Pattern[str] | None
) -> int | None:
    cells = _cells(state.text, *match.span(f"{prefix}_head"))
    columns = len(cells)
    if len(_cells(state.text, *match.span(f"{prefix}_align"))) != columns:
        return None
    position, end = match.span(f"{prefix}_body")
    for line in state.text[position:end].splitlines(keepends=True):
        bare = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        start, stop = position, position + len(bare)
        if row is not None:
            inner = row.match(bare)
            if inner is None:
                return None
            start, stop = position + inner.start(1), position + inner.end(1)
        more = _cells(state.text, start, stop)
        if len(more) != columns:
            return None
        cells.extend(more)
        position += len(line)
    state.tokens.append(_Token("inline", cells))
    return match.end()


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cells = []
    position = 0
    row = text[start:end]
    for border in _CELL_BORDER.finditer(row):
        cells.append((start + position, start + border.start()))
        position = border.end()
    cells.append((start + position, end))
    return cells


def _terms(match: re.Match[str], state: _State) -> int:
    """A definition list: terms, each line for itself, and definitions behind colons."""
    more: re.Match[str] | None = match
    end = match.end()
    pattern = _scanner(("terms",))
    while more is not None:
        end = more.end()
        position = more.start()
        for line in more["terms_head"].splitlines(keepends=True):
            state.tokens.append(_Token("inline", [(position, position + len(line))]))
            position += len(line)
        marks = [mark.start() for mark in _TERM_MARK.finditer(state.text, position, end)]
        for start, stop in zip(marks, [*marks[1:], end], strict=True):
            text = _UP_TO_FOUR.sub("", state.text[start:stop].replace(":", " ", 1))
            child = state.child(_TRAILING_SPACE.sub("\n", text), state.line_number(start))
            child.references = {}
            child.depth = 0
            _parse(child, _usable(child.text, _NESTED_RULES))
            state.tokens.append(_Token("definition", children=[child]))
        more = pattern.match(state.text, end)
    return end


_BLOCKS: dict[str, Callable[[re.Match[str], _State], int | None]] = {
    "math": _math,
    "fence": _fence,
    "indented": _indented,
    "heading": _heading,
    "underline": _underline,
    "rule": _rule,
    "quote": _quote,
    "list": _list,
    "definition": _definition,
    "html": _html,
    "block_html": _html,
    "blank": _blank,
    "table": _table,
    "plain_table": _plain_table,
    "terms": _terms,
}
