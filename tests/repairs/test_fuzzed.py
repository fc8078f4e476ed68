"""A few of the repositories that ``python -m tests.fuzz_repairs`` goes through."""

from itertools import islice

import pytest

from tests.fuzz_repairs import judge
from tests.fuzzing import iterate

pytestmark = pytest.mark.long


def test_repairs_of_mutated_repositories(tmp_path):
    compared = [judge(root) for root in islice(iterate(5, tmp_path), 25)]
    assert compared.count("bytes") > 2
