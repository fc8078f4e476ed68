"""Plain requirement lines are read without packaging; what it says of them must not change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement

from voila_lint.files.requirement import FileSystem, read_requirement
from voila_lint.shell.options import Refused

_WORDS = st.sampled_from(
    ["numpy", "A.b_c-1", "-x", "x-", "0", "==", ">=", "<=", "!=", "<", ">", "~=", "===", "=", "1",
     "1.0", "1.0rc1", "1.0.dev3", "1.0.post1.dev2", "1.*", "1.", "v1", "1.0+cpu", ",", ", ", " ",
     "  ", "[x]", "é", "\t"]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=7).map("".join))
def test_packaging_says_the_same(text):
    if "===" in text:
        return  # releases of packaging differ about it: tests/proofs/packaging_25
    try:
        expected = Requirement(text.strip())
    except InvalidRequirement:
        with pytest.raises(Refused):
            read_requirement(text, FileSystem())
        return
    wanted = read_requirement(text, FileSystem())
    # Of clauses that mean the same (`>=1`, `>=1.0`) packaging keeps one.
    assert wanted.name == expected.name
    assert set(map(str, expected.specifier)) <= set(filter(None, wanted.specifier.split(",")))
    assert wanted.extras == tuple(sorted(expected.extras))
