"""A clone never looks better than the author's folder: what git lacks, Binder lacks."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, git, notebook, run, write

PANDAS = f"{ENVIRONMENT}  - pandas\n"
READS = notebook(f"import pandas as pd\npd.read_csv('data.csv')\n{SLIDER}")
FILES = {"app.ipynb": READS, "environment.yml": PANDAS}


def committed(root, files, *left_out):
    write(root, files)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    kept = [path for path in files if path not in left_out]
    git(root, "add", "--force", "--", *kept)
    git(root, "commit", "--quiet", "--message=x")
    return root


def clone_of(root):
    target = root.parent / f"{root.name}-clone" / root.name
    target.parent.mkdir(exist_ok=True)
    git(root, "clone", "--quiet", str(root), str(target))
    git(target, "remote", "set-url", "origin", "https://github.com/owner/tide")
    return target


def seen(capsys, root):
    return [(f["code"], f["path"], f["severity"]) for f in found(capsys, root)]


def test_a_data_file_that_is_not_committed_is_an_error_here_and_there(tmp_path, capsys):
    root = committed(tmp_path / "tide", FILES | {"data.csv": "1"}, "data.csv")
    assert seen(capsys, root) == [("VL402", "data.csv", "error")]
    clone = clone_of(root)
    assert seen(capsys, clone) == [("VL515", "app.ipynb", "error")]
    write(root, {".gitignore": "*.csv\n"})
    git(root, "add", ".gitignore")
    assert seen(capsys, root) == [("VL402", "data.csv", "error")]
    git(root, "add", "--force", "data.csv")
    assert seen(capsys, root) == []


@pytest.mark.parametrize(
    ("cells", "files"),
    [
        (["open('data.csv', 'w').write('1')", "open('data.csv').read()"], {}),
        (["!wget https://example.org/data.csv", "open('data.csv').read()"], {}),
        (["import maker", "open('data.csv').read()"], {"maker.py": "FILE = 'data.csv'"}),
        (["def f():\n    return open('data.csv').read()"], {}),
        (["try:\n    open('data.csv').read()\nexcept OSError:\n    pass"], {}),
        (["import os", "os.chdir('sub')", "open('data.csv').read()"], {"sub/x": ""}),
        (["open('data.csv').read()"], {"postBuild": "#!/bin/sh\ncurl -O https://example.org/x\n"}),
        (["open('DATA/data.csv').read()"], {"DATA/data.csv": ""}),
        (["open('there/data.csv').read()"], {"data/data.csv": "", "there": None}),
    ],
)
def test_a_file_that_something_may_make_or_that_is_there_is_no_finding(
    tmp_path, capsys, cells, files
):
    link = files.pop("there", "") is None
    root = write(tmp_path, {"app.ipynb": notebook(*cells, SLIDER), "environment.yml": ENVIRONMENT})
    write(root, files)
    if link:
        (root / "there").symlink_to("data")
    assert "VL515" not in [code for code, *_ in seen(capsys, root)]


def test_the_only_file_of_that_name_is_offered(tmp_path, capsys):
    deep = FILES | {"apps/app.ipynb": READS, "store/data.csv": "1"}
    del deep["app.ipynb"]
    root = committed(tmp_path, deep)
    (finding,) = found(capsys, root)
    assert "write `../store/data.csv`" in finding["help"]
    assert run(capsys, root, "--fix", "--unsafe-fixes")[0] == 0
    assert "../store/data.csv" in (root / "apps" / "app.ipynb").read_text()


def test_an_ignored_environment_file_counts_as_absent(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), ".gitignore": "environment.yml\n", "voila.json": "{}"}
    root = committed(tmp_path / "tide", files)
    write(root, {"environment.yml": ENVIRONMENT})
    assert seen(capsys, root) == [("VL402", "environment.yml", "error")]
    assert seen(capsys, clone_of(root)) == [("VL201", ".", "error")]
    run(capsys, root, "--fix")
    assert (root / "environment.yml").read_text() == ENVIRONMENT


def test_an_ignored_file_beside_one_that_is_committed_plays_no_role(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), ".gitignore": "environment.yml\n"}
    root = committed(tmp_path, files | {"requirements.txt": "voila\n"})
    write(root, {"environment.yml": "dependencies: [python=3.5]\n"})
    assert [code for code, *_ in seen(capsys, root) if code != "VL220"] == []


def test_an_ignored_module_is_missing(tmp_path, capsys):
    files = {"app.ipynb": notebook(f"import tides\n{SLIDER}"), "environment.yml": ENVIRONMENT}
    root = committed(tmp_path / "tide", files | {".gitignore": "tides.py\n"})
    write(root, {"tides.py": ""})
    assert seen(capsys, root) == [("VL402", "tides.py", "error")]
    assert [severity for *_, severity in seen(capsys, clone_of(root))] == ["error"]


def test_a_file_that_fix_creates_is_there_and_waits_for_git(tmp_path, capsys):
    root = committed(tmp_path, {"app.ipynb": notebook(SLIDER), "voila.json": "{}"})
    assert seen(capsys, root) == [("VL201", ".", "error")]
    run(capsys, root, "--fix")
    created = (root / "environment.yml").read_text()
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["path"]) == ("VL402", "environment.yml")
    assert finding["help"] == "`git add environment.yml`, commit and push."
    run(capsys, root, "--fix")
    assert (root / "environment.yml").read_text() == created
    assert git(root, "status", "--porcelain").split() == ["??", "environment.yml"]


def test_the_summary_says_where_nothing_is_known_of_git(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    root = write(tmp_path / "tide", files)
    code, out, _ = run(capsys, root)
    assert code == 0
    assert "This is not in a git repository" in out
    assert "Next: `git init`" in out
    assert "git" not in run(capsys, "--root", root)[1]
    git(root, "init", "--quiet")
    code, out, _ = run(capsys, root)
    assert code == 0
    assert "Nothing is committed yet" in out
    assert "Next: `git add .` and `git commit`" in out
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    assert "Next" not in run(capsys, root)[1]
