"""Commands in help texts can be pasted into a shell."""

import os
import subprocess

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, git, notebook, write
from voila_lint.shell.quoting import command

LINK = "[open](https://mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila/render/app.ipynb)\n"


def helps(capsys, root, code):
    return [finding["help"] for finding in found(capsys, root) if finding["code"] == code]


def repository(root, files):
    write(root, {"app.ipynb": notebook(SLIDER), "README.md": LINK, **files})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "README.md", "app.ipynb")
    git(root, "commit", "--quiet", "--message=x")
    return root


@pytest.mark.parametrize(
    ("paths", "line"),
    [
        (("environment .yml", "environment.yml"), "`git mv 'environment .yml' environment.yml`"),
        (("it's.yml", "x.yml"), "`git mv 'it'\"'\"'s.yml' x.yml`"),
        (("-x.yml", "x.yml"), "`git mv -- -x.yml x.yml`"),
        ((":x.yml", "x.yml"), "`git mv ./:x.yml x.yml`"),
        (("a;b$(c)&d.yml", "x.yml"), "`git mv 'a;b$(c)&d.yml' x.yml`"),
        (("a`b`.yml", "x.yml"), "``git mv 'a`b`.yml' x.yml``"),
        (("a\nb\x1b'\\\udcff.yml", "x.yml"), "`git mv $'a\\x0ab\\x1b\\'\\\\\\xff.yml' x.yml`"),
        (("größe.yml", "x.yml"), "`git mv 'größe.yml' x.yml`"),
    ],
)
def test_what_a_shell_would_act_on_is_quoted(paths, line):
    assert command("git", "mv", paths=paths) == line


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_a_shell_gets_the_very_names():
    names = [
        "a b",
        "it's",
        "-x",
        "a\nb",
        "tab\t\x1b",
        '$HOME `id` "x" \\ ! * ?',
        "\udcff",
        "#x",
        "~",
    ]
    line = command("printf", "%s\\0", paths=names).strip("`").replace("printf", "printf --", 1)
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=True)
    words = done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]
    assert [word for word in words if word != "--"] == names


def test_helps_quote_their_commands(tmp_path, capsys):
    misnamed = repository(tmp_path / "a", {"environment .yml": ENVIRONMENT})
    assert helps(capsys, misnamed, "VL202") == [
        "Rename it: `git mv 'environment .yml' environment.yml`."
    ]
    reads = notebook(f"import pandas as pd\npd.read_csv('all data.csv')\n{SLIDER}")
    files = {"environment.yml": ENVIRONMENT + "  - pandas\n", "app.ipynb": reads}
    untracked = repository(tmp_path / "b", files | {"all data.csv": "x\n"})
    assert "`git add 'all data.csv'`, commit and push." in helps(capsys, untracked, "VL402")
    write(untracked, {".gitignore": "*.csv\n"})
    (ignored,) = [text for text in helps(capsys, untracked, "VL402") if ".gitignore" in text]
    assert ignored.startswith("`git check-ignore -v 'all data.csv'` names")
