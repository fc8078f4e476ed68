"""One reader of a repository's files: names as a clone has them, each file opened once."""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.building import ENVIRONMENT, SLIDER, git, notebook, run, write
from voila_lint.project import Project
from voila_lint.reading import Files

EXAMPLE = Path(__file__).parent.parent / "examples" / "broken"


class Opened:
    """Counts which files Python opens while it is switched on."""

    def __init__(self) -> None:
        self.below = ""
        self.paths: Counter[str] = Counter()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple) -> None:
        if self.below and event == "open" and isinstance(arguments[0], str):
            path = os.path.realpath(arguments[0])
            if path.startswith(self.below + os.sep):
                self.paths[path] += 1


OPENED = Opened()


@pytest.fixture
def opened(monkeypatch):
    def watch(root: Path) -> Counter[str]:
        OPENED.paths.clear()
        monkeypatch.setattr(OPENED, "below", os.path.realpath(root))
        return OPENED.paths

    return watch


@pytest.mark.parametrize("arguments", [(), ("--output-format", "concise"), ("--verbose",)])
def test_a_check_opens_each_file_once(capsys, tmp_path, opened, arguments):
    root = write(
        tmp_path,
        {
            **{file.name: file.read_bytes() for file in EXAMPLE.iterdir() if file.is_file()},
            "requirements.txt": "-r more.txt\n",
            "more.txt": "emoji\n",
            "pyproject.toml": "[tool.voila-lint]\n[project]\nname = 'x'\n",
            "setup.cfg": "",
            "environment.yaml": "",
            "postBuild": "sh more.sh\n",
            "more.sh": "pip install -r more.txt\n",
            "helper.py": "import emoji\n",
            "other.ipynb": notebook(f"import helper\n{SLIDER}"),
        },
    )
    git(root, "init", "--quiet")
    git(root, "add", ".")
    paths = opened(root)
    code, _, _ = run(capsys, root, *arguments)
    assert code == 1
    counts = {path: count for path, count in paths.items() if "/.git/" not in path}
    assert max(counts.values()) == 1 and len(counts) >= 7, counts


def test_what_is_not_in_a_clone_is_not_there(tmp_path):
    root = write(tmp_path / "root", {"a/File.txt": "x", "a/deep/x": "", ".git/config": "secret"})
    write(tmp_path, {"outside/secret": "secret"})
    links = {
        "out": "../outside/secret",
        "folder": "../outside",
        "git": ".git/config",
        "gone": "nowhere",
        "circle": "circle",
        "in": "a/File.txt",
        "inner": "a",
        "a/up": "..",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    os.mkfifo(root / "pipe")
    files = Files(root)
    for path in (
        *("out", "folder", "folder/secret", "git", ".git/config", "gone", "circle", "pipe", "../x"),
        *("a/file.txt", "A/File.txt", str(root / "a/File.txt"), "a\0b", "../outside/secret"),
    ):
        assert not files.exists(path) and files.real_path(path) in (None, "pipe"), path
        with pytest.raises(OSError):
            files.read(path)
    for path in ("in", "a/File.txt", "inner/File.txt", "a/up/a/File.txt", "./a//File.txt"):
        assert files.read(path) == b"x" and files.real_path(path) == "a/File.txt"
    assert files.is_directory("inner") and files.is_directory(".")
    assert not files.without(frozenset({"a"})).exists("a/File.txt")


def test_an_overlay_is_read_instead_of_the_disk(tmp_path):
    root = write(tmp_path, {"a.txt": "disk", "b.txt": "disk", "folder/c.txt": "disk"})
    (root / "link").symlink_to("a.txt")
    overlay = {"a.txt": b"new", "b.txt": None, "made/d.txt": b"made"}
    plain = Files(root)
    files = plain.with_overlay(overlay)
    assert files.read("a.txt") == files.read("link") == b"new"
    assert files.read("made/d.txt") == b"made"
    assert not files.exists("b.txt") and files.is_directory("made")
    assert files.read("folder/c.txt") == plain.read("a.txt") == b"disk"


def test_a_project_with_an_overlay_has_its_files_and_does_not_ask_git_again(tmp_path, monkeypatch):
    root = write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    git(root, "init", "--quiet")
    git(root, "add", ".")
    project = Project(root)
    assert project.files == {"app.ipynb", "environment.yml"}
    monkeypatch.setenv("PATH", "")
    other = project.with_overlay({"environment.yml": None, "binder/environment.yml": b"x"})
    assert other.files == {"app.ipynb", "binder/environment.yml"}
    assert "binder" in other.directories and other.read_text("binder/environment.yml") == "x"
    assert project.files == {"app.ipynb", "environment.yml"}
