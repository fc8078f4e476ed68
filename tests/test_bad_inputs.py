"""A part of the table of bad inputs; `python -m tests.bad_inputs` runs all of it."""

import sys

import pytest

from tests import bad_inputs

pytestmark = pytest.mark.long

#: One of so many cases is run with the other tests.
STEP = 40


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.parametrize("start", (0, 1))
def test_each_ends_with_its_exit_code(start: int) -> None:
    known = bad_inputs.expected()
    chosen = list(bad_inputs.cases().items())[start * STEP // 2 :: STEP]
    assert len(chosen) > 40
    bad_inputs.warm_up()
    assert {name: bad_inputs.outcome(case) for name, case in chosen} == {
        name: known[name] for name, _ in chosen
    }


def test_the_table_is_complete() -> None:
    cases = bad_inputs.cases()
    assert len(cases) >= 600
    assert list(bad_inputs.expected()) == list(cases)
