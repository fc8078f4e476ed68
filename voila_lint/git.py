"""What git knows of a checkout, asked in few calls that run nothing of the repository's own."""

import os
import re
import shlex
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct, field

#: Seconds after which a git call counts as unanswered.
TIMEOUT = 30

# A repository's own configuration may name programs to run. These settings win over it.
_HARMLESS = (
    "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.untrackedCache=false",
    # A folder of the repository may itself look like one, with its own settings.
    "-c", "safe.bareRepository=explicit",
)  # fmt: skip

# Inside a hook some of these point at the repository being committed; all of them would have git
# look at something else than what is asked about (`git rev-parse --local-env-vars`). Settings
# that the caller hands on (GIT_CONFIG_COUNT …) stay: `safe.directory` is one of them.
_ELSEWHERE = frozenset(
    (
        *("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_PREFIX"),
        *("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
        *("GIT_CONFIG", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_ATTR_SOURCE"),
        # A folder of programs, which may be given relative to where git runs.
        *("GIT_INTERNAL_SUPER_PREFIX", "GIT_EXEC_PATH"),
    )
)

# Git fetches what a partial clone lacks, by a program that the remote's address may name: no
# protocol is allowed, which git has obeyed for longer than GIT_NO_LAZY_FETCH (2.44).
_SURROUNDINGS = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "LC_ALL": "C",
}

#: What git keeps in these files is far smaller (bytes).
_LARGEST_HEAD = 64 * 1024


class NoAnswer(Exception):  # noqa: N818 - named for what git gives
    """Git does not answer; the message says why, and what to do, in a sentence for people."""


class Listing(Struct, frozen=True):
    """Files below a folder, relative to it with ``/``: those git tracks and those it could.

    What git ignores is in neither; nor is a tracked file that the working tree lacks, unless a
    sparse checkout leaves it out on purpose: those are in ``sparse`` as well.
    ``entries`` are the tracked folders that are repositories themselves (submodules, or what
    ``git add`` makes of any repository in a repository): git records their commit, no files.
    ``nested`` are repositories within this one that it does not track.
    """

    tracked: frozenset[str]
    untracked: frozenset[str]
    entries: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    sparse: frozenset[str] = frozenset()


class Refs(Struct, frozen=True):
    """The branches (here and on the remote, by their names there) and tags that git knows of.

    ``complete`` is false where there may be more: in a shallow clone, or in one that fetches
    one branch only.
    """

    names: frozenset[str]
    complete: bool

    def lacks(self, ref: str) -> bool:
        """Tell whether ``ref`` is certainly nothing that the remote could resolve.

        What may be a commit's hash is never lacking.
        """
        if ref == "HEAD" or not self.complete or not self.names:
            return False
        return ref not in self.names and re.fullmatch(r"[0-9a-fA-F]{4,64}", ref) is None


class Remotes(Struct, frozen=True):
    """The configured remotes: their addresses and what is fetched of them, by name."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    fetched: Mapping[str, str] = field(default_factory=dict)

    @property
    def main(self) -> str | None:
        """The name of ``origin``, or of the only remote."""
        if "origin" in self.addresses:
            return "origin"
        return next(iter(self.addresses)) if len(self.addresses) == 1 else None


class Submodule(Struct, frozen=True):
    """What ``.gitmodules`` says of a folder: its repository's address, and how it is updated."""

    url: str
    update: str = ""


class Remote(Struct, frozen=True):
    """A remote on a host that BinderHub knows by a provider: "gh" or "gl", "owner/name"."""

    provider: str
    repository: str

    @property
    def name(self) -> str:
        """The repository's name without its owner."""
        return self.repository.rpartition("/")[2]


def find_top(folder: Path) -> Path | None:
    """Return the top of the working tree that ``folder`` (an absolute path) lies in, or None.

    That is the nearest folder upward, itself included, that holds ``.git``; else the one that
    the variables GIT_DIR and GIT_WORK_TREE name, as git does in hooks and as people do for a
    repository that lies elsewhere.
    """
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    if _elsewhere() is None:
        return None
    tree = Path(os.path.realpath(os.environ.get("GIT_WORK_TREE") or Path.cwd()))
    return tree if folder.is_relative_to(tree) else None


def _elsewhere() -> str | None:
    """Return the folder that GIT_DIR names; None where it names none."""
    named = os.environ.get("GIT_DIR")
    return os.path.realpath(named) if named and Path(named).is_dir() else None


def list_files(folder: Path) -> Listing:
    """Ask git for the files below ``folder``.

    Raises NoAnswer where git is absent, refuses (an unsafe directory, a broken repository) or
    does not answer in time.
    """
    output = _ask(
        folder,
        # A tag before each entry: H cached, R removed from the working tree, S left out of it by a
        # sparse checkout, ? untracked. All but the untracked ones then have
        # "<mode> <object> <stage>", a tab, the path.
        [
            *("ls-files", "-z", "-t", "--stage"),
            *("--cached", "--deleted", "--others", "--exclude-standard"),
        ],
    )
    by_tag: dict[str, set[str]] = {"tracked": set()}
    for line in output.split("\0"):
        tag, _, path = line.partition(" ")
        kind = tag
        if tag != "?":
            facts, _, path = path.partition("\t")
            kind = "entry" if facts.startswith("160000 ") else "tracked" if tag != "R" else tag
        elif path.endswith("/"):
            kind, path = "nested", path[:-1]
        if path:
            by_tag.setdefault(kind, set()).add(path)
            if tag == "S":
                by_tag.setdefault(tag, set()).add(path)
    return Listing(
        frozenset(by_tag["tracked"] - by_tag.get("R", set())),
        frozenset(by_tag.get("?", ())),
        frozenset(by_tag.get("entry", ())),
        frozenset(by_tag.get("nested", ())),
        frozenset(by_tag.get("S", ())),
    )


def branch(top: Path) -> str | None:
    """Return the branch checked out in the repository at ``top``, None for a detached HEAD.

    Reads ``HEAD`` as git lays it out (gitrepository-layout(5)), through the pointer file of
    a worktree or submodule.
    """
    try:
        folder = top / ".git"
        if folder.is_file():
            folder = top / _line(folder).removeprefix("gitdir:").strip()
        head = _line(folder / "HEAD")
    except (OSError, ValueError):
        return None
    prefix = "ref: refs/heads/"
    return head[len(prefix) :] if head.startswith(prefix) else None


def _line(path: Path) -> str:
    """Return the text of a small file of git's; raises OSError, ValueError for another one."""
    if not path.is_file() or path.stat().st_size > _LARGEST_HEAD:
        raise OSError("not a small regular file")  # a pipe would block
    return path.read_text(encoding="utf-8").strip()


def remotes(folder: Path) -> Remotes:
    """Return the remotes, none where git cannot tell."""
    output = _run(folder, ["config", "-z", "--get-regexp", r"^remote\..*\.(url|fetch)$"])
    found: dict[str, dict[str, str]] = {"url": {}, "fetch": {}}
    for entry in (output or "").split("\0"):
        key, _, value = entry.partition("\n")
        if value:
            name, _, what = key.removeprefix("remote.").rpartition(".")
            found[what].setdefault(name, value)
    return Remotes(found["url"], found["fetch"])


def refs(folder: Path, remotes: Remotes) -> Refs | None:
    """Return the names that a launch link may have behind the repository, None where unknown."""
    output = _run(folder, ["for-each-ref", "--format=%(refname)"])
    shallow = _run(folder, ["rev-parse", "--is-shallow-repository"])
    if output is None or shallow is None:
        return None
    remote = remotes.main
    known = ("refs/heads/", "refs/tags/", f"refs/remotes/{remote}/")
    names = {
        line[len(start) :]
        for line in output.splitlines()
        for start in known
        if line.startswith(start)
    }
    everything = remotes.fetched.get(remote or "", "").endswith(f"refs/heads/*:{known[2]}*")
    return Refs(frozenset(names - {"HEAD"}), everything and shallow.strip() == "false")


def submodules(folder: Path) -> Mapping[str, Submodule]:
    """Return the submodules that ``.gitmodules`` has an address for, by their paths."""
    wanted = r"^submodule\..*\.(path|url|update)$"
    output = _run(folder, ["config", "-z", "--file=.gitmodules", "--get-regexp", wanted])
    found: dict[str, dict[str, str]] = {"path": {}, "url": {}, "update": {}}
    for entry in (output or "").split("\0"):
        key, _, value = entry.partition("\n")
        if value:
            name, _, what = key.removeprefix("submodule.").rpartition(".")
            found[what][name] = value
    return {
        path: Submodule(found["url"][name], found["update"].get(name, ""))
        for name, path in found["path"].items()
        if name in found["url"]
    }


def lfs_files(folder: Path, paths: Iterable[str]) -> frozenset[str]:
    """Return which of the files git stores as pointers to Git LFS, by their attributes."""
    asked = "".join(f"{path}\0" for path in paths)
    output = _run(folder, ["check-attr", "-z", "--stdin", "filter"], asked)
    fields = (output or "").split("\0")
    answers = zip(fields[::3], fields[2::3], strict=False)
    return frozenset(path for path, value in answers if value == "lfs")


def move(folder: Path, old: str, new: str) -> None:
    """Rename what git tracks, in the working tree and in the index. Raises OSError."""
    # To see whether a file has changed git may run it through a filter, which is a program.
    output = _run(folder, ["config", "-z", "--name-only", "--get-regexp", r"^filter\."])
    names = {key.partition(".")[2].rpartition(".")[0] for key in (output or "").split("\0") if key}
    settings = [
        part
        for name in sorted(names)
        for key, value in (("clean", ""), ("process", ""), ("required", "false"))
        for part in ("-c", f"filter.{name}.{key}={value}")
    ]
    if _run(folder, [*settings, "mv", "--", old, new]) is None:
        raise OSError(f"git does not rename {old} to {new}")


def parse_remote(address: str) -> Remote | None:
    """Tell which repository on GitHub or GitLab a remote's address names, None for others.

    Takes ``https://github.com/o/r.git``, ``git@github.com:o/r.git`` and
    ``ssh://git@github.com/o/r``.
    """
    if "://" in address:
        try:
            parts = urlsplit(address)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return None
    else:
        host, _, path = address.rpartition("@")[2].partition(":")
    provider = {"github.com": "gh", "gitlab.com": "gl"}.get(host.lower().removeprefix("www."))
    repository = path.strip("/").removesuffix(".git")
    if provider is None or "/" not in repository:
        return None
    return Remote(provider, repository)


def without_credentials(address: str) -> str:
    """Return a remote's address as it may be shown: without user, password and token."""
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}" if separator else address


@lru_cache(maxsize=16)
def find_program(folders: str, repository: Path) -> tuple[str | None, str]:
    """Return git's absolute path, None where there is none, and the folders it may look in.

    ``folders`` is a value of ``PATH``. Left out are empty and relative entries, which mean
    wherever a program runs, and those inside the repository: what lies there is not ours to run.
    Windows itself would look into the current folder first.
    """
    inside = os.path.realpath(repository)
    kept = [
        folder
        for folder in folders.split(os.pathsep)
        if Path(folder).is_absolute() and not _is_inside(folder, inside)
    ]
    name = "git.exe" if os.name == "nt" else "git"
    programs = (str(Path(folder, name)) for folder in kept)
    found = next((p for p in programs if _is_program(p) and not _is_inside(p, inside)), None)
    return found, os.pathsep.join(kept)


def _is_program(path: str) -> bool:
    return Path(path).is_file() and os.access(path, os.X_OK)


def _is_inside(path: str, folder: str) -> bool:
    try:
        return os.path.commonpath([os.path.realpath(path), folder]) == folder
    except ValueError:  # on another drive
        return False


def _run(folder: Path, arguments: list[str], standard_input: str = "") -> str | None:
    """Return what git prints, None where it does not answer."""
    try:
        return _ask(folder, arguments, standard_input)
    except NoAnswer:
        return None


def _ask(folder: Path, arguments: list[str], given: str = "") -> str:
    """Return what git prints; raises NoAnswer."""
    # Where there is no repository of git, there is nothing to run either.
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    environment.update(_SURROUNDINGS)
    # Otherwise `core.worktree` would decide whose files these are.
    top = find_top(folder)
    if top is not None:
        environment["GIT_WORK_TREE"] = str(top)
        elsewhere = _elsewhere()
        if elsewhere is not None and not (top / ".git").exists():
            environment["GIT_DIR"] = elsewhere
    program, environment["PATH"] = find_program(environment.get("PATH", os.defpath), top or folder)
    if program is None:
        raise NoAnswer(f"git is not installed here: install it. {_UNKNOWN}")
    try:
        done = subprocess.run(
            [program, "-C", str(folder), *_HARMLESS, *arguments],
            # Loaders search for libraries where a program starts, if LD_LIBRARY_PATH has an empty
            # entry, and Windows always does: git starts where it is installed.
            cwd=Path(program).parent,
            env=environment,
            input=os.fsencode(given),
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer(f"git does not answer within {TIMEOUT} seconds. {_UNKNOWN}") from None
    except OSError as error:
        raise NoAnswer(
            f"git cannot be run here ({error.strerror}): install it. {_UNKNOWN}"
        ) from None
    if done.returncode != 0:
        raise NoAnswer(_refusal(top or folder, os.fsdecode(done.stderr)))
    return os.fsdecode(done.stdout)


#: What follows from an answer that git does not give.
_UNKNOWN = (
    "Until then all files are judged as if they were committed, and where links have to lead is "
    "not known."
)


def _refusal(top: Path, said: str) -> str:
    """Return why git refused to answer for the repository at ``top``, by its message."""
    if "dubious ownership" in said:
        command = f"git config --global --add safe.directory {shlex.quote(str(top))}"
        return (
            "git refuses to read this repository because another user owns it, as is usual in "
            f"containers. Run `{command}` first. {_UNKNOWN}"
        )
    first = next((line for line in said.splitlines() if line.startswith("fatal: ")), "")
    reason = first.removeprefix("fatal: ") or "it gives no reason"
    return f"git cannot read this repository: {reason}. `git status` says more. {_UNKNOWN}"
