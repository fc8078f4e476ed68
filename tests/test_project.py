import os
import subprocess
from pathlib import Path

import pytest

from tests.building import ENVIRONMENT, SLIDER, git, notebook, run, write
from voila_lint.git import Listing, parse_remote
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


@pytest.fixture
def trap(tmp_path):
    """A program outside of the repository; ``sprung`` beside it appears when it runs."""
    path = tmp_path / "trap.sh"
    path.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'sprung'}'\n")
    path.chmod(0o755)
    yield path
    assert not (tmp_path / "sprung").exists()


def ask_everything(root: Path) -> Project:
    project = Project(root)
    for name in ("files", "remote", "refs", "branch", "lost_entries", "lfs_files"):
        getattr(project, name)
    return project


COMMANDS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"),
    *("core.gitProxy", "core.alternateRefsCommand", "core.hooksPath", "credential.helper"),
    *(
        "diff.external",
        "diff.x.textconv",
        "diff.x.command",
        "gpg.program",
        "interactive.diffFilter",
    ),
    *("filter.x.clean", "filter.x.smudge", "filter.x.process", "filter.lfs.process"),
    *("merge.x.driver", "pager.ls-files", "pager.config", "pager.for-each-ref", "sequence.editor"),
    *("remote.origin.uploadpack", "uploadpack.packObjectsHook", "trace2.eventTarget"),
)


@pytest.mark.skipif(os.name == "nt", reason="the trap is a shell script")
def test_nothing_that_a_hostile_repository_configures_is_run(tmp_path, trap):
    root = write(tmp_path / "root", FILES | {".gitattributes": "* filter=lfs diff=x merge=x\n"})
    git(root, "init", "--quiet")
    git(root, "add", "README.md", ".gitattributes")
    write(tmp_path, {"more": "".join(_setting(key, trap) for key in COMMANDS)})
    for name in ("ls-files", "config", "for-each-ref", "rev-parse", "check-attr"):
        git(root, "config", f"alias.{name}", f"!{trap}")
    git(root, "config", "include.path", str(tmp_path / "more"))
    git(root, "config", "remote.origin.url", f"ext::{trap}")
    for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman", "post-checkout"):
        (root / ".git" / "hooks" / hook).write_bytes(trap.read_bytes())
        (root / ".git" / "hooks" / hook).chmod(0o755)
    (root / "README.md").write_text("changed, so that git may want to clean it")
    project = ask_everything(root)
    assert "app.ipynb" in project.files
    assert project.lfs_files == {".gitattributes", "README.md"}
    assert project.remote is None


def _setting(key: str, value: object) -> str:
    section, _, name = key.rpartition(".")
    section, _, subsection = section.partition(".")
    return (
        f'[{section} "{subsection}"]\n\t{name} = {value}\n'
        if subsection
        else (f"[{section}]\n\t{name} = {value}\n")
    )


@pytest.mark.skipif(os.name == "nt", reason="the trap is a shell script")
@pytest.mark.parametrize("remote", ["ext::{}", "ssh://host/path", "file://{}"])
def test_nothing_is_fetched_for_a_partial_clone(tmp_path, trap, remote):
    root = write(tmp_path / "root", {".gitattributes": "*.csv filter=lfs\n", "sub/a.csv": "1"})
    write(root, {"sub/.gitattributes": "*.txt text\n"})
    git(root, "init", "--quiet")
    git(root, "-c", "filter.lfs.clean=cat", "add", ".")
    # Git wants to read this one, and has to ask the remote for it.
    lost = git(root, "rev-parse", ":sub/.gitattributes").strip()
    (root / "sub" / ".gitattributes").unlink()
    (root / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": remote.format(trap),
        "remote.origin.uploadpack": str(trap),
        "core.sshCommand": str(trap),
        "protocol.allow": "always",
    }.items():
        git(root, "config", key, value)
    assert ask_everything(root).lfs_files == {"sub/a.csv"}


@pytest.mark.skipif(os.name == "nt", reason="the trap is a shell script")
def test_a_folder_that_looks_like_a_bare_repository_is_not_asked(tmp_path, trap):
    git(tmp_path, "init", "--quiet", "--bare", "root/data")
    root = write(tmp_path / "root", {"data/app.ipynb": "{}"})
    git(root, "init", "--quiet")
    for key, value in {
        "core.bare": "false",
        "core.worktree": "..",
        "core.fsmonitor": str(trap),
        "remote.origin.url": "https://github.com/other/one",
    }.items():
        git(root / "data", "config", "--file=config", key, value)
    assert ask_everything(root / "data").remote is None
    assert ask_everything(root).notebooks == ("data/app.ipynb",)


@pytest.mark.parametrize("where", ["elsewhere", "/", ".."])
def test_a_working_tree_elsewhere_shows_nothing_of_it(tmp_path, where):
    write(tmp_path, {"elsewhere/secret.ipynb": "{}", "secret.ipynb": "{}"})
    root = write(tmp_path / "root", {"app.ipynb": "{}"})
    git(root, "init", "--quiet")
    (root / ".git" / "config").write_text(
        f"[core]\n\tworktree = {tmp_path / where}\n\trepositoryformatversion = 0\n"
    )
    assert Project(root).files == {"app.ipynb"}


def test_a_git_file_may_point_anywhere(tmp_path):
    other = committed(write(tmp_path / "other", {"secret.ipynb": "{}"}))
    root = write(tmp_path / "root", {"app.ipynb": "{}"})
    for target in (str(other / ".git"), "../root", "/dev/zero", "x" * 100_000, "\0", ""):
        write(root, {".git": f"gitdir: {target}\n"})
        assert Project(root).notebooks == ("app.ipynb",)
        assert Project(root).branch in ("main", None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_in_place_of_head_is_not_waited_for(tmp_path):
    write(tmp_path, {".git/config": ""})
    os.mkfifo(tmp_path / ".git" / "HEAD")
    assert Project(tmp_path).branch is None


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_CONFIG"])
def test_variables_of_a_hook_do_not_lead_elsewhere(tmp_path, monkeypatch, name):
    root = committed(write(tmp_path / "root", {"app.ipynb": "{}"}))
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    project = ask_everything(root)
    assert project.listing is not None
    assert (project.listing.tracked, project.branch) == ({"app.ipynb"}, "main")
    assert project.remote is not None


BROKEN = {
    "index": {".git/index": "garbage"},
    "head": {".git/HEAD": "garbage"},
    "config": {".git/config": "[garbage"},
    "extension": {
        ".git/config": "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tnew = 1\n"
    },
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_repository_that_git_refuses_is_walked(tmp_path, broken, capsys):
    root = committed(
        write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    )
    write(root, BROKEN[broken])
    project = ask_everything(root)
    assert (project.listing, project.notebooks) == (None, ("app.ipynb",))
    code, _, err = run(capsys, "--verbose", root)
    assert code == 0
    assert "git cannot read this repository" in err
    assert "`git status` says more" in err


def test_a_repository_of_somebody_else_is_walked(tmp_path, monkeypatch):
    root = committed(write(tmp_path, {"app.ipynb": "{}"}))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert (Project(root).listing, Project(root).notebooks) == (None, ("app.ipynb",))
    assert not Project(root).has_commit


def test_a_bare_repository_holds_no_files(tmp_path):
    git(tmp_path, "init", "--quiet", "--bare", "app.git")
    assert Project(tmp_path / "app.git").files == frozenset()
    assert Project(tmp_path).files == frozenset()


def test_what_a_sparse_checkout_leaves_out_is_there_but_cannot_be_read(tmp_path):
    root = committed(write(tmp_path, {"a/app.ipynb": "{}", "b/app.ipynb": "{}", "b/x.py": ""}))
    git(root, "sparse-checkout", "set", "a")
    assert "b/x.py" in Project(root).files
    assert Project(root).notebooks == ("a/app.ipynb",)


def test_worktrees_and_submodules_are_repositories(tmp_path):
    root = committed(write(tmp_path / "root", {"app.ipynb": "{}"}))
    git(root, "worktree", "add", "--quiet", "-b", "side", "../side")
    git(
        root, "-c", "protocol.file.allow=always", "submodule", "--quiet",
        "add", str(tmp_path / "side"), "sub",
    )  # fmt: skip
    for place, branch in ((tmp_path / "side", "side"), (root / "sub", "side")):
        project = Project(place)
        assert (project.is_top, project.branch) == (True, branch)
        assert project.listing is not None
        assert project.listing.tracked == {"app.ipynb"}
    assert Project(root).files == {"app.ipynb", ".gitmodules"}
    assert Project(root).lost_entries == ()


def test_repositories_with_sha256_are_known(tmp_path):
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    root = committed(write(tmp_path, {"app.ipynb": "{}"}))
    assert Project(root).listing == Listing(frozenset({"app.ipynb"}), frozenset())


def test_git_is_asked_few_times_however_many_files_there_are(tmp_path, monkeypatch):
    files = {f"{i // 100}/{i}.csv": "" for i in range(2000)}
    root = committed(write(tmp_path, files | {".gitattributes": "*.csv filter=lfs\n"}))
    calls = []
    monkeypatch.setattr(
        "subprocess.run",
        lambda command, *, run=subprocess.run, **options: (
            calls.append(command) or run(command, **options)
        ),
    )
    project = ask_everything(root)
    assert len(project.lfs_files) == 2000
    assert len(calls) == 5


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
    assert Project(tmp_path).lfs_files == {"data/a b.csv"}
