"""Which requirements no release can meet, and which it can."""

import pytest

from tests.building import SLIDER, found, notebook, run, write
from voila_lint.versions.specifier import admits_nothing


def findings(capsys, tmp_path, files):
    write(tmp_path, {"app.ipynb": notebook(SLIDER)} | files)
    return found(capsys, tmp_path, "--select", "VL118")


@pytest.mark.parametrize(
    "specifiers",
    [
        ("==1.5", ">=2"),
        ("==1.5", "==1.6"),
        (">=2,<1",),
        ("==1.5.*", ">=1.6"),
        ("~=1.4.2", "<1.4"),
        (">1.5", "<1.5"),
        ("==1.5", "!=1.5"),
        ("==1.0+cpu", "==1.0+cu118"),
        ("==1", "==2", ">=0"),
    ],
)
def test_nothing_is_admitted(specifiers):
    assert admits_nothing(specifiers)


@pytest.mark.parametrize(
    "specifiers",
    [
        (),
        ("", ">=2"),
        ("==1.5", ">=1.2"),
        ("==1.5", "==1.5.0"),
        ("==1.0+cpu", "==1.0"),
        (">1.5", "<1.5.1"),
        (">=1.5", "<1.6", "!=1.5"),
        ("<1",),
        (">9999",),
        ("~=1.4.2", "!=1.4.2"),
        ("==1.*", "!=1.0"),
        ("==2.0rc1", ">=1"),
        ("===nonsense", "==1"),
        ("no specifier", "==1"),
    ],
)
def test_something_is_admitted_or_it_cannot_be_told(specifiers):
    assert not admits_nothing(specifiers)


@pytest.mark.parametrize(
    "files",
    [
        {"requirements.txt": "pandas==1.5.3\nvoila\nPandas>=2\n"},
        {"requirements.txt": "pandas==1.5.3\n-r more.txt\n", "more.txt": "pandas>=2\n"},
        {"requirements.txt": "pandas>=2,<1\n"},
        {"environment.yml": "dependencies:\n- pip\n- pip:\n  - pandas==1\n  - pandas[excel]==2\n"},
    ],
)
def test_contradictions_are_found_once(capsys, tmp_path, files):
    (finding,) = findings(capsys, tmp_path, files)

    assert finding["data"]["package"].lower() == "pandas"


@pytest.mark.parametrize(
    "files",
    [
        {"requirements.txt": "pandas\npandas==1.5.3\npandas>=1\n"},
        {"requirements.txt": 'pandas==1; python_version < "3.8"\npandas==2\n'},
        # pip installs over what conda has installed.
        {"environment.yml": "dependencies:\n- pandas=1\n- pip\n- pip:\n  - pandas==2\n"},
    ],
)
def test_what_can_be_met_is_let_alone(capsys, tmp_path, files):
    assert findings(capsys, tmp_path, files) == []


def test_too_many_conditions_are_not_compared_and_that_is_said(capsys, tmp_path):
    lines = "".join(f"pandas=={n}\n" for n in range(8_000))

    assert findings(capsys, tmp_path, {"requirements.txt": f"voila\n{lines}"}) == []
    _, out, err = run(capsys, tmp_path, "--select", "VL118", "--verbose")
    assert "requirements.txt: the conditions for pandas are too many to be compared" in out + err
