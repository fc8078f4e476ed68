"""Whatever is found in a repository, a run ends with 0 or 1 and without a word on stderr."""

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.building import ENVIRONMENT, SLIDER, notebook, run, write

APP = notebook(SLIDER)

FILES = (
    *("environment.yml", "requirements.txt", "README.md", "runtime.txt", "pyproject.toml"),
    *("voila.json", "b.ipynb", "postBuild", "setup.py"),
)
ANCHORS = list(zip("abcdefgh", "bcdefghi", strict=True))

_LINK = "https://mybinder.org/v2/gh/o/r/HEAD?urlpath=voila%2Frender%2Fb.ipynb"

HOSTILE = {
    "a notebook of nothing but brackets": {"a.ipynb": b"[" * 200_000},
    "a notebook of a huge number": {"a.ipynb": notebook("x").replace("null", "9" * 5000)},
    "a cell of nothing but brackets": {"a.ipynb": notebook("(" * 20_000, "print(1)")},
    "a cell of nested calls": {"a.ipynb": notebook("f(" * 300 + ")" * 300)},
    "a cell with NUL": {"a.ipynb": notebook("a\0b")},
    "a cell with a lone surrogate": {"a.ipynb": notebook("x = 1").replace("x = 1", "\\ud800")},
    "a Markdown cell of brackets": {"a.ipynb": notebook("#md\n" + "![" * 5000, SLIDER)},
    "environment.yml of anchors": {
        "environment.yml": "a: &a [x,x]\n"
        + "".join(f"{c}: &{c} [*{p},*{p}]\n" for p, c in ANCHORS)
        + "dependencies: *i\n"
    },
    "environment.yml 1,000 levels deep": {"environment.yml": "[" * 1000},
    "environment.yml that holds itself": {
        "a.ipynb": notebook("import emoji", SLIDER),
        "environment.yml": "dependencies: &a\n  - voila\n  - *a\n  - &b {c: *b}\n",
    },
    "postBuild of brackets": {"postBuild": "#!/bin/bash\n" + "$(" * 20_000, "a.ipynb": APP},
    "environment.yml in UTF-16": {"environment.yml": ENVIRONMENT.encode("utf-16")},
    "environment.yml of NUL": {"environment.yml": b"\0" * 100},
    "environment.yml of two documents": {"environment.yml": f"{ENVIRONMENT}---\n{ENVIRONMENT}"},
    "environment.yml with CR": {"environment.yml": ENVIRONMENT.replace("\n", "\r")},
    "environment.yml with a mapping in it": {"environment.yml": "dependencies: {a: 1}\n"},
    "environment.yml with numbers in it": {"environment.yml": "dependencies: [1, null, [x]]\n"},
    "environment.yml as a folder": {"environment.yml/x": ""},
    "requirements.txt in Latin-1": {"requirements.txt": "voila\n# é\n".encode("latin-1")},
    "requirements.txt that includes itself": {"requirements.txt": "-r requirements.txt\nvoila\n"},
    "requirements.txt of brackets": {"requirements.txt": f"voila; {'(' * 20_000}\n"},
    "requirements.txt of backslashes": {"requirements.txt": "voila \\\n" * 3000},
    "pyproject.toml that is none": {"pyproject.toml": "[project\n"},
    "voila.json that is none": {"voila.json": "[1]", "environment.yml": ENVIRONMENT},
    "a README of brackets": {"README.md": "[" * 20_000 + "mybinder.org/v2/gh/o/r/HEAD"},
    "a README of broken escapes": {"README.md": "https://mybinder.org/v2/gh/o/r/%zz?urlpath=%"},
    "a README of links in links": {"README.md": "[a" * 5000 + _LINK + "](b)" * 5000},
    "a README of quotes in quotes": {"README.md": ">" * 5000 + _LINK},
    "a README of letters that look like a hub's": {
        "README.md": "https://mybіnder.org/v2/gh/o/r/HEAD https://my\u200bbinder.org/v2/gh/o/r\n"
    },
    "a README of links that steer": {
        "README.md": f"[a](<{_LINK}\x1b[2J\u202e>)\n<a href='{_LINK}\0\x9b'>\n"
        "[x](javascript:location='https://mybinder.org/v2/gh/o/r/HEAD\x1b')\n"
    },
    "a module of nothing but brackets": {"a.ipynb": notebook("import m"), "m.py": b"(" * 9999},
    "modules that import each other": {
        "a.ipynb": notebook("import m"),
        "m.py": "import n\nfrom . import q",
        "n.py": "import m\nimport n",
    },
    "names that steer": {"a\x1b[2J\n.ipynb": APP, "b\u202e.ipynb": "{"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_repositories(tmp_path, capsys, name):
    if os.name == "nt" and name == "names that steer":
        return
    write(tmp_path, {"app.ipynb": APP} | HOSTILE[name])
    for options in ((), ("--diff",), ("--output-format", "json", "--verbose")):
        code, out, err = run(capsys, tmp_path, *options)
        assert code in (0, 1), err
        assert "internal error" not in err
        assert all(char.isprintable() or char == "\n" for char in out)


@given(st.binary(max_size=300), st.sampled_from(FILES))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_random_bytes(tmp_path, capsys, content, name):
    root = tmp_path / name
    write(root, {"app.ipynb": APP, name: content})
    code, out, err = run(capsys, root, "--output-format", "json")
    assert code in (0, 1), err
    json.loads(out)
