"""Whatever release of packaging a user has: pip's files are read as 25.0 reads them.

``requires-python`` is read as 26.3 reads it, for that is what repo2docker has.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from environments import judge_python

from tests.plan.generated_lines import NAMES, ODD_VERSIONS, OPERATORS, VERSIONS, generated_lines

HERE = Path(__file__).parent
RELEASES = (
    *("1", "1.0", "1.0.0", "1.0.1", "1.0a1", "1.0rc1", "0.9", "2.0", "1.10", "1!1.0", "10.0"),
    *("1.0.post1", "1.0.dev1", "2019.1", "1.0+cu11", "1.0.post1.dev1", "v1.0", "1.5"),
)
PLAIN = ("2.7", "3.6", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
MORE_VERSIONS = (
    *("1.0a", "1.0-a1", "1.0.preview.2", "1.0c1", "1.0r1", "0!1.0", "01.0", "1.0+cu_11", "1.0-0"),
    *("1.0.dev", "1.0a1.post2.dev3", "V1.0", "1.0.post.*", "1.0a1.*", "1!1.*", "3.10", "3.10.*"),
    *("v3.10", "3.10a1", "3.10rc1", "3.9.0"),
)
VARIABLES = (
    *("python_version", "python_full_version", "os_name", "sys_platform", "platform_machine"),
    *("platform_release", "implementation_version", "extra", "implementation_name", "os.name"),
    *("python_implementation", "extras", "dependency_groups", "platform.version", "nonsense"),
)
VALUES = (
    *("3.10", "3.10.14", "3.9", "3.*", "3.10.*", "posix", "linux", "", "dev", "Dev-X", "Dev_x"),
    *("x86_64", "3.10a1", "v3.10", "abc", "3.8 3.10", "3.8,3.10", "cpython", "5.15.0-generic"),
)
SIGNS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in", "~=", "===", "=", "not  in")
ENVIRONMENT = {
    "implementation_name": "cpython",
    "implementation_version": "3.10.14",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": "3.10.14",
    "python_version": "3.10",
    "sys_platform": "linux",
}


def questions(seed: int) -> dict[str, Any]:
    """Return what is asked of the release of packaging and of voila-lint."""
    chance = random.Random(seed)
    operators = (*OPERATORS, "=", "~")
    versions = (*VERSIONS, *ODD_VERSIONS, *MORE_VERSIONS)
    single = [operator + version for operator in operators for version in versions]
    specifiers = [*single, ",", "", ">=1;", "(>=1)"]
    specifiers += [
        chance.choice((",", ", ", " , ", ",,", " ")).join(
            chance.choices(single, k=chance.choice((2, 3)))
        )
        for _ in range(3000)
    ]
    atoms = [f"{name} {sign} '{value}'" for name in VARIABLES for sign in SIGNS for value in VALUES]
    atoms += [
        f'"{value}" {sign} {name}' for name in VARIABLES for sign in SIGNS for value in VALUES
    ]
    forms = (
        *("{0} and {1}", "{0} or {1} and {2}", "({0} or {1}) and {2}", "(({0}))", "{0} and"),
        *("({0}", "{0}or {1}", "{0} and({1})", "{0} and ({1} and ({2} or {0}))", "'a' == 'b'"),
    )
    markers = chance.sample(atoms, 2500)
    markers += [chance.choice(forms).format(*chance.choices(atoms, k=3)) for _ in range(2500)]
    # What follows a semicolon is asked for among the markers.
    lines = [line for line in generated_lines(seed, 5000) if ";" not in line]
    lines += [
        f"{name}{one}{joint}{chance.choice(single)}"
        for name in NAMES[:2]
        for one in single
        for joint in (",", ", ")
    ]
    odd: list[Any] = [
        *([">=3.11"], [">=3.11", "<4"], [], ["x"], [1], 1, 1.5, 0, True, {}, {"a": 1}, [[">=3"]]),
        *([None], [""], [True], [{}], ""),
    ]
    pythons = [version for version in versions if version.startswith(("3", "v3", "*", "1", "="))]
    return {
        "releases": RELEASES,
        "plain": PLAIN,
        "environment": ENVIRONMENT,
        "specifiers": specifiers,
        "values": [
            *odd,
            *(sign + version for sign in operators for version in pythons),
            *specifiers,
        ],
        "markers": markers,
        "requirements": lines,
    }


def _ask(python: str, script: str, asked: dict[str, Any], path: str = "") -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(
        [python, str(HERE / script)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=HERE,
    )
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def _packages(judge: str) -> str:
    code = "import packaging; print(*packaging.__path__)"
    command = [str(judge_python(judge)), "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    # Nothing but packaging is in it, and pip, which voila-lint does not import.
    return str(Path(done.stdout.strip()).parent)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(2))
def test_every_release_gives_the_same_verdicts(seed: int) -> None:
    asked = questions(seed)
    pip = _ask(str(judge_python("packaging_25")), "answers.py", asked)
    repo2docker = _ask(str(judge_python("packaging_26")), "answers.py", asked)
    assert pip != repo2docker
    judges = ("packaging_24", "packaging_25", "packaging_26")
    for path in (*map(_packages, judges), ""):
        said = _ask(sys.executable, "model.py", asked, path)
        wrong: list[object] = []
        for kind, truth in (
            *(("specifiers", pip), ("markers", pip), ("requirements", pip)),
            ("pythons", repo2docker),
        ):
            texts = asked[{"pythons": "values"}.get(kind, kind)]
            assert sum(each is not None for each in truth[kind]) > len(texts) / 8
            for text, mine, theirs in zip(texts, said[kind], truth[kind], strict=True):
                if not _alike(kind, mine, theirs):
                    wrong.append((kind, text, mine, theirs))
        assert (path, wrong) == (path, [])


def _alike(kind: str, mine: Any, theirs: Any) -> bool:
    if kind != "requirements" or mine is None or theirs is None:
        return bool(mine == theirs)
    # Of clauses that mean the same (`>=1`, `>=1.0`) packaging keeps one.
    return mine[:2] == theirs[:2] and mine[3] == theirs[3] and set(theirs[2]) <= set(mine[2])
