"""postBuild: the installations that a script says literally."""

import re
import shlex

from voila_lint.binder.collected import Collected, Environment
from voila_lint.binder.logical_lines import LogicalLine
from voila_lint.binder.match_spec import parse_match_spec
from voila_lint.binder.model import Package
from voila_lint.binder.requirements_txt import Run, install_file, install_line, install_project
from voila_lint.notebook.model import Span
from voila_lint.pattern import pattern

#: Characters of a script beyond which it is not taken apart: no script of a person is so long.
MAX_LENGTH = 50_000

_SHELLS = pattern(r"#!\s*(?:/\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:ba|da|z|k)?sh\b")
# Commands that bring no Python module.
_HARMLESS = frozenset(
    (
        *("jupyter", "echo", "printf", "set", "cd", "pwd", "ls", "mkdir", "rm", "touch", "chmod"),
        *("export", "unset", "true", "false", ":", "exit", "sleep", "date", "which", "command"),
        *("test", "[", "[[", "fi", "then", "else", "done", "do", "cat", "head", "tail", "grep"),
        *("fc-cache", "fc-list", "npm", "npx", "yarn", "node", "kaggle", "dvc", "nbstripout"),
        *("nbdime", "playwright", "source", ".", "env", "id", "whoami", "hash", "type", "kill"),
        *("sed", "awk", "gem", "R", "Rscript", "julia"),
    )
)
_CONDA = frozenset(("conda", "mamba", "micromamba"))
_PYTHON = pattern(r"(?:.*/)?python(?:[23](?:\.\d+)?)?\Z")
_PIP = pattern(r"(?:.*/)?pip(?:[23](?:\.\d+)?)?\Z")
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
_SEPARATORS = frozenset(("&&", "||", ";", "|", "&", "(", ")", "{", "}", "then", "do", "else", "!"))
_HERE_DOCUMENT = pattern(r"(?<!<)<<-?\s*[\"']?([A-Za-z_]\w*)[\"']?")
_ASSIGNMENT = pattern(r"[A-Za-z_]\w*=")


def install(collected: Collected, path: str, separate_kernel: bool) -> None:
    """Note what the script at ``path`` installs.

    It runs with the server's environment first on the path and the kernel's as conda's default
    (``CondaBuildPack.get_path`` and ``get_env``, repo2docker 2026.4.0). What is not literally an
    installation, nor known to bring no module, is a doubt.
    """
    try:
        text = collected.files.text(path)
    except (OSError, UnicodeDecodeError):
        collected.doubt(f"{path} cannot be read")
        return
    if len(text) > MAX_LENGTH:
        collected.doubt(f"what {path} installs, which is too long to be read here")
        return
    first, _, _ = text.partition("\n")
    if first.startswith("#!") and not _SHELLS.match(first):
        collected.doubt(f"what {path} installs, which is no shell script")
        return
    pip_environment: Environment = "server" if separate_kernel else "kernel"
    for line, words in _commands(text):
        _command(collected, path, line, words, pip_environment)


def _commands(text: str) -> list[tuple[LogicalLine, list[tuple[str, int]]]]:
    """Return the simple commands: each word with its offset in the line, which is joined."""
    found = []
    for line in _joined(text):
        command: list[tuple[str, int]] = []
        for word, offset in _words(line.text):
            if word in _SEPARATORS:
                found.append((line, command))
                command = []
            else:
                command.append((word, offset))
        found.append((line, command))
    return [(line, command) for line, command in found if command]


def _joined(text: str) -> list[LogicalLine]:
    lines = []
    joined, pieces = "", []
    document_end: str | None = None
    for number, physical in enumerate(text.split("\n"), start=1):
        if document_end is not None:
            # Text handed to a command (<<EOF), not commands.
            if physical.strip() == document_end:
                document_end = None
            continue
        here = _HERE_DOCUMENT.search(physical)
        document_end = here[1] if here else None
        pieces.append((len(joined), number, 1))
        if physical.endswith("\\"):
            joined += physical[:-1] + " "
            continue
        lines.append(LogicalLine(joined + physical, pieces))
        joined, pieces = "", []
    if pieces:
        lines.append(LogicalLine(joined, pieces))
    return lines


def _words(line: str) -> list[tuple[str, int]]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";|&()")
    lexer.whitespace_split = True
    words = []
    offset = 0
    try:
        for word in lexer:
            start = line.find(word, offset)
            start = offset if start < 0 else start
            words.append((word, start))
            offset = min(start + len(word), len(line))
    except ValueError:
        # A quotation that goes on in the next line: its beginning still tells the command.
        words.append(("$", offset))
    return words


def _command(
    collected: Collected,
    path: str,
    line: LogicalLine,
    words: list[tuple[str, int]],
    pip_environment: Environment,
) -> None:
    while words and (_ASSIGNMENT.match(words[0][0]) or words[0][0] in ("sudo", "exec", "time")):
        words = words[1:]
    if not words or words[0][0] in ("if", "while", "until", "for", "case", "esac", "elif"):
        words = words[1:]
    if not words:
        return
    name = words[0][0]
    plain = [word for word, _ in words]
    if _PYTHON.match(name) and plain[1:3] == ["-m", "pip"]:
        words, plain, name = words[2:], plain[2:], "pip"
    if _PIP.match(name):
        if "install" in plain[1:]:
            _pip(collected, path, line, words[plain.index("install") + 1 :], pip_environment)
    elif name.rpartition("/")[2] in _CONDA:
        if "install" in plain[1:]:
            _conda(collected, path, line, words[plain.index("install") + 1 :])
        elif {"env", "update", "create", "run"} & set(plain[1:]):
            collected.doubt(f"`{line.text.strip()}` in {path}")
    elif name.rpartition("/")[2] not in _HARMLESS:
        collected.doubt(f"`{line.text.strip()}` in {path}")


def _pip(
    collected: Collected,
    path: str,
    line: LogicalLine,
    words: list[tuple[str, int]],
    environment: Environment,
) -> None:
    run = Run(environment=environment, source="post-build")
    waiting = list(words)
    while waiting:
        word, offset = waiting.pop(0)
        if word in _PIP_VALUES:
            del waiting[:1]
        elif word in ("-r", "--requirement") and waiting:
            _pip_file(collected, run, path, waiting.pop(0)[0])
        elif word in ("-e", "--editable") and waiting:
            value, start = waiting.pop(0)
            _pip_word(collected, run, path, line, f"-e {value}", value, start)
        elif not word.startswith("-") and not re.match(r"\d?[<>]", word):
            _pip_word(collected, run, path, line, word, word, offset)


def _pip_file(collected: Collected, run: Run, path: str, name: str) -> None:
    if "$" in name or not collected.files.is_file(name):
        collected.doubt(f"what {path} installs from {name}")
    else:
        install_file(collected, run, name)


def _pip_word(
    collected: Collected,
    run: Run,
    path: str,
    line: LogicalLine,
    requirement: str,
    word: str,
    offset: int,
) -> None:
    if any(character in word for character in "$`*"):
        collected.doubt(f"`{word}` in {path}")
        return
    at = line.span(offset, offset + len(word))
    if word in (".", "./"):
        collected.installs_project = True
        install_project(collected, run, ".")
        return
    install_line(collected, run, path, LogicalLine(requirement, [(0, 1, 1)], at))


def _conda(
    collected: Collected, path: str, line: LogicalLine, words: list[tuple[str, int]]
) -> None:
    waiting = list(words)
    while waiting:
        word, offset = waiting.pop(0)
        if word in _CONDA_VALUES:
            del waiting[:1]
        elif word in ("--file", "-f") and waiting:
            collected.doubt(f"what {path} installs from {waiting.pop(0)[0]}")
        elif "$" in word or "`" in word:
            collected.doubt(f"`{word}` in {path}")
        elif not word.startswith("-"):
            spec = parse_match_spec(word)
            at: Span = line.span(offset, offset + len(word))
            collected.add(
                [
                    Package(
                        spec.name,
                        spec.version,
                        "post-build",
                        path,
                        at,
                        channel=spec.channel,
                        build=spec.build,
                    )
                ]
            )
