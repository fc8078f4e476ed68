"""The pairs of every rule, before the software that visitors of an app meet."""

from pathlib import Path

import pytest
from judges import observe

from tests.pairs import SIDES, Pair, Side, load_pairs, materialise
from tests.test_pairs import fixable, linked_path, run_lint

pytestmark = pytest.mark.proof

JUDGED = [pytest.param(pair, id=pair.id) for pair in load_pairs() if pair.judge.name != "advice"]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("pair", JUDGED)
def test_the_judge_sees_what_the_pair_says(pair: Pair, side: Side, tmp_path: Path) -> None:
    root = materialise(pair, side, tmp_path)

    assert observe(pair, side, root) == pair.judge.observed[side]


@pytest.mark.parametrize("pair", JUDGED)
def test_a_repaired_repository_works(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = materialise(pair, "bad", tmp_path)
    if not fixable(run_lint(capsys, root)):
        pytest.skip("no safe fix is offered")

    run_lint(capsys, root, "--fix")

    if pair.judge.opened:
        assert linked_path(root) in (pair.judge.opened["good"], None)
    assert observe(pair, "good", root) == pair.judge.observed["good"]
