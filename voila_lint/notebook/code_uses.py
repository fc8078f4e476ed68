"""What the parts of one cell or file do: gathered while they are read."""

from collections.abc import Callable, Iterator, Sequence

from voila_lint.notebook.magics import IPYTHON_EXTENSIONS
from voila_lint.notebook.model import (
    Binding,
    Code,
    FunctionCall,
    Guard,
    Import,
    Install,
    Magic,
    Member,
    Read,
    Shell,
)
from voila_lint.notebook.paths import HOME
from voila_lint.pattern import pattern
from voila_lint.shell.harmless import PLACING
from voila_lint.shell.installers import asked_of, runs_script, unnamed
from voila_lint.shell.scripts import Command, Word, commands, words
from voila_lint.text import Lines, Span

#: The dotted name of a module.
MODULE = pattern(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


class Uses:
    """Gathers what the parts of one cell or file do."""

    def __init__(self, lines: Lines) -> None:
        """Take the lines of the source that all places refer to."""
        self._lines = lines
        self.imports: list[Import] = []
        self.magics: list[Magic] = []
        self.shell: list[Shell] = []
        self.installs: list[Install] = []
        self.writes: list[str] = []
        self.runs: list[tuple[str, Span]] = []
        self.path_entries: list[str] = []
        self.chdir: list[str] = []
        self.path_unknown = False
        self.displays_widgets = False
        self.bindings: list[Binding] = []
        self.members: list[Member] = []
        self.names: dict[str, str] = {}
        self.calls: list[FunctionCall] = []
        self.reads: list[Read] = []
        self.makes_files = False
        self.moves = False

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets of the source."""
        return self._lines.span(start, max(start, end))

    def code(self) -> Code:
        """Return what was found, in the order of the source."""
        return Code(
            imports=tuple(sorted(self.imports, key=_place)),
            magics=tuple(sorted(self.magics, key=_place)),
            shell=tuple(sorted(self.shell, key=_place)),
            installs=tuple(sorted(self.installs, key=_place)),
            writes=tuple(self.writes),
            runs=tuple(self.runs),
            path_entries=tuple(self.path_entries),
            chdir=tuple(self.chdir),
            path_unknown=self.path_unknown,
            displays_widgets=self.displays_widgets,
            bindings=tuple(self.bindings),
            members=tuple(self.members),
            names=tuple(self.names.items()),
            calls=tuple(self.calls),
            reads=tuple(self.reads),
            makes_files=self.makes_files,
            moves=self.moves or bool(self.chdir),
        )

    def add_shell(
        self, command: str, at: Span, place: Callable[[int, int], Span], guards: tuple[Guard, ...]
    ) -> None:
        """Add a shell command; ``place`` gives the span of a range of it."""
        self.shell.append(Shell(command, at))
        self.add_commands(commands(command, filled_by_python=True), place, guards)

    def add_commands(
        self,
        found: Sequence[Command],
        place: Callable[[int, int], Span],
        guards: tuple[Guard, ...],
    ) -> None:
        """Add what commands install and which files they make."""
        for command in found:
            self.writes.extend(_made(command))
            asked = asked_of(command)
            if asked is None:
                asked = (unnamed(command),) if runs_script(command) else ()
            for each in asked:
                self.installs.append(Install(each, place(each.start, each.end), guards))

    def add_magic(
        self,
        name: str,
        argument: str,
        at: Span,
        place: Callable[[int, int], Span],
        guards: tuple[Guard, ...],
    ) -> None:
        """Add a line magic; ``place`` gives the span of a range of its argument."""
        self.magics.append(Magic(name, argument, at))
        found = words(argument)
        first = found[0] if found else None
        if name in ("pip", "conda", "mamba", "micromamba", "uv"):
            shift = len(name) + 1
            self.add_commands(
                commands(f"{name} {argument}", filled_by_python=True),
                lambda start, end: place(max(start - shift, 0), end - shift),
                guards,
            )
        elif name in ("sx", "system") and argument:
            self.add_shell(argument, at, place, guards)
        elif first is None:
            return
        elif name in ("load_ext", "reload_ext"):
            if MODULE.fullmatch(first.text) and first.text not in IPYTHON_EXTENSIONS:
                span = place(first.start, first.end)
                self.imports.append(Import(first.text, span, (), 0, guards, "load_ext"))
        elif name == "matplotlib":
            if any(word.text in ("widget", "ipympl") for word in found):
                word = next(word for word in found if word.text in ("widget", "ipympl"))
                span = place(word.start, word.end)
                self.imports.append(Import("ipympl", span, (), 0, guards, "matplotlib"))
                self.displays_widgets = True
            elif not first.text.startswith("-"):
                span = place(first.start, first.end)
                self.imports.append(Import("matplotlib", span, (), 0, guards, "matplotlib"))
        elif name == "run":
            self._add_run(found, place, guards)
        elif name in ("cd", "pushd"):
            self.moves = True
            folders = [word.text for word in found if not word.text.startswith("-")]
            if any(char in argument for char in "{$"):
                self.path_unknown = True
            elif folders and name == "cd":
                folder = " ".join(folders)
                self.chdir.append(HOME + folder[1:] if folder.startswith("~") else folder)

    def _add_run(
        self, found: list[Word], place: Callable[[int, int], Span], guards: tuple[Guard, ...]
    ) -> None:
        index = 0
        while index < len(found) and found[index].text.startswith("-"):
            option = found[index].text
            index += 1
            if option == "-m" and index < len(found):
                word = found[index]
                if MODULE.fullmatch(word.text):
                    span = place(word.start, word.end)
                    self.imports.append(Import(word.text, span, (), 0, guards, "run_module"))
                return
            # These take a value, which may be a separate word.
            index += option in ("-N", "-l", "-s", "-T", "-D")
        if index < len(found):
            word = found[index]
            self.runs.append((word.text, place(word.start, word.end)))


def _place(found: Import | Magic | Shell | Install) -> tuple[int, int]:
    return found.at.line, found.at.column


def _made(command: Command) -> Iterator[str]:
    """Yield the Python files that a command names, and the folders that get files from elsewhere.

    Going by their names, some are there already; what is not may be made by the command.
    """
    texts = [word.text for word in command.words]
    yield from (text for text in (*texts, *command.written) if text.endswith(".py"))
    if texts[0] == "git" and "clone" in texts:
        last = texts[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
        yield f"{last}/"
    elif PLACING.intersection(texts) or {"git", "submodule"}.issubset(texts):
        yield "./"
