"""What is said of code for another Python than Binder's."""

import pytest

from tests.building import SLIDER, codes, found, notebook, run, write

QUOTES = 'x = {"a": 1}\nprint(f"{x["a"]}")'


def repository(root, *sources, python="3.10", **files):
    environment = f"dependencies:\n  - python={python}\n  - voila\n"
    write(root, {"app.ipynb": notebook(*sources, SLIDER), "environment.yml": environment, **files})
    return root


@pytest.mark.parametrize(
    ("python", "source"),
    [
        ("3.7", "if (n := 3) > 2: print(n)"),
        ("3.7", "def f(a, /): pass"),
        ("3.7", "x = 3\nprint(f'{x=}')"),
        ("3.8", "with (open('a') as f, open('b') as g): pass"),
        ("3.8", "@handlers[0]\ndef f(): pass"),
        ("3.9", "match 3:\n    case _: pass"),
        ("3.11", QUOTES),
        ("3.11", "print(f'{\"\\n\".join([])}')"),
        ("3.13", "print(t'{3}')"),
    ],
)
def test_syntax_that_binders_python_does_not_know_is_found(tmp_path, capsys, python, source):
    repository(tmp_path, source, python=python)
    (finding,) = found(capsys, tmp_path, "--select", "VL0,VL1", "--ignore", "VL103")
    assert (finding["code"], finding["cell"], finding["severity"]) == ("VL114", 1, "error")
    assert f"Python {python}" in finding["message"]


@pytest.mark.parametrize(
    ("python", "source"),
    [
        ("3.8", "if (n := 3) > 2: print(n)"),
        ("3.10", "match 3:\n    case _: pass"),
        ("3.8", "with (open('a')) as f, open('b') as g: pass"),
        ("3.12", QUOTES),
        ("3.7", "print(f'{{x=}} {3:=5} {1!=2}')"),
        ("3.7", "text = '''\nmatch 3:\n    case _: pass\n'''"),
        ("3.7", "%%writefile new.py\nmatch 3:\n    case _: pass"),
        ("3.7", "match = 3\ntype = match"),
    ],
)
def test_syntax_that_binders_python_knows_is_fine(tmp_path, capsys, python, source):
    repository(tmp_path, source, python=python)
    assert codes(capsys, tmp_path, "--select", "VL0,VL1") == []


@pytest.mark.parametrize(
    ("python", "source", "name"),
    [
        ("3.10", "import tomllib", "tomllib"),
        ("3.8", "from zoneinfo import ZoneInfo", "zoneinfo"),
        ("3.12", "import imp", "imp"),
        ("3.13", "import telnetlib", "telnetlib"),
        ("3.10", "from typing import List, Self", "typing.Self"),
        ("3.10", "from collections import Iterable", "collections.Iterable"),
        ("3.7", "import importlib.metadata", "importlib.metadata"),
        ("3.7", "from importlib import metadata", "importlib.metadata"),
    ],
)
def test_what_binders_standard_library_lacks_is_found(tmp_path, capsys, python, source, name):
    repository(tmp_path, source, python=python)
    (finding,) = found(capsys, tmp_path, "--select", "VL0,VL1", "--ignore", "VL103")
    assert (finding["code"], finding["data"]["name"]) == ("VL114", name)
    assert finding["severity"] == "error"


@pytest.mark.parametrize(
    ("python", "source"),
    [
        ("3.11", "import tomllib"),
        ("3.11", "import imp, cgi, telnetlib, distutils.util"),
        # setuptools is in Binder's base image and stands in for it.
        ("3.12", "from distutils.version import LooseVersion"),
        ("3.10", "try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib"),
        ("3.10", "import sys\nif sys.version_info >= (3, 11):\n    import tomllib"),
        ("3.9", "from collections import Iterable"),
        ("3.12", "from collections.abc import Iterable"),
    ],
)
def test_what_binders_standard_library_has_is_fine(tmp_path, capsys, python, source):
    repository(tmp_path, source, python=python)
    assert codes(capsys, tmp_path, "--select", "VL0,VL1") == []


def test_a_file_of_the_repository_takes_the_place_of_a_lost_module(tmp_path, capsys):
    repository(tmp_path, "import imp", python="3.12", **{"imp.py": ""})
    assert codes(capsys, tmp_path, "--select", "VL0,VL1") == []


@pytest.mark.parametrize(
    ("package", "module"),
    [("legacy-cgi", "cgi"), ("standard-telnetlib", "telnetlib"), ("pyasyncore", "asyncore")],
)
def test_a_package_takes_the_place_of_a_lost_module(tmp_path, capsys, package, module):
    repository(tmp_path, f"import {module}", python="3.13")
    assert codes(capsys, tmp_path, "--select", "VL1") == ["VL114"]
    environment = f"dependencies:\n  - python=3.13\n  - voila\n  - pip\n  - pip:\n    - {package}\n"
    write(tmp_path, {"environment.yml": environment})
    assert codes(capsys, tmp_path, "--select", "VL101,VL114") == []


def test_modules_of_the_repository_are_looked_at(tmp_path, capsys):
    repository(tmp_path, "import tools", python="3.9", **{"tools.py": "match 3:\n  case _: pass\n"})
    (finding,) = found(capsys, tmp_path, "--select", "VL0,VL1")
    assert (finding["code"], finding["path"], finding["line"]) == ("VL114", "tools.py", 1)


def test_nothing_is_said_where_the_python_is_not_known(tmp_path, capsys):
    repository(tmp_path, "import tomllib\nimport imp", QUOTES)
    write(tmp_path, {"Dockerfile": "FROM python:3.9\n"})
    assert codes(capsys, tmp_path, "--select", "VL004,VL1") == []


def test_code_too_new_to_be_read_here_is_left_alone_and_told(tmp_path, capsys):
    # No Python that runs voila-lint today reads it; Binder's might.
    repository(tmp_path, "lazy import json", python="3.14")
    import sys

    if sys.version_info >= (3, 14):
        pytest.skip("only an older Python leaves it open")
    assert codes(capsys, tmp_path, "--select", "VL004,VL1") == []
    _, _, errors = run(capsys, tmp_path, "--verbose", "--select", "VL004")
    assert "app.ipynb: cell 1 is not judged" in errors
