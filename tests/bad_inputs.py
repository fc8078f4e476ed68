"""Repositories in every bad state: ``python -m tests.bad_inputs [--record] [WORD…]``.

Each case is checked in a forked process, which may take 10 seconds of CPU and 1 GiB of memory, and
has to end with the exit code that ``bad_inputs.txt`` says: never by a bug, a signal or a hang. Run
it as an ordinary user too. For root no file is unreadable: it runs those cases as nobody.
``--record`` writes the exit codes of all that ended well, for reading what changed.

The cases are made of every file that is read, and of every field in it: other kinds of files than
regular ones, encodings, wrong types, depth, size, files that vanish, permissions.
"""

import argparse
import contextlib
import copy
import io
import json
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tests.building import ENVIRONMENT, SLIDER, git, leave_root, notebook, write
from voila_lint import cli
from voila_lint.project import Project

EXPECTED = Path(__file__).with_suffix(".txt")
#: What one case may take: seconds of CPU, seconds in all, bytes of memory.
CPU, WALL, MEMORY = 10, 60, 1 << 30

_Item = TypeVar("_Item")

APP = {"app.ipynb": notebook(SLIDER, "import m", "import yaml")}
_LINK = "https://mybinder.org/v2/gh/o/r/HEAD?urlpath=voila%2Frender%2Fapp.ipynb"

#: Every file that something reads, with what it holds when all is well.
USUAL = {
    "environment.yml": ENVIRONMENT,
    "environment.yaml": ENVIRONMENT,
    "binder/environment.yml": ENVIRONMENT,
    ".binder/requirements.txt": "voila\n",
    "requirements.txt": "voila\n-r more.txt\n-c limits.txt\n",
    "more.txt": "emoji\n",
    "limits.txt": "emoji<3\n",
    "requirements3.txt": "voila\n",
    "runtime.txt": "python-3.11\n",
    "apt.txt": "graphviz\n",
    "Pipfile": "[packages]\nvoila = '*'\n",
    "Pipfile.lock": '{"_meta": {}, "default": {"voila": {"version": "==0.5"}}}\n',
    "pyproject.toml": "[project]\nname = 'x'\n[build-system]\nrequires = []\n",
    "setup.py": "from setuptools import setup\nsetup(install_requires=['voila'])\n",
    "setup.cfg": "[options]\ninstall_requires =\n  voila\n",
    "postBuild": "#!/bin/bash\npip install emoji\n",
    "start": '#!/bin/bash\nexec "$@"\n',
    "Dockerfile": "FROM quay.io/jupyter/base-notebook\n",
    ".dockerignore": "x\n",
    "default.nix": "{}\n",
    "DESCRIPTION": "Package: x\n",
    "install.R": "library(x)\n",
    "Project.toml": "[deps]\n[compat]\njulia = '1.9'\n",
    "REQUIRE": "julia 1\n",
    "voila.json": "{}\n",
    "app.ipynb": notebook(SLIDER),
    "m.py": "import emoji\n",
    "package/__init__.py": "import emoji\n",
    "jupyter_config.json": "{}\n",
    "README.md": f"[a]({_LINK})\n",
    "README.rst": f"`a <{_LINK}>`_\n",
    "index.html": f"<a href='{_LINK}'>a</a>\n",
    "conf.py": "html_theme_options = {'launch_buttons': {'binderhub_url': 'https://mybinder.org'}}\n",
    "_config.yml": "launch_buttons:\n  binderhub_url: https://mybinder.org\n",
    "_toc.yml": "root: a\n",
    "_quarto.yml": "project: {}\n",
    "mkdocs.yml": "site_name: a\n",
    "_redirects": f"/a {_LINK}\n",
    "voila-lint.toml": "ignore = []\n",
    ".gitignore": "x\n",
    ".gitattributes": "*.csv filter=lfs\n",
    ".gitmodules": '[submodule "a"]\npath = a\nurl = https://example.org/a\n',
    "a b.ipynb": notebook(SLIDER),
    ".ipynb_checkpoints/a.ipynb": notebook("x"),
}


#: Of these the first that is there decides how the image is built.
_DECIDING = ("Dockerfile", "default.nix", "environment.yml", "environment.yaml", "Pipfile")


class Case(NamedTuple):
    """How to make a repository in an empty folder, and what else the run is told.

    ``vanishing`` is a file that goes when the files have been listed.
    """

    make: Callable[[Path], object]
    arguments: tuple[str, ...] = ()
    vanishing: str | None = None
    needs_user: bool = False


def _with(path: str, content: bytes) -> Callable[[Path], object]:
    return lambda root: write(root, {**APP, path: content})


def _other(path: str, make: Callable[[Path], object]) -> Callable[[Path], object]:
    """Make what is no regular file in the place of one."""

    def build(root: Path) -> None:
        write(root, {known: text for known, text in APP.items() if known != path})
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        make(target)

    return build


def _socket(target: Path) -> None:
    here = Path.cwd()
    os.chdir(target.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(target.name)
    finally:
        os.chdir(here)


def _folder(target: Path) -> None:
    write(target, {"x": "", "environment.yml": ENVIRONMENT})


def _closed(target: Path, text: str, mode: int) -> None:
    target.write_text(text)
    target.chmod(mode)


def _kinds() -> Iterator[tuple[str, Case]]:
    """Yield each file as what is no regular file, and with contents that are no text."""
    for number, (path, usual) in enumerate(USUAL.items()):
        for target in (
            "nowhere",
            Path(path).name,
            ".",
            "..",
            "/etc/passwd",
            "/dev/zero",
            "/proc/self/mem",
        ):
            make = _other(path, lambda place, target=target: place.symlink_to(target))
            yield f"{path} -> {target}", Case(make)
        yield f"{path} is a folder", Case(_other(path, Path.mkdir))
        yield f"{path} is a pipe", Case(_other(path, os.mkfifo))
        yield f"{path} is a socket", Case(_other(path, _socket))
        yield f"{path} is a folder with a file", Case(_other(path, _folder))
        yield f"{path} vanishes", Case(_with(path, usual.encode()), (), path)
        for mode in (0o000, 0o200):
            make = _other(path, lambda place, mode=mode, usual=usual: _closed(place, usual, mode))
            yield f"{path} has mode {mode:o}", Case(make, needs_user=True)
        for kind, content in _every(2, number, _contents(usual)):
            yield f"{path} {kind}", Case(_with(path, content))


def _every(step: int, number: int, items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield one of so many items, beginning with another one for each number.

    All together would take an hour, and each kind of damage meets most files in this way.
    """
    return islice(items, number % step, None, step)


def _contents(usual: str) -> Iterator[tuple[str, bytes]]:
    text = usual.encode()
    yield "is empty", b""
    yield "is in UTF-16", usual.encode("utf-16")
    yield "is in UTF-16 without a mark", usual.encode("utf-16-le")
    yield "is in UTF-32", usual.encode("utf-32")
    yield "has a mark", usual.encode("utf-8-sig")
    yield "is in Latin-1", text + b"# \xe9\n"
    yield "is in GBK", text + "# 谢谢\n".encode("gbk")
    yield "ends in half a character", text + b"# \xe2\x82"
    yield "has a NUL", text + b"\0"
    yield "is NUL", b"\0" * 1000
    yield "is all bytes", bytes(range(256)) * 4
    yield "has CR", text.replace(b"\n", b"\r")
    yield "has CRLF", text.replace(b"\n", b"\r\n")
    yield "has form feeds", text.replace(b"\n", b"\f\n")
    yield "has escapes", text + b"# \x1b[2J\x9b\xe2\x80\xae\n"
    yield "has a cookie that is none", b"# coding: undefined\n" + text
    yield "has a cookie of another kind", b"# coding: hex\n" + text
    yield "has a cookie and other bytes", b"# coding: utf-8\n\xff" + text
    yield "is cut", text[: len(text) // 2]
    yield "is twice there", text * 2
    yield "is brackets", b"[" * 20_000
    yield "is braces", b"{" * 20_000
    yield "is parentheses", b"(" * 20_000
    yield "is dashes", b"- " * 20_000
    yield "is one word", b"a" * 20_000
    yield "is many lines", b"a\n" * 20_000
    yield "is blanks", b" " * 20_000
    yield "is a number", b"9" * 10_000
    yield "is quotes", b"'\"" * 10_000
    yield "is a merge", b"<<<<<<< a\n" + text + b"=======\n" + text + b">>>>>>> b\n"
    yield "is a pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:a\nsize 1\n"


_JSON = (
    "null",
    "true",
    "1",
    "-1.5",
    '"x"',
    '""',
    "[]",
    "{}",
    "[1]",
    '[[["x"]]]',
    '{"a": {"b": 1}}',
    "9" * 5000,
)
_CODE = {
    "cell_type": "code",
    "id": "a",
    "metadata": {"tags": ["a"], "vscode": {"languageId": "python"}},
    "execution_count": 1,
    "source": ["import ipywidgets"],
    "outputs": [
        {"output_type": "stream", "name": "stdout", "text": ["a"]},
        {"output_type": "display_data", "metadata": {}, "data": {"text/plain": ["a"]}},
    ],
}
_NOTEBOOK = {
    "cells": [
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": ["x"],
            "attachments": {"a": {"image/png": "A"}},
        },
        _CODE,
    ],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "a", "language": "python"},
        "language_info": {"name": "python"},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
_LOCK = {
    "_meta": {"requires": {"python_version": "3.11"}, "sources": [{"url": "a"}]},
    "default": {
        "voila": {"version": "==0.5", "extras": ["a"], "markers": "b", "git": "c", "path": "d"}
    },
    "develop": {},
}
_DOCUMENTS = {
    "app.ipynb": _NOTEBOOK,
    "Pipfile.lock": _LOCK,
    "voila.json": {"VoilaConfiguration": {"a": 1}},
}


def _paths_in(value: object, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield (*above, key)
        yield from _paths_in(item, (*above, key))


def _replaced(document: object, path: tuple[str | int, ...], value: str) -> str:
    """Return JSON with what stands at a path replaced by other JSON, or taken away."""
    top = copy.deepcopy(document)
    here: Any = top
    for key in path[:-1]:
        here = here[key]
    if value:
        here[path[-1]] = "\0"
    else:
        del here[path[-1]]
    return json.dumps(top).replace('"\\u0000"', value)


def _json() -> Iterator[tuple[str, Case]]:
    for name, document in _DOCUMENTS.items():
        for value in _JSON:
            yield f"{name} is {_short(value)}", Case(_with(name, value.encode()))
        for number, path in enumerate(_paths_in(document)):
            for value in _every(3, number, ("", *_JSON)):
                where = ".".join(map(str, path))
                changed = _replaced(document, path, value).encode()
                yield f"{name} with {where} = {_short(value)}", Case(_with(name, changed))


def _short(value: str) -> str:
    return (value if len(value) < 30 else f"{value[:10]}…").replace("\n", "⏎") or "nothing"


_YAML_VALUES = (
    *(
        "",
        "true",
        "1",
        "1.5",
        "2020-01-01",
        "2020-13-99",
        "x",
        "[]",
        "{}",
        "[[a]]",
        "[{a: b}]",
        "[null]",
        "[1, 1.5, true]",
    ),
    *(
        "!!binary aGk=",
        "!a b",
        "!!set {a}",
        "*a",
        "&a [*a]",
        "<<",
        "{<<: a}",
        "0x_",
        "'\\x'",
        "|\n    a\n",
        "{pip: {}}",
    ),
)
_YAML_FIELDS = {
    "environment.yml": (
        *(
            "{}",
            "name: {}\n" + ENVIRONMENT,
            "channels: {}\n" + ENVIRONMENT,
            "channels:\n  - {}\n" + ENVIRONMENT,
        ),
        *(
            "dependencies: {}",
            "dependencies:\n  - {}\n  - voila",
            "dependencies:\n  - pip: {}\n  - voila",
        ),
        *(
            "dependencies:\n  - voila\n  - pip:\n    - {}",
            "variables: {}\n" + ENVIRONMENT,
            "prefix: {}\n" + ENVIRONMENT,
        ),
        *("dependencies:\n  - python={}\n  - voila", "? {}\n: a\n" + ENVIRONMENT),
    ),
    "_config.yml": (
        *(
            "{}",
            "launch_buttons: {}",
            "launch_buttons:\n  binderhub_url: {}",
            "repository: {}",
            "repository:\n  url: {}",
        ),
        *(
            "launch_buttons:\n  notebook_interface: {}\n  binderhub_url: https://mybinder.org",
            "sphinx:\n  config: {}",
        ),
    ),
    "_quarto.yml": ("{}", "website: {}", "website:\n  repo-url: {}"),
    "myst.yml": (
        "{}",
        "project: {}",
        "project:\n  jupyter: {}",
        "project:\n  binder: {}",
        "project:\n  github: {}",
    ),
    "mkdocs.yml": ("{}", "repo_url: {}", "plugins: {}", "extra: {}"),
}
_TOML_VALUES = (
    *(
        "true",
        "1",
        "1.5",
        "'x'",
        "''",
        "[]",
        "{}",
        "[1]",
        "[['x']]",
        "[{a = 1}]",
        "1979-05-27",
        "nan",
        "9" * 5000,
        "{a = {b = 1}}",
    ),
)
_DYNAMIC = (
    "[build-system]\nrequires = []\n[project]\ndynamic = ['dependencies']\n"
    "[tool.setuptools.dynamic]"
)
_TOML_FIELDS = {
    "pyproject.toml": (
        *(
            "project = {}",
            "build-system = {}",
            "tool = {}",
            "tool.poetry = {}",
            "tool.voila-lint = {}",
            "tool.setuptools = {}",
        ),
        *(
            "[build-system]\nrequires = {}\n[project]\nname='a'",
            "[build-system]\nbuild-backend = {}\n[project]\nname='a'",
        ),
        *(
            f"[build-system]\nrequires = []\n[project]\n{key} = {{}}"
            for key in (
                "name",
                "version",
                "dependencies",
                "requires-python",
                "optional-dependencies",
                "dynamic",
                "optional-dependencies.a",
            )
        ),
        *(
            f"[build-system]\nbuild-backend = 'poetry.core'\n[tool.poetry]\n{key} = {{}}"
            for key in (
                "dependencies",
                "dependencies.python",
                "dependencies.voila",
                "dependencies.voila.version",
                "extras",
                "dependencies.voila.optional",
            )
        ),
        "[build-system]\nbuild-backend = 'flit'\n[tool.flit.metadata]\nrequires = {}",
        *(f"{_DYNAMIC}\n{key} = {{}}" for key in ("dependencies", "dependencies.file")),
    ),
    "Pipfile": (
        *("packages = {}", "requires = {}", "source = {}", "dev-packages = {}"),
        *(
            f"[packages]\n{key} = {{}}"
            for key in (
                "voila",
                "voila.version",
                "voila.git",
                "voila.path",
                "voila.editable",
                "voila.extras",
                "voila.markers",
            )
        ),
        *(f"[requires]\n{key} = {{}}" for key in ("python_version", "python_full_version")),
    ),
    "Project.toml": ("deps = {}", "compat = {}", "[deps]\nA = {}", "[compat]\njulia = {}"),
    "voila-lint.toml": tuple(
        f"{key} = {{}}"
        for key in (
            *(
                "select",
                "extend-select",
                "ignore",
                "exclude",
                "per-file-ignores",
                "apps",
                "repository",
                "hubs",
            ),
            *("package-module-map", "nonsense", "per-file-ignores.a", "package-module-map.a"),
        )
    ),
}


def _fields() -> Iterator[tuple[str, Case]]:
    for tables, values in ((_YAML_FIELDS, _YAML_VALUES), (_TOML_FIELDS, _TOML_VALUES)):
        for name, templates in tables.items():
            for number, template in enumerate(templates):
                for value in _every(3, number, values):
                    text = template.replace("{}", value, 1).encode()
                    label = template.replace("\n", "⏎")
                    yield f"{name}: {label} with {_short(value)}", Case(_with(name, text))


def _lines() -> Iterator[tuple[str, Case]]:
    odd = {
        "requirements.txt": (
            *(
                "-r",
                "-r ''",
                "-r .",
                "-r ..",
                "-r /",
                "-r /etc/passwd",
                "-r ~",
                "-r \0",
                "-c requirements.txt",
                "-e",
                "-e .",
                "-e /",
            ),
            *(
                "-r file:///etc/passwd",
                "-r https://[",
                "a @",
                "a @ ://",
                "a @ file:",
                "a; ",
                "a; b",
                "a; python_version",
                "a[",
                "a[b",
                "a==",
            ),
            *(
                "===",
                "a===\u00e9",
                "--hash",
                "a --hash=x",
                "--index-url",
                "-i",
                "--",
                "-",
                "'",
                '"',
                "\\",
                "${A}",
                "git+",
                "git+https://[",
                "./",
                "../x",
            ),
            *(
                "https://[::1",
                "https://a:b:c/",
                "file://",
                "a.whl",
                "-.whl",
                "a-1-py3-none-any.whl",
                "\u2028",
                "\ufeffa",
                "a==1.*.*",
                "a~=1",
                "a>=1.*",
            ),
        ),
        "apt.txt": ("-", "a b c", "A", "a=1", "\u00e9", "$(a)", "-o x"),
        "runtime.txt": (
            *(
                "python",
                "python-",
                "-3.11",
                "python-3",
                "python-3.99",
                "python-x",
                "python-3.11.1.1",
                "r-4.1-2020-13-01",
                "r-2020-01-01",
            ),
            *(
                "r-4.1-9999-99-99",
                "julia-1",
                "python-3.11-2020-01-01",
                "python--3.11",
                "r-4.1-٢٠٢٠-01-01",
                "python-" + "9" * 5000,
            ),
        ),
        "postBuild": (
            *(
                "pip install",
                "pip",
                "cd",
                "cd ..",
                "cd /",
                "cd \0",
                "pip install -r",
                "pip install -r ..",
                "if",
                "fi",
                "done",
                "<<",
                "cat <<",
                "cat << E",
            ),
            *(
                "exit",
                "$(",
                "${",
                "`",
                "'",
                '"',
                "\\",
                "(((",
                "case a in",
                "function",
                "pip install $(cat x)",
                "conda env update",
                "for a in",
            ),
        ),
    }
    for name, lines in odd.items():
        for line in lines:
            head = "#!/bin/bash\n" if name == "postBuild" else ""
            yield f"{name} with {_short(line)!r}", Case(_with(name, f"{head}{line}\n".encode()))


def _git(root: Path) -> None:
    write(
        root,
        {
            **APP,
            "environment.yml": ENVIRONMENT,
            ".gitmodules": "[",
            ".gitattributes": "* filter=lfs\n",
        },
    )
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    git(root, "remote", "add", "origin", "https://github.com/o/r")


def _repositories() -> Iterator[tuple[str, Case]]:
    """Yield checkouts whose parts of git's own are broken."""
    for part in (
        "HEAD",
        "index",
        "config",
        "refs",
        "objects",
        "packed-refs",
        "shallow",
        "info/exclude",
        "info/sparse-checkout",
    ):
        for kind, content in (
            ("gone", None),
            ("empty", b""),
            ("binary", bytes(range(256))),
            ("a folder", "folder"),
            ("a circle", "circle"),
        ):

            def make(root: Path, part: str = part, content: object = content) -> None:
                _git(root)
                target = root / ".git" / part
                if target.is_dir():
                    shutil.rmtree(target)
                else:
                    target.unlink(missing_ok=True)
                if isinstance(content, bytes):
                    target.write_bytes(content)
                elif content == "folder":
                    target.mkdir()
                elif content == "circle":
                    target.symlink_to(target.name)

            yield f".git/{part} is {kind}", Case(make)
    for kind, content in (
        ("nowhere", "gitdir: nowhere\n"),
        ("itself", "gitdir: .git\n"),
        ("empty", ""),
        ("binary", "\0\x01"),
        ("long", "gitdir: " + "a" * 100_000),
    ):
        yield f".git is a file: {kind}", Case(_with(".git", content.encode()))
    yield ".git is a pipe", Case(_other(".git", os.mkfifo))
    yield (
        ".git is a link to nowhere",
        Case(_other(".git", lambda place: place.symlink_to("nowhere"))),
    )
    yield ".git is an empty folder", Case(_other(".git", Path.mkdir))


def _sizes() -> Iterator[tuple[str, Case]]:
    yield "an empty folder", Case(lambda root: None)
    yield (
        "200 folders deep",
        Case(lambda root: write(root, {**APP, "/".join("d" * 200) + "/a.ipynb": notebook(SLIDER)})),
    )
    yield (
        "3,000 files",
        Case(lambda root: write(root, {**APP, **{f"f{n}.csv": "" for n in range(3000)}})),
    )
    yield "3,000 cells", Case(lambda root: write(root, {"app.ipynb": notebook(*["x = 1"] * 3000)}))
    yield (
        "20 MB of output",
        Case(
            lambda root: write(
                root,
                {
                    "app.ipynb": notebook(SLIDER).replace(
                        '"outputs": []',
                        '"outputs": [{"output_type": "stream", "text": "'
                        + "a" * 20_000_000
                        + '"}]',
                    )
                },
            )
        ),
    )
    yield "a notebook 100,000 levels deep", Case(_with("a.ipynb", b'{"a":' * 100_000))
    yield (
        "a module 10,000 levels deep",
        Case(_with("m.py", b"x = " + b"(" * 10_000 + b")" * 10_000)),
    )
    for name in (
        "\n",
        "\x1b[2J",
        "\u202e",
        "::error::x",
        "##[error]",
        "a" * 240,
        "'",
        '"',
        "\\",
        "*",
        "[a]",
        "-x",
        " ",
        ".",
        "%00",
        "?",
        "#",
        "é",
        "\u0065\u0301",
    ):
        yield (
            f"a notebook named {_short(name)!r}",
            Case(
                lambda root, name=name: write(
                    root, {**APP, f"{name}.ipynb": notebook(SLIDER, "import nope")}
                )
            ),
        )
    yield (
        "a name that is no UTF-8",
        Case(
            lambda root: (
                write(root, APP),
                Path(os.fsdecode(os.fsencode(root) + b"/\xff\xfe.ipynb")).write_text(
                    notebook(SLIDER)
                ),
            )
        ),
    )
    yield (
        "a circle of folders",
        Case(lambda root: (write(root, APP), (root / "d").symlink_to(root))),
    )
    for options in (
        ("--diff",),
        ("--fix",),
        ("--output-format", "json", "--verbose"),
        ("--output-format", "concise"),
        ("--select", "VL1"),
    ):
        yield (
            f"{' '.join(options)} where nothing can be read",
            Case(_with("environment.yml", b"\xff"), options),
        )
    for arguments in (
        ("--select", "nonsense"),
        ("--nonsense",),
        ("--root", "nowhere"),
        ("--output-format", "x"),
        ("--python", "nowhere"),
        ("\0",),
        ("nowhere",),
    ):
        yield (
            f"the arguments {' '.join(map(repr, arguments))}",
            Case(lambda root: write(root, APP), arguments),
        )
    for mode in (0o000, 0o100, 0o400, 0o444):
        yield (
            f"the root has mode {mode:o}",
            Case(lambda root, mode=mode: (write(root, APP), root.chmod(mode)), needs_user=True),
        )
        yield (
            f"a folder has mode {mode:o}",
            Case(
                lambda root, mode=mode: (
                    write(root, {**APP, "binder/environment.yml": ENVIRONMENT})
                    and (root / "binder").chmod(mode)
                ),
                needs_user=True,
            ),
        )
    yield "the root vanishes", Case(lambda root: write(root, APP), (), ".")


def cases() -> dict[str, Case]:
    """Return all cases by name."""
    return dict([*_kinds(), *_json(), *_fields(), *_lines(), *_repositories(), *_sizes()])


def outcome(case: Case, cpu: int = CPU) -> str:
    """Return the exit code of a check, or in words how else it ended.

    ``cpu`` are the seconds that it may take.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder, "root")
        root.mkdir()
        case.make(root)
        output = Path(folder, "output")
        try:
            ended = _ended(case, root, output, cpu)
        finally:
            for path in (root, *root.glob("*")):
                with contextlib.suppress(OSError):
                    if path.is_dir() and not path.is_symlink():
                        path.chmod(0o700)
        text = output.read_text("utf-8", "replace")
    if "internal error" in text or "Traceback" in text:
        return "a bug"
    if not all(char.isprintable() or char == "\n" for char in text):
        return "a sequence for the terminal"
    return ended


def _ended(case: Case, root: Path, output: Path, cpu: int) -> str:
    begin = time.monotonic()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            code = _check(case, root, output, cpu)
        finally:
            os._exit(code)
    while True:
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - begin > WALL:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "a hang"
        time.sleep(0.001)
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    # On Linux in KiB.
    if usage.ru_maxrss > MEMORY // 1024:
        return "too much memory"
    return str(os.waitstatus_to_exitcode(status))


def _check(case: Case, root: Path, output: Path, cpu: int) -> int:
    with output.open("w") as file:
        if case.needs_user:
            root.parent.chmod(0o711)
            leave_root(root)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if case.vanishing is not None:
        _let_vanish(root / case.vanishing)
    try:
        return cli.main([*case.arguments, str(root)])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _let_vanish(path: Path) -> None:
    """Remove a file, or a folder, when the files of the repository have been listed."""
    usual = Project.__dict__["files"].func

    def files(self: Project) -> frozenset[str]:
        found: frozenset[str] = usual(self)
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        return found

    replaced = cached_property(files)
    replaced.__set_name__(Project, "files")
    Project.files = replaced  # type: ignore[assignment, misc]


def warm_up() -> None:
    """Import what checks import when they meet it: a forked process need not do so again.

    One that is no longer root's may not even be able to.
    """
    beside = {path: text for path, text in USUAL.items() if path not in _DECIDING}
    repositories = [
        *({**beside, **APP, name: USUAL[name]} for name in ("environment.yml", "Pipfile")),
        *({**APP, name: USUAL[name]} for name in USUAL),
    ]
    for files in repositories:
        with (
            tempfile.TemporaryDirectory() as folder,
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            cli.main([str(write(Path(folder), files)), "--verbose"])


def expected() -> dict[str, str]:
    """Return the exit codes that are expected, by name."""
    lines = EXPECTED.read_text("utf-8").splitlines() if EXPECTED.exists() else []
    return {name: code for code, _, name in (line.partition("  ") for line in lines)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the cases that ended otherwise than expected; return 1 where there are any."""
    parser = argparse.ArgumentParser(description="Checks repositories in every bad state.")
    parser.add_argument("word", nargs="*", help="of the names of cases")
    parser.add_argument("--record", action="store_true", help="write the exit codes")
    options = parser.parse_args(arguments)
    known = expected()
    everything = cases()
    chosen = {n: c for n, c in everything.items() if all(w in n for w in options.word)}
    wrong, most = 0, 0.0
    warm_up()
    for name, case in chosen.items():
        before = os.times()
        code = outcome(case)
        after = os.times()
        most = max(
            most,
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system,
        )
        if code != known.get(name):
            wrong += 1
            print(f"{code}, not {known.get(name, 'known')}: {name}", flush=True)
        if code in ("0", "1", "2"):
            known[name] = code
    if options.record:
        lines = (f"{known[name]}  {name}\n" for name in everything if name in known)
        EXPECTED.write_text("".join(lines), "utf-8")
    # On Linux in KiB.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{len(chosen)} cases, {wrong} wrong; at most {most:.2f} s of CPU and {memory} MiB")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
