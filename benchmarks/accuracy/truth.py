"""Find out by installation which imports of public repositories work on Binder.

For each repository of the manifest: build Binder's environment (see install.py), try each module
that its notebooks import, and write the outcome. Notebooks are never run and modules of the
repository never imported: that those are there is seen from their files.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from install import Environment, Settings, nearest, uses_torch
from notebooks import Imported, imports, installs, local_module, notebooks
from repository import CondaNames, Plan, base_packages, normalise, read_plan
from tables import checkout, read_table, write_table

HERE = Path(__file__).parent
TRUTH_COLUMNS = ("repo", "notebook", "module", "form", "outcome", "detail")
DEVIATION_COLUMNS = ("repo", "python", "what", "deviation")
Row = tuple[str, ...]
#: Seconds that importing one module may take.
IMPORT_LIMIT = 180
#: repo2docker changes the working directory.
PLAN_LOCK = Lock()


def probe_modules(environment: Environment, wanted: dict[str, set[str]]) -> dict[str, list[str]]:
    """Outcome and detail for each dotted name, each top-level module in a process of its own."""
    outcomes: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for top, dotted in sorted(wanted.items()):
            answer = environment.ask({"modules": {top: sorted(dotted)}}, IMPORT_LIMIT, Path(folder))
            if isinstance(answer, dict):
                for name, outcome, detail in answer[top]:
                    outcomes[name] = [outcome, detail]
            else:
                outcomes |= {name: ["fails", "crashed or no end"] for name in dotted}
    return outcomes


def self_installed(environment: Environment, requirements: list[str]) -> list[str]:
    """The top-level modules that come with what a notebook installs itself."""
    if not requirements:
        return []
    target = environment.folder / "beside"
    environment.install_beside(requirements, target)
    modules = sorted(
        {
            path.name.partition(".")[0]
            for path in target.glob("*")
            if path.is_dir() or path.suffix in (".py", ".so")
        }
    )
    shutil.rmtree(target, ignore_errors=True)
    return modules


def judge(
    found: Imported, outcomes: dict[str, list[str]], local: str, own: bool
) -> tuple[str, str]:
    """The outcome of one module of one notebook: the worst of its dotted names.

    ``own``: the notebook installs it itself.
    """
    if local == "file":
        return "local", ""
    order = ("missing", "submodule-missing", "fails", "importable")
    worst = min((outcomes[name] for name in found.dotted), key=lambda one: order.index(one[0]))
    if worst[0] == "missing" and local == "folder":
        return "local", "folder"
    if worst[0] == "missing" and own:
        return "self-installed", worst[1]
    return worst[0], worst[1]


def python_for(plan: Plan, settings: Settings) -> str:
    """The Python of a plan's environment: the nearest at hand, or the one that has a torch."""
    if settings.torch_python and uses_torch(plan.declared):
        return settings.torch_python
    return nearest(plan.python, settings.pythons)


def establish(
    settings: Settings, names: CondaNames, corpus: Path, repo: str
) -> tuple[list[Row], list[Row]]:
    """Truth rows and deviation rows of one repository, in an environment made for it."""
    root = checkout(corpus, repo)
    plan = read_plan_in_process(root, names)
    if plan.skip or plan.lock is None or not any(imports(root / p) for p in notebooks(root)):
        return [], [(repo, "-", "-", "left out: " + (plan.skip or "no Python notebook"))]
    python = python_for(plan, settings)
    environment = Environment.create(settings, settings.cache / "env" / root.name, python)
    if python != plan.python:
        environment.deviations.append(("python", f"Binder has {plan.python}, judged on {python}"))
    environment.deviations += [("(plan)", note) for note in plan.notes]
    environment.install_base(base_packages(plan.lock, names), plan.lock.name.split("-")[1])
    environment.install_declared(plan.declared)
    description = environment.ask({"describe": True}, IMPORT_LIMIT, environment.folder)
    (environment.folder / "distributions.json").write_text(json.dumps(description), "utf-8")
    rows = examine(environment, root, plan, repo)
    return rows, [(repo, python, *one) for one in environment.deviations]


def examine(environment: Environment, root: Path, plan: Plan, repo: str) -> list[Row]:
    """Truth rows: each import of each notebook, tried in the environment."""
    found = {path: imports(root / path) for path in notebooks(root)}
    wanted: dict[str, set[str]] = {}
    local = {}
    for path, modules in found.items():
        for one in modules:
            local[path, one.top] = local_module(root, path, one.top, plan.project)
            if local[path, one.top] != "file":
                wanted.setdefault(one.top, set()).update(one.dotted)
    outcomes = probe_modules(environment, wanted)
    own = {path.as_posix(): self_installed(environment, installs(root / path)) for path in found}
    (environment.folder / "self-installed.json").write_text(json.dumps(own), "utf-8")
    (environment.folder / "imports.json").write_text(
        json.dumps({p.as_posix(): {i.top: i.dotted for i in m} for p, m in found.items()}), "utf-8"
    )
    return [
        (
            repo,
            path.as_posix(),
            one.top,
            one.form,
            *judge(one, outcomes, local[path, one.top], one.top in own[path.as_posix()]),
        )
        for path, modules in found.items()
        for one in modules
    ]


def settle(rows: list[list[str]], deviations: list[list[str]]) -> list[Row]:
    """The rows, with "undecided" where a declaration of that very name could not be installed.

    On Binder the build as a whole fails then, or conda has what PyPI has not; nothing is known
    about the import. Nor about any that fails where a package lacks its own requirements.
    """
    lost = {
        normalise(re.split(r"[^A-Za-z0-9._-]", what)[0])
        for _, _, what, how in deviations
        if how.startswith("not installed")
    }
    incomplete = any(how.startswith("installed without its requirements") for *_, how in deviations)
    settled: list[Row] = []
    for row in rows:
        if row[4] == "missing" and incomplete:
            row = [*row[:4], "undecided", "a package was installed without its requirements"]
        elif row[4] == "missing" and normalise(row[2]) in lost:
            row = [*row[:4], "undecided", "its declaration could not be installed"]
        settled.append(tuple(row))
    return settled


def read_plan_in_process(root: Path, names: CondaNames) -> Plan:
    """The plan; repo2docker changes the working directory, so one repository at a time."""
    with PLAN_LOCK:
        return read_plan(root, names)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options that truth.py and mutants.py share."""
    parser.add_argument("corpus", type=Path, help="folder of checkouts named owner+name")
    parser.add_argument("--manifest", type=Path, default=HERE / "manifest.tsv")
    parser.add_argument("--only", nargs="*", default=[], help="owner/name, for a part of them")
    parser.add_argument("--cache", type=Path, required=True, help="where environments go")
    parser.add_argument("--conda-names", type=Path, help="lines: conda name, tab, PyPI names")
    parser.add_argument("--uv", default=shutil.which("uv") or "uv")
    parser.add_argument("--find-links", action="append", default=[], help="place of local wheels")
    parser.add_argument(
        "--replace", action="append", default=[], help="NAME=REQUIREMENT, e.g. torch=torch==2.13.0"
    )
    parser.add_argument("--torch-python", default="", help="Python for all that need torch")
    parser.add_argument("--jobs", type=int, default=2)


def settings_from(options: argparse.Namespace) -> Settings:
    """The settings that the options say."""
    options.cache.mkdir(parents=True, exist_ok=True)
    return Settings(
        options.uv,
        options.cache.resolve(),
        options.find_links,
        dict(one.split("=", 1) for one in options.replace),
        options.torch_python,
    )


def main() -> int:
    """Establish the truth for the repositories of the manifest and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    arguments(parser)
    parser.add_argument("--output", type=Path, default=HERE)
    parser.add_argument(
        "--reprobe", action="store_true", help="try the imports again, keep the environments"
    )
    options = parser.parse_args()
    settings = settings_from(options)
    names = CondaNames(options.conda_names)
    repos = [row["repo"] for row in read_table(options.manifest)]
    if options.only:
        repos = [repo for repo in repos if repo in options.only]
    results = settings.cache / "results"
    results.mkdir(exist_ok=True)

    def one(repo: str) -> None:
        file = results / (repo.replace("/", "+") + ".json")
        corpus = options.corpus.resolve()
        try:
            if file.is_file():
                rows, deviations = json.loads(file.read_text("utf-8"))
                if not (options.reprobe and rows):
                    return
                root = checkout(corpus, repo)
                environment = Environment(settings, settings.cache / "env" / root.name)
                rows = examine(environment, root, read_plan_in_process(root, names), repo)
            else:
                rows, deviations = establish(settings, names, corpus, repo)
        except Exception as error:
            print(f"{repo}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            return
        file.write_text(json.dumps([rows, deviations]), "utf-8")
        missing = sum(row[4] == "missing" for row in rows)
        print(f"{repo}: {len(rows)} imports, {missing} missing", flush=True)

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(one, repos))
    truth: list[tuple[str, ...]] = []
    deviations: list[tuple[str, ...]] = []
    for file in sorted(settings.cache.glob("base-*.json")):
        _, lock, python = file.stem.split("-", 2)
        for what, how in json.loads(file.read_text("utf-8"))[1]:
            deviations.append((f"(base {lock})", python.removeprefix("python"), what, how))
    for repo in (row["repo"] for row in read_table(options.manifest)):
        file = results / (repo.replace("/", "+") + ".json")
        if file.is_file():
            rows, remarks = json.loads(file.read_text("utf-8"))
            truth += settle(rows, remarks)
            deviations += map(tuple, remarks)
    write_table(options.output / "truth.tsv", TRUTH_COLUMNS, truth)
    write_table(options.output / "deviations.tsv", DEVIATION_COLUMNS, deviations)
    return 0


if __name__ == "__main__":
    sys.exit(main())
