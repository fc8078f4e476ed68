"""What git knows of a checkout, asked in few calls that run nothing of the repository's own."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

#: Seconds after which a git call counts as unanswered.
TIMEOUT = 30

# A repository's own configuration may name programs to run. These settings win over it.
_HARMLESS = (
    "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.untrackedCache=false",
)  # fmt: skip


class Listing(Struct, frozen=True):
    """Files below a folder, relative to it with ``/``: those git tracks and those it could.

    What git ignores is in neither; nor is a tracked file that the working tree lacks.
    """

    tracked: frozenset[str]
    untracked: frozenset[str]


class Remote(Struct, frozen=True):
    """A remote on a host that BinderHub knows by a provider: "gh" or "gl", "owner/name"."""

    provider: str
    repository: str

    @property
    def name(self) -> str:
        """The repository's name without its owner."""
        return self.repository.rpartition("/")[2]


def find_top(folder: Path) -> Path | None:
    """Return the nearest folder upward (itself included) that holds ``.git``, or None."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return None


def list_files(folder: Path) -> Listing | None:
    """Ask git for the files below ``folder``.

    None where git is absent, refuses (an unsafe directory, a broken repository) or does not
    answer in time.
    """
    output = _run(
        folder,
        # A tag before each path: H cached, R removed from the working tree, ? untracked.
        ["ls-files", "-z", "-t", "--cached", "--deleted", "--others", "--exclude-standard"],
    )
    if output is None:
        return None
    by_tag: dict[str, set[str]] = {}
    for entry in output.split("\0"):
        tag, _, path = entry.partition(" ")
        if path and not path.endswith("/"):
            by_tag.setdefault(tag, set()).add(path)
    untracked = by_tag.pop("?", set())
    removed = by_tag.pop("R", set())
    return Listing(frozenset(set().union(*by_tag.values()) - removed), frozenset(untracked))


def branch(top: Path) -> str | None:
    """Return the branch checked out in the repository at ``top``, None for a detached HEAD.

    Reads ``HEAD`` as git lays it out (gitrepository-layout(5)), through the pointer file of
    a worktree or submodule.
    """
    try:
        folder = top / ".git"
        if folder.is_file():
            folder = top / folder.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return None
    prefix = "ref: refs/heads/"
    return head[len(prefix) :] if head.startswith(prefix) else None


def remotes(folder: Path) -> dict[str, str]:
    """Return the remotes' addresses by name, empty where git cannot tell."""
    output = _run(folder, ["config", "-z", "--get-regexp", r"^remote\..*\.url$"])
    found: dict[str, str] = {}
    for entry in (output or "").split("\0"):
        key, _, address = entry.partition("\n")
        if address:
            found.setdefault(key[len("remote.") : -len(".url")], address)
    return found


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


def _run(folder: Path, arguments: list[str]) -> str | None:
    environment = {
        name: value
        for name, value in os.environ.items()
        # Inside a hook these point at the repository being committed, not at `folder`.
        if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_INDEX_FILE")
    }
    environment.update(
        GIT_OPTIONAL_LOCKS="0", GIT_TERMINAL_PROMPT="0", GIT_NO_LAZY_FETCH="1", LC_ALL="C"
    )
    try:
        done = subprocess.run(
            ["git", *_HARMLESS, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    return os.fsdecode(done.stdout)
