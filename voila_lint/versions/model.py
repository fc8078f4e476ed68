"""What files say is to be installed, and what stops that, as frozen data without opinion."""

from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint.text import Span


class Package(Struct, frozen=True):
    """One package that the build installs because a file of the repository says so.

    ``name`` as written, ``specifier`` in the syntax of its source ("" for any version).
    ``environment`` is the one it goes into: the notebook's kernel, or the server (the same
    environment unless the plan has ``separate_kernel``). ``url`` is set for direct references.
    ``at`` covers the requirement's text in ``path``.
    """

    name: str
    specifier: str
    source: Literal["conda", "pip", "apt", "setup", "post-build"]
    path: str
    at: Span | None = None
    environment: Literal["kernel", "server"] = "kernel"
    extras: tuple[str, ...] = ()
    marker: str | None = None
    url: str | None = None
    channel: str | None = None
    build: str | None = None


#: What the error of a build is about, where it is more than a file that cannot be parsed: the
#: form of runtime.txt, the form of a Python version, one that is not available, the shape of
#: environment.yml, a name in apt.txt, ``requires-python``, two configuration directories, a
#: Dockerfile of the first Binder.
ErrorKind: TypeAlias = Literal[
    "runtime-form",
    "python-form",
    "python",
    "shape",
    "apt-name",
    "requires-python",
    "two-directories",
    "legacy-dockerfile",
]


class PlanError(Struct, frozen=True):
    """The build stops: the exception's type and message as repo2docker raises them, and place."""

    type: str
    message: str
    path: str | None = None
    at: Span | None = None
    kind: ErrorKind | None = None


class InvalidRequirement(Struct, frozen=True):
    """A line that makes ``installer`` refuse the whole file: its text, place and the reason.

    ``at`` is None where the file as a whole is unreadable.
    """

    path: str
    text: str
    message: str
    at: Span | None = None
    installer: Literal["pip", "conda"] = "pip"


class Include(Struct, frozen=True):
    """Something of the repository that a line for pip refers to, and whether pip finds it.

    ``path`` is the file with the line, ``text`` the reference as written. ``target`` is relative
    to the root, None where it leads out of the repository. ``exists``: it is in the repository.
    ``available``: it is there when pip runs too; repo2docker copies only the files that it
    knows before it installs, unless it takes a line for a local reference.
    """

    path: str
    text: str
    kind: Literal["requirements", "constraints", "editable", "directory", "archive"]
    target: str | None
    exists: bool
    available: bool
    at: Span | None = None

    @property
    def frozen_package(self) -> str | None:
        """The name in ``name @ file:///…``, as ``pip freeze`` writes what conda has built."""
        name, separator, address = self.text.partition(" @ ")
        return name if separator and address.startswith("file:") else None


class Fetched(Struct, frozen=True):
    """Files that postBuild brings along, modules perhaps, and how (a clause for people).

    ``name`` is the folder's where a repository is cloned, "" where nothing is known.
    """

    name: str
    reason: str
