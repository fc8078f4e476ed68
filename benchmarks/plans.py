"""Compare the build plan of real repositories with what repo2docker itself decides.

``python benchmarks/plans.py FOLDER …``: each FOLDER holds checkouts named ``owner+name``.
repo2docker's own build packs (the tests' judge, installed where need be) and voila-lint's model
decide about every one: build pack, configuration directory, both Python versions, files, system
packages, scripts, errors, and whether mybinder.org refuses it. Prints a table with the codes of
voila-lint's errors and warnings, and every difference; the exit code is 1 where there is one.

``plans.tsv`` has the repositories on which this was run: 63 with Voilà apps, and the 35 others of
the organisation binder-examples that could be had, R, Julia, Nix and Dockerfiles among them. The
model and repo2docker 2026.4.0 agree on all 98. On those of binder-examples that are not about
Voilà, voila-lint has four findings beyond hints, all of them true: three builds that fail today,
and a cell in the syntax of Python 2.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "plan"), str(ROOT / "tests" / "proofs")]

from repo2docker_judge import differences, judge  # noqa: E402

from voila_lint.build.plan import build_plan  # noqa: E402
from voila_lint.reading import Files  # noqa: E402


def main() -> int:
    """Compare all; 1 where anything differs."""
    found = (path for folder in sys.argv[1:] for path in Path(folder).iterdir())
    roots = sorted(path for path in found if (path / ".git").exists())
    packs: Counter[str] = Counter()
    wrong = 0
    print("repository\tcommit\tbuild_pack\toutcome\tfindings")
    for root, truth in zip(roots, judge(roots), strict=True):
        plan = build_plan(Files(root))
        differ = differences(plan, truth)
        wrong += bool(differ)
        packs[plan.build_pack or "none"] += 1
        outcome = "refused" if truth["refused"] else truth["error"] or "builds"
        repository = root.name.replace("+", "/", 1)
        print(repository, commit(root), plan.build_pack, outcome, findings(root), sep="\t")
        if differ:
            print(f"    differs: {differ}")
    print(f"{len(roots)} repositories, {wrong} differ; {dict(packs)}", file=sys.stderr)
    return 1 if wrong else 0


def commit(root: Path) -> str:
    """Return what is checked out."""
    command = ["git", "-C", str(root), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def findings(root: Path) -> str:
    """Return the codes of the errors and warnings that voila-lint has, with their number."""
    command = [sys.executable, "-m", "voila_lint", str(root), "--output-format", "json"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    codes = Counter(
        finding["code"]
        for finding in json.loads(result.stdout)["findings"]
        if finding["severity"] != "info"
    )
    return " ".join(f"{code}:{number}" for code, number in sorted(codes.items())) or "-"


if __name__ == "__main__":
    sys.exit(main())
