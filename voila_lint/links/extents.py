"""How far an address reaches in a document, and what its reader's browser gets of it.

Markup ends an address that is the target of a link. In running text readers do not agree: GitHub
(cmark-gfm 0.29, ``extensions/autolink.c``) and linkify-it 2 go on to the next white space and take
``App.ipynb。`` for the address, docutils ends it at the first sign that is not ASCII. Text that was
glued to an address is no part of what its author means, and a repair must not touch it: here an
address ends where it is certain that the rest is text.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple
from unicodedata import category
from urllib.parse import quote

from voila_lint.entities import unescaped
from voila_lint.links.model import Format, Spaces, Zone
from voila_lint.pattern import pattern

#: No browser follows longer ones; the bound keeps the search linear in the document's length.
LONGEST_ADDRESS = 4000
LOOK_BEHIND = 200

LINE_END = pattern(r"\r\n?|\n")
_SPACE = pattern(r"\s")
_AROUND_SIGNS = pattern(r"\s*([?&=])\s*")

#: A bare address ends at white space and quotes; placeholders in pointed brackets belong to it.
_BARE = pattern(r"(?:[^\s<>\"'`|\\^]|<[\w .-]{1,40}>|'(?=[\w.]))+")
_TARGET = pattern(r"(?:\\[!-/:-@\[-`{-~]|[^\s<>\\()]|<[\w .-]{1,40}>|\\)+")
_AFTER_TARGET = pattern(r"[ \t]*(?:\n[ \t]*)?(?:\)|\"|'|\()")
_TITLE = pattern(r"[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))[ \t]*\Z")
_OPENS_TARGET = pattern(r"\]\([ \t]*(?:\r?\n[ \t]*)?(<?)\Z")
_OPENS_DEFINITION = pattern(r"\]:[ \t]*(?:\r?\n[ \t]*)?(<?)\Z")
_OPENS_VALUE = pattern(r"=[ \t\r\n]*([\"']?)\Z")
_OPENS_RST_LINE = pattern(
    r"^[ \t]*(?::target:|\.\.[ \t]+_[^\n]*:|\.\.[ \t][^\n]*(?:image|figure)::|__)[ \t]+\Z",
    re.MULTILINE,
)
#: What GitHub, and what Jupyter take for the rest of a bare address; signs of which they do not
#: agree whether they do.
_LINKED = pattern(r"[^ \t\n\v\f\r<]*")
_LINKED_IN_CELL = pattern(r"[^\s<]*")
_UNCERTAIN = pattern(r"[|\\`\[\]]")
#: What GitHub leaves out at the end.
_LEFT_OUT = "?!.,:;*_~'\""
_BLANK_LINE = pattern(r"\n[ \t]*\n")
_ESCAPED = pattern(r"\\([!-/:-@\[-`{-~])")

#: The end of a notebook's name before what is no part of an address. Letters may be a slip in the
#: name, braces and a dollar are filled in by a generator of pages.
_AFTER_NOTEBOOK = pattern(r"\.ipynb(?=[^?&#/%\w.+{$-]|[^\x00-\x7f])")
#: Pages that are whole, with a letter of another script behind.
_WHOLE = pattern(r"(?:/HEAD|\.py|path=(?:/|%2F)?voila(?:(?:/|%2F)tree)?)(?=[^\x00-\x7f…])")
_NOT_ASCII = pattern(r"[^\x00-\x7f]|[\x00-\x1f\x7f]")
_ENTITY = pattern(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PLACEHOLDER = pattern(r"&lt;[\w .-]{1,40}&gt;")
_ENDS_WITH_NOTEBOOK = pattern(r"\.ipynb(?:[?&#%]\S*)?\Z")
#: How an address may go on behind a space.
_GOES_ON = pattern(r"[ \t]+[^\s<>\"'`|]*(?:[ \t]+[^\s<>\"'`|]+){0,7}\.ipynb\b")


class Extent(NamedTuple):
    """Where an address ends, and the address as it is meant.

    ``spaces`` and ``is_open`` as in :class:`~voila_lint.links.model.LaunchLink`.
    """

    end: int
    address: str
    spaces: Spaces = ""
    is_open: bool = False


class NotebookNames(NamedTuple):
    """The notebooks that addresses may name.

    ``all`` are their paths, ``spaced`` the ways to write those that have spaces, cut at each space:
    (what stands before it, the rest).
    """

    all: frozenset[str]
    spaced: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, paths: Collection[str]) -> "NotebookNames":
        """Return the names of notebooks by their paths from the root."""
        return cls(frozenset(paths), tuple(_cut_at_spaces(paths)))


def _cut_at_spaces(paths: Collection[str]) -> Iterator[tuple[str, str]]:
    # The longest first: of `a b.ipynb` and `a b.ipynb c.ipynb` the latter.
    for path in sorted(paths, key=len, reverse=True):
        if " " in path:
            first = path.index(" ")
            for written in dict.fromkeys((path, path.replace("/", "%2F"))):
                at = written.index(" ", first)
                yield written[:at], written[at:]


def is_target(text: str, start: int, form: Format) -> bool:
    """Tell whether the address that begins at ``start`` is where a link of the document leads."""
    before = text[max(0, start - LOOK_BEHIND) : start]
    if form == "rst":
        return before.endswith("<") or _OPENS_RST_LINE.search(before) is not None
    return bool(_OPENS_TARGET.search(before) or _OPENS_DEFINITION.search(before))


def extent(text: str, start: int, zone: Zone | None, form: Format, names: NotebookNames) -> Extent:
    """Return how far the address that begins at ``start`` reaches."""
    limit = min(zone.end if zone is not None else len(text), start + LONGEST_ADDRESS)
    before = text[max(0, start - LOOK_BEHIND) : start]
    if zone is not None and zone.kind == "tag":
        return _attribute(text, start, before, limit, names)
    in_code = zone is not None and zone.kind == "code"
    if form == "rst" and _OPENS_RST_LINE.search(before):
        return _of_rst(text, start, line_end(text, start, limit))
    if form == "rst" and before.endswith("<"):
        end = _closer(text, start, ">", limit)
        if end is not None:
            return _of_rst(text, start, end)
    opened = _OPENS_TARGET.search(before) or _OPENS_DEFINITION.search(before)
    if opened and opened[1]:
        end = _closer(text, start, ">", limit)
        if end is not None:
            return Extent(end, _written(text[start:end]))
    elif opened:
        end = _target_end(text, start, limit)
        is_definition = opened[0].startswith("]:")
        if is_definition:
            closed: int | None = line_end(text, start, limit)
        else:
            closed = _spaced_target_end(text, end, line_end(text, start, limit))
        if closed is not None:
            whole = _without_title(text, start, closed)
            if whole > end and _completes(text[start:end], text[end:whole]):
                return _cut_by_spaces(text, start, whole)
        if is_definition or _AFTER_TARGET.match(text, end, limit):
            return Extent(end, _written(text[start:end]))
    if before.endswith("<"):
        end = _closer(text, start, ">", limit)
        if end is not None and "<" not in text[start:end]:
            first, space, rest = text[start:end].partition(" ")
            if not space:
                return Extent(end, unescaped(first))
            if _completes(first, space + rest):
                return _cut_by_spaces(text, start, end)
    value = _OPENS_VALUE.search(before)
    if value and value[1]:
        end = _closer(text, start, value[1], limit)
        if end is not None:
            return Extent(end, unescaped(text[start:end]))
    reach = _bare(text, start, limit, names, in_code=in_code)
    if opened and not reach.spaces and ".ipynb" not in reach.address and "path=" in reach.address:
        # The brackets of the link are not closed where its address may end.
        return reach._replace(is_open=True)
    return reach


def taken_along(text: str, start: int, end: int, *, in_cell: bool) -> str:
    """Return the text behind a bare address that becomes a part of the link in Markdown.

    In a document as on GitHub (``autolink_delim`` in ``extensions/autolink.c`` of cmark-gfm 0.29).
    In a notebook's cell what JupyterLab (``url`` in ``src/rules.ts`` of marked 16) and Voilà
    (``plugins/url.py`` of mistune 3.1) agree on: they end a link at white space of any script, and
    not always at the same ASCII sign. "" where it is not certain that there is a link.
    """
    if not text.startswith(("https://", "http://"), start) or text.endswith("<", 0, start):
        return ""
    match = (_LINKED_IN_CELL if in_cell else _LINKED).match(text, end, end + LONGEST_ADDRESS)
    last = _without_punctuation(text, start, match.end(), _LEFT_OUT) if match else end
    if last <= end or _UNCERTAIN.search(text, end, last) or (in_cell and text[end].isascii()):
        return ""
    paragraph = _BLANK_LINE.split(text[max(0, start - LONGEST_ADDRESS) : start].lower())[-1]
    in_brackets = paragraph.count("[") > paragraph.count("]")
    in_link = paragraph.rfind("<a ") > paragraph.rfind("</a")
    return "" if in_brackets or in_link else text[end:last]


def with_encoded_spaces(url: str) -> str:
    """Return an address with ``%20`` for each space of a name, and none between its parts."""
    return _SPACE.sub(lambda match: quote(match[0]), _AROUND_SIGNS.sub(r"\1", url))


def until(text: str, start: int, closer: str, limit: int) -> int:
    """Return the next ``closer`` on the same line, else the end of the bare address."""
    end = _closer(text, start, closer, limit)
    return (
        end
        if end is not None
        else _bare(text, start, limit, NotebookNames.of(()), in_code=True).end
    )


def line_end(text: str, start: int, limit: int) -> int:
    """Return where the text on the line of ``start`` ends, less its trailing blanks."""
    match = LINE_END.search(text, start, limit)
    end = match.start() if match else limit
    while end > start and text[end - 1] in " \t":
        end -= 1
    return end


def _closer(text: str, start: int, closer: str, limit: int) -> int | None:
    found = text.find(closer, start, line_end(text, start, limit))
    return found if found >= 0 else None


def _completes(first: str, rest: str) -> bool:
    """Tell whether text behind a space is surely the rest of an address.

    It ends with the name of a notebook, which the address before the space does not have.
    """
    if ".ipynb" in first or any(sign in rest for sign in ("://", "](", "<")):
        return False
    return _ENDS_WITH_NOTEBOOK.search(rest) is not None


def _cut_by_spaces(text: str, start: int, end: int) -> Extent:
    address = _written(text[start:end])
    path, space, _ = _AROUND_SIGNS.sub(r"\1", address).partition(" ")
    # Owners, repositories and branches have no spaces: what is meant by one is not known.
    is_open = bool(space) and "?" not in path
    return Extent(end, _AROUND_SIGNS.sub(r"\1", address), "cut", is_open)


def _written(target: str) -> str:
    return unescaped(_ESCAPED.sub(r"\1", target))


def _of_rst(text: str, start: int, end: int) -> Extent:
    # docutils 0.23, `parse_target` and `phrase_ref` of parsers/rst/states.py: white space in the
    # address of a link goes, unless a backslash stands before it.
    address = text[start:end]
    spaces: Spaces = "dropped" if re.search(r"(?<!\\)[ \t]", address) else ""
    return Extent(end, address.replace("\\ ", " "), spaces)


def _attribute(text: str, start: int, before: str, limit: int, names: NotebookNames) -> Extent:
    opened = _OPENS_VALUE.search(before)
    if opened and opened[1]:
        # Browsers join an address that is broken into lines.
        end = text.find(opened[1], start, limit)
        if end >= 0:
            return Extent(end, unescaped(text[start:end]))
        closer = _closer(text, start, opened[1], limit)
        if closer is not None:
            return Extent(closer, unescaped(text[start:closer]))
    return _bare(text, start, limit, names)


def _without_title(text: str, start: int, end: int) -> int:
    title = _TITLE.search(text, start, end)
    return title.start() if title else line_end(text, start, end)


def _spaced_target_end(text: str, position: int, limit: int) -> int | None:
    """Return where a target with spaces is closed on its line, None where that is not certain."""
    depth = 0
    start = position
    while position < limit:
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                inside = text[start:position]
                return position if "<" not in inside and "://" not in inside else None
            depth -= 1
        elif character == "\\":
            position += 1
        elif character == "]" and text.startswith("](", position):
            return None
        position += 1
    return None


def _target_end(text: str, start: int, limit: int) -> int:
    """Return the end of a link's target without pointed brackets: parentheses in it are paired."""
    depth = 0
    position = start
    while position < limit:
        match = _TARGET.match(text, position, limit)
        if match:
            position = match.end()
        if position >= limit:
            break
        character = text[position]
        if character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
        else:
            break
        position += 1
    return position


def _bare(
    text: str, start: int, limit: int, names: NotebookNames, *, in_code: bool = False
) -> Extent:
    """Return the extent of an address in running text."""
    match = _BARE.match(text, start, limit)
    if match is None:
        return Extent(start, "")
    longest = match.end()
    inside = text.find(")](", start, longest)
    if inside >= 0:
        longest = inside
    whole = text[start:longest]
    cut = start + (len(whole) if _is_known(whole, names) else _certain_end(whole))
    end = _without_punctuation(text, start, cut) if inside < 0 or cut < inside else cut
    if end == longest:
        for first, rest in names.spaced:
            if text.startswith(rest, end) and text.endswith(first, start, end):
                end += len(rest)
                return Extent(end, _read(text[start:end], in_code=in_code), "cut")
    address = text[start:end]
    glued = end < longest and (not text[end].isascii() or text[end] == "&")
    unclear = _may_go_on(address, names)
    if "path=" in address and not address.endswith((".ipynb", ".py")) and ".ipynb" not in address:
        # A name without its ending: more of it may follow.
        named = "render/" in address or "render%2F" in address
        follows = _GOES_ON.match(text, end, line_end(text, end, limit)) is not None
        unclear = unclear or follows or (glued and named)
    return Extent(end, _read(address, in_code=in_code), "", unclear)


def _read(address: str, *, in_code: bool) -> str:
    return address if in_code else unescaped(address)


def _is_known(address: str, names: NotebookNames) -> bool:
    """Tell whether an address ends with the path of a notebook that is there."""
    _, _, value = address.rpartition("path=")
    path = value.replace("%2F", "/").replace("%2f", "/").strip("/")
    return any(path == name or path.endswith(f"/{name}") for name in names.all)


def _may_go_on(address: str, names: NotebookNames) -> bool:
    """Tell whether an address has signs of which nobody knows whether they belong to it."""
    query = address.partition("?")[2]
    if query.isascii() or _is_known(address, names):
        return False
    return not query.endswith(".ipynb") or any(
        category(sign)[0] in "PZS" for sign in query if not sign.isascii()
    )


def _certain_end(address: str) -> int:
    """Return how much of an address is surely one; what follows is text."""
    cuts = [len(address)]
    ends = (_AFTER_NOTEBOOK.search(address), _WHOLE.search(address))
    cuts += [match.end() for match in ends if match is not None]
    for entity in _ENTITY.finditer(address):
        sign = unescaped(entity[0])
        if _PLACEHOLDER.match(address, entity.start()) or sign == ">":
            continue
        if sign in "\"'<" or _ends(sign):
            cuts.append(entity.start())
            break
    if not address.isascii() or not address.isprintable():
        query = address.find("?")
        fragment = address.find("#")
        for match in _NOT_ASCII.finditer(address):
            at = match.start()
            in_path = 0 <= query < at and ".ipynb" in address[at:]
            if 0 <= fragment < at or (_ends(match[0]) and not in_path):
                cuts.append(at)
                break
    return min(cuts)


def _ends(sign: str) -> bool:
    """Tell whether a sign that is not ASCII is no letter that a name may have.

    An ellipsis stands for what a reader is to put in.
    """
    if sign.isascii():
        return category(sign) == "Cc"
    return sign != "…" and category(sign[0])[0] in "PZSC"


def _without_punctuation(text: str, start: int, end: int, signs: str = "?!.,:;*_~]}'") -> int:
    """Return where an address ends without the punctuation of its sentence, as on GitHub."""
    opened = text.count("(", start, end)
    closed = text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last == ";" and _ENTITY.fullmatch(text, ampersand := text.rfind("&", start, end), end):
            end = ampersand
            continue
        if last == ")" and closed > opened:
            closed -= 1
        elif last not in signs or (
            last in "]}" and (text.count("[{"["]}".index(last)], start, end) > 0)
        ):
            break
        end -= 1
    return end
