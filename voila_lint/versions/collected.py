"""What the parts of a build put together: packages, includes and doubts."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from voila_lint.reading import Files
from voila_lint.text import Span
from voila_lint.versions.model import Fetched, Include, InvalidRequirement, Package

EnvironmentRole: TypeAlias = Literal["kernel", "server"]
Source: TypeAlias = Literal["conda", "pip", "apt", "setup", "post-build"]


class Collected:
    """Gathers what a build installs, in the order in which it happens."""

    def __init__(self, files: Files, python: str) -> None:
        self.files = files
        self.python = python
        self.packages: list[Package] = []
        self.includes: list[Include] = []
        self.invalid: list[InvalidRequirement] = []
        self.fetched: list[Fetched] = []
        self.requirements_files: list[str] = []
        #: Files that pip has been given already, whether for their constraints only, and where.
        self.included: set[tuple[str, bool, EnvironmentRole]] = set()
        self.installs_project = False
        self._opaque: dict[str, None] = {}

    @property
    def opaque(self) -> tuple[str, ...]:
        """The reasons why more may be installed, each once."""
        return tuple(self._opaque)

    def doubt(self, *reasons: str) -> None:
        """Note reasons why more may be installed than ``packages`` says."""
        self._opaque.update(dict.fromkeys(reasons))

    def add(self, packages: Iterable[Package]) -> None:
        """Note packages."""
        self.packages.extend(packages)

    def refuse(
        self,
        path: str,
        text: str,
        message: str,
        at: Span | None,
        installer: Literal["pip", "conda"] = "pip",
    ) -> None:
        """Note a line for which the installer refuses the file."""
        self.invalid.append(InvalidRequirement(path, text, message, at, installer))
