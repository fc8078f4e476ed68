"""postBuild: the installations that a script says literally."""

import posixpath
from collections.abc import Sequence

from msgspec.structs import replace

from voila_lint.build.asked_packages import AskedPackages
from voila_lint.files.address import name_of_address
from voila_lint.files.requirements_txt import PipRun, inside
from voila_lint.pattern import pattern
from voila_lint.shell.harmless import (
    FETCHING,
    HARMLESS,
    HARMLESS_MODULES,
    INSTALLS,
    IPYTHON,
    TAKING_CODE,
)
from voila_lint.shell.installers import Asked, asked_of, is_python, module_of
from voila_lint.shell.scripts import SHELLS, Command, Word, commands
from voila_lint.text import Lines
from voila_lint.versions.collected import Collected, EnvironmentRole
from voila_lint.versions.model import Fetched, Package

#: Characters of a script beyond which it is not taken apart: no script of a person is so long.
MAX_LENGTH = 50_000

_SHEBANG = pattern(r"#!\s*(?:/\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:ba|da|z|k)?sh\b")
# Where Binder copies the repository to, and where postBuild runs.
_HOME = pattern(r"(?:~|\$HOME|\$\{HOME\}|/home/jovyan|\$REPO_DIR|\$\{REPO_DIR\})(?:/|\Z)")
_GIT_VALUES = frozenset(("-b", "--branch", "--depth", "-C", "-c", "-o", "--origin", "-j", "--jobs"))


def install(
    collected: Collected, path: str, separate_kernel: bool, *, starts: bool = False
) -> None:
    """Note what the script at ``path`` installs; ``starts``: it is the one named ``start``.

    It runs with the server's environment first on the path and the kernel's as conda's default
    (``CondaBuildPack.get_path`` and ``get_env``, repo2docker 2026.4.0). What is not literally an
    installation, nor known to bring no module (``harmless.py``), is a doubt.
    """
    _Script(collected, "server" if separate_kernel else "kernel", starts).run(path)


class _Script:
    """Goes through a script and the shell scripts of the repository that it calls."""

    def __init__(self, collected: Collected, environment: EnvironmentRole, starts: bool) -> None:
        self._starts = starts
        self._collected = collected
        self._pip_run = PipRun(environment=environment, source="post-build")
        self._seen: set[str] = set()
        #: Where commands run, relative to the root; None where that is not known.
        self._folder: str | None = "."
        #: Folders that a clone makes, with their addresses.
        self._clones: dict[str, str] = {}
        self._path = ""
        self._text = ""
        self._lines = Lines("")

    def run(self, path: str) -> None:
        """Note what the shell script at ``path`` installs."""
        if path in self._seen:
            return
        self._seen.add(path)
        try:
            text = self._collected.files.text(path)
        except (OSError, UnicodeDecodeError):
            self._collected.doubt(f"{path} cannot be read")
            return
        if len(text) > MAX_LENGTH:
            self._collected.doubt(f"what {path} installs, which is too long to be read here")
            return
        first, _, _ = text.partition("\n")
        if first.startswith("#!") and not _SHEBANG.match(first):
            self._judge_code(path, text, f"what {path} installs, which is no shell script")
            return
        outer = self._path, self._text, self._lines
        self._path, self._text, self._lines = path, text, Lines(text)
        for command in commands(text):
            self._command(command)
        self._path, self._text, self._lines = outer

    def _command(self, command: Command) -> None:
        name, arguments = command.name, command.arguments
        asked = asked_of(command)
        if asked is not None:
            for each in asked:
                if each.kind == "unnamed":
                    self._doubt(command)
                else:
                    self._note(each)
        elif name == "cd":
            self._enter(arguments)
        elif name in ("$@", "${@}") and self._starts:
            return  # the server that Binder starts
        elif is_python(command):
            self._python(command)
        elif name in ("ipython", "ipython3") and arguments and arguments[0] in IPYTHON:
            return
        elif name in SHELLS or name in ("source", "."):
            self._shell(command)
        elif name == "git" and "clone" in arguments:
            self._clone(command)
        elif name in FETCHING or any(path.endswith(".py") for path in command.written):
            self._collected.fetched.append(Fetched("", self._said(command)))
        elif name in ("make", "gmake"):
            self._make(command)
        elif name in HARMLESS:
            if name in TAKING_CODE and INSTALLS.search(" ".join(arguments)):
                self._doubt(command)
        elif self._script_of(command.words[0].text) is not None:
            self.run(self._script_of(command.words[0].text) or "")
        else:
            self._doubt(command)

    def _said(self, command: Command) -> str:
        start, end = command.line
        text = self._text[start:end].replace("\\\n", " ").strip()
        return f"`{text}` in {self._path}"

    def _doubt(self, command: Command) -> None:
        # What runs when the server starts is a service, unless it speaks of installing.
        if not self._starts or INSTALLS.search(self._said(command)):
            self._collected.doubt(self._said(command))

    def _judge_code(self, what: str, text: str, doubt: str) -> None:
        """Doubt a program of another language where its text speaks of installing."""
        if INSTALLS.search(text):
            self._collected.doubt(doubt)

    # Places

    def _resolve(self, word: str) -> str | None:
        """Return a path as the root sees it; None where it is elsewhere or not literal."""
        home = _HOME.match(word)
        if home:
            return inside(".", word[home.end() :] or ".")
        if self._folder is None or any(sign in word for sign in "$`*~"):
            return None
        return inside(self._folder, word)

    def _script_of(self, word: str) -> str | None:
        path = self._resolve(word)
        return path if path and self._collected.files.is_file(path) else None

    def _enter(self, arguments: Sequence[str]) -> None:
        target = self._resolve(arguments[0]) if arguments else "."
        known = target is not None and (
            target in self._clones or self._collected.files.is_directory(target)
        )
        self._folder = target if known else None

    def _clone(self, command: Command) -> None:
        words = list(command.arguments[command.arguments.index("clone") + 1 :])
        plain: list[str] = []
        while words:
            word = words.pop(0)
            if word in _GIT_VALUES:
                del words[:1]
            elif not word.startswith("-"):
                plain.append(word)
        address = plain[0] if plain else ""
        folder = plain[1] if len(plain) > 1 else name_of_address(address)
        target = self._resolve(folder)
        if target:
            self._clones[target] = address
        self._collected.fetched.append(Fetched(posixpath.basename(folder), self._said(command)))

    # Interpreters

    def _python(self, command: Command) -> None:
        arguments = list(command.arguments)
        while arguments and arguments[0].startswith("-") and arguments[0] not in ("-m", "-c", "-"):
            arguments.pop(0)
        first = arguments[0] if arguments else ""
        module = module_of(command)
        if module is not None:
            texts = [word.text for word in module.words]
            if module.name == "spacy" and texts[:1] == ["download"] and len(texts) > 1:
                self._model(module.words[1])
            elif not HARMLESS_MODULES.fullmatch(module.name):
                self._doubt(command)
        elif first == "-c":
            if INSTALLS.search(" ".join(arguments[1:])):
                self._doubt(command)
        elif command.document:
            if INSTALLS.search(command.document):
                self._doubt(command)
        elif first:
            script = self._script_of(first)
            if script is None or self._installs(script):
                self._doubt(command)
        elif command.reads_pipe:
            self._doubt(command)

    def _make(self, command: Command) -> None:
        """Note that a makefile of the repository may build modules; doubt one that may install."""
        folder = None if {"-f", "-C"} & set(command.arguments) else self._folder
        names = ("GNUmakefile", "makefile", "Makefile")
        paths = [inside(folder, name) for name in names] if folder is not None else []
        existing = [path for path in paths if path and self._collected.files.is_file(path)]
        if not existing or self._installs(existing[0]):
            self._doubt(command)
        else:
            self._collected.fetched.append(Fetched("", self._said(command)))

    def _model(self, word: Word) -> None:
        """Note a model of spaCy, which is a distribution with the module of its name."""
        at = self._lines.span(*word.inner)
        self._collected.add([Package(word.text, "", "post-build", self._path, at)])

    def _installs(self, path: str) -> bool:
        try:
            return bool(INSTALLS.search(self._collected.files.text(path)))
        except (OSError, UnicodeDecodeError):
            return True

    def _shell(self, command: Command) -> None:
        arguments = [word for word in command.arguments if not word.startswith("-")]
        sourced = command.name in ("source", ".")
        if any(word.startswith("-") and "c" in word for word in command.arguments) and not sourced:
            if INSTALLS.search(" ".join(arguments)):
                self._doubt(command)
            return
        script = self._script_of(arguments[0]) if arguments else None
        if script is not None:
            self.run(script)
        elif not sourced:
            # A file that is not there, or commands from elsewhere.
            for inner in commands(command.document):
                self._command(inner)
            if arguments or not command.document:
                self._doubt(command)

    # Installers

    def _note(self, asked: Asked) -> None:
        at = self._lines.span(*asked.word.inner)
        if asked.kind in ("package", "editable") and asked.known:
            target = self._resolve(asked.text.partition("[")[0])
            if target is not None and target in self._clones:
                address = self._clones[target]
                name = name_of_address(address)
                self._collected.add([Package(name, "", "post-build", self._path, at, url=address)])
                return
        run = replace(self._pip_run, directory=self._folder or ".")
        AskedPackages(self._collected, run, self._path, self._resolve).note(asked, at)
