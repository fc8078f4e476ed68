"""Commands of a script that Notebook 7 no longer has."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from voila_lint.pattern import pattern
from voila_lint.shell.scripts import Command, commands
from voila_lint.text import Lines, Span

#: Subcommands of ``jupyter`` that came with Notebook 6; without it they are "not found", with
#: exit code 1 (observed with the packages of repo2docker 2026.4.0's base image).
_GONE = ("nbextension", "serverextension")


#: Where lines that belong together begin and end: a condition, a loop, the body of a function.
_OPENS = pattern(
    r"(?m)(?:^|[;&|])[ \t]*(?:if|for|while|until|case|select)\b|^[^#\n]*[{(][ \t]*(?:#|$)"
)
_CLOSES = pattern(r"(?m)(?:^|;)[ \t]*(?:fi|done|esac|[})])(?![\w-])")
#: A line that goes on in the next one, and how far before a command its end is looked for.
_GOES_ON = pattern(r"[|&][ \t]*\n\s*\Z")
_NEAR = 200


class ObsoleteCommand(Struct, frozen=True):
    """Such a command, which makes the script fail. ``at`` covers its lines."""

    text: str
    at: Span


def obsolete_commands(script: str) -> Iterator[ObsoleteCommand]:
    """Yield the commands that end the script with an error.

    Those are the last one of the script and all below ``set -e``; elsewhere a shell goes on.
    Only commands that have a line to themselves are told: what stands in a condition may never
    run, and what belongs together with other lines cannot be removed alone.
    """
    found = commands(script)
    lines = Lines(script)
    on_line = Counter(command.line for command in found)
    stops = script.startswith("#!") and " -e" in script.partition("\n")[0]
    depth = passed = 0
    for number, command in enumerate(found):
        stops = stops or _sets_errexit(command)
        alone = on_line[command.line] == 1
        start, end = command.line
        text = script[start:end].replace("\\\n", " ")
        if not (alone and text.startswith("jupyter") and _is_gone(command)):
            continue
        before = script[passed:start]
        depth += len(_OPENS.findall(before)) - len(_CLOSES.findall(before))
        passed = start
        if depth != 0 or "<<" in text or _GOES_ON.search(script, max(0, start - _NEAR), start):
            continue
        if stops or number == len(found) - 1:
            yield ObsoleteCommand(" ".join(text.split()), lines.span(start, end))


def _is_gone(command: Command) -> bool:
    if command.name == "jupyter":
        return bool(command.arguments) and command.arguments[0] in _GONE
    return command.name.removeprefix("jupyter-") in _GONE


def _sets_errexit(command: Command) -> bool:
    arguments = command.arguments
    return command.name == "set" and (
        "errexit" in arguments
        or any(word.startswith("-") and "e" in word and word != "-o" for word in arguments)
    )
