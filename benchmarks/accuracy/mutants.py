"""Remove each declared package in turn, then all but Voilà, and say which imports then fail.

What fails follows from the metadata of the environment that truth.py built: a distribution stays
as long as the base or a remaining declaration reaches it. ``--validate N`` builds N mutants anew
and compares. Mutants are facts in mutants.tsv; nothing is written into the checkouts.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from install import Environment, Settings
from packaging.markers import default_environment
from packaging.requirements import InvalidRequirement, Requirement
from repository import CondaNames, Declared, Plan, base_packages, normalise
from tables import checkout, read_table, write_table
from truth import HERE, arguments, probe_modules, read_plan_in_process, settings_from

COLUMNS = ("repo", "path", "lines", "package", "notebook", "module")
#: Outcomes that no removal changes.
SETTLED = ("missing", "local", "undecided", "self-installed")
#: What stands for the package where a mutant has lost every declaration but Voilà's.
ALL_BUT_VOILA = "(all but Voilà)"
VALIDATION_COLUMNS = ("repo", "package", "kind", "modules", "agreement", "detail")


@dataclass
class Installed:
    """The distributions of an environment: what they ask for and which modules they hold."""

    requires: dict[str, list[Requirement]]
    providers: dict[str, set[str]]
    environment: dict[str, str]

    @classmethod
    def read(cls, description: list[dict[str, Any]], python: str) -> Installed:
        """From probe.py's description."""
        requires: dict[str, list[Requirement]] = {}
        providers: dict[str, set[str]] = defaultdict(set)
        for one in description:
            name = normalise(one["name"])
            requires[name] = list(_requirements(one["requires"]))
            for module in one["modules"]:
                providers[module].add(name)
        environment: dict[str, str] = {**default_environment()}  # type: ignore[dict-item]
        environment |= {"python_version": python, "python_full_version": f"{python}.0"}
        return cls(requires, providers, environment)

    def reachable(self, roots: Iterable[tuple[str, frozenset[str]]]) -> set[str]:
        """The distributions that these names with their extras bring, directly or not."""
        seen: dict[str, set[str]] = {}
        todo = list(roots)
        while todo:
            name, extras = todo.pop()
            wanted = extras | {""}
            if name not in self.requires or wanted <= seen.get(name, set()):
                continue
            seen.setdefault(name, set()).update(wanted)
            for requirement in self.requires[name]:
                marker = requirement.marker
                if marker and not any(
                    marker.evaluate({**self.environment, "extra": extra}) for extra in seen[name]
                ):
                    continue
                todo += [(normalise(requirement.name), frozenset(requirement.extras))]
        return set(seen)

    def holders(self, dotted: str) -> set[str]:
        """The distributions that hold a module; of a namespace, those with that part of it."""
        two = ".".join(dotted.split(".")[:2])
        return self.providers.get(two) or self.providers.get(dotted.partition(".")[0], set())


def _requirements(texts: list[str]) -> Iterable[Requirement]:
    for text in texts:
        with contextlib.suppress(InvalidRequirement):  # some old metadata
            yield Requirement(text)


#: File and line of a declaration.
Place = tuple[str, int]


def _roots(
    declared: Iterable[Declared], base: Iterable[str], settings: Settings
) -> list[tuple[str, frozenset[str]]]:
    roots = [(name, frozenset[str]()) for name in base]
    for one in declared:
        extras = frozenset(
            extra.strip() for extra in one.extras.strip("[]").split(",") if extra.strip()
        )
        roots.append((one.name, extras))
        if one.name in settings.replace:
            replacement = Requirement(settings.replace[one.name])
            roots.append((normalise(replacement.name), extras))
    return roots


def removable(plan: Plan) -> list[Declared]:
    """The declarations that a mutant can lose: lines of files that name a Python package."""
    return [one for one in plan.declared if one.line and one.name]


def failures(
    plan: Plan,
    removed: frozenset[Place],
    installed: Installed,
    base: list[str],
    rows: list[dict[str, str]],
    dotted: dict[str, dict[str, list[str]]],
    own: dict[str, list[str]],
    settings: Settings,
) -> list[tuple[str, str]]:
    """(notebook, module) that fail without these declarations and work with them.

    Not what comes with that which a notebook installs itself (``own``).
    """
    remaining = [one for one in plan.declared if (one.path, one.line) not in removed]
    present = installed.reachable(_roots(remaining, base, settings))
    before = installed.reachable(_roots(plan.declared, base, settings))
    failing = []
    for row in rows:
        if row["form"] != "plain" or row["outcome"] in SETTLED:
            continue
        if row["module"] in own.get(row["notebook"], ()):
            continue
        for name in dotted[row["notebook"]][row["module"]]:
            holders = installed.holders(name) & before
            if holders and not holders & present:
                failing.append((row["notebook"], row["module"]))
                break
    return failing


class Mutants:
    """All mutants of one repository."""

    def __init__(
        self, settings: Settings, names: CondaNames, corpus: Path, rows: list[dict[str, str]]
    ) -> None:
        """Read the plan and the environment's description."""
        self.settings, self.names, self.rows = settings, names, rows
        self.repo = rows[0]["repo"]
        root = checkout(corpus, self.repo)
        folder = settings.cache / "env" / root.name
        self.plan = read_plan_in_process(root, names)
        assert self.plan.lock is not None
        self.base = base_packages(self.plan.lock, names)
        self.python = Environment(settings, folder).python
        self.dotted = json.loads((folder / "imports.json").read_text("utf-8"))
        self.own = json.loads((folder / "self-installed.json").read_text("utf-8"))
        self.installed = Installed.read(
            json.loads((folder / "distributions.json").read_text("utf-8")), self.python
        )

    def without(self, removed: list[Declared]) -> list[tuple[str, str]]:
        """What fails without these declarations."""
        return failures(
            self.plan,
            frozenset((one.path, one.line) for one in removed),
            self.installed,
            [name for name, _ in self.base],
            self.rows,
            self.dotted,
            self.own,
            self.settings,
        )

    def all(self) -> list[tuple[Declared, list[tuple[str, str]]]]:
        """Each removable declaration with what fails without it."""
        return [(one, self.without([one])) for one in removable(self.plan)]

    def all_but_voila(self) -> tuple[list[Declared], list[tuple[str, str]]]:
        """The declarations of the main file but Voilà's own, and what fails without them."""
        lines = removable(self.plan)
        paths = [one.path for one in lines]
        main = max(paths, key=paths.count, default="")
        removed = [one for one in lines if one.path == main and not one.name.startswith("voila")]
        return removed, self.without(removed) if removed else []

    def interesting(self) -> list[tuple[str, Declared, list[tuple[str, str]]]]:
        """One removal after which imported modules stay, and one after which some fail."""
        used = {row["module"] for row in self.rows if row["form"] == "plain"}
        chosen: dict[str, tuple[str, Declared, list[tuple[str, str]]]] = {}
        for one, failing in self.all():
            holds = any(one.name in self.installed.providers.get(top, ()) for top in used)
            kind = "fails" if failing else "stays"
            if failing or holds:
                chosen.setdefault(kind, (kind, one, failing))
        return list(chosen.values())

    def validate(self, removed: Declared, failing: list[tuple[str, str]]) -> tuple[str, str]:
        """Build the environment without one declaration and compare each import's outcome."""
        folder = self.settings.cache / "mutant" / self.repo.replace("/", "+")
        environment = Environment.create(self.settings, folder, self.python)
        assert self.plan.lock is not None
        environment.install_base(self.base, self.plan.lock.name.split("-")[1])
        environment.install_declared(
            one
            for one in self.plan.declared
            if (one.path, one.line) != (removed.path, removed.line)
        )
        wanted: dict[str, set[str]] = {}
        for row in self.rows:
            if row["form"] == "plain" and row["outcome"] not in SETTLED:
                wanted.setdefault(row["module"], set()).update(
                    self.dotted[row["notebook"]][row["module"]]
                )
        outcomes = probe_modules(environment, wanted)
        expected = {module for _, module in failing}
        observed = {
            top
            for top, names in wanted.items()
            if any(outcomes[name][0] == "missing" for name in names)
        }
        detail = ", ".join(
            [f"{one} fails, unexpected" for one in sorted(observed - expected)]
            + [f"{one} works, unexpected" for one in sorted(expected - observed)]
        )
        return ("yes" if not detail else "no"), detail


def main() -> int:
    """Write mutants.tsv, and validation.tsv when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    arguments(parser)
    parser.add_argument("--truth", type=Path, default=HERE / "truth.tsv")
    parser.add_argument("--output", type=Path, default=HERE)
    parser.add_argument("--validate", type=int, default=0, metavar="N")
    options = parser.parse_args()
    settings = settings_from(options)
    names = CondaNames(options.conda_names)
    by_repo: dict[str, list[dict[str, str]]] = {}
    for row in read_table(options.truth):
        if not options.only or row["repo"] in options.only:
            by_repo.setdefault(row["repo"], []).append(row)
    rows: list[tuple[str, ...]] = []
    validation: list[tuple[str, ...]] = []
    mutants = [Mutants(settings, names, options.corpus.resolve(), one) for one in by_repo.values()]
    for one in mutants:
        for removed, failing in one.all():
            start = (one.repo, removed.path, str(removed.line), removed.written)
            rows += [(*start, *place) for place in failing] or [(*start, "-", "-")]
        lost, failing = one.all_but_voila()
        if failing:
            lines = ",".join(str(declaration.line) for declaration in lost)
            start = (one.repo, lost[0].path, lines, ALL_BUT_VOILA)
            rows += [(*start, *place) for place in failing]
    if not options.only:
        write_table(options.output / "mutants.tsv", COLUMNS, rows)
    if options.validate:
        candidates = [(one, *choice) for one in mutants for choice in one.interesting()]
        for one, kind, removed, failing in candidates[: options.validate]:
            agreement, detail = one.validate(removed, failing)
            modules = ",".join(sorted({module for _, module in failing}))
            print(one.repo, removed.written, kind, modules, agreement, detail, flush=True)
            validation.append((one.repo, removed.written, kind, modules, agreement, detail))
        write_table(options.output / "validation.tsv", VALIDATION_COLUMNS, validation)
    print(f"{len(rows)} rows", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
