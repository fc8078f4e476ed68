"""Parts of environment.yml that mamba refuses."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, notebook, write


@pytest.mark.parametrize(
    ("environment", "line", "told"),
    [
        (f"{ENVIRONMENT}  - pip:\n", 4, "remove `pip:`"),
        (f"{ENVIRONMENT}  - pip: emoji\n", 4, "`- a-package`"),
        (f"{ENVIRONMENT}  - pip:\n      emoji: 2.0\n", 4, "`- a-package`"),
        (f"channels:\n{ENVIRONMENT}", 1, "remove `channels:`"),
        (f"channels: conda-forge\n{ENVIRONMENT}", 1, "`- conda-forge`"),
        (f"{ENVIRONMENT}name: [app]\n", 4, "`name: app`"),
        (f"{ENVIRONMENT}variables:\n  - PORT=80\n", 4, "`NAME: value`"),
    ],
)
def test_the_part_and_its_form_are_named(tmp_path, capsys, environment, line, told):
    app = notebook(f"import emoji\n{SLIDER}" if "emoji" in environment else SLIDER)
    write(tmp_path, {"app.ipynb": app, "environment.yml": environment})
    (finding,) = found(capsys, tmp_path)
    assert (finding["code"], finding["line"]) == ("VL207", line)
    assert told in finding["help"]


@pytest.mark.parametrize(
    "environment",
    [
        f"name:\nchannels: []\nvariables: {{}}\n{ENVIRONMENT}  - pip: []\n",
        f"name: 1\nchannels: [conda-forge]\nvariables:\n  PORT: 80\n{ENVIRONMENT}",
        f"prefix:\n{ENVIRONMENT}  -\n",
    ],
)
def test_what_mamba_takes_is_right(tmp_path, capsys, environment):
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": environment})
    assert found(capsys, tmp_path) == []
