"""Statements of a cell that may hold IPython's own syntax, by the rules of Python's tokenizer.

IPython looks for its syntax among the tokens of ``tokenize``. Their rules differ between Python
versions on text that is no Python, so this module has its own reading of them: that of the
tokenizer written in Python (3.8 to 3.11), which is also the more forgiving one.
"""

import re
from typing import NamedTuple

from voila_lint.pattern import pattern

_PREFIX = r"(?:[bB]|[rR]|[uU]|[fF]|[bB][rR]|[rR][bB]|[fF][rR]|[rR][fF])?"
_TOKEN = pattern(
    rf"""[ \f\t]*(?:
    (?P<continuation>\\\r?\n)|
    (?P<end>\Z)|
    (?P<comment>\#[^\r\n]*)|
    (?P<triple>{_PREFIX}(?:\"\"\"|'''))|
    (?P<number>\.?[0-9](?:[eE][+-][0-9]|[\w.])*)|
    (?P<newline>\r?\n)|
    (?P<operator>\*\*=?|//=?|>>=?|<<=?|\.\.\.|!=|->|:=|[-+*/%&@|^=<>]=|[-+*/%&@|^=<>~(){{}}\[\],:.;])|
    (?P<string>{_PREFIX}(?:'[^\n'\\]*(?:\\.[^\n'\\]*)*(?:'|\\\r?\n)
                          |"[^\n"\\]*(?:\\.[^\n"\\]*)*(?:"|\\\r?\n)))|
    (?P<name>\w+)
    )""",
    re.VERBOSE,
)
_STRING_END = {
    "'": pattern(r"[^'\\]*(?:\\.[^'\\]*)*'"),
    '"': pattern(r'[^"\\]*(?:\\.[^"\\]*)*"'),
    "'''": pattern(r"[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"),
    '"""': pattern(r'[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""'),
}
_BLANK = pattern(r"[ \t\f]*")


class Token(NamedTuple):
    """A token: its text, the line it starts on (from 0), and its column in that line."""

    text: str
    line: int
    column: int
    kind: str


class Statement(NamedTuple):
    """A logical line: its tokens (indentation apart) and how many indentation tokens precede."""

    tokens: list[Token]
    indentation: int
    #: The line to read again from, and the tokenizer's state there.
    line: int
    indents: list[int]
    depth: int
    nesting: int


class Lexer:
    """Reads one statement after another from physical lines; can read one again."""

    def __init__(self, lines: list[str]) -> None:
        """Take physical lines with their ends."""
        self._lines = lines
        self._indents = [0]
        # Open brackets: as the tokenizer counts (below zero after one too many closed, and then
        # no line is the first of a statement), and as IPython does.
        self._depth = 0
        self._nesting = 0
        #: The next line to be read.
        self.line = 0
        #: Characters read so far, more than once where a line was read again.
        self.work = 0

    def go_back(self, statement: Statement) -> None:
        """Read a statement again, because its lines changed."""
        self.line = statement.line
        self._indents = statement.indents
        self._depth = statement.depth
        self._nesting = statement.nesting

    def statement(self) -> Statement | None:
        """Return the next statement, None at the end.

        Raises ``IndentationError`` where a line returns to a column that no block has.
        """
        tokens: list[Token] = []
        indentation = 0
        continued = False
        string: Token | None = None
        string_end = _STRING_END["'"]
        must_continue = False
        start = self._state()
        while self.line < len(self._lines):
            line = self._lines[self.line]
            number = self.line
            self.line += 1
            self.work += len(line)
            position = 0
            if string is not None:
                match = string_end.match(line)
                if match is None:
                    if must_continue and not line.endswith(("\\\n", "\\\r\n")):
                        tokens.append(string._replace(kind="error"))
                        string = None
                    continue
                position = match.end()
                tokens.append(string)
                string = None
            elif self._depth == 0 and not continued:
                position = _BLANK.match(line).end()  # type: ignore[union-attr]
                if position == len(line):
                    # The tokenizer takes a line without an end for the end of all.
                    self.line = len(self._lines)
                    break
                if line[position] in "#\r\n":
                    if tokens or self._nesting:
                        if line[position] == "#":
                            tokens.append(Token("#", number, position, "comment"))
                        tokens.append(Token("", number, position, "newline"))
                        if not self._nesting:
                            return Statement(tokens, indentation, *start)
                    else:
                        start = self._state()
                    continue
                indentation += self._indent(line[:position])
            continued = False
            while position < len(line):
                match = _TOKEN.match(line, position)
                if match is None:
                    tokens.append(Token(line[position], number, position, "error"))
                    position += 1
                    continue
                kind = match.lastgroup or ""
                begin, end = match.span(kind)
                position = end
                if begin == end:
                    continue
                text = line[begin:end]
                if kind == "continuation":
                    continued = True
                    continue
                if kind == "triple":
                    ending = _STRING_END[text[-3:]]
                    closed = ending.match(line, end)
                    if closed is None:
                        string, string_end = Token("", number, begin, "string"), ending
                        must_continue = False
                        break
                    position = closed.end()
                    kind = "string"
                elif kind == "string" and text[-1] == "\n":
                    quote = text.lstrip("bBrRuUfF")[0]
                    string, string_end = Token("", number, begin, "string"), _STRING_END[quote]
                    must_continue = True
                    break
                elif kind == "operator":
                    if text in "([{":
                        self._depth += 1
                        self._nesting += 1
                    elif text in ")]}":
                        self._depth -= 1
                        self._nesting = max(self._nesting - 1, 0)
                tokens.append(Token(text, number, begin, kind))
                if kind == "newline" and (self._depth <= 0 or not self._nesting):
                    return Statement(tokens, indentation, *start)
        return Statement(tokens, indentation, *start) if tokens else None

    def _state(self) -> tuple[int, list[int], int, int]:
        return self.line, self._indents.copy(), self._depth, self._nesting

    def _indent(self, blanks: str) -> int:
        """How many tokens the indentation of a line gives."""
        column = 0
        for char in blanks:
            column = 0 if char == "\f" else (column // 8 + 1) * 8 if char == "\t" else column + 1
        indents = self._indents
        if column > indents[-1]:
            indents.append(column)
            return 1
        count = 0
        while column < indents[-1]:
            if column not in indents:
                raise IndentationError("unindent does not match any outer indentation level")
            indents.pop()
            count += 1
        return count
