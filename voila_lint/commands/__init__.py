"""The commands, one file each: ``run`` takes the arguments and returns the exit code."""

import sys

#: Exit codes: nothing at or above ``--fail-on``, something, and a run that could not be done.
CLEAN, FOUND, FAILED = 0, 1, 2


def fail(message: str) -> int:
    """Say on stderr why the run could not be done; return the exit code for that."""
    from voila_lint.report import printable

    print(f"voila-lint: {printable(message)}", file=sys.stderr)
    return FAILED
