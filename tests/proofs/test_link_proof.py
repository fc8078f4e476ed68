"""Where launch links lead, seen on a real server with notebooks of all kinds of names.

What ``voila-lint link`` prints opens the app; where an error rule rejects a link, nothing renders.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from environments import judge_python

from tests.building import found, git, notebook, run, write
from voila_lint.links.launch_link import parse_link

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names"),
]

DRIVER = Path(__file__).parent / "voila" / "driver.py"
NAMES = (
    *(
        "with space.ipynb",
        " at both ends .ipynb",
        "C#.ipynb",
        "now?.ipynb",
        "A&B.ipynb",
        "C++.ipynb",
    ),
    *(
        "100%.ipynb",
        "%20.ipynb",
        "a%2Fb.ipynb",
        "it's.ipynb",
        'the "app".ipynb',
        "back\\slash.ipynb",
    ),
    *(
        "\u00dcbung \u6570.ipynb",
        "e\u0301.ipynb",
        "\U0001f642.ipynb",
        "tab\t.ipynb",
        "line\nend.ipynb",
    ),
    *("a:b;c,d=e.ipynb", "a|b*<c>.ipynb", "[x](y).ipynb", "{z}$~`.ipynb", "-dash--dash.ipynb"),
    *("two/folders deep/app.ipynb", "ends with dot./app.ipynb", "one.ipynb/two.ipynb"),
    *(
        "voila/render/app.ipynb",
        'all of it/100% C++ & C#, what\'s "\u00e9"?.ipynb',
        f"{'x' * 249}.ipynb",
    ),
)
ENVIRONMENT = "name: app\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - voila\n"

#: Links that go wrong, by the rule that says so.
HUB = "https://mybinder.org/v2/gh/owner/tide/HEAD?"
REJECTED = {
    f"{HUB}labpath=voila/render/app.ipynb": "VL301",
    f"{HUB}filepath=voila/render/app.ipynb": "VL301",
    f"{HUB}urlpath=voila/render/App.ipynb": "VL302",
    f"{HUB}urlpath=voila/render/app": "VL302",
    f"{HUB}urlpath=voila/render/sub": "VL302",
    f"{HUB}urlpath=voila/render": "VL302",
    f"{HUB}urlpath=voila/app.ipynb": "VL302",
    f"{HUB}urlpath=render/app.ipynb": "VL302",
    f"{HUB}urlpath=Voila/render/app.ipynb": "VL302",
    f"{HUB}urlpath=voila/tree/app.ipynb": "VL302",
    f"{HUB}urlpath=voila/render/.hidden.ipynb": "VL302",
    f"{HUB}urlpath=voila/render/.folder/app.ipynb": "VL302",
    f"{HUB}urlpath=voila/render/A&B.ipynb": "VL304",
    f"{HUB}urlpath=voila%2Frender%2FC%23.ipynb": "VL304",
    f"{HUB}urlpath=voila%252Frender%252FC%2523.ipynb": "VL304",
    f"{HUB}urlpath=voila%2Frender%2Fnow%3F.ipynb": "VL304",
    f"{HUB}urlpath=voila%2525252Frender%2525252Fapp.ipynb": "VL304",
    f"{HUB}urlPath=voila/render/app.ipynb": "VL304",
    f"{HUB}#urlpath=voila/render/app.ipynb": "VL304",
}
OTHERS = ("app.ipynb", "sub/app.ipynb", "A&B.ipynb", "C#.ipynb", "now?.ipynb")


def repository(root: Path, names: tuple[str, ...]) -> Path:
    app = notebook("import ipywidgets\nipywidgets.IntSlider()", 'print("MARK_END")')
    write(root, dict.fromkeys(names, app) | {"environment.yml": ENVIRONMENT})
    git(root, "init", "--quiet")
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    return root


def visited(root: Path, paths: list[str]) -> list[dict[str, Any]]:
    """What a server in ``root`` shows at the paths, which are decoded."""
    command = [judge_python("voila"), DRIVER, root, *map(quote, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    return seen


def led_to(url: str) -> str:
    link = parse_link(url)
    assert link is not None
    return link.server_path


def test_a_printed_link_opens_the_app(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path / "tide", NAMES)
    _, out, _ = run(capsys, "link", root)
    paths = [led_to(url) for url in out.split()]
    assert sorted(paths) == sorted(f"voila/render/{name}" for name in NAMES)

    seen = visited(root, paths)

    for path, page in zip(paths, seen, strict=True):
        shown = (page["status"], page["error_shown"], page["reached_end"])
        assert (path, *shown) == (path, 200, False, True)


def test_no_app_is_shown_where_an_error_rule_rejects_the_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(tmp_path / "tide", (*OTHERS, ".hidden.ipynb", ".folder/app.ipynb"))
    write(root, {"README.md": "\n".join(f"- [app]({url})" for url in REJECTED)})
    rejected = {
        finding["data"]["url"]: finding["code"]
        for finding in found(capsys, root, "--select", "VL3")
        if finding["severity"] == "error"
    }
    assert rejected == REJECTED

    paths = [led_to(url) for url in REJECTED]
    seen = visited(root, paths)

    assert [path for path, page in zip(paths, seen, strict=True) if page["reached_end"]] == []
