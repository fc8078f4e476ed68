"""The build plan and launch links as frozen data without opinion."""

from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint.notebook.model import Span

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


class Ignored(Struct, frozen=True):
    """A configuration file that the build does not use, and why (a sentence for people)."""

    path: str
    reason: str


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
        """The name in ``name @ file:///…``, as ``pip freeze`` writes what conda had built."""
        name, separator, address = self.text.partition(" @ ")
        return name if separator and address.startswith("file:") else None


class Fetched(Struct, frozen=True):
    """Files that postBuild brings along, modules perhaps, and how (a clause for people).

    ``name`` is the folder's where a repository is cloned, "" where nothing is known.
    """

    name: str
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


ProblemKind: TypeAlias = Literal[
    "no-route", "missing-ref", "invalid-repository", "other-site", "outside-server"
]


class LaunchLink(Struct, frozen=True):
    """A link to a BinderHub, taken apart as BinderHub's own client does.

    ``url`` is the link as written. ``path`` is the document that holds it, ``cell`` the notebook
    cell or None, ``at`` the span of the address. ``provider`` is "gh", "gist", "git", "gl" …,
    ``repository`` the provider's specification without the ref ("owner/name"), ``ref`` None
    where it is missing. ``path_kind`` says which parameter decides ("lab", "file", "url", None
    for none), ``target`` the value after all decoding that the client does, "" for none.
    ``outranked`` is the value of ``urlpath`` where ``labpath`` or ``filepath`` wins over it.
    ``server_path`` is the path on the Jupyter server where the visitor ends
    ("voila/render/My App.ipynb"). ``problem`` is what keeps the client from launching at all.
    ``in_comment``/``in_code``: nobody can click it there.

    ``is_target`` tells whether the document makes a link of it by markup (a link's target, an
    attribute), which an address in running text is not.

    ``kind`` is "session" for the address of somebody's running server (``hub.*/user/…``) and
    "local" for one on the reader's own machine; both have only ``url``, ``host`` and
    ``server_path``. ``problem_kind`` names ``problem`` for programs: "no-route" (BinderHub itself
    answers 404), "missing-ref", "invalid-repository" (its page says Not Found), "other-site" and
    "outside-server" (it launches, and then leads the visitor elsewhere).
    """

    url: str
    path: str
    at: Span
    cell: int | None = None
    host: str = "mybinder.org"
    provider: str | None = None
    repository: str | None = None
    ref: str | None = None
    path_kind: Literal["lab", "file", "url"] | None = None
    target: str = ""
    server_path: str = ""
    problem: str | None = None
    in_comment: bool = False
    in_code: bool = False
    is_template: bool = False
    kind: Literal["launch", "session", "local"] = "launch"
    problem_kind: ProblemKind | None = None
    outranked: str = ""
    is_target: bool = False
