"""What the commands ``check`` and ``plan`` are told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voila_lint.finding import Severity

if TYPE_CHECKING:
    from voila_lint.packages.environment import Environment


class CheckOptions:
    """The options of ``voila-lint [check]``, with their defaults."""

    def __init__(self, paths: Sequence[str] = ()) -> None:
        self.paths = paths
        self.root: str | None = None
        self.python: str | None = None
        self.select: list[str] | None = None
        self.extend_select: list[str] | None = None
        self.ignore: list[str] | None = None
        self.exclude: list[str] | None = None
        self.output_format = "text"
        self.verbose = False
        self.fail_on: Severity = "warning"
        self.exit_zero = False
        self.fix = False
        self.unsafe_fixes = False
        self.diff = False


class PlanOptions:
    """The options of ``voila-lint plan``, with their defaults."""

    def __init__(self, path: str = ".") -> None:
        self.path = path
        self.output_format = "text"
        self.python: str | None = None


def read_check(arguments: Sequence[str]) -> CheckOptions:
    """Return what the arguments say; raises UsageError where they say nothing sensible."""
    if _are_paths(arguments):
        return CheckOptions(arguments)
    from voila_lint.commands.parser import check_parser

    return check_parser().parse_args(arguments, CheckOptions())


def read_plan(arguments: Sequence[str]) -> PlanOptions:
    """Return what the arguments say; raises UsageError where they say nothing sensible."""
    if _are_paths(arguments) and len(arguments) <= 1:
        return PlanOptions(*arguments)
    from voila_lint.commands.parser import plan_parser

    return plan_parser().parse_args(arguments, PlanOptions())


def environment_of(python: str | None) -> "Environment | None":
    """Return the environment that ``--python`` names. Raises UsageError where there is none."""
    if python is None:
        return None
    from voila_lint.packages.environment import Environment

    return Environment(python)


def _are_paths(arguments: Sequence[str]) -> bool:
    """Return whether there is nothing to parse: no argument is an option or might be one."""
    return not any(argument.startswith("-") for argument in arguments)
