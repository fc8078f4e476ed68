"""Names under which conda finds nothing on conda-forge, and how they are repaired."""

import pytest

from tests.building import SLIDER, codes, found, notebook, run, write
from voila_lint.versions.match_spec import version_for_pip

HEAD = "dependencies:\n  - python=3.11\n  - voila\n"


def files(environment):
    return {"app.ipynb": notebook(SLIDER), "environment.yml": environment}


def repaired(capsys, tmp_path, environment, *options):
    write(tmp_path, files(environment))
    run(capsys, tmp_path, "--select", "VL105,VL106", "--fix", *options)
    return (tmp_path / "environment.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("item", "code", "severity", "name"),
    [
        ("torch", "VL106", "error", "pytorch"),
        ("opencv-python", "VL106", "error", "opencv"),
        ("sklearn", "VL106", "error", "scikit-learn"),
        ("scikit_learn=1.3", "VL106", "error", "scikit-learn"),
        ("conda-forge::kaleido", "VL106", "error", "python-kaleido"),
        ("matplotlb", "VL106", "error", "matplotlib"),
        ("mediapipe>=0.10", "VL106", "error", "mediapipe"),
        ("nobody-has-this-name", "VL106", "warning", "nobody-has-this-name"),
        ("json", "VL105", "error", "json"),
    ],
)
def test_names_that_conda_does_not_find(capsys, tmp_path, item, code, severity, name):
    write(tmp_path, files(f"{HEAD}  - {item}\n"))

    (finding,) = found(capsys, tmp_path, "--select", "VL105,VL106")

    assert (finding["code"], finding["severity"]) == (code, severity)
    assert name in finding["message"] + finding["help"]


@pytest.mark.parametrize(
    "item", ["Pandas", "yaml", "r-nobody-has-this", "__glibc>=2.17", "bioconda::torch", "py*", "$X"]
)
def test_names_that_conda_finds_or_that_cannot_be_judged(capsys, tmp_path, item):
    write(tmp_path, files(f"{HEAD}  - {item}\n"))

    assert codes(capsys, tmp_path, "--select", "VL105,VL106") == []


@pytest.mark.parametrize(
    ("channels", "is_judged"),
    [
        ("[conda-forge]", True),
        ("[conda-forge, nodefaults]", True),
        ("[https://mirror.example.org/conda-forge/]", True),
        ("[]", True),
        ("[conda-forge, defaults]", False),
        ("[bioconda]", False),
        ("[conda-forge/label/dev]", False),
        ("pytorch", False),
        ("[3]", False),
    ],
)
def test_other_channels_may_have_more(capsys, tmp_path, channels, is_judged):
    write(tmp_path, files(f"channels: {channels}\n{HEAD}  - torch\n"))

    assert codes(capsys, tmp_path, "--select", "VL106") == ["VL106"] * is_judged


def test_another_name_keeps_the_version_and_the_remark(capsys, tmp_path):
    environment = f"{HEAD}  - 'scikit_learn=1.3'  # trees\n"

    assert repaired(capsys, tmp_path, environment) == environment.replace("_", "-")


def test_what_only_pypi_has_moves_to_a_new_pip_section(capsys, tmp_path):
    environment = f"{HEAD}  - ccxt2\n  - mediapipe  # faces\n  - pybaseball\n  - numpy\n"

    after = repaired(capsys, tmp_path, environment)

    section = "  - pip\n  - pip:\n    - mediapipe  # faces\n    - pybaseball\n"
    assert after == f"{HEAD}  - ccxt2\n  - numpy\n{section}"


def test_what_only_pypi_has_moves_to_the_pip_section_that_is_there(capsys, tmp_path):
    environment = f"{HEAD}  - mediapipe\n  - pip\n  - pip:\n      - emoji\n"

    after = repaired(capsys, tmp_path, environment)

    assert after == f"{HEAD}  - pip\n  - pip:\n      - emoji\n      - mediapipe\n"


def test_a_version_moves_along_in_the_syntax_of_pip(capsys, tmp_path):
    environment = f"{HEAD}  - mediapipe=0.10\n"
    assert repaired(capsys, tmp_path, environment) == environment

    after = repaired(capsys, tmp_path, environment, "--unsafe-fixes")

    assert after == f"{HEAD}  - pip\n  - pip:\n    - mediapipe==0.10.*\n"


def test_two_modules_that_only_pypi_has_get_one_pip_section(capsys, tmp_path):
    write(tmp_path, files(HEAD) | {"app.ipynb": notebook(f"import pybaseball, calplot\n{SLIDER}")})

    run(capsys, tmp_path, "--select", "VL101", "--fix")

    environment = (tmp_path / "environment.yml").read_text("utf-8")
    assert environment == f"{HEAD}  - pip\n  - pip:\n    - pybaseball\n    - calplot\n"


@pytest.mark.parametrize(
    ("conda", "pip"),
    [
        ("", ""),
        ("1.2", "==1.2.*"),
        ("=1.2", "==1.2.*"),
        ("=1.2.*", "==1.2.*"),
        ("==1.2", "==1.2"),
        (">=1.2,<2", ">=1.2,<2"),
        ("1.2|1.3", None),
        (">=1.2.*", None),
        ("=1.2rc1", None),
    ],
)
def test_versions_in_the_syntax_of_pip(conda, pip):
    assert version_for_pip(conda) == pip
