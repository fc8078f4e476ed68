"""The parsers of the command line.

argparse and what it imports take a third of what all else takes for a small repository: this module
is imported where there are options to read.
"""

import argparse
from typing import NoReturn

from voila_lint import __version__
from voila_lint.errors import UsageError
from voila_lint.finding import SEVERITIES


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(f"{message} (see `{self.prog} --help`)")


def check_parser() -> Parser:
    """Return the parser of ``voila-lint [check]``, for ``CheckOptions``."""
    parser = Parser(
        prog="voila-lint",
        description="Finds what keeps a notebook app from working on Voilà and mybinder.org.",
        epilog="Other commands: `voila-lint plan`, `voila-lint explain RULE`, "
        "`voila-lint rules`, `voila-lint why MODULE`, `voila-lint link`. "
        "Exit codes: 0 clean, 1 findings, 2 the run could not be done.",
    )
    parser.add_argument("--version", "-V", action="version", version=f"voila-lint {__version__}")
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="what to report on: folders and files of git repositories, each of which is judged "
        "from its top (default: this folder)",
    )
    add_root(parser)
    add_python(parser)
    choose = parser.add_argument_group("which rules and files")
    for option, text in (
        ("--select", "only these rules: codes, prefixes such as VL1, or names"),
        ("--extend-select", "these rules besides those selected"),
        ("--ignore", "not these rules"),
        ("--exclude", "not the files that fit these patterns"),
    ):
        choose.add_argument(option, action="append", metavar="LIST", help=f"{text} (a,b,…)")
    out = parser.add_argument_group("output")
    out.add_argument("--output-format", choices=("text", "concise", "json"), metavar="FORMAT")
    out.add_argument("--verbose", "-v", action="store_true", help="also say what was not judged")
    out.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        help="the least severity that makes the exit code 1 (default: warning)",
    )
    out.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    repair = parser.add_argument_group("repair")
    repair.add_argument("--fix", action="store_true", help="repair what can be repaired safely")
    repair.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: also where unsure"
    )
    repair.add_argument("--diff", action="store_true", help="show the repairs, write nothing")
    return parser


def plan_parser() -> Parser:
    """Return the parser of ``voila-lint plan``, for ``PlanOptions``."""
    parser = Parser(
        prog="voila-lint plan", description="Tells what mybinder.org will do with a repository."
    )
    parser.add_argument(
        "path", nargs="?", metavar="PATH", help="a folder or file in it (default: this folder)"
    )
    parser.add_argument("--output-format", choices=("text", "json"))
    add_root(parser)
    add_python(parser)
    return parser


def add_root(parser: argparse.ArgumentParser) -> None:
    """Declare the option ``--root``: a folder that is judged as a separate repository."""
    parser.add_argument(
        "--root",
        metavar="FOLDER",
        help="judge this folder as a separate repository: all its files count as committed, and "
        "it has no remote",
    )


def add_python(parser: argparse.ArgumentParser) -> None:
    """Declare the option ``--python``: an environment that says what packages hold."""
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="an environment that has the declared packages installed: what its records say of "
        "them is used (an interpreter, its environment's folder or site-packages; nothing is run)",
    )
