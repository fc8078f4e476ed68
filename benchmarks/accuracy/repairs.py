"""Does ``voila-lint --fix`` bring back what a removal took? Tried in real installations.

For repositories without VL1 findings: one declaration whose removal makes imports fail is taken
out of a copy, voila-lint repairs the copy, repo2docker's build packs read what it would install
now, that environment is built, and the imports that failed are tried in it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cases import Case, cases, copy_of, mutate
from install import Environment, Settings
from notebooks import imports
from repository import CondaNames, base_packages
from tables import checkout, read_table, write_table
from truth import HERE, arguments, probe_modules, python_for, read_plan_in_process, settings_from

from tools import MISSING_CODES, voila_lint

COLUMNS = ("repo", "package", "modules", "agreement", "detail")


def repair(case: Case, corpus: Path, settings: Settings, names: CondaNames) -> tuple[str, str]:
    """("yes" or "no", detail): whether all that failed works in the repaired environment."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / case.repo.rpartition("/")[2]
        copy_of(checkout(corpus, case.repo), copy)
        mutate(case, copy)
        command = [sys.executable, "-m", "voila_lint", "check", "--fix", "--exit-zero"]
        subprocess.run([*command, "--root", str(copy)], check=True, capture_output=True)
        left = {code for code, _, _ in voila_lint(copy, "").others} & MISSING_CODES
        if left:
            return "no", f"still reported: {', '.join(sorted(left))}"
        plan = read_plan_in_process(copy, names)
        if plan.lock is None:
            return "no", plan.skip
        target = settings.cache / "repaired" / case.repo.replace("/", "+")
        environment = Environment.create(settings, target, python_for(plan, settings))
        environment.install_base(base_packages(plan.lock, names), plan.lock.name.split("-")[1])
        environment.install_declared(plan.declared)
        wanted: dict[str, set[str]] = {}
        for notebook, module in case.positives:
            for one in imports(copy / notebook):
                if one.top == module:
                    wanted.setdefault(module, set()).update(one.dotted)
        outcomes = probe_modules(environment, wanted)
    missing = sorted(name for name, (outcome, _) in outcomes.items() if outcome == "missing")
    return ("no", f"missing: {', '.join(missing)}") if missing else ("yes", "")


def candidates(groups: list[list[Case]], corpus: Path) -> list[Case]:
    """For each repository without VL1 findings the first removal that makes an import fail."""
    chosen = []
    for natural, *mutants in groups:
        report = voila_lint(checkout(corpus, natural.repo), "")
        if report.failure or report.others:
            continue
        failing = [one for one in mutants if one.positives and len(one.lines) == 1]
        chosen += failing[:1]
    return chosen


def main() -> int:
    """Write repairs.tsv."""
    parser = argparse.ArgumentParser(description=__doc__)
    arguments(parser)
    parser.add_argument("--truth", type=Path, default=HERE / "truth.tsv")
    parser.add_argument("--mutants", type=Path, default=HERE / "mutants.tsv")
    parser.add_argument("--output", type=Path, default=HERE)
    options = parser.parse_args()
    settings = settings_from(options)
    names = CondaNames(options.conda_names)
    corpus = options.corpus.resolve()
    groups = [
        group
        for group in cases(read_table(options.truth), read_table(options.mutants))
        if not options.only or group[0].repo in options.only
    ]
    rows: list[tuple[str, ...]] = []

    def one(case: Case) -> None:
        agreement, detail = repair(case, corpus, settings, names)
        modules = ",".join(sorted({module for _, module in case.positives}))
        print(case.repo, case.removed, modules, agreement, detail, flush=True)
        rows.append((case.repo, case.removed, modules, agreement, detail))

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(one, candidates(groups, corpus)))
    write_table(options.output / "repairs.tsv", COLUMNS, sorted(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
