"""Conda's specifications: what voila-lint says of them is what rattler says."""

import pytest
from generated_specs import CANDIDATES, generated
from rattler_judge import fails, judged

from voila_lint.versions.match_spec import parse_match_spec

pytestmark = pytest.mark.proof

COUNT = 6000


@pytest.mark.parametrize("seed", range(3))
def test_the_same_are_refused_and_the_same_releases_match(seed: int) -> None:
    specs = generated(seed, COUNT)
    answers = judged(specs, CANDIDATES)
    wrong: list[object] = []
    known = compared = 0
    for text, answer in zip(specs, answers, strict=True):
        spec = parse_match_spec(text)
        if not spec.known:
            continue
        known += 1
        if bool(spec.refused) != fails(answer):
            wrong.append((text, spec, answer))
            continue
        if spec.refused:
            continue
        if spec.name.lower() != answer["name"]:
            wrong.append((text, spec, answer))
        for (version, _), matches in zip(CANDIDATES, answer["matches"], strict=True):
            allowed = spec.allows(version)
            if allowed is None or spec.build:
                # A build narrows what rattler finds.
                if allowed is False and matches:
                    wrong.append((text, version, spec, answer))
                continue
            compared += 1
            if allowed != matches:
                wrong.append((text, version, spec, answer))

    assert wrong == []
    # Where the two readers of conda's differ, nothing is claimed: that has to stay the exception.
    assert known > 4000
    assert compared > 20_000
