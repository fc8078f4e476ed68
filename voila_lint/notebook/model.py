"""What a notebook holds, as frozen data without opinion."""

import itertools
from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint.shell.installers import Asked, Tool
from voila_lint.text import Span

#: Major and minor number of a Python.
PythonVersion: TypeAlias = tuple[int, int]


class Cell(Struct, frozen=True):
    """One cell.

    ``index`` counts all cells from 1. ``source`` is the joined text. ``tags`` are those of its
    metadata. ``language`` is the cell's own language where it differs from the notebook's
    (VS Code's ``languageId``, or a magic such as ``%%bash`` seen by the code model), else None.
    ``attachments`` are the names of its pasted files.
    """

    index: int
    kind: Literal["code", "markdown", "raw"]
    source: str
    tags: tuple[str, ...] = ()
    language: str | None = None
    attachments: tuple[str, ...] = ()

    @property
    def runs(self) -> bool:
        """Whether Voilà has the kernel run the cell: code that is there and not to be skipped."""
        return (
            self.kind == "code" and bool(self.source.strip()) and "skip-execution" not in self.tags
        )


class Notebook(Struct, frozen=True):
    """A notebook that Voilà can open.

    ``path`` is relative to the root. ``language`` is the kernel's in lower case ("python", "r",
    "julia" …), "python" where the notebook says nothing, as Voilà assumes.
    """

    path: str
    cells: tuple[Cell, ...]
    language: str = "python"

    def execution_counts(self) -> tuple[int | None, ...]:
        """Return the number that Voilà's messages give each cell, in the order of the cells.

        It is the kernel's execution count: the code cells that have run, this one included. None
        for a cell that does not run (``async_execute_cell`` in client.py of nbclient 0.10;
        ``strip_code_cell_errors`` in execute.py of Voilà 0.5).
        """
        counted = itertools.accumulate(int(cell.runs) for cell in self.cells)
        return tuple(
            count if cell.runs else None for cell, count in zip(self.cells, counted, strict=True)
        )


class Unreadable(Struct, frozen=True):
    """A file named ``.ipynb`` that Voilà answers with 400, and the place and reason.

    ``line`` and ``column`` are physical ones in the file (from 1), None where there are none.
    ``kind`` names the reason for programs: "json", "empty", "bom", "encoding", "conflict",
    "lfs", "nbformat", "structure", "io".
    """

    path: str
    kind: str
    reason: str
    line: int | None = None
    column: int | None = None


Guard: TypeAlias = Literal[
    "import-error",  # in a try whose handler catches ImportError (or wider)
    "type-checking",  # if TYPE_CHECKING:
    "never",  # if False: / if 0:
    "version",  # depends on sys.version_info, sys.platform, os.name, platform.system()
    "colab",  # if 'google.colab' in sys.modules and the like
    "suppressed",  # with contextlib.suppress(ImportError)
    "conditional",  # any other if/else, match, loop: may or may not run
    "function",  # only inside a function or method: runs when (and if) it is called
    "main",  # if __name__ == "__main__": true in a notebook, false in an imported module
]


class Import(Struct, frozen=True):
    """One imported name.

    ``alias`` is true where ``import x as y`` gives it another name.

    ``module`` is the absolute dotted name that Python looks for ("" for ``from . import x``),
    ``level`` the number of leading dots, ``names`` what ``from … import`` takes from it
    (``("*",)`` for a star). ``at`` is the span of the module name as written. ``guards`` are
    all that enclose it, outermost first. ``form`` says how it was written.
    """

    module: str
    at: Span
    names: tuple[str, ...] = ()
    level: int = 0
    guards: tuple[Guard, ...] = ()
    form: Literal[
        "import", "from", "import_module", "__import__", "load_ext", "run_module", "matplotlib"
    ] = "import"
    alias: bool = False

    @property
    def top(self) -> str:
        """The top-level import name, "" for a relative import of nothing but dots."""
        return self.module.partition(".")[0]


class Magic(Struct, frozen=True):
    """A line or cell magic: ``%name argument``. ``cell`` is true for ``%%name``."""

    name: str
    argument: str
    at: Span
    cell: bool = False


class Shell(Struct, frozen=True):
    """A command given to the shell: ``!command``, ``x = !command`` or a line of ``%%bash``."""

    command: str
    at: Span


class Install(Struct, frozen=True):
    """A requirement that the notebook installs itself (``!pip install x``, ``%conda install x``).

    ``asked`` is one word as written, with the braces or dollar of what only running tells; "{}"
    where it is not said at all. ``guards`` are all conditions that enclose it, outermost first.
    """

    asked: Asked
    at: Span
    guards: tuple[Guard, ...] = ()

    @property
    def tool(self) -> Tool:
        """What installs it."""
        return self.asked.tool


class Binding(Struct, frozen=True):
    """A plain name and what it is bound to: the dotted name of the class or function called.

    Aliases of the same cell's imports are followed; ``value`` is "" for everything but calls.
    """

    name: str
    value: str


class FunctionCall(Struct, frozen=True):
    """A call of one of few functions, which import a package only then.

    ``function`` is its dotted name, aliases of the same cell's imports followed;
    ``f().method`` is a method of what a function gives. ``first`` is its first argument where
    that is a literal text, ``engine`` the argument of that name: None without one, "" where it is
    no literal.
    """

    function: str
    at: Span
    first: str | None = None
    engine: str | None = None
    guards: tuple[Guard, ...] = ()


class Member(Struct, frozen=True):
    """What is asked of the object that a plain name of the notebook holds.

    ``member`` is one of few attributes ("data"), a dictionary's method of what is in ``value``
    ("value.items"), or "value[]" for an item of it by a text. ``stored``: it is assigned to.
    ``in_function``: it runs when the function is called. Left out where failing is provided for.
    """

    name: str
    member: str
    at: Span
    stored: bool = False
    in_function: bool = False


class Syntax(Struct, frozen=True):
    """Syntax that not every Python 3 has: what it is, and the first Python that compiles it."""

    what: str
    since: PythonVersion
    at: Span


class Read(Struct, frozen=True):
    """A file that is read, if ``function`` is what it seems, under a name spelt in the code.

    ``function`` is the dotted name of what reads, with the aliases of the same cell followed
    ("pandas.read_csv", or "pd.read_csv" where another cell imports it), ``path`` as it stands
    there: relative to where the kernel is at that time, absolute, after ``paths.FILE``, or an
    address. ``at`` is the path as written, without quotes, where it is ``verbatim``; else the
    expression that makes it.
    """

    function: str
    path: str
    at: Span
    verbatim: bool = True


class SyntaxProblem(Struct, frozen=True):
    """A cell that IPython cannot compile: Python's message and place.

    ``certain`` is false where the grammar of the Python that runs voila-lint may be older than
    the one that the code is written for; ``newer`` is then the Python that may compile it.
    ``is_limit`` says that the code is not judged, for being too long for voila-lint.
    """

    message: str
    at: Span
    certain: bool = True
    newer: PythonVersion | None = None
    is_limit: bool = False


class Code(Struct, frozen=True):
    """What one code cell (or one Python file) does, from a single pass over its syntax tree.

    ``writes`` are files that it makes or may make: those of ``%%writefile``, Python files that a
    command or call names, and folders, with a ``/`` at the end, which get files of unknown names
    (``git clone``). ``runs`` are the targets of ``%run`` as written, ``path_entries`` literal
    folders that go into ``sys.path``, ``chdir`` those of ``os.chdir``/``%cd``; of either there
    may be more where ``path_unknown`` is true. They are relative to the working directory,
    absolute on Binder, or, after ``paths.FILE``, relative to the file itself.
    ``displays_widgets`` is true where a widget is likely shown: a call of a class of ipywidgets
    or of a widget library, ``interact``, ``display(…)`` of such a value. ``bindings`` are those
    of plain names outside functions (in these, of names that they declare global), ``members``
    what is asked of such names.
    ``names`` are those that imports bind, with the dotted names of what they stand for; ``calls``
    those of functions with an engine.
    ``newest_syntax`` is what needs the newest Python; None where all is old.
    ``reads`` are the files that it reads, neither in functions nor under conditions.
    ``makes_files`` is true where it may make files whose names are not spelt in it, ``moves``
    where it leaves the folder that it started in.
    """

    imports: tuple[Import, ...] = ()
    magics: tuple[Magic, ...] = ()
    shell: tuple[Shell, ...] = ()
    installs: tuple[Install, ...] = ()
    writes: tuple[str, ...] = ()
    runs: tuple[tuple[str, Span], ...] = ()
    path_entries: tuple[str, ...] = ()
    chdir: tuple[str, ...] = ()
    path_unknown: bool = False
    displays_widgets: bool = False
    syntax_problem: SyntaxProblem | None = None
    bindings: tuple[Binding, ...] = ()
    members: tuple[Member, ...] = ()
    newest_syntax: Syntax | None = None
    names: tuple[tuple[str, str], ...] = ()
    calls: tuple[FunctionCall, ...] = ()
    reads: tuple[Read, ...] = ()
    makes_files: bool = False
    moves: bool = False


#: What stands for code that could not be looked at: it may do anything.
UNKNOWN_CODE = Code(path_unknown=True, makes_files=True, moves=True)
