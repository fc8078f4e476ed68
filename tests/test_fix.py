import json
import os

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, notebook, run, write

APP = notebook(f"import emoji\n{SLIDER}")


def fix(tmp_path, capsys, files, *options):
    write(tmp_path, files)
    return run(capsys, tmp_path, "--fix", *options)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "dependencies:\n  - python=3.11\n  - voila  # shows it\n\n# the end\n",
            "dependencies:\n  - python=3.11\n  - voila  # shows it\n  - emoji\n\n# the end\n",
        ),
        ("dependencies:\n- voila", "dependencies:\n- voila\n- emoji\n"),
        ("dependencies: [python=3.11, voila]\n", "dependencies: [python=3.11, voila, emoji]\n"),
        (
            "dependencies:\r\n    - voila\r\n    - pip\r\n    - pip:\r\n        - x\r\n",
            "dependencies:\r\n    - voila\r\n    - pip\r\n    - emoji\r\n"
            "    - pip:\r\n        - x\r\n",
        ),
    ],
)
def test_a_package_is_added_in_the_files_own_style(tmp_path, capsys, before, after):
    code, _, err = fix(tmp_path, capsys, {"app.ipynb": APP, "environment.yml": before})
    assert (tmp_path / "environment.yml").read_bytes().decode() == after
    assert code == 0
    assert err == "Repaired 1 problem.\n  environment.yml: VL101 missing-import\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("voila\n", "voila\nemoji\n"),
        ("voila", "voila\nemoji\n"),
        ("# what it needs\r\nvoila\r\n", "# what it needs\r\nvoila\r\nemoji\r\n"),
    ],
)
def test_a_requirement_is_added_at_the_end(tmp_path, capsys, before, after):
    code, _, _ = fix(tmp_path, capsys, {"app.ipynb": APP, "requirements.txt": before})
    assert (tmp_path / "requirements.txt").read_bytes().decode() == after
    assert code == 0


def test_what_conda_lacks_goes_into_a_pip_section(tmp_path, capsys):
    files = {
        "app.ipynb": notebook(f"import bqplot, pywwt\n{SLIDER}"),
        "environment.yml": ENVIRONMENT,
    }
    fix(tmp_path, capsys, files)
    written = (tmp_path / "environment.yml").read_text()
    assert "  - bqplot\n" in written
    assert codes(capsys, tmp_path) == []


def test_several_fixes_of_one_file_in_one_go(tmp_path, capsys):
    files = {
        "app.ipynb": notebook(f"import emoji, bqplot, pandas\n{SLIDER}"),
        "environment.yml": "dependencies:\n  - python=3.11\n",
    }
    code, _, err = fix(tmp_path, capsys, files)
    assert (tmp_path / "environment.yml").read_text() == (
        "dependencies:\n  - python=3.11\n  - emoji\n  - bqplot\n  - pandas\n  - voila\n"
    )
    assert code == 0 and "Repaired 4 problems." in err


def test_a_missing_environment_file_is_written(tmp_path, capsys):
    code, _, _ = fix(tmp_path, capsys, {"app.ipynb": APP})
    assert code == 0
    assert (tmp_path / "environment.yml").read_text() == (
        "name: app\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n"
        "  - emoji\n  - voila\n"
    )


def test_a_misnamed_file_is_renamed(tmp_path, capsys):
    code, _, _ = fix(
        tmp_path, capsys, {"app.ipynb": notebook(SLIDER), "enviroment.yml": ENVIRONMENT}
    )
    assert code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["app.ipynb", "environment.yml"]


def test_every_other_byte_of_a_notebook_stays(tmp_path, capsys):
    before = notebook("#md\n# Über uns\n\n![a cat](cat%20.png)\n", SLIDER)
    before = before.replace('"metadata": {}', '"metadata":{ "x" :1.0}', 1).replace("\n", "\r\n")
    code, _, _ = fix(tmp_path, capsys, {"a.ipynb": before, "environment.yml": ENVIRONMENT})
    after = (tmp_path / "a.ipynb").read_bytes().decode()
    assert code == 0
    tag = json.dumps('<img src="cat%20.png" alt="a cat">')[1:-1]
    assert after == before.replace("![a cat](cat%20.png)", tag)


def test_a_link_is_corrected_in_place(tmp_path, capsys):
    link = "https://mybinder.org/v2/gh/o/r/HEAD?{}"
    text = "# App\n\n[![b](https://mybinder.org/badge_logo.svg)](" + link + ") and more\n"
    files = {
        "app.ipynb": notebook(SLIDER),
        "environment.yml": ENVIRONMENT,
        "README.md": text.format("labpath=voila%2Frender%2Fapp.ipynb"),
    }
    code, _, _ = fix(tmp_path, capsys, files)
    assert code == 0
    assert (tmp_path / "README.md").read_text() == text.format("urlpath=voila%2Frender%2Fapp.ipynb")


def test_diff_shows_and_writes_nothing(tmp_path, capsys):
    write(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT})
    code, out, _ = run(capsys, tmp_path, "--diff")
    assert code == 1
    assert out.splitlines() == [
        "--- a/environment.yml",
        "+++ b/environment.yml",
        "@@ -1,3 +1,4 @@",
        " dependencies:",
        "   - python=3.11",
        "   - voila",
        "+  - emoji",
    ]
    assert (tmp_path / "environment.yml").read_text() == ENVIRONMENT


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_stay(tmp_path, capsys):
    write(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT})
    (tmp_path / "environment.yml").chmod(0o640)
    run(capsys, tmp_path, "--fix")
    assert (tmp_path / "environment.yml").stat().st_mode & 0o777 == 0o640
