"""When OpenCV surely lacks libGL, and when something may bring it."""

import pytest

from tests.building import SLIDER, codes, notebook, run, write

USES = notebook(f"import cv2\n{SLIDER}")
PIP = (
    "dependencies:\n  - python=3.11\n  - voila\n  - pip\n  - pip:\n      - opencv-python  # eyes\n"
)


def check(capsys, tmp_path, files):
    return codes(capsys, write(tmp_path, {"app.ipynb": USES} | files), "--select", "VL111")


@pytest.mark.parametrize(
    "files",
    [
        {"requirements.txt": "voila\nopencv-python\n"},
        {"requirements.txt": "voila\nopencv_contrib_python>=4.5\n"},
        {"environment.yml": PIP},
    ],
)
def test_opencv_lacks_libgl(capsys, tmp_path, files):
    assert check(capsys, tmp_path, files) == ["VL111"]


@pytest.mark.parametrize(
    "files",
    [
        {"requirements.txt": "voila\nopencv-python-headless\n"},
        {"requirements.txt": "voila\nopencv-python\nopencv-python-headless\n"},
        {"requirements.txt": "voila\nopencv-python\nnobody-knows-what-this-brings\n"},
        {"requirements.txt": "voila\nopencv-python<4\n"},
        {"requirements.txt": "voila\nopencv-python\n", "apt.txt": "libgl1\n"},
        {"requirements.txt": "voila\nopencv-python\n", "postBuild": "#!/bin/sh\nmake tools\n"},
        {"requirements.txt": "voila\nopencv-python\n", "Dockerfile": "FROM python:3.11\n"},
        {"requirements.txt": "voila\nopencv-python\n", "app.ipynb": notebook(SLIDER)},
        {"environment.yml": PIP.replace("  - pip\n", "  - matplotlib\n  - pip\n")},
        {"environment.yml": "dependencies:\n  - voila\n  - opencv\n"},
    ],
)
def test_something_may_bring_it_or_nothing_needs_it(capsys, tmp_path, files):
    assert check(capsys, tmp_path, files) == []


def test_the_headless_one_takes_its_place(capsys, tmp_path):
    write(tmp_path, {"app.ipynb": USES, "environment.yml": PIP})

    run(capsys, tmp_path, "--select", "VL111", "--fix")

    repaired = (tmp_path / "environment.yml").read_text("utf-8")
    assert repaired == PIP.replace("opencv-python", "opencv-python-headless")
