"""What is judged and what is reported: the repository, and the paths that were named."""

import os
import subprocess
import sys

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, git, notebook, run, write
from voila_lint.project import Project

APP = notebook(SLIDER)
NEEDS_EMOJI = notebook(f"import emoji\n{SLIDER}")


def committed(root, files):
    write(root, files)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", "https://github.com/o/tide")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")
    return root


def places(capsys, *arguments):
    """Return code and path of all findings."""
    return [(finding["code"], finding["path"]) for finding in found(capsys, *arguments)]


def test_a_folder_is_judged_from_the_top_of_its_repository(tmp_path, capsys, monkeypatch):
    root = committed(tmp_path, {"notebooks/app.ipynb": APP, "environment.yml": ENVIRONMENT})
    monkeypatch.chdir(root / "notebooks")
    assert run(capsys)[0] == 0
    assert run(capsys, "--fix")[0] == 0
    assert git(root, "status", "--porcelain") == ""


def test_what_keeps_the_named_notebooks_from_working_is_reported(tmp_path, capsys):
    files = {"sales/a.ipynb": APP, "stats/b.ipynb": NEEDS_EMOJI, "voila.json": "{}"}
    root = committed(tmp_path, files | {"sales/environment.yml": ENVIRONMENT})
    code, out, _ = run(capsys, root / "sales", root / "stats")
    assert code == 1
    assert "VL203" in out
    assert places(capsys, root / "sales") == places(capsys, root / "sales" / "a.ipynb")


def test_other_notebooks_and_their_links_are_not(tmp_path, capsys):
    link = "[x](https://mybinder.org/v2/gh/o/tide/HEAD?labpath=voila%2Frender%2F{}.ipynb)\n"
    files = {
        "a/one.ipynb": APP,
        "b/two.ipynb": NEEDS_EMOJI,
        "helpers/h.py": "import emoji\n",
        "environment.yml": ENVIRONMENT,
        "README.md": link.format("a/one") + link.format("b/two"),
    }
    root = committed(tmp_path, files)
    assert places(capsys, root) == [
        ("VL301", "README.md"),
        ("VL301", "README.md"),
        ("VL101", "b/two.ipynb"),
    ]
    assert [f["line"] for f in found(capsys, root / "a")] == [1]
    assert places(capsys, root / "b") == [("VL301", "README.md"), ("VL101", "b/two.ipynb")]
    assert places(capsys, root / "helpers") == []


def test_a_module_that_a_named_notebook_reaches_is_its_matter(tmp_path, capsys):
    files = {
        "a/one.ipynb": notebook(f"import sys\nsys.path.append('..')\nimport helper\n{SLIDER}"),
        "b/two.ipynb": APP,
        "helper.py": "import emoji\n",
        "environment.yml": ENVIRONMENT,
    }
    root = committed(tmp_path, files)
    assert places(capsys, root / "a") == [("VL101", "helper.py")]
    assert places(capsys, root / "b") == []


def test_fix_repairs_exactly_what_is_reported(tmp_path, capsys):
    files = {"a/one.ipynb": APP, "b/two.ipynb": NEEDS_EMOJI, "environment.yml": ENVIRONMENT}
    root = committed(tmp_path, files)
    run(capsys, root / "a", "--fix")
    assert (root / "environment.yml").read_text() == ENVIRONMENT
    run(capsys, root / "b", "--fix")
    assert "emoji" in (root / "environment.yml").read_text()


def test_several_paths_of_one_repository_are_one_check(tmp_path, capsys):
    root = committed(tmp_path, {"a/x.ipynb": APP, "b/y.ipynb": APP, "voila.json": "{}"})
    assert places(capsys, root / "a", root / "b", root / "a" / "x.ipynb") == [("VL201", ".")]


def test_root_judges_a_folder_as_a_repository_of_its_own(tmp_path, capsys):
    files = {"one/app.ipynb": APP, "one/environment.yml": ENVIRONMENT, ".gitignore": "*.csv\n"}
    root = committed(tmp_path, files)
    write(root, {"one/new.py": "", "one/data.csv": "1"})
    reads = notebook(f"import pandas as pd\nimport new\npd.read_csv('data.csv')\n{SLIDER}")
    environment = f"{ENVIRONMENT}  - pandas\n"
    write(root, {"one/app.ipynb": reads, "one/environment.yml": environment})
    assert codes(capsys, "--root", root / "one") == []
    assert codes(capsys, "--root", root / "one", root / "one" / "app.ipynb") == []
    assert codes(capsys, root) != []
    code, _, err = run(capsys, "--root", root / "one", root)
    assert (code, "not inside" in err) == (2, True)


def test_a_named_file_that_is_not_judged_is_said(tmp_path, capsys):
    root = committed(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT})
    write(root, {".gitignore": "old.ipynb\n", "old.ipynb": "{", ".ipynb_checkpoints/x.ipynb": "{"})
    for path, why in (
        ("old.ipynb", "because git ignores it"),
        (".ipynb_checkpoints/x.ipynb", "because checkpoints"),
    ):
        _, _, err = run(capsys, root / path)
        assert f"{path}: not judged, {why}" in err
    assert run(capsys, root / "app.ipynb")[2] == ""


def test_a_worktree_is_a_repository(tmp_path, capsys):
    root = committed(tmp_path / "main", {"n/app.ipynb": APP, "environment.yml": ENVIRONMENT})
    git(root, "worktree", "add", "--quiet", "-b", "side", "../side")
    assert codes(capsys, tmp_path / "side" / "n") == []
    assert Project(tmp_path / "side").is_top


def test_a_repository_that_lies_elsewhere_is_found_by_git_dir(tmp_path, capsys, monkeypatch):
    root = committed(tmp_path / "tree", {"n/app.ipynb": APP, "environment.yml": ENVIRONMENT})
    (root / ".git").rename(tmp_path / "elsewhere")
    write(root, {"n/new.py": ""})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(root))
    assert codes(capsys, root / "n") == []
    project = Project(root)
    assert project.git_top == root
    assert project.listing is not None
    assert (len(project.listing.tracked), project.listing.untracked) == (2, {"n/new.py"})
    assert project.has_commit


def test_a_hook_sees_the_repository_that_is_committed(tmp_path):
    root = committed(tmp_path, {"app.ipynb": APP, "voila.json": "{}"})
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -m voila_lint --select VL201\n')
    hook.chmod(0o755)
    write(root, {"b.ipynb": APP})
    git(root, "add", "b.ipynb")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git(root, "commit", "--message=y")
    assert "VL201" in refused.value.stdout + refused.value.stderr


def test_a_git_that_refuses_says_what_to_do(tmp_path, capsys, monkeypatch):
    root = committed(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, _, err = run(capsys, root)
    assert code == 0
    assert f"git config --global --add safe.directory {root}" in err
    monkeypatch.setenv("PATH", os.devnull)
    assert "install it" in run(capsys, root)[2]
