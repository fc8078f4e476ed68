"""Lists in environment.yml that nothing reads: what is said, and where they are moved."""

import pytest

from tests.building import SLIDER, codes, found, notebook, run, write

APP = notebook(f"import emoji\n{SLIDER}")
HEAD = "dependencies:\n  - python=3.11\n  - voila\n"


def files(environment, app=APP):
    return {"app.ipynb": app, "environment.yml": environment}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEAD}pip:\n  - emoji\n", f"{HEAD}  - pip\n  - pip:\n      - emoji\n"),
        (f"{HEAD}pip:\n- emoji", f"{HEAD}  - pip\n  - pip:\n      - emoji\n"),
        (
            f"name: x\npip: # from PyPI\n# signs\n  - emoji # all\n\n{HEAD}prefix: /x\n",
            f"name: x\n\n{HEAD}  - pip\n  - pip: # from PyPI\n    # signs\n      - emoji # all\n"
            "prefix: /x\n",
        ),
        (
            f"{HEAD}  - pip\n# more\npip:\n          - emoji\n\n          - 'rich'\n",
            f"{HEAD}  - pip\n  - pip:\n      - emoji\n\n      - 'rich'\n# more\n",
        ),
        (
            f"{HEAD}  - pip\n  - pip:\n     - rich\npip:\n  - emoji\n",
            f"{HEAD}  - pip\n  - pip:\n     - rich\n     - emoji\n",
        ),
        (
            "dependencies:\r\n- voila\r\npip:\r\n- emoji\r\n",
            "dependencies:\r\n- voila\r\n- pip\r\n- pip:\r\n    - emoji\r\n",
        ),
        (
            "pip:\n- emoji\n- voila\n",
            "dependencies:\n  - pip\n  - pip:\n      - emoji\n      - voila\n",
        ),
        (f"packages:{HEAD[13:]}  - emoji\n", f"{HEAD}  - emoji\n"),
        (f"Dependencies:{HEAD[13:]}  - emoji\n", f"{HEAD}  - emoji\n"),
    ],
)
def test_the_list_is_moved_to_where_it_is_read(tmp_path, capsys, before, after):
    write(tmp_path, files(before) | {"voila.json": "{}"})
    assert codes(capsys, tmp_path) == ["VL208"]
    code, _, err = run(capsys, tmp_path, "--fix")
    assert (tmp_path / "environment.yml").read_bytes().decode() == after
    assert (code, err) == (0, "Repaired 1 problem.\n  environment.yml: VL208 packages-not-read\n")


@pytest.mark.parametrize(
    "environment",
    [
        f"{HEAD}pip: [emoji]\n",
        "dependencies: [voila]\npip:\n  - emoji\n",
        f"{HEAD}  - pip: [rich]\npip:\n  - emoji\n",
        f"{HEAD}'pip':\n  - emoji\n",
        f"{HEAD}pip: &list\n  - emoji\n  - >-\n    rich\n",
        f"{HEAD}packages:\n  - emoji\n",
        f"{HEAD}pip:\n  - emoji\n  - voila>=0.5\n",
        "pip:\n  - emoji\npackages:\n  - voila\n",
    ],
)
def test_what_has_no_safe_place_is_left_to_people(tmp_path, capsys, environment):
    write(tmp_path, files(environment) | {"voila.json": "{}"})
    assert set(codes(capsys, tmp_path)) == {"VL208"}
    run(capsys, tmp_path, "--fix")
    assert (tmp_path / "environment.yml").read_text() == environment


def test_fixes_of_one_file_name_nothing_twice(tmp_path, capsys):
    app = notebook(f"import emoji, pandas, plotly\n{SLIDER}")
    write(tmp_path, files(f"{HEAD}pip:\n  - emoji\n  - plotly\n", app))
    assert codes(capsys, tmp_path) == ["VL101", "VL208"]
    code, _, _ = run(capsys, tmp_path, "--fix")
    written = (tmp_path / "environment.yml").read_text()
    assert code == 0
    assert [written.count(name) for name in ("emoji", "plotly", "pandas", "pip:")] == [1] * 4


@pytest.mark.parametrize(
    "environment",
    [
        f"{HEAD}  - emoji\npip:\n  - emoji\n",
        f"{HEAD}  - emoji\npip:\n  - ipywidgets>=8\n",
        f"{HEAD}  - emoji\npip: []\n",
        f"{HEAD}  - emoji\npip:\n  # - rich\n",
        f"{HEAD}  - emoji\nplatforms:\n  - linux-64\nvariables:\n  PIP: x\n",
        f"{HEAD}  - emoji\ndependencies_dev:\n  - pytest\n",
    ],
)
def test_where_nothing_is_lost_nothing_is_said(tmp_path, capsys, environment):
    assert codes(capsys, write(tmp_path, files(environment))) == []


def test_what_comes_with_a_listed_package_is_part_of_the_same_cause(tmp_path, capsys):
    app = notebook(f"import numpy, something\n{SLIDER}")
    write(tmp_path, files(f"{HEAD}pip:\n  - pandas\n  - git+https://github.com/a/b\n", app))
    (finding,) = found(capsys, tmp_path)
    assert finding["code"] == "VL208"
    assert finding["data"] == {"key": "pip", "packages": ["pandas", "b"]}
