"""A cell's source to the Python that IPython runs, with the way back to the source.

Models ``TransformerManager.transform_cell`` of IPython 9 (core/inputtransformer2.py) and what
``run_cell`` adds to cells of one line (core/prefilter.py), without importing IPython. The text
is the same as IPython's; tests compare the two.
"""

import re
from bisect import bisect_right
from collections.abc import Container
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from voila_lint.notebook.lexer import Lexer, Statement, Token
from voila_lint.notebook.magics import LINE_MAGICS
from voila_lint.pattern import pattern
from voila_lint.text import Lines

CommandKind: TypeAlias = Literal["line", "cell", "system", "getoutput", "help", "call"]

# Text without any of these holds nothing but Python. The last ones are characters that end a
# line for IPython though not for Python.
_MAY_BE_SPECIAL = pattern(
    r"^[^\S\n]*[!?%,;/]|=[\s\\]*[%!]|\?[\s\\]*$|[\v\f\x1c-\x1e\x85\u2028\u2029]|\r(?!\n)",
    re.MULTILINE,
)
_WHITE_LINE = pattern(r"^[ \t]+$", re.MULTILINE)
_INDENT = pattern(r"^([ \t]*)[^ \t\n]", re.MULTILINE)

_PROMPT = pattern(r"\s*>>>[ \t]?")
_CONTINUATION_PROMPT = pattern(r"\s*\.\.\.[ \t]?")
_TRIPLE_QUOTE = pattern(r"(?<!\\)(?:\"\"\"|''')")
_STRING_PREFIX = pattern(r"[rubf]*", re.IGNORECASE)
_IPYTHON_PROMPT = pattern(r"(?:(?:\[(?:nav|ins)\])? )?In \[\d+\]: |\s*\.{3,}: ?")

_CELL_MAGIC_HELP = pattern(r"%%\w+\?")
_HELP = pattern(r"(%{0,2}(?!\d)[\w*]+(?:\.(?!\d)[\w*]+|\[-?[0-9]+\])*)(\?\??)$")
_FIRST_WORD = pattern(r"(\s*)(?:[,;/%]|!!?|\?\??)?\s*(%{0,2}[\w.*]*)([^\n]*)")

#: IPython gives up on a cell that still changes after so many steps.
_MOST_STEPS = 500


class TransformError(Exception):
    """IPython fails to transform the cell, and runs nothing of it."""


class IPythonCommand(NamedTuple):
    """One piece of IPython syntax.

    ``name`` and ``argument`` are those of the magic; the shell's command is the argument.
    ``start`` and ``end`` are offsets in the cell source, ``argument_start`` that of the argument
    or -1 where the argument is put together from several lines. ``line`` is that of the call in
    the transformed text, from 1.
    """

    kind: CommandKind
    name: str
    argument: str
    start: int
    end: int
    argument_start: int
    line: int


class _Piece(NamedTuple):
    """A line of the text on its way: the first ``exact`` characters are those at ``offset``."""

    text: str
    offset: int
    exact: int

    def cut(self, count: int) -> "_Piece":
        return _Piece(self.text[count:], self.offset + count, self.exact - count)


class Body:
    """The text below a cell magic, with the way back to the source."""

    def __init__(self, text: str, pieces: list[_Piece]) -> None:
        """Take the text and the lines it was joined from."""
        self.text = text
        self._pieces = pieces
        self._starts = [0]
        for piece in pieces:
            self._starts.append(self._starts[-1] + len(piece.text))

    def offset(self, offset: int) -> int:
        """Return the source offset of an offset in the text."""
        if not self._pieces:
            return 0
        index = min(bisect_right(self._starts, offset), len(self._pieces)) - 1
        return self._pieces[index].offset + offset - self._starts[index]


class Transformed:
    """The Python of a cell, the IPython syntax in it, and the way back to the source."""

    def __init__(
        self, source: str, pieces: list[_Piece] | None, commands: list[IPythonCommand]
    ) -> None:
        """Take the source and what became of it (None: nothing changed)."""
        self._pieces = pieces
        self._end = len(source)
        self.source = source
        self.commands = tuple(commands)
        #: What stands below a cell magic; None without one.
        self.body: Body | None = None
        if pieces is not None:
            self.text = "".join([piece.text for piece in pieces])
        else:
            self.text = source if source.endswith("\n") else source + "\n"

    @cached_property
    def lines(self) -> Lines:
        """The lines of the Python text."""
        return Lines(self.text)

    @cached_property
    def _piece_starts(self) -> list[int]:
        starts = [0]
        for piece in self._pieces or ():
            starts.append(starts[-1] + len(piece.text))
        return starts

    def offset(self, line: int, column: int) -> int:
        """Return the source offset of a line (from 1) and column (from 0) of the Python text.

        Exact where the source's characters are kept; the start of the command inside what a
        command was turned into.
        """
        starts = self.lines.starts
        offset = starts[min(line, len(starts)) - 1] + column
        if self._pieces:
            starts = self._piece_starts
            index = min(bisect_right(starts, offset), len(self._pieces)) - 1
            piece = self._pieces[index]
            offset = piece.offset + min(offset - starts[index], piece.exact)
        return min(offset, self._end)


def transform_cell(source: str, *, by_first_line: bool = False) -> Transformed:
    """Return the Python that IPython makes of a cell.

    IPython 9 takes off the indentation that all lines share. With ``by_first_line`` each line
    loses that of the first where it has it, as in IPython 8, the last for Python 3.10.
    Raises :class:`TransformError` where IPython itself fails on the cell.
    """
    if not (
        source[:1] in " \t\n\r\f\v%"
        or ">>>" in source
        or "..:" in source
        or "In [" in source
        or _WHITE_LINE.search(source)
        or _MAY_BE_SPECIAL.search(source)
    ):
        return Transformed(source, None, [])
    pieces = []
    offset = 0
    for line in (source if source.endswith("\n") else source + "\n").splitlines(keepends=True):
        pieces.append(_Piece(line, offset, len(line)))
        offset += len(line)
    pieces = _without_leading_lines(pieces)
    pieces = _without_prompts(_without_first_indent(pieces) if by_first_line else _dedent(pieces))
    if pieces[0].text.startswith("%%") and not _CELL_MAGIC_HELP.match(pieces[0].text):
        return _cell_magic(source, pieces)
    if not _MAY_BE_SPECIAL.search("".join([piece.text for piece in pieces])):
        return Transformed(source, pieces, [])
    pieces, commands = _Commands(pieces).replace()
    return Transformed(source, pieces, commands)


def automagic(transformed: Transformed, bound: Container[str] | None = None) -> Transformed:
    """Return ``transformed`` with a magic without ``%`` in a cell of one line made a call.

    ``bound`` are the names that earlier cells bind, None where they are not known: a line that
    is Python as it stands then remains so. IPython asks its list of magics; this knows those of
    IPython 9 and ipykernel 7, and no user's aliases.
    """
    if transformed.commands or len(transformed.text.splitlines()) != 1:
        return transformed
    line = transformed.text.rstrip("\n")
    match = _FIRST_WORD.match(line)
    if match is None or match.group(2) not in LINE_MAGICS:
        return transformed
    blank, name, rest = match.group(1), match.group(2), match.group(3).lstrip()
    if rest[:1] in ("=", ",") and rest:
        return transformed
    if bound is not None:
        if name in bound:
            return transformed
    elif _is_python(line.strip()) and not (name in _BARE and not rest):
        return transformed
    start = transformed.offset(1, len(blank))
    end = transformed.offset(1, len(line))
    argument_start = end - len(rest)
    call = f"{blank}get_ipython().run_line_magic({name!r}, {rest!r})\n"
    piece = _Piece(call, start - len(blank), len(blank))
    command = IPythonCommand("line", name, rest, start, end, argument_start, 1)
    return Transformed(transformed.source, [piece], [command])


#: Words that nobody takes for a variable when they stand alone in a cell.
_BARE = frozenset(("ls", "ll", "pwd", "lsmagic", "who", "whos", "quickref"))


def _is_python(line: str) -> bool:
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(line)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _without_leading_lines(pieces: list[_Piece]) -> list[_Piece]:
    for index, piece in enumerate(pieces):
        if not piece.text.isspace():
            return pieces[index:]
    return pieces


def _dedent(pieces: list[_Piece]) -> list[_Piece]:
    """Take off the common indentation, and all blanks of blank lines, as ``textwrap.dedent``."""
    text = _WHITE_LINE.sub("", "".join([piece.text for piece in pieces]))
    margin = ""
    if text[:1] in " \t\n":
        margin = _common_start(_INDENT.findall(text))
    result = []
    at_start = True
    for piece in pieces:
        count = 0
        if at_start:
            body = piece.text.lstrip(" \t")
            if body in ("\n", ""):
                count = len(piece.text) - len(body)
            elif margin:
                count = len(margin)
        result.append(piece.cut(count) if count else piece)
        at_start = piece.text.endswith("\n")
    return result


def _without_first_indent(pieces: list[_Piece]) -> list[_Piece]:
    first = pieces[0].text
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    if not indent:
        return pieces
    return [piece.cut(len(indent)) if piece.text.startswith(indent) else piece for piece in pieces]


def _common_start(indents: list[str]) -> str:
    if not indents:
        return ""
    shortest, longest = min(indents), max(indents)
    for index, char in enumerate(shortest):
        if char != longest[index]:
            return shortest[:index]
    return shortest


def _without_prompts(pieces: list[_Piece]) -> list[_Piece]:
    if any(">>>" in piece.text for piece in pieces):
        pieces = _without_classic_prompts(pieces)
    if any(_IPYTHON_PROMPT.match(piece.text) for piece in pieces[:2]):
        pieces = [_cut_match(_IPYTHON_PROMPT, piece) for piece in pieces]
    return pieces


def _cut_match(pattern: re.Pattern[str], piece: _Piece) -> _Piece:
    match = pattern.match(piece.text)
    return piece.cut(match.end()) if match else piece


def _cut_text(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return text[match.end() :] if match else text


def _without_classic_prompts(pieces: list[_Piece]) -> list[_Piece]:
    """Take off ``>>>`` and ``...``, but not inside strings in triple quotes."""
    kept = _in_triple_quotes(pieces)
    if not any(
        _PROMPT.match(piece.text) for piece, keep in zip(pieces, kept, strict=True) if not keep
    ):
        return pieces
    result: list[_Piece] = []
    run: list[_Piece] = []
    stripped = False

    def close() -> None:
        nonlocal run, stripped
        result.extend(_dedent(run) if stripped else run)
        run, stripped = [], False

    for piece, keep in zip(pieces, kept, strict=True):
        if keep:
            close()
            result.append(piece)
            continue
        bare = _without_one_prompt(piece)
        stripped = stripped or bare is not piece
        run.append(bare)
    close()
    return result


def _without_one_prompt(piece: _Piece) -> _Piece:
    match = _PROMPT.match(piece.text) or _CONTINUATION_PROMPT.match(piece.text)
    return piece.cut(match.end()) if match else piece


def _in_triple_quotes(pieces: list[_Piece]) -> list[bool]:
    """Which lines belong to a string whose prompts are text (IPython's own rule of thumb)."""
    kept = []
    quote = ""
    keeps = seen_prompt = False
    for piece in pieces:
        keep = bool(quote) and keeps
        for match in _TRIPLE_QUOTE.finditer(piece.text):
            if not quote:
                quote = match.group()
                before = piece.text[: match.start()]
                bare = _cut_text(_CONTINUATION_PROMPT, _cut_text(_PROMPT, before))
                prompted = bare != before and seen_prompt
                keeps = not prompted and _STRING_PREFIX.fullmatch(bare.strip()) is not None
                keep = keeps
            elif quote == match.group():
                quote = ""
                keeps = False
        kept.append(keep)
        seen_prompt = seen_prompt or _PROMPT.match(piece.text) is not None
    return kept


def _cell_magic(source: str, pieces: list[_Piece]) -> Transformed:
    first = pieces[0]
    head = first.text[2:].rstrip()
    name, _, argument = head.partition(" ")
    body = "".join([piece.text for piece in pieces[1:]])
    call = f"get_ipython().run_cell_magic({name!r}, {argument!r}, {body!r})\n"
    start = first.offset
    end = start + len(first.text.rstrip())
    command = IPythonCommand("cell", name, argument, start, end, end - len(argument), 1)
    transformed = Transformed(source, [_Piece(call, start, 0)], [command])
    transformed.body = Body(body, pieces[1:])
    return transformed


class _Candidate(NamedTuple):
    """IPython syntax found in a statement, ordered as IPython tries it."""

    line: int
    column: int
    priority: int
    kind: Literal["magic assign", "system assign", "escape", "help"]
    question: int = 0


class _Commands:
    """Replaces IPython syntax in the lines of a cell, from the first to the last."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self._pieces = pieces
        self._texts = [piece.text for piece in pieces]
        self._commands: dict[int, IPythonCommand] = {}

    def replace(self) -> tuple[list[_Piece], list[IPythonCommand]]:
        """Return the new lines and what was replaced. Raises TransformError as IPython fails."""
        lexer = Lexer(self._texts)
        # IPython reads the whole cell again after each step; a cell on which even reading on
        # from the changed line takes so much longer than reading it once is no one's work.
        most_work = 4 * sum(map(len, self._texts)) + 200_000
        blocked: set[str] = set()
        steps = 0
        while True:
            try:
                statement = lexer.statement()
            except IndentationError as error:
                raise TransformError(str(error)) from None
            if statement is None:
                break
            refused: set[str] = set()
            for candidate in _candidates(statement, self._texts):
                if candidate.kind in blocked:
                    continue
                if not self._transform(candidate):
                    refused.add(candidate.kind)
                    continue
                steps += 1
                if steps >= _MOST_STEPS or lexer.work > most_work:
                    raise TransformError("IPython gives up on so many commands in one cell")
                lexer.go_back(statement)
                break
            else:
                # IPython finds those that it refuses again and again, and none behind them.
                blocked |= refused
        return self._pieces, self._placed()

    def _placed(self) -> list[IPythonCommand]:
        """The commands with the lines of the Python text on which they stand."""
        if not self._commands:
            return []
        starts = {}
        offset = 0
        for index, text in enumerate(self._texts):
            starts[index] = offset
            offset += len(text)
        lines = Lines("".join(self._texts))
        return [
            command._replace(line=lines.place(starts[index])[0])
            for index, command in sorted(self._commands.items())
        ]

    def _transform(self, candidate: _Candidate) -> bool:
        """Replace one candidate; false where IPython's own transformer refuses."""
        if candidate.kind == "help":
            return self._transform_help(candidate)
        line, column = candidate.line, candidate.column
        end = line
        while end < len(self._texts) and self._texts[end].endswith("\\\n"):
            end += 1
        parts = [self._texts[line][column:], *self._texts[line + 1 : end + 1]]
        text = " ".join([*(part.rstrip()[:-1] for part in parts[:-1]), parts[-1].rstrip()])
        kind: CommandKind
        if candidate.kind == "magic assign":
            escape, kind = "%", "line"
            name, _, argument = text[1:].partition(" ")
            call: str | None = f"get_ipython().run_line_magic({name!r}, {argument!r})"
        elif candidate.kind == "system assign":
            escape, kind, name, argument = "!", "getoutput", "", text[1:]
            call = f"get_ipython().getoutput({argument!r})"
        else:
            escape = text[:2] if text[:2] in ("!!", "??") else text[:1]
            kind, name, argument, call = _escaped(escape, text[len(escape) :])
        if call is None:
            return False
        last = min(end, len(self._texts) - 1)
        self._put(
            line,
            column,
            last,
            call,
            IPythonCommand(kind, name, argument, 0, 0, len(escape + name), 0),
        )
        return True

    def _transform_help(self, candidate: _Candidate) -> bool:
        content = "".join(self._texts[candidate.line : candidate.question + 1])[candidate.column :]
        # No name is that long; a bound keeps the search linear.
        match = _HELP.search(content[-2000:])
        if match is None:
            return False
        target, escape = match.groups()
        name, call = _help(target, escape)
        command = IPythonCommand("help", name, target, 0, 0, -1, 0)
        self._put(candidate.line, candidate.column, candidate.question, call, command)
        return True

    def _put(self, line: int, column: int, last: int, call: str, command: IPythonCommand) -> None:
        """Put ``call`` in the place of the text from a line's column to the last line's end."""
        piece, final = self._pieces[line], self._pieces[last]
        text = piece.text[:column] + call + "\n"
        start = piece.offset + min(column, piece.exact)
        end = max(final.offset + len(final.text.rstrip()[: final.exact]), start)
        argument_start = -1
        if line == last and command.kind != "help":
            skipped = command.argument_start + (command.kind == "line")
            argument_start = min(start + skipped, end)
        count = last - line
        self._pieces[line : last + 1] = [_Piece(text, piece.offset, min(column, piece.exact))]
        self._texts[line : last + 1] = [text]
        self._commands = {
            index if index < line else index - count: known
            for index, known in self._commands.items()
            if not line <= index <= last
        }
        self._commands[line] = command._replace(start=start, end=end, argument_start=argument_start)


def _candidates(statement: Statement, texts: list[str]) -> list[_Candidate]:
    tokens = statement.tokens
    found = []
    first = tokens[0]
    if first.text in ("!", "?", "%", ",", ";", "/"):
        found.append(_Candidate(first.line, first.column, 10, "escape"))
    if len(tokens) + statement.indentation > 2 and len(tokens) > 1 and tokens[-2].text == "?":
        found.append(_Candidate(first.line, first.column, 5, "help", tokens[-2].line))
    assigned = _assigned(tokens)
    if assigned is not None:
        value = tokens[assigned]
        if value.text == "%":
            if assigned + 1 == len(tokens):
                raise TransformError("a magic without a name in a statement that does not end")
            if tokens[assigned + 1].kind == "name":
                found.append(_Candidate(value.line, value.column, 10, "magic assign"))
        elif not texts[tokens[assigned - 1].line].strip().startswith("="):
            while value.kind == "error" and value.text.isspace() and assigned + 1 < len(tokens):
                assigned += 1
                value = tokens[assigned]
            if value.text == "!" and value.kind == "error":
                found.append(_Candidate(value.line, value.column, 10, "system assign"))
    return sorted(found)


def _assigned(tokens: list[Token]) -> int | None:
    """The index of the token behind the first ``=`` that stands in no brackets."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.text == "=" and depth == 0:
            return index + 1 if index + 1 < len(tokens) else None
        if token.text in ("(", "[", "{"):
            depth += 1
        elif token.text in (")", "]", "}"):
            depth = max(depth - 1, 0)
    return None


def _help(target: str, escape: str) -> tuple[str, str]:
    name = "pinfo2" if escape == "??" else "psearch" if "*" in target else "pinfo"
    return name, f"get_ipython().run_line_magic({name!r}, {target!r})"


def _escaped(escape: str, content: str) -> tuple[CommandKind, str, str, str | None]:
    """Kind, name, argument and call of a line that starts with an escape character."""
    if escape == "!":
        return "system", "", content, f"get_ipython().system({content!r})"
    if escape == "!!":
        return "getoutput", "", content, f"get_ipython().getoutput({content!r})"
    if escape in ("?", "??"):
        if not content:
            return "help", "", "", "get_ipython().show_usage()"
        name, call = _help(content, escape)
        return "help", name, content, call
    name, _, argument = content.partition(" ")
    if escape == "%":
        call = f"get_ipython().run_line_magic({name!r}, {argument!r})"
        return "line", name, argument, call
    if escape == ",":
        quoted = '", "'.join(argument.split())
        return "call", name, argument, f'{name}("{quoted}")'
    if escape == ";":
        return "call", name, argument, f'{name}("{argument}")'
    if not name:
        return "call", name, argument, None
    return "call", name, argument, f"{name}({', '.join(argument.split())})"
