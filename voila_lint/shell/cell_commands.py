"""Installations in shell commands: ``pip install x``, ``conda install -c ch y``, ``apt-get …``."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voila_lint.pattern import pattern

_WORD = pattern(
    r"""(?:"[^"\n]*"?|'[^'\n]*'?|\\.|\{[^{}\s]*\}|[^\s"'\\;&|\n])+|&&|\|\|?|;|\n|&""", re.DOTALL
)
_BREAKS = frozenset(("&&", "||", "|", ";", "\n", "&"))
_PYTHON = pattern(r"(?:.*/)?(?:python|py)[\d.]*(?:\.exe)?|[{$]+sys\.executable\}*", re.IGNORECASE)
_PIP = pattern(r"(?:.*/)?pip[\d.]*(?:\.exe)?")
_REDIRECTION = pattern(r"[\d&]?[<>]")
_CLUSTER = pattern(r"-[A-Za-z]{2,}")
_SETTING = pattern(r"\w+=")

#: Options with a value, which is no requirement.
_VALUED = {
    "pip": frozenset(
        (
            *("-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f"),
            *("--find-links", "-t", "--target", "--prefix", "--root", "--src", "--platform"),
            *("--python-version", "--implementation", "--abi", "--progress-bar", "--proxy"),
            *("--trusted-host", "--upgrade-strategy", "--no-binary", "--only-binary"),
            *("--cache-dir", "--timeout", "--retries", "--log", "--global-option"),
            *("--install-option", "--config-settings", "--use-feature", "--use-deprecated"),
        )
    ),
    "conda": frozenset(("-c", "--channel", "-n", "--name", "-p", "--prefix", "--solver")),
    "apt": frozenset(("-o", "-t", "-c")),
}
_FILES = frozenset(("-r", "--requirement", "--file"))
_EDITABLE = frozenset(("-e", "--editable"))
#: Programs that put files in place whose names the command does not say.
_FETCHERS = frozenset(
    (
        "unzip",
        "tar",
        "7z",
        "svn",
        "hg",
        "gdown",
        "rsync",
        "gsutil",
        "aws",
        "cp",
        "mv",
        "ln",
        "git-lfs",
    )
)
_TOOLS = {
    "conda": "conda",
    "mamba": "mamba",
    "micromamba": "mamba",
    "apt-get": "apt",
    "apt": "apt",
    "aptitude": "apt",
}


class CellWord(NamedTuple):
    """A word of a command without its quotes, and its range in the text it was taken from."""

    text: str
    start: int
    end: int


class CellInstall(NamedTuple):
    """A requirement that a command installs, and where it is written."""

    tool: str
    requirement: str
    start: int
    end: int


def words(command: str) -> list[CellWord]:
    """Return the words of a shell command; those between commands (``&&``, ``;``) too."""
    return [
        CellWord(_unquoted(match.group()), *match.span())
        for match in _WORD.finditer(command.replace("\\\n", "  "))
    ]


def _unquoted(word: str) -> str:
    return word.replace('"', "").replace("'", "")


def installed(command: Sequence[CellWord]) -> Iterator[CellInstall]:
    """Return what a command installs; words with shell or Python variables as they are written.

    A requirement of "{}" stands for what the command does not name (``poetry install``).
    """
    part: list[CellWord] = []
    for word in command:
        if word.text in _BREAKS:
            yield from _of_one(part)
            part = []
        else:
            part.append(word)
    yield from _of_one(part)


def _of_one(command: list[CellWord]) -> Iterator[CellInstall]:
    tool, rest = _tool(command)
    if not tool:
        if _hides_installation([word.text for word in command]):
            yield CellInstall("pip", "{}", command[0].start, command[-1].end)
        return
    valued = _VALUED["conda" if tool == "mamba" else tool]
    index = 0
    while index < len(rest):
        word = rest[index]
        index += 1
        # `-qr` is `-q -r`.
        option = f"-{word.text[-1]}" if _CLUSTER.fullmatch(word.text) else word.text
        if word.text.startswith("#"):
            return
        if _REDIRECTION.match(word.text):
            # The target may be a word of its own.
            index += _REDIRECTION.fullmatch(word.text) is not None
        elif option in _FILES or option in _EDITABLE:
            kind = "-e" if option in _EDITABLE else "-r"
            if index < len(rest):
                value = rest[index]
                yield CellInstall(tool, f"{kind} {value.text}", word.start, value.end)
            index += 1
        elif option in valued:
            index += 1
        elif not word.text.startswith("-"):
            yield CellInstall(tool, word.text, word.start, word.end)


def made(command: Sequence[CellWord]) -> Iterator[str]:
    """Return the Python files that a command names, and the folders that get files from elsewhere.

    Going by their names, some are there already; what is not may be made by the command.
    """
    texts = [word.text for word in command]
    for text in texts:
        if text.endswith(".py"):
            yield text.lstrip(">")
    if "git" in texts and "clone" in texts:
        last = texts[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
        yield f"{last}/"
    elif _FETCHERS.intersection(texts) or {"git", "submodule"}.issubset(texts):
        yield "./"


def _hides_installation(texts: list[str]) -> bool:
    """Whether a command installs what is named elsewhere: in a lock file, a script, a recipe."""
    start = 1 if texts[:1] == ["sudo"] else 0
    program, rest = "".join(texts[start : start + 1]).rpartition("/")[2], texts[start + 1 :]
    if program in ("bash", "sh", "source", ".", "make") or program.endswith(".sh"):
        return True
    if _TOOLS.get(program, "apt") != "apt":
        return "env" in rest
    if program in ("poetry", "pipenv", "pdm", "pixi", "uv"):
        return not {"add", "install", "sync", "update"}.isdisjoint(rest)
    if program == "easy_install":
        return True
    return "setup.py" in rest and not {"install", "develop"}.isdisjoint(rest)


def _tool(command: list[CellWord]) -> tuple[str, list[CellWord]]:
    """Which tool installs, and the words behind ``install``; "" where none does."""
    texts = [word.text for word in command]
    index = 0
    while index < len(texts) and (texts[index] == "sudo" or _SETTING.match(texts[index])):
        index += 1
    if index == len(texts):
        return "", []
    if texts[index] == "uv" or (_PYTHON.fullmatch(texts[index]) and "-m" in texts[index + 1 :][:2]):
        index = next((at for at in range(index + 1, len(texts)) if texts[at] == "pip"), len(texts))
    if index == len(texts):
        return "", []
    tool = (
        "pip" if _PIP.fullmatch(texts[index]) else _TOOLS.get(texts[index].rpartition("/")[2], "")
    )
    index += 1
    # Options may stand before the sub-command: "apt-get -y install x".
    while index < len(texts) and texts[index].startswith("-"):
        index += 1
    if not tool or index == len(texts) or texts[index] != "install":
        return "", []
    return tool, command[index + 1 :]
