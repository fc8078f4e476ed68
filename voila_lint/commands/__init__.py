"""The commands, one file each: ``run`` takes the arguments and returns the exit code."""

import sys

#: Exit codes: nothing at or above ``--fail-on``, something, and a run that could not be done.
CLEAN, FOUND, FAILED = 0, 1, 2


def say(message: str) -> None:
    """Print a message to stderr, as one row under the program's name."""
    from voila_lint.report import printable, row

    print(row(f"voila-lint: {printable(message)}"), file=sys.stderr)


def fail(message: str) -> int:
    """Say on stderr why the run could not be done; return the exit code for that."""
    say(message)
    return FAILED
