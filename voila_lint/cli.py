"""The command line: finds the command, and answers for all that goes wrong in it."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from voila_lint.commands import FAILED, fail
from voila_lint.errors import UsageError

_COMMANDS = ("check", "explain", "link", "plan", "rules", "why")


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code. Never raises for bad input."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _check_folder()
        code = _run(list(arguments))
        # Here a reader who has gone is noticed, and not when the process ends.
        print(end="", flush=True)
        return code
    except UsageError as error:
        return fail(str(error))
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a bug of ours: one line, as for everything else
        return fail(f"internal error: {type(error).__name__}: {error} (please report it)")


def _check_folder() -> None:
    try:
        Path.cwd()
    except OSError as error:
        raise UsageError(f"the current folder cannot be read: {error.strerror}") from None


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in _COMMANDS or arguments[0] == "check":
        from voila_lint.commands import check

        return check.run(arguments[arguments[:1] == ["check"] :], _COMMANDS)
    command = import_module(f"voila_lint.commands.{arguments[0]}")
    code: int = command.run(arguments[1:])
    return code
