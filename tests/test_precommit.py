"""The hook, run by the real pre-commit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ENVIRONMENT, SLIDER, git, notebook, write

PROJECT = Path(__file__).parent.parent

pytestmark = pytest.mark.proof


@pytest.fixture(scope="session")
def hooks(tmp_path_factory):
    """A repository that offers the hook: what is in the working tree, committed."""
    target = tmp_path_factory.mktemp("hooks")
    for name in ("voila_lint", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    git(target, "init", "--quiet", "--initial-branch=main")
    git(target, "add", ".")
    git(target, "commit", "--quiet", "--message=x")
    return target


@pytest.fixture
def install(tmp_path, hooks):
    """Make a user's repository of some files, with the hook installed and all staged."""

    def install(files):
        rev = git(hooks, "rev-parse", "HEAD").strip()
        config = (
            f"repos:\n- repo: '{hooks.as_posix()}'\n  rev: {rev}\n  hooks:\n  - id: voila-lint\n"
        )
        write(tmp_path, files | {".pre-commit-config.yaml": config})
        git(tmp_path, "init", "--quiet", "--initial-branch=main")
        git(tmp_path, "add", ".")
        _pre_commit(tmp_path, hooks, "install")
        return tmp_path

    return install


def _pre_commit(root, hooks, *arguments):
    # All tests share one cache: building the hook's environment takes seconds.
    environment = os.environ | {"PRE_COMMIT_HOME": str(hooks.parent / "pre-commit")}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=root,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def _commit(root, hooks):
    """Commit as a user does; return whether the hook let it pass, and its output."""
    environment = os.environ | {"PRE_COMMIT_HOME": str(hooks.parent / "pre-commit")}
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--message=x"],
        cwd=root,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode == 0, done.stdout + done.stderr


def test_a_good_commit_passes_and_bad_ones_are_stopped(install, hooks):
    repository = install({"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    passed, output = _commit(repository, hooks)
    assert passed, output
    assert "voila-lint" in output and "Passed" in output

    write(repository, {"app.ipynb": notebook(f"import emoji\n{SLIDER}")})
    git(repository, "add", ".")
    passed, output = _commit(repository, hooks)
    assert not passed
    assert "app.ipynb:cell 1 (code cell 1):1:8: error VL101 missing-import" in output
    git(repository, "reset", "--quiet", "--hard")

    # Commits without a file that a hook with `files:` would see.
    git(repository, "rm", "--quiet", "environment.yml")
    passed, output = _commit(repository, hooks)
    assert not passed
    assert "VL201" in output
    git(repository, "reset", "--quiet", "--hard")

    git(repository, "mv", "environment.yml", "enviroment.yml")
    passed, output = _commit(repository, hooks)
    assert not passed
    assert "enviroment.yml: error VL202" in output


@pytest.mark.parametrize(("name", "expected"), [("working", True), ("broken", False)])
def test_the_examples(install, hooks, name, expected):
    folder = PROJECT / "examples" / name
    repository = install({path.name: path.read_bytes() for path in folder.iterdir()})
    passed, output = _commit(repository, hooks)
    assert passed == expected, output
