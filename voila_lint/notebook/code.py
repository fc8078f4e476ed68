"""What the code of a cell, or of a Python file, does."""

import ast
import codecs
import re
from collections.abc import Callable, Container, Iterable

from msgspec.structs import replace

from voila_lint.errors import NotJudged
from voila_lint.notebook.code_uses import Uses
from voila_lint.notebook.grammar import Feature, features, newest_string
from voila_lint.notebook.ipython import (
    Body,
    IPythonCommand,
    Transformed,
    TransformError,
    automagic,
    transform_cell,
)
from voila_lint.notebook.magics import PYTHON_CELL_MAGICS, SHELL_CELL_MAGICS, statement
from voila_lint.notebook.model import (
    UNKNOWN_CODE,
    Code,
    Guard,
    Magic,
    Shell,
    Syntax,
    SyntaxProblem,
)
from voila_lint.notebook.syntax import Fault, parse
from voila_lint.notebook.tree_pass import Pass
from voila_lint.shell.scripts import commands, words
from voila_lint.text import Lines, Span, decode_as

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
#: Cell magics in cell magics (``%%capture`` over ``%%time``) go no deeper in anyone's notebook.
_DEEPEST = 8


def read_code(source: str, bound: Container[str] | None = None) -> Code:
    """Return what a code cell does, as IPython would run it. Never raises.

    ``bound`` are the names that earlier cells bind, None where they are not known; it decides
    whether a lone ``time x`` is a magic. A cell that IPython cannot compile does nothing but
    have its ``syntax_problem``.
    """
    return _Reader(source, bound).read()


def read_module(data: bytes) -> Code:
    """Return what a Python file does. Never raises.

    The encoding is found as Python finds it (PEP 263). A file that is no Python but would run as
    a cell, which is how Voilà runs scripts, is read as a cell.
    """
    try:
        source = _decode(data)
    except (UnicodeError, LookupError) as error:
        return Code(syntax_problem=SyntaxProblem(str(error), Span(1, 1, 1, 1)))
    except NotJudged:
        return UNKNOWN_CODE
    reader = _Reader(source, None)
    code = reader.read_plain()
    if code.syntax_problem is not None:
        as_cell = read_code(source)
        if as_cell.syntax_problem is None and (as_cell.magics or as_cell.shell):
            return as_cell
    return code


def _decode(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8")
    for line in data.split(b"\n", 2)[:2]:
        match = _COOKIE.match(line)
        if match:
            return decode_as(data, match.group(1).decode("ascii"))
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return data.decode("utf-8")


class _Reader:
    """Reads one cell and the Python inside its magics."""

    def __init__(self, source: str, bound: Container[str] | None) -> None:
        self._source = source
        self._bound = bound
        self._lines = Lines(source)
        self._uses = Uses(self._lines)
        self._problem: SyntaxProblem | None = None
        self._newest: Syntax | None = None

    def read(self) -> Code:
        if not self._source.strip():
            return Code()
        self._read(self._source, _same, (), 0)
        return self._result()

    def read_plain(self) -> Code:
        tree = parse(self._source, cell=False)
        if isinstance(tree, Fault):
            self._fail(tree, self._source, self._lines, _same)
        else:
            pass_ = Pass(self._uses, self._source, self._lines, _same, (), _same, _nothing)
            pass_.run(tree)
            self._add_syntax(self._source, tree, self._lines, _same)
        return self._result()

    def _result(self) -> Code:
        if self._problem is not None:
            return Code(syntax_problem=self._problem, newest_syntax=self._newest)
        return replace(self._uses.code(), newest_syntax=self._newest)

    def _read(
        self,
        text: str,
        to_source: Callable[[int], int],
        guards: tuple[Guard, ...],
        depth: int,
        *,
        must_compile: bool = True,
    ) -> None:
        """Read ``text``, a cell or the Python inside one; its offsets lead to the source."""
        try:
            transformed = automagic(transform_cell(text), self._bound)
        except TransformError as error:
            if must_compile:
                at = self._uses.span(to_source(0), to_source(0) + 1)
                self._problem = SyntaxProblem(str(error), at)
            return
        if transformed.body is not None:
            self._cell_magic(transformed.commands[0], transformed.body, to_source, depth)
            return
        tree = parse(transformed.text)
        if isinstance(tree, Fault) and text.lstrip("\r\n")[:1] in " \t":
            # Which IPython will run the cell is not known here: one that reads it is enough.
            older = _by_first_line(text)
            if older is not None:
                transformed, tree = older
        lines = transformed.lines

        def back(offset: int) -> int:
            line, column = lines.place(offset)
            return to_source(transformed.offset(line, column - 1))

        if isinstance(tree, Fault):
            if must_compile:
                self._fail(tree, transformed.text, lines, back)
            return
        self._walk(tree, transformed, back, to_source, guards, depth)
        if must_compile:
            self._add_syntax(transformed.text, tree, lines, back)

    def _add_syntax(
        self, text: str, tree: ast.Module, lines: Lines, back: Callable[[int], int]
    ) -> None:
        """Keep what needs the newest Python, the first of several that need the same."""
        self._keep_newest(features(text, tree, lines), back)

    def _keep_newest(self, syntax: Iterable[Feature], back: Callable[[int], int]) -> None:
        for found in syntax:
            start = back(found.start)
            at = self._uses.span(start, start + 1)
            newest = self._newest
            if (
                newest is None
                or found.since > newest.since
                or (found.since == newest.since and _begin(at) < _begin(newest.at))
            ):
                self._newest = Syntax(found.what, found.since, at)

    def _walk(
        self,
        tree: ast.Module,
        transformed: Transformed,
        back: Callable[[int], int],
        to_source: Callable[[int], int],
        guards: tuple[Guard, ...],
        depth: int,
    ) -> None:
        def python(text: str, start: int, inner: tuple[Guard, ...]) -> None:
            if depth < _DEEPEST:
                self._read(
                    text,
                    lambda offset: to_source(start + offset),
                    inner,
                    depth + 1,
                    must_compile=False,
                )

        pass_ = Pass(
            self._uses,
            transformed.text,
            transformed.lines,
            back,
            transformed.commands,
            to_source,
            python,
        )
        pass_.run(tree, guards)

    def _fail(self, fault: Fault, text: str, lines: Lines, back: Callable[[int], int]) -> None:
        def offset(line: int, column: int) -> int:
            return lines.starts[min(line, len(lines.starts)) - 1] + column - 1

        start = back(offset(fault.line, fault.column))
        end = back(offset(fault.end_line, fault.end_column))
        at = self._uses.span(start, max(start, end))
        self._problem = SyntaxProblem(fault.message, at, fault.certain, fault.newer, fault.is_limit)
        if fault.newer is not None:
            self._keep_newest(filter(None, [newest_string(text)]), back)

    def _cell_magic(
        self, command: IPythonCommand, body: Body, to_source: Callable[[int], int], depth: int
    ) -> None:
        uses = self._uses
        name, argument = command.name, command.argument
        at = uses.span(to_source(command.start), to_source(command.end))
        uses.magics.append(Magic(name, argument, at, cell=True))

        def inside(offset: int) -> int:
            return to_source(body.offset(offset))

        if name in PYTHON_CELL_MAGICS and depth < _DEEPEST:
            if name == "timeit" and argument:
                text, skipped = statement(name, argument)
                begin = command.argument_start + skipped
                self._read(
                    text,
                    lambda offset: to_source(begin + offset),
                    (),
                    depth + 1,
                    must_compile=False,
                )
            if body.text.strip():
                self._read(body.text, inside, (), depth + 1)
            return
        found = words(argument)
        if name in ("writefile", "file"):
            uses.writes.extend([word.text for word in found if not word.text.startswith("-")][:1])
        elif name in SHELL_CELL_MAGICS or (
            name == "script" and found and found[0].text in ("bash", "sh")
        ):
            self._script(body.text, inside, filled=name not in ("bash", "sh", "script"))

    def _script(self, text: str, inside: Callable[[int], int], *, filled: bool) -> None:
        """Add the commands of a shell script."""

        def place(start: int, end: int) -> Span:
            return self._uses.span(inside(start), inside(end))

        found = commands(text, filled_by_python=filled)
        for start, end in dict.fromkeys(command.line for command in found):
            line = text[start:end].strip()
            start += len(text[start:end]) - len(text[start:end].lstrip())
            self._uses.shell.append(Shell(line, place(start, start + len(line))))
        self._uses.add_commands(found, place, ())


def _by_first_line(text: str) -> tuple[Transformed, ast.Module] | None:
    """The cell as IPython 8 reads it, None where it cannot compile it either."""
    try:
        transformed = transform_cell(text, by_first_line=True)
    except TransformError:
        return None
    tree = None if transformed.body else parse(transformed.text)
    return (transformed, tree) if isinstance(tree, ast.Module) else None


def _begin(at: Span) -> tuple[int, int]:
    return at.line, at.column


def _same(offset: int) -> int:
    return offset


def _nothing(text: str, start: int, guards: tuple[Guard, ...]) -> None:
    """A Python file holds no magics."""
