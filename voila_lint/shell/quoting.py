"""Commands for people to paste into a shell, as they stand in help texts."""

import shlex
from collections.abc import Sequence


def command(*words: str, paths: Sequence[str] = ()) -> str:
    """Return a command as a code span, quoted for a POSIX shell (PowerShell reads most of it).

    ``words`` come first. ``paths`` are names of files from the root, which git is to take for
    nothing else: one that begins with a dash is no option, one with a colon no pathspec.
    """
    names = [f"./{path}" if path.startswith(":") else path for path in paths]
    end_of_options = ["--"] if any(name.startswith("-") for name in names) else []
    line = " ".join(map(_quoted, (*words, *end_of_options, *names)))
    ticks = "``" if "`" in line else "`"
    return f"{ticks}{line}{ticks}"


def _quoted(word: str) -> str:
    if word.isprintable():
        return shlex.quote(word)
    # ANSI-C quoting, in bash and zsh: a report shows no control characters. Lone surrogates stand
    # for bytes that are not UTF-8.
    return "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(sign: str) -> str:
    if sign in "\\'":
        return f"\\{sign}"
    if sign.isprintable():
        return sign
    return "".join(f"\\x{byte:02x}" for byte in sign.encode("utf-8", "surrogateescape"))
