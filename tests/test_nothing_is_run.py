"""Nothing of the checked repository is run or imported, and no row of output commands a CI."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ENVIRONMENT, SLIDER, git, notebook, run, write
from voila_lint import __main__ as entry
from voila_lint.git import find_program
from voila_lint.report import row

TRAP = "#!/bin/sh\ntouch {}\nexit 1\n"


def _program(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "git"
    program.write_text(text)
    program.chmod(0o755)
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script is no git there")
def test_the_git_of_the_repository_is_not_run(tmp_path, capsys, monkeypatch):
    root = write(tmp_path / "repository", {"app.ipynb": notebook(SLIDER), "x.csv": "1"})
    git(root, "init", "-q")
    git(root, "add", "app.ipynb")
    trace = tmp_path / "trace"
    _program(root, TRAP.format(trace))
    _program(root / "bin", TRAP.format(trace))
    (tmp_path / "link").symlink_to(root / "bin")
    monkeypatch.chdir(root)
    usual = os.environ["PATH"]
    for entries in ("", ".", "bin", "./bin", str(root / "bin"), f"{root}/bin/../bin"):
        for path in (f"{entries}:{usual}", f"{tmp_path}/link:{entries}:{usual}"):
            monkeypatch.setenv("PATH", path)
            code, _, err = run(capsys, ".", "--verbose")
            assert (code, trace.exists()) == (1, False), path
            assert "git is not installed here" not in err
    # Nor by a link to it that lies elsewhere; there is no git at all then.
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "git").symlink_to(root / "git")
    monkeypatch.setenv("PATH", f"{tmp_path}/own")
    assert "git is not installed here" in run(capsys, ".", "--verbose")[2]
    assert not trace.exists()


def test_only_absolute_folders_are_searched(tmp_path):
    outside = tmp_path / "outside"
    program = _program(outside, "") if os.name != "nt" else outside / "git.exe"
    outside.mkdir(exist_ok=True)
    program.write_text("")
    program.chmod(0o755)
    root = tmp_path / "root"
    root.mkdir()
    folders = os.pathsep.join(["", ".", "bin", str(root), str(root / "a"), str(outside)])
    assert find_program(folders, root) == (str(program), str(outside))
    assert find_program(os.pathsep.join(["", ".", str(root)]), root) == (None, "")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script is no program there")
def test_programs_that_git_settings_name_are_not_run(tmp_path, capsys):
    root = write(
        tmp_path / "repository",
        {"app.ipynb": notebook(SLIDER), ".gitattributes": "* filter=x diff=x merge=x\n", "a": "1"},
    )
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    trace = tmp_path / "trace"
    program = _program(root / "bin", TRAP.format(trace))
    hooks = root / ".git" / "hooks"
    for name in ("post-index-change", "fsmonitor-watchman", "post-checkout", "pre-auto-gc"):
        hooks.mkdir(exist_ok=True)
        (hooks / name).write_text(TRAP.format(trace))
        (hooks / name).chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"),
        *("diff.external", "diff.x.textconv", "diff.x.command", "filter.x.clean"),
        *("filter.x.smudge", "filter.x.process", "credential.helper", "core.gitProxy"),
        *("pager.ls-files", "pager.config", "gpg.program", "uploadpack.packObjectsHook"),
        *("core.alternateRefsCommand", "merge.x.driver", "sequence.editor", "remote.x.uploadpack"),
    ):
        git(root, "config", key, str(program))
    for alias in ("ls-files", "config", "for-each-ref", "rev-parse", "check-attr"):
        git(root, "config", f"alias.{alias}", f"!{program}")
    git(root, "config", "core.hooksPath", str(hooks))
    git(root, "config", "remote.origin.url", f"ext::{program}")
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "core.repositoryFormatVersion", "1")
    (root / "b.csv").write_text("1")
    (root / "a").write_text("2")
    trace.unlink(missing_ok=True)
    code, _, err = run(capsys, root, "--verbose")
    assert (code, trace.exists()) == (1, False)
    assert "git is not installed here" not in err
    run(capsys, "link", root)
    run(capsys, "plan", root)
    assert not trace.exists()


def test_nothing_is_imported_from_the_current_folder(tmp_path):
    trace = tmp_path / "trace"
    trap = f"open({str(trace)!r}, 'w').close()\n"
    modules = ("yaml", "msgspec", "packaging", "nbformat", "markdown_it", "stdlib_list", "json")
    root = write(
        tmp_path / "repository",
        {
            "app.ipynb": notebook(SLIDER, "import pandas"),
            "old.ipynb": '{"nbformat": 3, "metadata": {}, "worksheets": []}',
            "environment.yml": ENVIRONMENT,
            "README.md": "https://mybinder.org/v2/gh/o/r/HEAD",
            **{f"{name}.py": trap for name in modules},
            **{f"lib/{name}.py": trap for name in modules},
        },
    )
    # As the script that pip installs does it: this package's folder is on no path of ours then.
    start = "import sys; sys.argv[1:] = ['.']; from voila_lint.__main__ import main; main()"
    home = str(Path(entry.__file__).parents[1])
    for path in (f"{home}{os.pathsep}.", f"{home}{os.pathsep}{os.pathsep}lib"):
        environment = {**os.environ, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-P" if sys.version_info >= (3, 11) else "-s", "-c", start],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, "")
        assert not trace.exists()


COMMANDS = (
    *("::error ::x", "::set-output name=a::b", "::stop-commands::x", "::add-mask::x"),
    *("##[error]x", "##[set-env name=a]b", "##vso[task.setvariable variable=a]b"),
    *("##teamcity[buildStop]", "--- x", "+++ x", "~~~ x", "^^^ +++"),
    *("section_start:1:x", "section_end:1:x", "travis_fold:start:x"),
)


def _is_command(line: str) -> bool:
    """Tell whether some CI takes a line for a command: read as their own sources do."""
    anywhere = ("##[", "##vso[", "##teamcity[")
    at_start = ("--- ", "+++ ", "~~~ ", "^^^ ", "section_start:", "section_end:", "travis_fold:")
    return (
        line.lstrip().startswith("::")
        or any(sign in line for sign in anywhere)
        or line.startswith(at_start)
    )


def test_a_row_is_no_command():
    for command in COMMANDS:
        assert _is_command(command)
        for line in (command, f"  {command}", f"\t{command}", f"x {command}"):
            assert not _is_command(row(line)), line
    # Other text stays what it is.
    for line in (
        "# x",
        "## x [a]",
        "a::b",
        "-- x",
        "---",
        "section 1",
        "travis_x.ipynb:1",
        "::"[:1],
    ):
        assert row(line) == line


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_no_output_commands_a_ci(tmp_path, capsys):
    files: dict[str, str | bytes] = {
        "requirements.txt": "\n".join(f"x {command} " + "y " * 60 for command in COMMANDS),
        "README.md": "\n\n".join(
            f"[{command}](https://mybinder.org/v2/gh/o/r/HEAD?labpath=voila%2Frender%2Fx.ipynb)\n"
            f"{command}"
            for command in COMMANDS
        ),
        "pyproject.toml": "[tool.voila-lint]\napps = ['::error ::x', '##[error]x']\n",
    }
    for command in COMMANDS:
        files[f"{command}.ipynb"] = notebook(f"#md\n![{command}](x.png)\n{command}", "import nope")
        files[f" {command}.ipynb"] = "{"
        files[f"{command}/environment.yml"] = "dependencies: [voila\n"
    root = write(tmp_path / "##[group]x", files)
    git(root, "init", "-q")
    git(root, "remote", "add", "origin", "https://github.com/o/r")
    for arguments in (
        [root],
        [root, "--verbose"],
        [root, "--output-format", "concise"],
        [root, "--output-format", "json", "--verbose"],
        [root, "--diff"],
        [root, "--diff", "--unsafe-fixes"],
        ["plan", root],
        ["plan", root, "--output-format", "json"],
        ["why", "nope", root],
        ["link", root],
        ["link", root, "--badge", "markdown"],
    ):
        _, out, err = run(capsys, *arguments)
        assert out or err
        if "json" in arguments:
            json.loads(out)
        lines = [line for text in (out, err) for line in text.split("\n")]
        if "--diff" in arguments:
            # The signs of a diff itself.
            lines = [line for line in lines if not line.startswith(("--- ", "+++ "))]
            assert any("mybinder" in line for line in lines)
        assert [line for line in lines if _is_command(line)] == []
