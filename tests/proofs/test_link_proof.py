"""What ``voila-lint link`` prints opens the app on a real server, whatever the notebook's name."""

import json
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from environments import judge_python

from tests.building import git, notebook, run, write
from voila_lint.binder.links import parse_link

DRIVER = Path(__file__).parent / "voila" / "driver.py"
NAMES = ("100% C++ & C#.ipynb", 'a b/what\'s "é" now?.ipynb')


@pytest.mark.proof
@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
@pytest.mark.parametrize("name", NAMES)
def test_a_printed_link_opens_the_app(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = notebook("import ipywidgets\nipywidgets.IntSlider()", 'print("MARK_END")')
    environment = (
        "name: app\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - voila\n"
    )
    root = write(tmp_path / "tide", {name: app, "environment.yml": environment})
    git(root, "init", "--quiet")
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    _, out, _ = run(capsys, "link", root)
    link = parse_link(out.strip())
    assert link is not None

    command = [judge_python("voila"), DRIVER, root, quote(link.server_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert (seen["status"], seen["error_shown"], seen["reached_end"]) == (200, False, True)
