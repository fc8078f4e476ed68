"""The simple commands of a shell script, as far as they can be told without running it."""

import shlex

from msgspec import Struct

from voila_lint.pattern import pattern
from voila_lint.text import LogicalLine

_SEPARATORS = frozenset(("&&", "||", ";", ";;", "|", "&", "(", ")", "{", "}", "then", "do", "else"))
_SKIPPED = frozenset(
    ("!", "if", "while", "until", "sudo", "exec", "time", "command", "nohup", "env")
)
# `<<END`, not `<<<` (a string) and not `1<<2`.
_HERE_DOCUMENT = pattern(r"(?<![<\d])<<-?\s*[\"'\\]?([A-Za-z_]\w*)[\"']?")
# Both streams into one: their & separates no commands.
_STREAMS = pattern(r"\d*>&[\d-]")
# What matters next within a quotation: its end, and outside: a beginning or a comment.
_SIGNS = {
    "": pattern(r"\\.|[\"']|(?:^|(?<=[\s;]))#"),
    "'": pattern(r"'"),
    '"': pattern(r"\\.|\""),
}
_ASSIGNMENT = pattern(r"[A-Za-z_]\w*=")
_REDIRECTION = pattern(r"\d?(?:>>?|<)(.*)\Z")


class Word(Struct, frozen=True):
    """One word without its quotes, and where it begins in the text of its line."""

    text: str
    offset: int


class Command(Struct, frozen=True):
    """One command: the words from its name on, what it is told to read, and where it writes.

    ``document`` is the text of a here-document; ``reads_pipe`` whether another command's output
    is its input.
    """

    line: LogicalLine
    words: tuple[Word, ...]
    written: tuple[str, ...] = ()
    document: str = ""
    reads_pipe: bool = False

    @property
    def name(self) -> str:
        """The command's name, without its folder where that is one for commands."""
        folder, _, name = self.words[0].text.rpartition("/")
        return name if folder.endswith("bin") else self.words[0].text

    @property
    def arguments(self) -> tuple[str, ...]:
        """The words behind the name."""
        return tuple(word.text for word in self.words[1:])


def commands(text: str) -> list[Command]:
    """Return the commands of a script in the order of its text, whatever the conditions."""
    found = []
    for line, document in _lines(text):
        words: list[Word] = []
        piped = False
        for word in _words(line.text):
            if word.text in _SEPARATORS and not (word.text in "{}" and words):
                found += _command(line, words, document, piped)
                words, piped = [], word.text == "|"
            else:
                words.append(word)
        found += _command(line, words, document, piped)
    return found


def _command(line: LogicalLine, words: list[Word], document: str, piped: bool) -> list[Command]:
    start = 0
    while start < len(words) and (
        words[start].text in _SKIPPED or _ASSIGNMENT.match(words[start].text)
    ):
        start += 1
    kept: list[Word] = []
    written: list[str] = []
    waiting = words[start:]
    index = 0
    while index < len(waiting):
        redirection = _REDIRECTION.match(waiting[index].text)
        if redirection is None or redirection[1].startswith(("<", "(", "=")):
            kept.append(waiting[index])
        else:
            target = redirection[1]
            if not target and index + 1 < len(waiting):
                index += 1
                target = waiting[index].text
            written.append(target)
        index += 1
    if not kept:
        return []
    return [Command(line, tuple(kept), tuple(written), document, piped)]


def _lines(text: str) -> list[tuple[LogicalLine, str]]:
    """Return the lines with commands, joined, each with the here-document it is given."""
    physical = text.split("\n")
    last = {line.strip(): number for number, line in enumerate(physical)}
    lines = []
    joined: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    quote = ""
    number = 0
    while number < len(physical):
        part = physical[number]
        number += 1
        pieces.append((length, number, 1))
        quote, visible = _visible(part, quote)
        if (quote or part.endswith("\\")) and number < len(physical):
            part = (part if quote else part[:-1]) + " "
            joined.append(part)
            length += len(part)
            continue
        document = ""
        here = _HERE_DOCUMENT.search(visible)
        # Where no line ends it, `<<` is part of something else.
        if here and last.get(here[1], -1) >= number:
            start = number
            while physical[number].strip() != here[1]:
                number += 1
            document = "\n".join(physical[start:number])
            number += 1
            length_of_mark = here.end() - here.start()
            part = part[: here.start()] + " " * length_of_mark + part[here.end() :]
        joined.append(part)
        lines.append((LogicalLine("".join(joined), pieces), document))
        joined, pieces, length, quote = [], [], 0, ""
    return lines


def _visible(line: str, quote: str) -> tuple[str, str]:
    """Return the quotation that is open at the end of a line, and the line without its comment.

    ``quote`` is the quotation open at its beginning, "" for none.
    """
    offset = 0
    while found := _SIGNS[quote].search(line, offset):
        offset = found.end()
        if found[0] == "#":
            return "", line[: found.start()]
        if len(found[0]) == 1:
            quote = "" if quote else found[0]
    return quote, line


def _words(line: str) -> list[Word]:
    # As many characters as before, so that offsets stay true.
    line = _STREAMS.sub(lambda found: " " * len(found[0]), line)
    line = line.replace("&>", " >").replace(">&", "> ")
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";|&()")
    lexer.whitespace_split = True
    words = []
    offset = 0
    try:
        for word in lexer:
            start = line.find(word, offset)
            start = offset if start < 0 else start
            words.append(Word(word, start))
            offset = min(start + len(word), len(line))
    except ValueError:
        # A quotation that never ends: nobody knows what it would be.
        words.append(Word("$", offset))
    return words
