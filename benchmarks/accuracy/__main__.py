"""Compare voila-lint, FawltyDeps and deptry with the truth of installations.

Natural cases: the repositories as they are. Mutants: one declared package removed at a time,
or all but Voilà at once. Printed are counts, precision and recall with Wilson's 95 % intervals,
and every disagreement.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from answers import Answers
from cases import Case, cases, copy_of, mutate
from scores import Score, show
from tables import checkout, read_table

from tools import MISSING_CODES, Report, deptry, fawltydeps, install_peers, voila_lint

HERE = Path(__file__).parent
TOOLS = ["voila-lint", "fawltydeps", "deptry"]
Tool = Callable[[Path, str], Report]


def run_group(group: list[Case], corpus: Path, tools: dict[str, Tool], answers: Answers) -> None:
    """Ask the tools about a repository and its mutants, in one copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / group[0].repo.rpartition("/")[2]
        copy_of(checkout(corpus, group[0].repo), copy)
        for case in group:
            file = copy / case.environment_file
            original = None
            if case.removed:
                original = mutate(case, copy)
            for name, tool in tools.items():
                key = f"{case.repo} {case.environment_file} {','.join(map(str, case.lines))}"
                known = answers.get(name, key)
                if known is None:
                    known = tool(copy, case.environment_file)
                    answers.put(name, key, known)
                case.reports[name] = known
            if original is not None:
                file.write_bytes(original)
    answers.save()


def score(group: list[Case], name: str) -> tuple[Score, list[str]]:
    """A tool's score over cases, and its disagreements in words."""
    total = Score()
    lines = []
    for case in group:
        report = case.reports[name]
        found = report.missing - case.neutral
        total.found += len(found & case.positives)
        total.missed += len(case.positives - found)
        total.false += len(found - case.positives)
        cause = f" (no answer: {report.failure})" if report.failure else ""
        for notebook, module in sorted(case.positives - found):
            lines.append(f"missed\t{case.title}\t{notebook}\t{module}{cause}")
        for notebook, module in sorted(found - case.positives):
            lines.append(f"false\t{case.title}\t{notebook}\t{module}")
    return total, lines


def single_faults(groups: list[list[Case]]) -> list[str]:
    """voila-lint on repositories without VL1 findings: what one removal adds besides VL101.

    VL103 may be added, and VL102 where Voilà itself went.
    """
    clean = [
        group
        for group in groups
        if not group[0].reports["voila-lint"].failure and not group[0].reports["voila-lint"].others
    ]
    removals = failing = found = surplus = 0
    lines = []
    for group in clean:
        for case in group[1:]:
            if len(case.lines) != 1:
                continue
            report = case.reports["voila-lint"]
            removals += 1
            failing += bool(case.positives)
            found += bool(case.positives) and case.positives <= report.missing
            allowed = {"VL103"} | ({"VL102"} if "voila" in case.removed.lower() else set())
            for code, path, what in sorted(report.others):
                # of modules beside the notebooks the truth says nothing
                expected = code in MISSING_CODES and (
                    not path.endswith(".ipynb")
                    or (path, what.partition(".")[0]) in case.positives | case.neutral
                )
                if code not in allowed and not expected:
                    surplus += 1
                    lines.append(f"surplus\t{case.title}\t{path}\t{code} {what}")
    head = (
        f"{len(clean)} repositories without VL1 findings, {removals} removals, {failing} of them"
        f" make imports fail: {found} found completely; {surplus} other VL1 findings"
    )
    return [head, *lines]


def main() -> int:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(prog="benchmarks/accuracy", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of checkouts named owner+name")
    parser.add_argument("--truth", type=Path, default=HERE / "truth.tsv", help="the labels file")
    parser.add_argument("--mutants", type=Path, default=HERE / "mutants.tsv")
    parser.add_argument("--cache", type=Path, required=True, help="where the peers are installed")
    parser.add_argument("--uv", default=shutil.which("uv") or "uv")
    parser.add_argument("--only", nargs="*", default=[], help="owner/name, for a part of them")
    parser.add_argument("--tools", nargs="*", choices=TOOLS, default=TOOLS)
    parser.add_argument("--natural-only", action="store_true", help="leave the mutants out")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    peers = install_peers(options.tools, options.cache.resolve(), options.uv)
    askers = {"fawltydeps": fawltydeps, "deptry": deptry}
    tools: dict[str, Tool] = {
        name: partial(askers[name], peers[name]) if name in peers else voila_lint
        for name in options.tools
    }
    mutants = [] if options.natural_only else read_table(options.mutants)
    groups = [
        group
        for group in cases(read_table(options.truth), mutants)
        if not options.only or group[0].repo in options.only
    ]
    answers = Answers(options.cache)
    corpus = options.corpus.resolve()
    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(lambda group: run_group(group, corpus, tools, answers), groups))
    disagreements = []
    for title, chosen in (
        ("Natural cases", [group[0] for group in groups]),
        ("One removal", [case for group in groups for case in group if len(case.lines) == 1]),
        ("All but Voilà", [case for group in groups for case in group if len(case.lines) > 1]),
    ):
        if not chosen:
            continue
        positives = sum(len(case.positives) for case in chosen)
        print(f"\n{title}: {len(chosen)} cases, {positives} imports fail")
        for name in tools:
            result, lines = score(chosen, name)
            failed = sum(bool(case.reports[name].failure) for case in chosen)
            print(f"  {name}")
            print(f"    precision {show(*result.precision)}")
            print(f"    recall    {show(*result.recall)}")
            if failed:
                print(f"    no answer in {failed} cases")
            disagreements += [f"{title}\t{name}\t{line}" for line in lines]
    if "voila-lint" in tools and mutants:
        print("\nOne fault at a time (voila-lint)")
        for line in single_faults(groups):
            print(" ", line)
    print(f"\nDisagreements: {len(disagreements)}")
    for line in disagreements:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
