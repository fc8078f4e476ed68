import os
from pathlib import Path

import pytest

from tests.building import git, write
from voila_lint.git import parse_remote
from voila_lint.project import Project

FILES = {
    "app.ipynb": "{}",
    "README.md": "",
    "sub folder/naïve.ipynb": "{}",
    ".ipynb_checkpoints/app-checkpoint.ipynb": "{}",
    "node_modules/x/y.ipynb": "{}",
    "my-env/pyvenv.cfg": "",
    "my-env/share/z.ipynb": "{}",
    "conda/conda-meta/history": "",
    "conda/z.ipynb": "{}",
}


def test_without_git_all_files_count_but_those_of_tools(tmp_path):
    project = Project(write(tmp_path, FILES))
    assert project.notebooks == ("app.ipynb", "sub folder/naïve.ipynb")
    assert project.documents == ("README.md",)


def test_with_git_ignored_files_do_not_count(tmp_path):
    write(tmp_path, FILES | {".gitignore": "secret.*\n", "secret.ipynb": "{}", "new.ipynb": "{}"})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "app.ipynb", "sub folder", ".ipynb_checkpoints")
    git(tmp_path, "commit", "--quiet", "--message=x")
    project = Project(tmp_path)
    assert project.notebooks == ("app.ipynb", "new.ipynb", "sub folder/naïve.ipynb")
    assert project.listing is not None
    assert "new.ipynb" in project.listing.untracked
    assert "app.ipynb" in project.listing.tracked


def test_a_deleted_file_is_gone_before_the_commit_too(tmp_path):
    write(tmp_path, FILES)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    (tmp_path / "app.ipynb").unlink()
    assert "app.ipynb" not in Project(tmp_path).files


def test_a_folder_that_git_ignores_as_a_whole_is_judged_by_itself(tmp_path):
    write(tmp_path, {".gitignore": "build/\n", "build/app.ipynb": "{}"})
    git(tmp_path, "init", "--quiet")
    assert Project(tmp_path / "build").notebooks == ("app.ipynb",)


def test_a_subfolder_of_a_repository_has_its_own_paths(tmp_path):
    write(tmp_path, {"apps/app.ipynb": "{}", "other.ipynb": "{}"})
    git(tmp_path, "init", "--quiet")
    assert Project(tmp_path / "apps").notebooks == ("app.ipynb",)


def test_without_the_program_git_the_files_are_walked(tmp_path, monkeypatch):
    git(write(tmp_path, FILES), "init", "--quiet")
    monkeypatch.setenv("PATH", "")
    assert Project(tmp_path).notebooks == ("app.ipynb", "sub folder/naïve.ipynb")


def test_nothing_that_a_hostile_repository_configures_is_run(tmp_path):
    git(write(tmp_path, FILES), "init", "--quiet")
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'sprung'}'\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "filter.x.clean",
        "diff.external",
    ):
        git(tmp_path, "config", key, str(trap))
    git(tmp_path, "config", "remote.origin.url", f"ext::{trap}")
    write(tmp_path, {".gitattributes": "* filter=x\n"})
    project = Project(tmp_path)
    assert "app.ipynb" in project.files
    assert project.remote is None
    assert not (tmp_path / "sprung").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows needs a privilege for symbolic links")
def test_links_lead_neither_in_circles_nor_out(tmp_path):
    root = write(tmp_path / "root", {"a/app.ipynb": "{}"})
    write(tmp_path, {"outside.ipynb": "{}"})
    (root / "a" / "loop").symlink_to(root)
    (root / "dangling.ipynb").symlink_to("nowhere")
    (root / "out.ipynb").symlink_to("../outside.ipynb")
    project = Project(root)
    assert project.notebooks == ("a/app.ipynb", "dangling.ipynb", "out.ipynb")
    for path in ("dangling.ipynb", "out.ipynb"):
        with pytest.raises(OSError):
            project.read_bytes(path)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/o/r.git", ("gh", "o/r")),
        ("https://github.com/o/r/", ("gh", "o/r")),
        ("https://user:token@github.com/o/r", ("gh", "o/r")),
        ("git@github.com:o/r.git", ("gh", "o/r")),
        ("ssh://git@github.com/o/r.git", ("gh", "o/r")),
        ("https://gitlab.com/group/sub/r.git", ("gl", "group/sub/r")),
        ("https://example.org/o/r.git", None),
        ("/home/me/r", None),
        ("../r", None),
        ("https://[broken/o/r", None),
    ],
)
def test_remotes(address, expected):
    remote = parse_remote(address)
    assert (remote and (remote.provider, remote.repository)) == expected


@pytest.mark.parametrize(
    ("head", "expected"), [("ref: refs/heads/feat/x\n", "feat/x"), ("0" * 40, None)]
)
def test_branch(tmp_path, head, expected):
    assert Project(write(Path(tmp_path), {".git/HEAD": head})).branch == expected


def committed(root: Path) -> Path:
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    return root


def test_a_repository_in_a_repository_is_an_entry_or_nothing(tmp_path):
    write(tmp_path, {"app.ipynb": "{}", "kept/a.py": "", "new/b.py": "", "sub/c.py": ""})
    committed(tmp_path / "kept")
    committed(tmp_path / "sub")
    write(tmp_path, {".gitmodules": '[submodule "s"]\n path = sub\n url = ../sub\n'})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "app.ipynb", "kept", "sub", ".gitmodules")
    committed(tmp_path / "new")
    project = Project(tmp_path)
    assert project.files == {"app.ipynb", ".gitmodules"}
    assert project.listing is not None
    assert (project.listing.entries, project.listing.nested) == ({"kept", "sub"}, {"new"})
    assert project.lost_entries == ("kept",)


def test_refs_are_known_where_all_of_them_are_fetched(tmp_path):
    origin = committed(write(tmp_path / "origin", {"app.ipynb": "{}"}))
    git(origin, "branch", "feat/x")
    git(origin, "tag", "v1")
    git(tmp_path, "clone", "--quiet", str(origin), "full")
    refs = Project(tmp_path / "full").refs
    assert refs is not None
    assert refs.names == {"main", "feat/x", "v1"}
    assert [refs.lacks(ref) for ref in ("feat/x", "HEAD", "deadbeef", "master")] == [
        False, False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("option", ["--depth=1", "--single-branch"])
def test_refs_are_not_known_in_a_partial_clone(tmp_path, option):
    origin = committed(write(tmp_path / "origin", {"app.ipynb": "{}"}))
    git(tmp_path, "clone", "--quiet", option, origin.as_uri(), "part")
    refs = Project(tmp_path / "part").refs
    assert refs is not None
    assert not refs.lacks("master")


def test_files_of_git_lfs_are_known_by_their_attributes(tmp_path):
    write(
        tmp_path, {"data/a b.csv": "1", "c.csv": "1", "data/.gitattributes": "*.csv filter=lfs\n"}
    )
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "-c", "filter.lfs.clean=cat", "add", ".")
    assert Project(tmp_path).lfs_files == ("data/a b.csv",)
