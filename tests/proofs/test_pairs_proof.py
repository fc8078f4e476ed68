"""The pairs of every rule, before the software that visitors of an app meet."""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from judges import observe

from tests.pairs import SIDES, Pair, Side, load_pairs, materialise
from tests.test_pairs import linked_path, run_lint
from voila_lint.checking import check
from voila_lint.finding import Finding
from voila_lint.project import Project
from voila_lint.repository import Repository
from voila_lint.rules import all_rules
from voila_lint.settings import Settings

pytestmark = pytest.mark.proof

JUDGED = [pytest.param(pair, id=pair.id) for pair in load_pairs() if pair.judge.name != "advice"]


#: The number of a cell in Voilà's message.
CELL = re.compile(r"executing cell \[(\d+)\]")


def findings(root: Path) -> Sequence[Finding]:
    """Return what voila-lint finds in a repository."""
    return check(Repository(Project(root), Settings()), all_rules()).findings


def offers_a_safe_fix(pair: Pair) -> bool:
    """Tell whether anything found in the bad side can be repaired safely."""
    with TemporaryDirectory() as folder:
        found = findings(materialise(pair, "bad", Path(folder)))
    return any(finding.fix and finding.fix.safety == "safe" for finding in found)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("pair", JUDGED)
def test_the_judge_sees_what_the_pair_says(pair: Pair, side: Side, tmp_path: Path) -> None:
    root = materialise(pair, side, tmp_path)

    observed = observe(pair, side, root)

    assert observed == pair.judge.observed[side]
    if pair.judge.name == "voila" and observed.get("cell"):
        quoted = [m for finding in findings(root) for m in CELL.findall(finding.message)]
        assert quoted == [str(observed["cell"])]


@pytest.mark.parametrize("pair", [param for param in JUDGED if offers_a_safe_fix(param.values[0])])
def test_a_repaired_repository_works(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = materialise(pair, "bad", tmp_path)

    run_lint(capsys, root, "--fix")

    if pair.judge.opened:
        assert linked_path(root) in (pair.judge.opened["good"], None)
    assert observe(pair, "good", root) == pair.judge.observed["good"]
