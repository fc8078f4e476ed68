"""The option ``--python``: an environment on this machine that says what packages hold."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voila_lint.packages.environment import Environment


def add_python(parser: argparse.ArgumentParser) -> None:
    """Declare the option."""
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="an environment that has the declared packages installed: what its records say of "
        "them is used (an interpreter, its environment's folder or site-packages; nothing is run)",
    )


def environment_of(options: argparse.Namespace) -> "Environment | None":
    """Return the environment that is named. Raises UsageError where there is none."""
    if options.python is None:
        return None
    from voila_lint.packages.environment import Environment

    return Environment(options.python)
