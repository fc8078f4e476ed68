"""Time grows with the input, not with its square: ratios of CPU time within one run.

`python benchmarks/growth.py` measures all cases of growing.py, at sizes that take longer.
"""

import time
from pathlib import Path

import pytest

from tests import growing
from tests.building import run, write

pytestmark = pytest.mark.long

#: Cases that were slow once, and the size of the smaller of two inputs.
CASES = {
    "cell: keywords": 6_000,
    "module: keywords": 6_000,
    "cell: imported names": 5_000,
    "module: functions": 4_000,
    "cell: dotted import": 15_000,
    "requirements.txt: blanks and no comment": 100_000,
    "requirements.txt: blanks before a comment": 100_000,
    "requirements.txt: a long name": 50_000,
    "requirements.txt: clauses and a sign": 20_000,
    "requirements.txt: quotes": 100_000,
    "requirements.txt: punycode": 50_000,
    "pyproject.toml: dotted keys": 20_000,
    "settings: dotted keys": 20_000,
    "Pipfile: dotted keys": 20_000,
    "Project.toml: dotted keys": 20_000,
    "setup.py: requirements": 3_000,
    "setup.py: a text": 20_000,
    "environment.yml: open brackets": 10_000,
    "environment.yml: a version": 20_000,
    "Markdown cell: an image of data": 200_000,
    "README.md: an image of data": 500_000,
    "tree: includes twice": 100,
}
#: A ratio of 4 is quadratic growth; the machine may be busy.
MOST = 3.2


@pytest.mark.parametrize("name", CASES)
def test_time_grows_with_the_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name
) -> None:
    make = growing.cases()[name]

    def seconds(size: int) -> float:
        root = write(tmp_path / str(size), make(size))
        begin = time.process_time()
        assert run(capsys, root)[0] in (0, 1)
        return time.process_time() - begin

    seconds(10)
    small, large = seconds(CASES[name]), seconds(2 * CASES[name])
    # What takes no time cannot grow too fast.
    if large > 0.5 and large > MOST * small:
        small, large = (min(seconds(CASES[name] * n) for _ in range(3)) for n in (1, 2))
    assert large < 0.5 or large < MOST * small


def test_what_is_not_read_is_said(tmp_path: Path, capsys) -> None:
    cases = {
        "requirements.txt: a long name": "not judged: a requirement of 50,000 characters",
        "requirements.txt: punycode": "requirements.txt: not judged: 50",
        "pyproject.toml: dotted keys": "pyproject.toml: not judged: its lines have too many dots",
        "Pipfile: dotted keys": "Pipfile: not judged: its lines have too many dots",
        "Project.toml: dotted keys": "Project.toml: not judged: its lines have too many dots",
    }
    # Long code is no bad Python (VL004).
    cases |= {
        "cell: semicolons": "app.ipynb: cell 2 is not judged: the code is too long",
        "module: semicolons": "m.py: it is not judged: the code is too long",
        "cell: dotted import": "app.ipynb: cell 2 is not judged: a name has too many parts",
    }
    sizes = {"punycode": 25_000, "semicolons": 260_000}
    for number, (name, expected) in enumerate(cases.items()):
        size = sizes.get(name.split()[-1], 50_000)
        root = write(tmp_path / str(number), growing.cases()[name](size))
        code, out, err = run(capsys, root, "--verbose")
        assert code in (0, 1)
        assert expected in out + err, (name, out, err)
        assert "VL004" not in out
