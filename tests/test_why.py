"""`voila-lint why MODULE` names who imports a module, what provides it, and how sure that is."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, notebook, run, write

README = "https://mybinder.org/v2/gh/owner/repo/main?urlpath=voila/render/app.ipynb\n"


def why(capsys, tmp_path, module, *sources, environment=ENVIRONMENT, **files):
    repository = {
        "app.ipynb": notebook(SLIDER, *sources),
        "environment.yml": environment,
        **{name.replace("__", "."): text for name, text in files.items()},
    }
    code, out, err = run(capsys, "why", module, write(tmp_path, repository))
    return code, out + err


@pytest.mark.parametrize(
    ("module", "lines", "said"),
    [
        ("emoji", "  - emoji\n", "by emoji (environment.yml:4)"),
        ("numpy", "  - pandas\n", "by numpy, which comes with pandas (environment.yml:4)"),
        ("json", "", "by the standard library of Python 3.11"),
        ("ipywidgets", "", "by ipywidgets in Binder's base image"),
    ],
)
def test_what_provides_a_module(capsys, tmp_path, module, lines, said):
    code, out = why(capsys, tmp_path, module, f"import {module}", environment=ENVIRONMENT + lines)

    assert code == 0
    assert "app.ipynb, cell 2, line 1  (an app)" in out
    assert "Binder      provided" in out
    assert said in out


def test_a_missing_module_names_what_to_add(capsys, tmp_path):
    code, out = why(capsys, tmp_path, "cv2", "import cv2")

    assert code == 1
    assert "Binder      missing" in out
    assert "Add `opencv" in out


def test_a_file_of_the_repository_is_found_through_another(capsys, tmp_path):
    files = {"helper__py": "import emoji\n", "own__py": "X = 1\n"}

    code, out = why(capsys, tmp_path, "own", "import helper, own", **files)
    assert (code, "by own.py of the repository" in out) == (0, True)

    code, out = why(capsys, tmp_path, "emoji", "import helper, own", **files)
    assert (code, "helper.py, line 1  (reached from app.ipynb, an app)" in out) == (1, True)


def test_what_is_not_known_says_why(capsys, tmp_path):
    code, out = why(capsys, tmp_path, "emoji", "import emoji", Dockerfile="FROM scratch\n")

    assert code == 0
    assert "Binder      not known" in out
    assert "docker" in out.lower()


def test_a_module_that_nobody_imports(capsys, tmp_path):
    code, out = why(capsys, tmp_path, "emoji")

    assert code == 1
    assert "emoji is imported by no notebook here" in out


def test_what_a_notebook_installs_itself(capsys, tmp_path):
    code, out = why(capsys, tmp_path, "emoji", "!pip install emoji", "import emoji")

    assert code == 0
    assert "which app.ipynb installs itself" in out


@pytest.mark.parametrize(
    ("module", "said"),
    [("opencv-python", "imported as cv2"), ("", "no name"), ("a b", "no name")],
)
def test_a_question_without_sense(capsys, tmp_path, module, said):
    code, out = why(capsys, tmp_path, module)

    assert code == 2
    assert said in out
