import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, notebook, run, write

FILES = {
    "app.ipynb": notebook(f"import emoji\n{SLIDER}"),
    "draft/old.ipynb": notebook("import emoji"),
    "environment.yml": ENVIRONMENT,
}


def check(tmp_path, capsys, text, name="pyproject.toml"):
    write(tmp_path, FILES | {name: text})
    return codes(capsys, tmp_path)


def test_no_settings(tmp_path, capsys):
    assert check(tmp_path, capsys, "[project]\nname = 'x'\n") == ["VL101", "VL101"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('ignore = ["VL101"]', []),
        ('select = ["VL2"]', []),
        ('select = ["VL2"]\nextend-select = ["missing-import"]', ["VL101", "VL101"]),
        ('exclude = ["draft"]', ["VL101"]),
        ('exclude = ["draft/*.ipynb"]', ["VL101"]),
        ('exclude = ["old.ipynb"]', ["VL101"]),
        ('per-file-ignores = {"draft/*" = ["VL1"]}', ["VL101"]),
        ('per-file-ignores = {"*.ipynb" = ["missing-import"]}', []),
    ],
)
def test_settings_choose(tmp_path, capsys, settings, expected):
    assert check(tmp_path, capsys, f"[tool.voila-lint]\n{settings}\n") == expected
    assert check(tmp_path, capsys, settings, "voila-lint.toml") == expected


def test_apps_names_the_apps(tmp_path, capsys):
    write(tmp_path, FILES | {"voila-lint.toml": 'apps = ["draft/old.ipynb"]\n'})
    _, out, _ = run(capsys, tmp_path)
    assert "app.ipynb:cell 1:1:8: warning VL101" in out
    assert "draft/old.ipynb:cell 1:1:8: error VL101" in out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('selct = ["VL1"]', "unknown setting `selct`"),
        ('select = "VL1"', "`select` has to be a list of strings"),
        ("per-file-ignores = []", "`per-file-ignores` has to be a table"),
        ('select = ["VL999"]', "unknown rule `VL999`"),
        ('per-file-ignores = {"a" = ["VL999"]}', "unknown rule `VL999`"),
    ],
)
def test_settings_that_do_not_fit_are_one_line_and_exit_with_2(tmp_path, capsys, settings, said):
    write(tmp_path, FILES | {"pyproject.toml": f"[tool.voila-lint]\n{settings}\n"})
    code, out, err = run(capsys, tmp_path)
    assert (code, out) == (2, "")
    assert said in err and err.count("\n") == 1


def test_a_broken_settings_file_of_its_own_is_fatal(tmp_path, capsys):
    write(tmp_path, FILES | {"voila-lint.toml": "select = [\n"})
    code, _, err = run(capsys, tmp_path)
    assert code == 2 and "voila-lint.toml: not valid TOML" in err
