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
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from answers import Answers
from scores import Score, show
from tables import checkout, read_table

from tools import MISSING_CODES, Report, deptry, fawltydeps, install_peers, voila_lint

HERE = Path(__file__).parent
TOOLS = ["voila-lint", "fawltydeps", "deptry"]
Place = tuple[str, str]
Tool = Callable[[Path, str], Report]


@dataclass
class Case:
    """One repository as it is or with declarations removed: what fails, what is unclear.

    ``positives`` fail; ``neutral`` are neither right nor wrong answers (guarded, conditional or
    magic imports; in a mutant also what fails without the removal).
    """

    repo: str
    environment_file: str
    positives: frozenset[Place]
    neutral: frozenset[Place]
    removed: str = ""
    lines: tuple[int, ...] = ()
    reports: dict[str, Report] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """How the case is called in lists."""
        return f"{self.repo} without {self.removed}" if self.removed else self.repo


def cases(truth: list[dict[str, str]], mutants: list[dict[str, str]]) -> list[list[Case]]:
    """For each repository its natural case, then its mutants."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in truth:
        rows[row["repo"]].append(row)
    removed: dict[str, dict[tuple[str, str, str], set[Place]]] = defaultdict(dict)
    for row in mutants:
        key = (row["path"], row["lines"], row["package"])
        places = removed[row["repo"]].setdefault(key, set())
        if row["module"] != "-":
            places.add((row["notebook"], row["module"]))
    result = []
    for repo, own in rows.items():
        unclear = {
            (r["notebook"], r["module"])
            for r in own
            if r["form"] != "plain" or r["outcome"] == "undecided"
        }
        missing = {
            (r["notebook"], r["module"])
            for r in own
            if r["form"] == "plain" and r["outcome"] == "missing"
        }
        files = [path for path, _, _ in removed[repo]]
        main_file = max(files, key=files.count, default="")
        group = [Case(repo, main_file, frozenset(missing), frozenset(unclear))]
        for (path, lines, package), places in removed[repo].items():
            neutral = frozenset(unclear | missing)
            numbers = tuple(map(int, lines.split(",")))
            group.append(Case(repo, path, frozenset(places), neutral, package, numbers))
        result.append(group)
    return result


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def copy_of(root: Path, target: Path) -> None:
    """The work tree in hard links, sharing its ``.git``, so that files can be replaced."""
    shutil.copytree(
        root, target, ignore=shutil.ignore_patterns(".git"), copy_function=_link, symlinks=True
    )
    if (root / ".git").exists():
        (target / ".git").symlink_to((root / ".git").resolve())


def without_lines(text: str, numbers: tuple[int, ...]) -> str:
    """The text of an environment file without some lines, and without a ``pip:`` left empty."""
    lines = [
        line
        for number, line in enumerate(text.splitlines(keepends=True), 1)
        if number not in numbers
    ]
    for index, one in enumerate(lines):
        if one.strip() in ("- pip:", "-pip:"):
            indent = len(one) - len(one.lstrip())
            following = next((x for x in lines[index + 1 :] if x.strip()), "")
            if len(following) - len(following.lstrip()) <= indent:
                del lines[index]
                break
    return "".join(lines)


def run_group(group: list[Case], corpus: Path, tools: dict[str, Tool], answers: Answers) -> None:
    """Ask the tools about a repository and its mutants, in one copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / group[0].repo.rpartition("/")[2]
        copy_of(checkout(corpus, group[0].repo), copy)
        for case in group:
            file = copy / case.environment_file
            original = None
            if case.removed:
                original = file.read_bytes()
                file.unlink()
                text = without_lines(original.decode("utf-8-sig", "surrogateescape"), case.lines)
                file.write_bytes(text.encode("utf-8", "surrogateescape"))
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
