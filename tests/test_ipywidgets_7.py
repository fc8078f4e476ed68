"""When an app's use of ipywidgets 7 is surely a mistake."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, notebook, write

UPLOAD = "import ipywidgets as widgets\nup = widgets.FileUpload()\nup"


def found(capsys, tmp_path, *sources, environment=ENVIRONMENT):
    files = {"app.ipynb": notebook(SLIDER, *sources), "environment.yml": environment}
    return codes(capsys, write(tmp_path, files), "--select", "VL113")


@pytest.mark.parametrize("use", ["up.data", "up.value.items()", "def f(b):\n    up.metadata"])
def test_what_a_file_upload_had_is_found(capsys, tmp_path, use):
    assert found(capsys, tmp_path, UPLOAD, use) == ["VL113"]


@pytest.mark.parametrize(
    "sources",
    [
        ("class FileUpload:\n    data = 1\nup = FileUpload()", "up.data"),
        ("from mine import FileUpload\nup = FileUpload()", "up.data"),
        (UPLOAD, "up = load()", "up.data"),
        (UPLOAD, "up.data = []", "up.data"),
        (UPLOAD, "up.value"),
    ],
)
def test_other_objects_are_let_alone(capsys, tmp_path, sources):
    assert found(capsys, tmp_path, *sources) == []


@pytest.mark.parametrize(
    "line",
    [
        "ipywidgets<8",
        "ipywidgets=7.6",
        "ipywidgets 7.*",
        "bqplot=0.12.30",
        "pip:\n    - ipywidgets==7.7.1",
        "pip:\n    - git+https://github.com/owner/widgets",
    ],
)
def test_an_older_release_may_be_installed(capsys, tmp_path, line):
    environment = f"{ENVIRONMENT}  - {line}\n"
    assert found(capsys, tmp_path, UPLOAD, "up.data", environment=environment) == []


@pytest.mark.parametrize("line", ["ipywidgets>=7.5", "pip:\n    - ipywidgets==8.1.1", "pandas=1.5"])
def test_a_release_of_8_is_installed(capsys, tmp_path, line):
    environment = f"{ENVIRONMENT}  - {line}\n"
    assert found(capsys, tmp_path, UPLOAD, "up.data", environment=environment) == ["VL113"]
