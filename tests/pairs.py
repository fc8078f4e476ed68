"""The rules' pairs: small repositories with a mistake and without it (see rules/README.md)."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Side: TypeAlias = Literal["bad", "good"]

SIDES: tuple[Side, ...] = ("bad", "good")
RULES = Path(__file__).parent / "rules"

_PAGE = frozenset({"status", "error_shown", "reached_end", "hangs"})

#: What each judge must say of a side. ``advice`` says nothing.
OBSERVATIONS: dict[str, set[frozenset[str]]] = {
    "voila": {_PAGE, _PAGE | {"images"}, _PAGE | {"installation_shown"}, _PAGE | {"cell"}},
    "repo2docker": {
        *(frozenset({seen}) for seen in ("fallback", "error")),
        *(frozenset({"fallback", seen}) for seen in ("python", "reads", "apt")),
        frozenset({"fallback", "python", "server_python"}),
    },
    "script": {frozenset({"exit_code"})},
    "ipython": {frozenset({"error", "cell"})},
    "pip": {frozenset({"refused"}), frozenset({"installs"})},
    "conda": {frozenset({"refused"}), frozenset({"installs"})},
    "mamba": {frozenset({"refused"})},
    "libraries": {frozenset({"missing"})},
    "advice": {frozenset()},
    "binderhub": {frozenset({"error"}), frozenset({"path"})},
    "git": {frozenset({key}) for key in ("present", "ref_found", "clones", "pointer")},
}


@dataclass(frozen=True, order=True)
class Expected:
    """A finding that voila-lint must report; 0 stands for no cell, line or column."""

    path: str
    cell: int
    line: int
    column: int
    code: str
    severity: str


@dataclass(frozen=True)
class Recipe:
    """What git knows of the repository, where files alone cannot say it."""

    remote: str | None = None
    branch: str = "main"
    untracked: tuple[str, ...] = ()
    directory: str | None = None
    #: Folders that are repositories of their own.
    nested: tuple[str, ...] = ()
    #: Files under a second path that differs in case only, which not every disk has room for.
    twins: Mapping[str, str] = field(default_factory=dict)
    #: Files of zeros to make, with their size in MB; they cost a pair no space.
    large: Mapping[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The name of the checkout's folder."""
        if self.directory:
            return self.directory
        if self.remote:
            return self.remote.rstrip("/").rpartition("/")[2].removesuffix(".git")
        return "app"


@dataclass(frozen=True)
class Verdict:
    """The judge of a pair and what it observed on either side."""

    name: str
    why: str | None = None
    #: git: the file that is looked for in a fresh clone.
    path: str | None = None
    opened: Mapping[Side, str] = field(default_factory=dict)
    observed: Mapping[Side, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """One pair: ``home`` holds ``bad/`` and ``good/``; ``rule`` is the rule's name."""

    rule: str
    variant: str | None
    home: Path
    findings: tuple[Expected, ...]
    judge: Verdict
    git: Mapping[Side, Recipe] | None = None

    @property
    def id(self) -> str:
        """The pair's name in the output of pytest."""
        return f"{self.rule}/{self.variant}" if self.variant else self.rule

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all expected findings."""
        return frozenset(finding.code for finding in self.findings)


@functools.cache
def load_pairs() -> tuple[Pair, ...]:
    """Return all pairs below ``tests/rules``, sorted. Raises ValueError for one out of form."""
    homes = {side.parent for side in RULES.glob("**/bad") if "good" not in side.parts}
    return tuple(_load(home) for home in sorted(homes))


def materialise(pair: Pair, side: Side, parent: Path) -> Path:
    """Copy one side of a pair below ``parent`` and do what its git recipe asks; the new root."""
    recipe = pair.git[side] if pair.git else Recipe()
    root = parent / recipe.folder
    shutil.copytree(pair.home / side, root)
    for path, size in recipe.large.items():
        with (root / path).open("wb") as file:
            file.truncate(size * 1024 * 1024)
    for path in recipe.nested:
        _git(root / path, "init", "--quiet", "--initial-branch=main")
        _git(root / path, "add", "--all")
        _git(root / path, "commit", "--quiet", "--message=Another repository")
    if pair.git:
        _git(root, "init", "--quiet", f"--initial-branch={recipe.branch}")
        if recipe.remote:
            _git(root, "remote", "add", "origin", recipe.remote)
        kept_out = [f":(exclude){path}" for path in recipe.untracked]
        _git(root, "-c", "advice.addEmbeddedRepo=false", "add", "--all", "--", ".", *kept_out)
        for path, twin in recipe.twins.items():
            shutil.copy(root / path, root / twin)
            blob = _git(root, "rev-parse", f":{path}").strip()
            _git(root, "update-index", "--add", "--cacheinfo", f"100644,{blob},{twin}")
        _git(root, "commit", "--quiet", "--allow-empty", "--message=The author's first push")
    return root


def _load(home: Path) -> Pair:
    expect = home / "expect.toml"
    where = expect.relative_to(RULES).as_posix()
    parts = home.relative_to(RULES).parts
    if len(parts) > 2 or not (home / "good").is_dir() or not expect.is_file():
        raise ValueError(f"{where}: a pair is <rule>/[<variant>/] with bad, good and expect.toml")
    data = tomllib.loads(expect.read_text("utf-8"))
    findings = tuple(sorted(_finding(where, table) for table in data.pop("finding", ())))
    if not findings:
        raise ValueError(f"{where}: no finding is expected of bad/")
    git = _recipes(where, data.pop("git")) if "git" in data else None
    judge = _verdict(where, data.pop("judge", {}))
    _check(where, data)
    variant = parts[1] if len(parts) == 2 else None
    return Pair(parts[0], variant, home, findings, judge, git)


def _finding(where: str, table: dict[str, Any]) -> Expected:
    _check(where, table, {"code", "path", "severity"}, {"cell", "line", "column"})
    return Expected(**{"cell": 0, "line": 0, "column": 0, **table})


def _recipes(where: str, table: dict[str, Any]) -> dict[Side, Recipe]:
    own: dict[Side, dict[str, Any]] = {side: table.pop(side, {}) for side in SIDES}
    recipes: dict[Side, Recipe] = {}
    for side in SIDES:
        merged = {**table, **own[side]}
        _check(where, merged, optional={f.name for f in fields(Recipe)})
        lists = {key: tuple(merged[key]) for key in ("untracked", "nested") if key in merged}
        recipes[side] = Recipe(**{**merged, **lists})
    return recipes


def _verdict(where: str, table: dict[str, Any]) -> Verdict:
    sides: dict[Side, dict[str, Any]] = {side: table.pop(side, {}) for side in SIDES}
    _check(where, table, {"name"}, {"why", "open", "path"})
    name = table["name"]
    if name not in OBSERVATIONS:
        raise ValueError(f"{where}: no judge is called {name!r}")
    if (name == "advice") != ("why" in table):
        raise ValueError(f"{where}: advice, and only advice, says why nothing breaks")
    opened = {side: sides[side].pop("open", table.get("open")) for side in SIDES}
    looks_for_file = any({"present", "pointer"} & side.keys() for side in sides.values())
    if looks_for_file != ("path" in table):
        raise ValueError(f"{where}: git, and only git, may be asked for a path")
    if name == "voila" and not all(opened.values()):
        raise ValueError(f"{where}: which path is opened?")
    for side in SIDES:
        if frozenset(sides[side]) not in OBSERVATIONS[name]:
            raise ValueError(f"{where}: judge.{side} is not what the judge {name} observes")
    if name != "advice" and sides["bad"] == sides["good"]:
        raise ValueError(f"{where}: the judge sees no difference, so it is advice")
    shown = opened if name == "voila" else {}
    return Verdict(name, table.get("why"), table.get("path"), shown, sides)


def _check(
    where: str,
    table: Mapping[str, Any],
    required: Set[str] = frozenset(),
    optional: Set[str] = frozenset(),
) -> None:
    if missing := required - table.keys():
        raise ValueError(f"{where}: without {', '.join(sorted(missing))}")
    if unknown := table.keys() - required - optional:
        raise ValueError(f"{where}: what is {', '.join(sorted(unknown))}?")


def _git(root: Path, *arguments: str) -> str:
    """Run git as the same person everywhere, whatever the machine's own settings are."""
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Author",
        "GIT_AUTHOR_EMAIL": "author@example.org",
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_NAME": "Author",
        "GIT_COMMITTER_EMAIL": "author@example.org",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    return done.stdout.decode()
