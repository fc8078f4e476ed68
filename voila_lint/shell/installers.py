"""What a command asks pip, uv, conda, mamba, apt and their like to install."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint.pattern import pattern
from voila_lint.shell.options import APT, CONDA, MAMBA, PIP, UV, OptionTable, Refused, read_words
from voila_lint.shell.scripts import SHELLS, Command, Word

Tool: TypeAlias = Literal["pip", "conda", "mamba", "apt"]
AskedKind: TypeAlias = Literal[
    "package",  # a requirement of pip's, a specification of conda's, a name of apt's
    "editable",  # what stands behind -e
    "requirements",  # a file for pip
    "specifications",  # a file for conda, one specification a line or an environment.yml
    "environment",  # a file for `conda env update`
    "project",  # the folder whose setup.py is run
    "unnamed",  # what the command does not say
]

_PROGRAM = pattern(r"(?:.*/)?(pip|python|py|pypy)[\d.]*(?:\.exe)?", re.IGNORECASE)
_INTERPRETER = pattern(r"[{$]+sys\.executable\}*|\$\{?PYTHON\}?")
_CONDA: Mapping[str, Tool] = {"conda": "conda", "mamba": "mamba", "micromamba": "mamba"}
_APT = frozenset(("apt", "apt-get", "aptitude"))
_MANAGERS = frozenset(("poetry", "pipenv", "pdm", "pixi", "rye", "hatch"))
#: They change nothing, or only show what would be done.
_DRY = frozenset(("--dry-run", "--download-only", "--help", "--version", "--print-uris"))
_PYTHON_VALUED = ("-W", "-X", "--check-hash-based-pycs")


class Asked(Struct, frozen=True):
    """One thing that a command asks for, as written, and its range, an option included.

    ``known`` is false where only running tells what it is.
    """

    tool: Tool
    kind: AskedKind
    word: Word
    start: int
    end: int

    @property
    def text(self) -> str:
        """The requirement, specification, name or path."""
        return self.word.text

    @property
    def known(self) -> bool:
        """Whether it is said literally."""
        return self.kind != "unnamed" and self.word.known


class PythonModule(Struct, frozen=True):
    """What ``python -m`` runs: the name of the module and the words behind it."""

    name: str
    words: tuple[Word, ...]


def is_python(command: Command) -> bool:
    """Tell whether a command runs Python."""
    text = command.words[0].text
    match = _PROGRAM.fullmatch(text)
    return (match is not None and match[1].lower() != "pip") or bool(_INTERPRETER.fullmatch(text))


def module_of(command: Command) -> PythonModule | None:
    """Return the module that ``python -m`` runs; None where it runs something else."""
    found = command.words[1:]
    index = 0
    while index < len(found) and found[index].text.startswith("-"):
        option = found[index].text
        letters, sign, rest = option.partition("m")
        if sign and not option.startswith("--") and "c" not in letters:
            if rest:
                return PythonModule(rest, found[index + 1 :])
            after = found[index + 1 :]
            return PythonModule(after[0].text, after[1:]) if after else None
        if "c" in option.lstrip("-")[:1] or option == "-":
            return None
        index += 2 if option in _PYTHON_VALUED else 1
    return None


def runs_script(command: Command) -> bool:
    """Tell whether a command runs a script or makefile, which may install anything."""
    name = command.name.rpartition("/")[2]
    return name in (*SHELLS, "source", ".", "make", "gmake") or name.endswith(".sh")


def unnamed(command: Command) -> Asked:
    """Return that a command installs what it does not say."""
    start, end = command.words[0].start, command.words[-1].end
    return Asked("pip", "unnamed", Word("{}", start, end, known=False), start, end)


def asked_of(command: Command) -> tuple[Asked, ...] | None:
    """Return what a command installs; None where it is no installer that is known here."""
    found = _asked(command)
    if found is None:
        return None
    if command.gets_more and found != ():
        return (*found, unnamed(command))
    if command.gets_more and "install" in command.arguments:
        return (unnamed(command),)
    return found


def _asked(command: Command) -> tuple[Asked, ...] | None:
    words = command.words
    name = words[0].text.rpartition("/")[2]
    program = _PROGRAM.fullmatch(words[0].text)
    if is_python(command):
        module = module_of(command)
        if module is None:
            return _setup(command)
        name, words = module.name, (words[0], *module.words)
        if name != "pip" and name not in _CONDA and name not in _MANAGERS and name != "uv":
            return (unnamed(command),) if name == "easy_install" else None
    elif program is not None:
        name = "pip"
    rest = words[1:]
    if name == "pip":
        return _by_option(command, rest, "pip", PIP)
    if name == "uv":
        return _uv(command, rest)
    if name in _CONDA:
        return _conda(command, rest, _CONDA[name])
    if name in _APT:
        return _by_option(command, rest, "apt", APT)
    texts = {word.text for word in rest}
    if name in _MANAGERS:
        return () if texts.isdisjoint(("add", "install", "sync", "update")) else (unnamed(command),)
    return (unnamed(command),) if name == "easy_install" else None


def _setup(command: Command) -> tuple[Asked, ...] | None:
    """``python setup.py install``."""
    scripts = [word for word in command.words[1:] if not word.text.startswith("-")]
    if not scripts or scripts[0].text.rpartition("/")[2] != "setup.py":
        return None
    if {"install", "develop"}.isdisjoint(word.text for word in scripts[1:]):
        return ()
    script = scripts[0]
    folder = Word(script.text.rpartition("/")[0] or ".", script.start, script.end, script.known)
    return (Asked("pip", "project", folder, command.words[0].start, command.words[-1].end),)


def _subcommand(words: Sequence[Word], table: OptionTable) -> tuple[str, Sequence[Word]]:
    """Return the first word that is no option, and all other words."""
    for found in read_words([word.text for word in words], table):
        if not found.name:
            return found.value, (*words[: found.word], *words[found.word + 1 :])
    return "", ()


def _by_option(
    command: Command, words: Sequence[Word], tool: Tool, table: OptionTable
) -> tuple[Asked, ...]:
    try:
        verb, rest = _subcommand(words, table)
        return tuple(_all(rest, tool, table)) if verb == "install" else ()
    except Refused:
        return (unnamed(command),)


def _uv(command: Command, words: Sequence[Word]) -> tuple[Asked, ...]:
    try:
        verb, rest = _subcommand(words, UV)
        if verb in ("add", "sync"):
            return (unnamed(command),)
        second, rest = _subcommand(rest, UV) if verb == "pip" else ("", ())
        if second == "sync":
            return tuple(
                Asked("pip", "requirements", asked.word, asked.start, asked.end)
                for asked in _all(rest, "pip", UV)
            )
        return tuple(_all(rest, "pip", UV)) if second == "install" else ()
    except Refused:
        return (unnamed(command),)


def _conda(command: Command, words: Sequence[Word], tool: Tool) -> tuple[Asked, ...]:
    table = MAMBA if tool == "mamba" else CONDA
    try:
        verb, rest = _subcommand(words, table)
        if verb == "install":
            return tuple(_all(rest, tool, table))
        if verb == "env":
            verb, rest = _subcommand(rest, table)
            if verb == "update":
                return _environments(command, rest, tool, table)
        return (unnamed(command),) if verb in ("create", "update", "upgrade") else ()
    except Refused:
        return (unnamed(command),)


def _environments(
    command: Command, words: Sequence[Word], tool: Tool, table: OptionTable
) -> tuple[Asked, ...]:
    files = [asked for asked in _all(words, tool, table) if asked.kind == "specifications"]
    if files:
        return tuple(Asked(tool, "environment", f.word, f.start, f.end) for f in files)
    start, end = command.words[0].start, command.words[-1].end
    return (Asked(tool, "environment", Word("environment.yml", start, end), start, end),)


_KINDS: Mapping[str, AskedKind] = {
    "--requirement": "requirements",
    "--requirements": "requirements",
    "--editable": "editable",
    "--file": "specifications",
    "--group": "unnamed",
}


def _all(words: Sequence[Word], tool: Tool, table: OptionTable) -> Iterator[Asked]:
    """Yield what an installation asks for; raises Refused."""
    found = list(read_words([word.text for word in words], table))
    if not _DRY.isdisjoint(option.name for option in found):
        return
    for option in found:
        first, last = words[option.word], words[option.last]
        kind = _KINDS.get(option.name) if option.name else "package"
        if kind is not None:
            value = first if not option.name else _value(option.value, first, last)
            yield Asked(tool, kind, value, first.start, last.end)


def _value(text: str, first: Word, last: Word) -> Word:
    """Return the value of an option, which may be the end of the option's own word."""
    if first is not last:
        return last
    return Word(text, first.end - len(text), first.end, first.known)
