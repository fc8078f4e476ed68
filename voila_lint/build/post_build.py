"""postBuild: the installations that a script says literally."""

import posixpath
from collections.abc import Sequence

from voila_lint.files.address import name_of_address
from voila_lint.files.requirements_txt import (
    Inclusion,
    PipRun,
    inside,
    install_file,
    install_line,
    install_project,
)
from voila_lint.pattern import pattern
from voila_lint.shell.harmless import (
    FETCHING,
    HARMLESS,
    HARMLESS_MODULES,
    INSTALLS,
    IPYTHON,
    TAKING_CODE,
)
from voila_lint.shell.scripts import Command, Word, commands
from voila_lint.text import LogicalLine
from voila_lint.versions.collected import Collected, EnvironmentRole
from voila_lint.versions.match_spec import parse_match_spec
from voila_lint.versions.model import Fetched, Package

#: Characters of a script beyond which it is not taken apart: no script of a person is so long.
MAX_LENGTH = 50_000

_SHEBANG = pattern(r"#!\s*(?:/\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:ba|da|z|k)?sh\b")
_SHELLS = frozenset(("bash", "sh", "dash", "zsh", "ksh"))
_CONDA = frozenset(("conda", "mamba", "micromamba"))
_PYTHON = pattern(r"python(?:[23](?:\.\d+)?)?\Z")
_PIP = pattern(r"pip(?:[23](?:\.\d+)?)?\Z")
# Where Binder copies the repository to, and where postBuild runs.
_HOME = pattern(r"(?:~|\$HOME|\$\{HOME\}|/home/jovyan|\$REPO_DIR|\$\{REPO_DIR\})(?:/|\Z)")
# Options whose next word is their value.
_CONDA_VALUES = frozenset(("-c", "--channel", "-n", "--name", "-p", "--prefix", "--solver"))
_PIP_VALUES = frozenset(
    (
        *("-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t", "--target"),
        *("--prefix", "--root", "--no-binary", "--only-binary", "--trusted-host", "--log"),
        *("--progress-bar", "--timeout", "--retries", "--cache-dir", "--upgrade-strategy"),
        *("--src", "-c", "--constraint", "--global-option", "--config-settings", "--proxy"),
        *("--use-feature", "--platform", "--python-version"),
    )
)
_GIT_VALUES = frozenset(("-b", "--branch", "--depth", "-C", "-c", "-o", "--origin", "-j", "--jobs"))


def install(collected: Collected, path: str, separate_kernel: bool) -> None:
    """Note what the script at ``path`` installs.

    It runs with the server's environment first on the path and the kernel's as conda's default
    (``CondaBuildPack.get_path`` and ``get_env``, repo2docker 2026.4.0). What is not literally an
    installation, nor known to bring no module (``harmless.py``), is a doubt.
    """
    _Script(collected, "server" if separate_kernel else "kernel").run(path)


class _Script:
    """Goes through a script and the shell scripts of the repository that it calls."""

    def __init__(self, collected: Collected, environment: EnvironmentRole) -> None:
        self._collected = collected
        self._pip_run = PipRun(environment=environment, source="post-build")
        self._seen: set[str] = set()
        #: Where commands run, relative to the root; None where that is not known.
        self._folder: str | None = "."
        #: Folders that a clone makes, with their addresses.
        self._clones: dict[str, str] = {}
        self._path = ""

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
        outer, self._path = self._path, path
        for command in commands(text):
            self._command(command)
        self._path = outer

    def _command(self, command: Command) -> None:
        name, arguments = command.name, command.arguments
        if name == "uv" and arguments[:1] == ("pip",):
            name, command = "pip", Command(command.line, command.words[1:])
        elif _PYTHON.match(name) and arguments[:2] == ("-m", "pip"):
            name, command = "pip", Command(command.line, command.words[2:])
        arguments = command.arguments
        if name == "cd":
            self._enter(arguments)
        elif _PIP.match(name):
            if "install" in arguments:
                self._pip(command.line, command.words[arguments.index("install") + 2 :])
        elif name in _CONDA:
            self._conda(command)
        elif _PYTHON.match(name):
            self._python(command)
        elif name in ("ipython", "ipython3") and arguments and arguments[0] in IPYTHON:
            return
        elif name in _SHELLS or name in ("source", "."):
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
        return f"`{command.line.text.strip()}` in {self._path}"

    def _doubt(self, command: Command) -> None:
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
        if first == "-m" and arguments[1:3] == ["spacy", "download"] and len(arguments) > 3:
            self._model(command, arguments[3])
        elif first == "-m":
            if not HARMLESS_MODULES.fullmatch("".join(arguments[1:2])):
                self._doubt(command)
        elif first == "-c":
            if INSTALLS.search(" ".join(arguments[1:])):
                self._doubt(command)
        elif command.document:
            if INSTALLS.search(command.document):
                self._doubt(command)
        elif first and posixpath.basename(first) == "setup.py":
            self._project(command, posixpath.dirname(first) or ".", arguments[1:])
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
        there = [path for path in paths if path and self._collected.files.is_file(path)]
        if not there or self._installs(there[0]):
            self._doubt(command)
        else:
            self._collected.fetched.append(Fetched("", self._said(command)))

    def _model(self, command: Command, name: str) -> None:
        """Note a model of spaCy, which is a distribution with the module of its name."""
        word = next(word for word in command.words if word.text == name)
        at = command.line.span(word.offset, word.offset + len(name))
        self._collected.add([Package(name, "", "post-build", self._path, at)])

    def _project(self, command: Command, folder: str, arguments: Sequence[str]) -> None:
        if not {"install", "develop"} & set(arguments):
            return
        if self._resolve(folder) != ".":
            self._doubt(command)
            return
        self._collected.installs_project = True
        install_project(self._collected, self._pip_run, ".")

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

    def _pip(self, line: LogicalLine, words: Sequence[Word]) -> None:
        waiting = list(words)
        while waiting:
            word = waiting.pop(0)
            text = word.text
            if text in _PIP_VALUES:
                del waiting[:1]
            elif text in ("-r", "--requirement") and waiting:
                self._pip_file(waiting.pop(0).text)
            elif text.startswith("--requirement="):
                self._pip_file(text.partition("=")[2])
            elif text in ("-e", "--editable") and waiting:
                value = waiting.pop(0)
                self._pip_word(line, f"-e {value.text}", value)
            elif not text.startswith("-"):
                self._pip_word(line, text, word)

    def _pip_file(self, name: str) -> None:
        path = self._script_of(name)
        if path is None:
            self._collected.doubt(f"what {self._path} installs from {name}")
        else:
            install_file(self._collected, self._pip_run, Inclusion(path))

    def _pip_word(self, line: LogicalLine, requirement: str, word: Word) -> None:
        text = word.text
        at = line.span(word.offset, word.offset + len(text))
        is_path = "://" not in text and (
            text.startswith(".") or "/" in text or requirement.startswith("-e")
        )
        target = self._resolve(text.partition("[")[0]) if is_path else None
        if target is not None and target in self._clones:
            address = self._clones[target]
            name = name_of_address(address)
            self._collected.add([Package(name, "", "post-build", self._path, at, url=address)])
        elif any(sign in text for sign in "$`*") or (is_path and self._folder != "."):
            self._collected.doubt(f"`{text}` in {self._path}")
        elif text in (".", "./"):
            self._collected.installs_project = True
            install_project(self._collected, self._pip_run, ".")
        else:
            install_line(
                self._collected,
                self._pip_run,
                self._path,
                LogicalLine(requirement, [(0, 1, 1)], at),
            )

    def _conda(self, command: Command) -> None:
        if "install" not in command.arguments:
            if {"env", "update", "create", "run"} & set(command.arguments):
                self._doubt(command)
            return
        waiting = list(command.words[command.arguments.index("install") + 2 :])
        while waiting:
            word = waiting.pop(0)
            text = word.text
            if text in _CONDA_VALUES:
                del waiting[:1]
            elif text in ("--file", "-f") and waiting:
                self._collected.doubt(f"what {self._path} installs from {waiting.pop(0).text}")
            elif "$" in text or "`" in text:
                self._collected.doubt(f"`{text}` in {self._path}")
            elif not text.startswith("-"):
                self._add_conda(command.line, word)

    def _add_conda(self, line: LogicalLine, word: Word) -> None:
        spec = parse_match_spec(word.text)
        at = line.span(word.offset, word.offset + len(word.text))
        self._collected.add(
            [
                Package(
                    spec.name,
                    spec.version,
                    "conda",
                    self._path,
                    at,
                    channel=spec.channel,
                    build=spec.build,
                )
            ]
        )
