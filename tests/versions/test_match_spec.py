"""Conda's specifications: what voila-lint says of them is what mamba said."""

import json
import re
import sys
from pathlib import Path

import pytest

from voila_lint.versions.match_spec import MatchSpec, parse_match_spec
from voila_lint.versions.match_spec_meant import corrected_match_spec

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "proofs/rattler"))

from generated_specs import CANDIDATES  # noqa: E402

POSSIBLE_NAME = re.compile(r"[a-z0-9_][a-z0-9._-]*")
IMPOSSIBLE_BUILD = re.compile(r"[^\w.+*-]", re.ASCII)


def recorded() -> list[list[str]]:
    """Return the answers of libmamba 2.8.1 (see tools/record_mamba.py)."""
    lines = (HERE / "mamba.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def fails(name: str | None, build: str = "", matches: str = "") -> bool:
    """Tell whether mamba refuses, or looks for a package that cannot exist."""
    glob = build.removeprefix("^").removesuffix("$")
    return name is None or not POSSIBLE_NAME.fullmatch(name) or bool(IMPOSSIBLE_BUILD.search(glob))


def test_mamba_refuses_the_same() -> None:
    specs = [(parse_match_spec(text), text, answer) for text, *answer in recorded()]

    assert [
        (text, spec.refused, answer)
        for spec, text, answer in specs
        if spec.known and bool(spec.refused) != fails(*answer)
    ] == []
    assert sum(spec.known for spec, _, _ in specs) > 0.7 * len(specs)


def test_mamba_finds_the_same_releases() -> None:
    wrong = []
    compared = 0
    for text, name, *rest in recorded():
        spec = parse_match_spec(text)
        for (version, _), letter in zip(CANDIDATES, rest[1] if name else "", strict=False):
            allowed = spec.allows(version)
            if allowed is not None:
                compared += 1
                if allowed != (letter == "y"):
                    wrong.append((text, version, allowed))

    assert wrong == []
    assert compared > 5000


@pytest.mark.parametrize(
    ("text", "name", "version", "build", "channel"),
    [
        ("numpy", "numpy", "", None, None),
        ("numpy >=1.0, <2", "numpy", ">=1.0,<2", None, None),
        ("numpy=1.0=py37_0", "numpy", "=1.0", "py37_0", None),
        ("numpy 1.0 py37_0", "numpy", "1.0", "py37_0", None),
        ("conda-forge/linux-64::numpy>1", "numpy", ">1", None, "conda-forge"),
        ("numpy[version='>=1,<2', channel=x]", "numpy", ">=1,<2", None, "x"),
    ],
)
def test_parts(text: str, name: str, version: str, build: str | None, channel: str | None) -> None:
    spec = parse_match_spec(text)

    assert spec == MatchSpec(name, version, build, channel)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *[("numpy=>1.0", "numpy>=1.0"), ("numpy =< 1.0", "numpy <= 1.0"), ("numpy >= ", "numpy")],
        *[("python>3.6<3.9", "python>3.6,<3.9"), ("numpy >=1 <2", "numpy >=1,<2")],
        *[("numpy===1.0", "numpy==1.0"), ("numpy==1.0;", "numpy==1.0"), ("x<2.0,", "x<2.0")],
        *[("numpy^1.2.3", "numpy>=1.2.3,<2"), ("numpy=='1.0'", "numpy==1.0")],
        *[("numpy==1.0==py37_0", "numpy==1.0=py37_0"), ("numpy~1.2", None), ("numpy^0.2", None)],
        *[("numpy, pandas", None), ("numpy==1.0; python_version<'3'", None)],
        *[("git+https://example.org/x", None), ("numpy==>1.0", None), ("numpy<=>2", None)],
    ],
)
def test_what_was_meant_is_said_only_where_it_is_certain(text: str, meant: str | None) -> None:
    assert parse_match_spec(text).refused
    assert corrected_match_spec(text) == meant


@pytest.mark.parametrize("text", ["(" * 50_000 + "1", ">=1," * 50_000, "1." * 50_000, "=" * 99_999])
def test_a_long_specification_is_read(text: str) -> None:
    assert parse_match_spec(f"numpy[version='{text}']").name == "numpy"
    assert parse_match_spec(f"numpy {text}").name == "numpy"
    assert parse_match_spec(f"numpy {text}").allows("1.0") in (True, False, None)
