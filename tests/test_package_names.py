"""Names under which pip finds nothing, and names that it does find."""

import pytest

from tests.building import SLIDER, codes, found, notebook, run, write
from voila_lint.packages.nearest import nearest


def check(capsys, tmp_path, requirements):
    files = {"app.ipynb": notebook(SLIDER), "requirements.txt": requirements}
    return codes(capsys, write(tmp_path, files), "--select", "VL104,VL105,VL106")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("PIL", "VL104"),
        ("sklearn", "VL104"),
        ("mpl_toolkits", "VL104"),
        ("json", "VL105"),
        ("opencv==4.5", "VL106"),
        ("pandsa", "VL106"),
        ("libgdal", "VL106"),
        ("Python==3.11", "VL106"),
    ],
)
def test_names_that_pip_does_not_find(capsys, tmp_path, line, code):
    assert check(capsys, tmp_path, f"voila\n{line}\n") == [code]


@pytest.mark.parametrize(
    "line",
    [
        "bs4",
        "sklearn==0.0",
        "dataclasses",
        "typing",
        "hpsklearn",
        "cv2 @ https://example.org/cv2-1.0-py3-none-any.whl",
        'winreg; sys_platform == "win32"',
    ],
)
def test_names_that_are_right(capsys, tmp_path, line):
    assert check(capsys, tmp_path, f"voila\n{line}\n") == []


def test_conda_has_names_of_its_own(capsys, tmp_path):
    files = {
        "app.ipynb": notebook(SLIDER),
        "environment.yml": "dependencies: [voila, pytables, opencv, python-graphviz]\n",
    }
    assert codes(capsys, write(tmp_path, files), "--select", "VL104,VL105,VL106") == []


def test_a_pip_section_is_repaired_in_its_place(capsys, tmp_path):
    text = "dependencies:\n  - voila\n  - pip\n  - pip:\n      - 'cv2'  # edges\n      - os\n"
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": text})

    run(capsys, tmp_path, "--select", "VL104,VL105", "--fix")

    repaired = text.replace("cv2", "opencv-python-headless").replace("      - os\n", "")
    assert (tmp_path / "environment.yml").read_text("utf-8") == repaired


def test_a_requirement_that_shares_its_line_is_not_deleted(capsys, tmp_path):
    text = "dependencies: [voila, pip, {pip: [emoji, os]}]\n"
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": text})

    (finding,) = found(capsys, tmp_path, "--select", "VL105")

    assert finding["fix"] is None


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("pandsa", "pandas"),
        ("nunpy", "numpy"),
        ("matplotlb", "matplotlib"),
        ("requestss", "requests"),
        ("numpy", None),
        ("nvidia-cudnn-cu12", None),
        ("abc", None),
        ("x" * 10_000, None),
    ],
)
def test_a_slip_of_the_pen(name, meant):
    assert nearest(name) == meant


def test_every_name_of_a_long_list_is_judged(capsys, tmp_path):
    lines = [f"nobody-has-{number}" for number in range(2000)]
    assert check(capsys, tmp_path, "\n".join(["voila", *lines, "pandsa", ""])) == ["VL106"]
