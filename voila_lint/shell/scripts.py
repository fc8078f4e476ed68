"""The simple commands of shell text, as far as they can be told without running it.

One reading for scripts (``postBuild``, ``start``, what they call), cells (``%%bash``), lines of
cells (``!…``, where IPython fills in Python's values) and strings that Python hands to a shell.
Grammar: POSIX shell with bash's redirections. Linear in the length of the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from voila_lint.pattern import pattern

_SPACE = pattern(r"(?:[ \t\r\f\v]|\\\r?\n)+")
_COMMENT = pattern(r"#[^\n]*")
_REDIRECTION = pattern(r"\d*(<<<|<<-?|<>|<&|<(?!\()|>>|>\||>&|>(?!\())|(&>>?)")
_OPERATOR = pattern(r"&&|\|\||\|&|;;&?|;&|[;|&()\n]")
#: A part of a word: quoted, escaped, filled in by the shell, or as it stands.
_PIECE = pattern(
    r"""(?P<single>'[^']*')|(?P<ansi>\$'(?:[^'\\]|\\.)*')|(?P<double>\$?"(?:[^"\\]|\\.)*")"""
    r"""|\\(?P<escaped>.)|(?P<opened>\$\(|[<>]\()|(?P<ticked>`[^`]*`)"""
    r"""|(?P<filled>\$\{[^{}]*\}|\$\w+|\$[@*#?!$-]|\{[^{}\s]*\})|(?P<plain>[^\s'"\\$`;&|()<>{]+|[{$])""",
    re.DOTALL,
)
_IN_DOUBLE = pattern(r"\\([\\\"$`\n])")
_FILLED_IN_DOUBLE = pattern(r"(?<!\\)(?:\$[\w{(@*#?!$-]|`)")
_BY_PYTHON = pattern(r"\{[^{}]+\}|\$[A-Za-z_]")
_BRACKET = pattern(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|[()]", re.DOTALL)
_ASSIGNMENT = pattern(r"[A-Za-z_]\w*\+?=")
#: Commands in commands go no deeper in anyone's script.
_DEEPEST = 8

#: Words of the grammar, behind which a command begins.
_GRAMMAR = frozenset(("if", "then", "else", "elif", "do", "while", "until", "!", "{", "time"))
#: Programs that run the command behind them, with those of their options that take a value.
_RUNNERS = {
    "sudo": ("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R"),
    "env": ("-u", "--unset", "-C", "--chdir"),
    "exec": ("-a",),
    "command": (),
    "builtin": (),
    "nohup": (),
    "time": ("-f", "-o"),
    "nice": ("-n",),
    "ionice": ("-c", "-n", "-p"),
    "timeout": ("-s", "--signal", "-k", "--kill-after"),
    "stdbuf": ("-i", "-o", "-e"),
    "xargs": ("-I", "-n", "-L", "-P", "-d", "-a", "-E", "-s", "--arg-file", "--max-args"),
}
_CONDA_RUN = ("-n", "--name", "-p", "--prefix", "--cwd", "-e", "--env", "-a", "--attach")
_CONDA = frozenset(("conda", "mamba", "micromamba"))
#: Programs that run shell scripts.
SHELLS = frozenset(("bash", "sh", "dash", "zsh", "ksh"))


class Word(Struct, frozen=True):
    """One word without its quotes, and its range in the text, quotes included.

    ``known`` is false where only running tells what the word is: a part of it is a variable, the
    output of a command, a Python value or a pattern for files.
    """

    text: str
    start: int
    end: int
    known: bool = True

    @property
    def inner(self) -> tuple[int, int]:
        """The range of the text, without quotes where these stand around all of it."""
        quotes = self.end - self.start - len(self.text)
        return (self.start + 1, self.end - 1) if quotes == 2 else (self.start, self.end)


class Command(Struct, frozen=True):
    """One command: the words from its name on, what it is told to read, and where it writes.

    Programs that only run another one (``sudo``, ``env``, ``conda run``) are left out.
    ``document`` is the text of a here-document; ``reads_pipe`` whether another command's output
    is its input; ``gets_more`` whether arguments are added from there (``xargs``). ``line`` is the
    range of the line it stands on, continued lines included.
    """

    words: tuple[Word, ...]
    line: tuple[int, int]
    written: tuple[str, ...] = ()
    document: str = ""
    reads_pipe: bool = False
    gets_more: bool = False

    @property
    def name(self) -> str:
        """The command's name, without its folder where that is one for commands."""
        folder, _, name = self.words[0].text.rpartition("/")
        return name if folder.endswith("bin") else self.words[0].text

    @property
    def arguments(self) -> tuple[str, ...]:
        """The words behind the name."""
        return tuple(word.text for word in self.words[1:])


def commands(text: str, *, filled_by_python: bool = False) -> list[Command]:
    """Return the commands in the order of the text, whatever the conditions.

    What another command puts in place comes before the command. ``filled_by_python``: IPython
    replaces ``{x}`` and ``$x``, in quotes as well.
    """
    return list(_Scanner(text, filled_by_python).commands())


def words(text: str) -> list[Word]:
    """Return the words of a text, those between commands (``;``) left out."""
    scanner = _Scanner(text, filled_by_python=True)
    return [item for item in scanner.items(0, len(text), 0) if isinstance(item, Word)]


def listed(found: Sequence[Word]) -> list[Command]:
    """Return the command that Python runs from a list of words; none where it is empty."""
    return list(_stripped(Command(tuple(found), (0, 0)))) if found else []


class _Operator(Struct, frozen=True):
    text: str
    start: int


class _Redirection(Struct, frozen=True):
    text: str


class _Inner(Struct, frozen=True):
    """The range of a command whose output becomes a word."""

    start: int
    end: int


_Item = Word | _Operator | _Redirection | _Inner


class _Scanner:
    def __init__(self, text: str, filled_by_python: bool) -> None:
        self._text = text
        self._by_python = filled_by_python
        self._ends: dict[str, list[int]] | None = None

    def commands(self, start: int = 0, end: int | None = None, depth: int = 0) -> Iterator[Command]:
        """Yield the commands in a range of the text."""
        end = len(self._text) if end is None else end
        found: list[Word] = []
        written: list[str] = []
        waiting: list[tuple[list[Word], list[str], bool]] = []
        delimiters: list[str] = []
        redirected = ""
        piped = False
        line = start
        at = start
        # The end of the text ends a command, as a line's end does.
        while True:
            for item in self.items(at, end, depth):
                if isinstance(item, _Inner):
                    if depth < _DEEPEST:
                        yield from self.commands(item.start, item.end, depth + 1)
                elif isinstance(item, _Redirection):
                    redirected = item.text
                elif isinstance(item, Word) and redirected:
                    if redirected.startswith("<<") and redirected != "<<<":
                        delimiters.append(item.text)
                    elif not redirected.startswith("<") and not item.text.isdigit():
                        written.append(item.text)
                    redirected = ""
                elif isinstance(item, Word):
                    if item.text == "}" and not found:
                        continue
                    found.append(item)
                else:
                    waiting.append((found, written, piped))
                    found, written, piped, redirected = [], [], item.text in ("|", "|&"), ""
                    if item.text == "\n":
                        at = item.start + 1
                        break
            else:
                yield from self._made([*waiting, (found, written, piped)], (line, end), "")
                return
            document, after = self._document(delimiters, at, end)
            yield from self._made(waiting, (line, at - 1), document)
            waiting, delimiters, line, at = [], [], after, after

    def _made(
        self, parts: list[tuple[list[Word], list[str], bool]], line: tuple[int, int], document: str
    ) -> Iterator[Command]:
        for found, written, piped in parts:
            if found:
                whole = Command(tuple(found), line, tuple(written), document, piped)
                for command in _stripped(whole):
                    yield from self._unfolded(command)

    def _unfolded(self, command: Command) -> Iterator[Command]:
        """Yield the commands in ``bash -c "…"`` and ``eval "…"`` instead of these."""
        script: Word | None = None
        if command.name in SHELLS:
            at = next(
                (n for n, word in enumerate(command.words[:-1]) if _is_command_option(word)), None
            )
            script = command.words[at + 1] if at is not None else None
        elif command.name == "eval" and len(command.words) == 2:
            script = command.words[1]
        if script is None or not script.known:
            yield command
            return
        begin, end = script.inner
        exact = self._text[begin:end] == script.text
        for inner in commands(script.text):
            yield replace(
                inner,
                line=command.line,
                words=tuple(
                    Word(
                        word.text,
                        begin + word.start if exact else script.start,
                        begin + word.end if exact else script.end,
                        word.known,
                    )
                    for word in inner.words
                ),
            )

    def _document(self, delimiters: list[str], start: int, end: int) -> tuple[str, int]:
        """Return the here-documents that begin at ``start``, and where the next line begins."""
        texts = []
        for delimiter in delimiters:
            if self._ends is None:
                self._ends = {}
                for match in re.finditer(r"[^\n]*", self._text):
                    self._ends.setdefault(match[0].strip(), []).append(match.start())
            places = self._ends.get(delimiter, [])
            index = bisect_left(places, start)
            # Where no line ends it, `<<` is part of something else.
            if index < len(places) and places[index] < end:
                texts.append(self._text[start : places[index]])
                after = self._text.find("\n", places[index], end)
                start = end if after < 0 else after + 1
        return "".join(texts).removesuffix("\n"), start

    def items(self, start: int, end: int, depth: int) -> Iterator[_Item]:
        """Yield words, operators and redirections in a range, and ranges of commands in words."""
        text = self._text
        at = start
        while at < end:
            space = _SPACE.match(text, at, end)
            if space is not None:
                at = space.end()
                continue
            comment = _COMMENT.match(text, at, end)
            if comment is not None:
                at = comment.end()
                continue
            redirection = _REDIRECTION.match(text, at, end)
            if redirection is not None:
                yield _Redirection(redirection[1] or redirection[2])
                at = redirection.end()
                continue
            operator = _OPERATOR.match(text, at, end)
            if operator is not None:
                yield _Operator(operator[0], at)
                at = operator.end()
                continue
            word, inner = self._word(at, end)
            yield from inner
            yield word
            at = word.end

    def _word(self, start: int, end: int) -> tuple[Word, list[_Inner]]:
        text = self._text
        parts: list[str] = []
        inner: list[_Inner] = []
        known = True
        bare = True
        at = start
        while at < end:
            piece = _PIECE.match(text, at, end)
            if piece is None:
                if text[at].isspace() or text[at] in ";&|()<>":
                    break
                # A quotation that never ends: what it would be is unknown.
                parts.append(text[at:end])
                known, at = False, end
                break
            kind, value = piece.lastgroup, piece[0]
            at = piece.end()
            if kind == "single":
                parts.append(value[1:-1])
            elif kind == "ansi":
                parts.append(value[2:-1])
                known = known and "\\" not in value
            elif kind == "double":
                value = value.lstrip("$")[1:-1]
                known = known and _FILLED_IN_DOUBLE.search(value) is None
                parts.append(_IN_DOUBLE.sub(_unescaped, value))
                inner += _substitutions(value, piece.end() - 1 - len(value))
            elif kind == "escaped":
                parts.append("" if value == "\\\n" else value[1:])
            elif kind == "opened":
                closing = _closing(text, at, end)
                inner.append(_Inner(at, closing))
                at = min(closing + 1, end)
                parts.append(text[piece.start() : at])
                known = False
            elif kind == "ticked":
                inner.append(_Inner(piece.start() + 1, at - 1))
                parts.append(value)
                known = False
            else:
                parts.append(value)
                known = known and (kind == "plain" or value == "{}")
                bare = bare and not (kind == "plain" and ("*" in value or "?" in value))
        found = "".join(parts)
        if self._by_python and _BY_PYTHON.search(text, start, at):
            known = False
        # `pkg==1.*` fits no file, and stays as it is.
        return Word(found, start, at, known and (bare or "=" in found)), inner


def _unescaped(match: re.Match[str]) -> str:
    return "" if match[1] == "\n" else match[1]


def _substitutions(value: str, start: int) -> list[_Inner]:
    """Return the commands in a text in double quotes, which begins at ``start``."""
    found = []
    at = value.find("$(")
    while at >= 0:
        closing = _closing(value, at + 2, len(value))
        found.append(_Inner(start + at + 2, start + closing))
        at = value.find("$(", closing)
    return found


def _closing(text: str, start: int, end: int) -> int:
    """Return where the parenthesis closes that is open at ``start``; ``end`` where none does."""
    depth = 1
    for match in _BRACKET.finditer(text, start, end):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return end


def _is_command_option(word: Word) -> bool:
    return word.text.startswith("-") and not word.text.startswith("--") and "c" in word.text


def _stripped(command: Command) -> Iterator[Command]:
    """Yield the command without what only runs it; nothing where nothing is left."""
    found = list(command.words)
    more = False
    while found:
        name = found[0].text.rpartition("/")[2]
        if found[0].text in _GRAMMAR or _ASSIGNMENT.match(found[0].text):
            del found[0]
        elif name in _RUNNERS and len(found) > 1:
            more = more or name == "xargs"
            del found[0]
            _drop_options(found, _RUNNERS[name])
            if name == "timeout":
                del found[:1]
        elif name in _CONDA and len(found) > 1 and found[1].text == "run":
            del found[:2]
            _drop_options(found, _CONDA_RUN)
        else:
            yield replace(command, words=tuple(found), gets_more=more)
            return


def _drop_options(found: list[Word], valued: tuple[str, ...]) -> None:
    while found and found[0].text.startswith("-"):
        option = found.pop(0).text
        if option == "--":
            return
        if option in valued:
            del found[:1]
