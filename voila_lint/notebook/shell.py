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
_TOOLS = {
    "conda": "conda",
    "mamba": "mamba",
    "micromamba": "mamba",
    "apt-get": "apt",
    "apt": "apt",
    "aptitude": "apt",
}


class Word(NamedTuple):
    """A word of a command without its quotes, and its range in the text it was taken from."""

    text: str
    start: int
    end: int


class Installed(NamedTuple):
    """A requirement that a command installs, and where it is written."""

    tool: str
    requirement: str
    start: int
    end: int


def words(command: str) -> list[Word]:
    """Return the words of a shell command; those between commands (``&&``, ``;``) too."""
    return [
        Word(_unquoted(match.group()), *match.span())
        for match in _WORD.finditer(command.replace("\\\n", "  "))
    ]


def _unquoted(word: str) -> str:
    return word.replace('"', "").replace("'", "")


def installed(command: Sequence[Word]) -> Iterator[Installed]:
    """Return what a command installs. Words with shell or Python variables are left out."""
    part: list[Word] = []
    for word in command:
        if word.text in _BREAKS:
            yield from _of_one(part)
            part = []
        else:
            part.append(word)
    yield from _of_one(part)


def _of_one(command: list[Word]) -> Iterator[Installed]:
    tool, rest = _tool(command)
    if not tool:
        return
    valued = _VALUED["conda" if tool == "mamba" else tool]
    index = 0
    while index < len(rest):
        word = rest[index]
        index += 1
        if word.text.startswith("#"):
            return
        if _REDIRECTION.match(word.text):
            # The target may be a word of its own.
            index += _REDIRECTION.fullmatch(word.text) is not None
        elif word.text in _FILES or word.text in ("-e", "--editable"):
            option = "-e" if word.text in ("-e", "--editable") else "-r"
            if index < len(rest):
                value = rest[index]
                yield Installed(tool, f"{option} {value.text}", word.start, value.end)
            index += 1
        elif word.text in valued:
            index += 1
        elif not word.text.startswith("-") and not re.search(r"[{}$]", word.text):
            yield Installed(tool, word.text, word.start, word.end)


def _tool(command: list[Word]) -> tuple[str, list[Word]]:
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
