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
    assert out.startswith("No notebook here imports emoji, nor does a file of the repository")


@pytest.mark.parametrize(
    ("lines", "module", "reason"),
    [
        ("  - sklearn\n", "sklearn", "sklearn is declared, which has no module of that name"),
        ("  - pip:\n    - git+https://github.com/o/emoji-x\n", "emoji", "brings along is not"),
    ],
)
def test_doubts_are_whole_sentences(capsys, tmp_path, lines, module, reason):
    _, out = why(capsys, tmp_path, module, f"import {module}", environment=ENVIRONMENT + lines)

    assert "because of" not in out
    (said,) = [line.strip() for line in out.splitlines() if "The reason: " in line]
    assert reason in said


def test_a_module_that_nobody_knows_is_not_to_be_installed(capsys, tmp_path):
    code, out = why(capsys, tmp_path, "nonsensexyz", "import nonsensexyz")

    assert code == 1
    assert "Package     none is known to hold `nonsensexyz`" in out
    assert "Add `" not in out


def test_a_file_that_is_not_there_is_to_be_made(capsys, tmp_path):
    write(tmp_path, {"app.ipynb": notebook(SLIDER, "import emoji")})

    _, out, _ = run(capsys, "why", "emoji", tmp_path)

    assert "To add it   Name `emoji` in a new file environment.yml.\n" in out


def test_a_misplaced_file_that_names_it_is_told(capsys, tmp_path):
    write(tmp_path, {"sub/app.ipynb": notebook(SLIDER, "import emoji")})
    write(tmp_path, {"sub/requirements.txt": "voila\nemoji\n"})

    _, out, _ = run(capsys, "why", "emoji", tmp_path)

    assert "Named       in sub/requirements.txt, which Binder does not read:\n" in out


def test_what_only_pip_has_goes_under_pip(capsys, tmp_path):
    _, out = why(capsys, tmp_path, "ipydeps", "import ipydeps")

    assert "Add `ipydeps` under `pip:` in environment.yml.\n" in out


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
