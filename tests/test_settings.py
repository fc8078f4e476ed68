import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, git, notebook, run, write

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
        # `**/` stands for any number of folders, none included.
        ('exclude = ["**/app.ipynb"]', ["VL101"]),
        ('exclude = ["**/*.ipynb"]', []),
        ('exclude = ["draft/**/old.ipynb"]', ["VL101"]),
        ('exclude = ["**/draft/**/old.ipynb"]', ["VL101"]),
        ('exclude = ["**/draft/**"]', ["VL101"]),
        ('exclude = ["draft**/old.ipynb", "x/**/app.ipynb", "**/pp.ipynb"]', ["VL101"]),
        ('exclude = ["*/old.ipynb"]', ["VL101"]),
        ('per-file-ignores = {"*.ipynb" = ["missing-import"]}', []),
    ],
)
def test_settings_choose(tmp_path, capsys, settings, expected):
    assert check(tmp_path, capsys, f"[tool.voila-lint]\n{settings}\n") == expected
    assert check(tmp_path, capsys, settings, "voila-lint.toml") == expected


def test_apps_names_the_apps(tmp_path, capsys):
    write(tmp_path, FILES | {"voila-lint.toml": 'apps = ["draft/old.ipynb"]\n'})
    _, out, _ = run(capsys, tmp_path)
    assert "app.ipynb:cell 1 (code cell 1):1:8: warning VL101" in out
    assert "draft/old.ipynb:cell 1 (code cell 1):1:8: error VL101" in out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('selct = ["VL1"]', "unknown setting `selct` (did you mean `select`?)"),
        ("fix = true", "unknown setting `fix` (known: apps, exclude, "),
        ('extend_select = ["VL1"]', "unknown setting `extend_select` (did you mean `extend-sel"),
        ('select = "VL1"', "`select` has to be a list of strings"),
        ("apps = [1]", "`apps` has to be a list of strings"),
        ("repository = true", "`repository` has to be owner/name or an address"),
        ('per-file-ignores = {"a" = "VL1"}', "`per-file-ignores.a` has to be a list of strings"),
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


def links_to(root, address):
    link = f"[open]({address}?urlpath=voila/render/app.ipynb)\n"
    return write(
        root, {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT, "README.md": link}
    )


def test_repository_says_which_one_is_to_be_linked(tmp_path, capsys):
    root = links_to(tmp_path, "https://mybinder.org/v2/gh/upstream/tide/HEAD")
    git(root, "init", "--quiet")
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    assert codes(capsys, root) == ["VL305"]
    write(root, {"voila-lint.toml": 'repository = "upstream/tide"\n'})
    assert codes(capsys, root) == []
    write(root, {"voila-lint.toml": 'repository = "owner/tide"\n'})
    assert codes(capsys, root) == ["VL305"]
    run(capsys, root, "--fix")
    assert "/v2/gh/owner/tide/HEAD?" in (root / "README.md").read_text()


@pytest.mark.parametrize("hub", ["hub.example.org", "https://hub.example.org/"])
def test_hubs_are_searched_for_links(tmp_path, capsys, hub):
    root = links_to(tmp_path, "https://hub.example.org/v2/gh/owner/tide")
    assert codes(capsys, root) == ["VL310"]
    write(root, {"voila-lint.toml": f'hubs = ["{hub}"]\n'})
    assert codes(capsys, root) == ["VL306"]


def test_links_to_hubs_of_ones_own_are_repaired(tmp_path, capsys):
    root = links_to(tmp_path, "https://hub.example.org/V2/gh/owner/tide/HEAD")
    write(root, {"voila-lint.toml": 'hubs = ["hub.example.org"]\n'})
    assert codes(capsys, root) == ["VL309"]
    run(capsys, root, "--fix")
    assert "https://hub.example.org/v2/gh/owner/tide/HEAD?" in (root / "README.md").read_text()


@pytest.mark.parametrize("value", ["7", '"tide"', '["owner/tide"]'])
def test_a_repository_that_is_none_is_refused(tmp_path, capsys, value):
    write(tmp_path, FILES | {"voila-lint.toml": f"repository = {value}\n"})
    code, _, err = run(capsys, tmp_path)
    assert code == 2
    assert "`repository` has to be owner/name or an address" in err


def test_a_broken_pyproject_is_said_and_its_settings_are_not_used(tmp_path, capsys):
    write(tmp_path, FILES | {"pyproject.toml": '[tool.voila-lint\nignore = ["VL1"]\n'})
    code, _, err = run(capsys, tmp_path)
    assert code == 1
    assert err.startswith("voila-lint: pyproject.toml: not valid TOML") and err.count("\n") == 1


def test_a_table_with_an_underscore_is_no_silent_slip(tmp_path, capsys):
    write(tmp_path, FILES | {"pyproject.toml": '[tool.voila_lint]\nignore = ["VL1"]\n'})
    code, _, err = run(capsys, tmp_path)
    assert code == 2 and "tool.voila-lint, with a hyphen" in err


def test_apps_that_do_not_exist_are_said(tmp_path, capsys):
    write(tmp_path, FILES | {"voila-lint.toml": 'apps = ["gone.ipynb"]\n'})
    _, _, err = run(capsys, tmp_path)
    assert (
        err == "voila-lint: voila-lint.toml: `apps` names `gone.ipynb`, and there is no such file\n"
    )
