"""The build plan and launch links as frozen data without opinion."""

from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint.text import Span
from voila_lint.versions.model import Fetched, Include, InvalidRequirement, Package, PlanError

BuildPack: TypeAlias = Literal[
    "legacy-docker",
    "docker",
    "julia-project",
    "julia-require",
    "nix",
    "r",
    "conda",
    "pipfile",
    "python",
]


class Ignored(Struct, frozen=True):
    """A configuration file that the build does not use, and why (a sentence for people)."""

    path: str
    reason: str


class Misshapen(Struct, frozen=True):
    """A part of environment.yml in a form for which mamba gives up, once the build is under way.

    ``key`` is "pip", "channels", "name" or "variables", ``at`` covers it. ``empty``: nothing
    stands behind it.
    """

    path: str
    key: str
    at: Span
    empty: bool = False


class UnreadList(Struct, frozen=True):
    """A list of packages in environment.yml under a key (``pip``) that nothing reads there.

    ``at`` covers the key. ``packages`` are those that the list would bring in its right place,
    ``opaque`` the reasons why it may be more. ``alone``: the file has no ``dependencies`` at all.
    """

    path: str
    key: str
    at: Span
    packages: tuple[Package, ...]
    opaque: tuple[str, ...] = ()
    alone: bool = False


class BuildPlan(Struct, frozen=True):
    """What repo2docker (2026.4.0) will do with a repository.

    ``build_pack`` is None only where an error keeps it from being known. ``fallback``: nothing
    was detected and the Python build pack is used by default; mybinder.org refuses that.
    ``python_version`` is the kernel's ("3.11"), ``server_python`` the one that Voilà runs on.
    ``environment_file`` and ``requirements_file`` are those that are really installed.
    ``requirements_files`` adds those reached through ``-r``/``-c``. ``installs_project`` is true
    where ``pip install .`` runs. ``opaque`` lists reasons why more may be installed than
    ``packages`` says (a Dockerfile, a postBuild that is not literal …): empty means that
    ``packages`` is complete; what an address holds is named after the address. ``packages_known``
    is true where the build goes through, and where nothing but the patch version of Python
    ("3.8.5") keeps it from that: the plan is then the one for "3.8". ``invalid`` are the lines
    that pip or conda refuses, ``includes`` what lines for pip refer to in the repository.
    ``python_path`` and ``python_at`` are where the kernel's version is said, None where nothing
    says it.
    ``fetched`` are files that come from elsewhere: no packages, but perhaps modules. ``channels``
    are those that environment.yml names, None where they cannot be told. ``unread_lists`` are in
    that file, too, in a place where nothing is installed from them; for ``misshapen`` mamba refuses
    all of it.
    """

    build_pack: BuildPack | None
    fallback: bool = False
    config_directory: Literal[".", "binder", ".binder"] = "."
    python_version: str | None = None
    server_python: str | None = None
    separate_kernel: bool = False
    environment_file: str | None = None
    requirements_file: str | None = None
    requirements_files: tuple[str, ...] = ()
    installs_project: bool = False
    apt_packages: tuple[str, ...] = ()
    post_build: str | None = None
    start: str | None = None
    ignored: tuple[Ignored, ...] = ()
    packages: tuple[Package, ...] = ()
    opaque: tuple[str, ...] = ()
    error: PlanError | None = None
    invalid: tuple[InvalidRequirement, ...] = ()
    includes: tuple[Include, ...] = ()
    python_path: str | None = None
    python_at: Span | None = None
    packages_known: bool = False
    fetched: tuple[Fetched, ...] = ()
    channels: tuple[str, ...] | None = ()
    unread_lists: tuple[UnreadList, ...] = ()
    misshapen: tuple[Misshapen, ...] = ()
