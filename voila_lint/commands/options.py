"""What several commands are told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voila_lint.packages.environment import Environment


def environment_of(python: str | None) -> "Environment | None":
    """Return the environment that ``--python`` names. Raises UsageError where there is none."""
    if python is None:
        return None
    from voila_lint.packages.environment import Environment

    return Environment(python)


def are_paths(arguments: Sequence[str]) -> bool:
    """Return whether there is nothing to parse: no argument is an option or might be one."""
    return not any(argument.startswith("-") for argument in arguments)
