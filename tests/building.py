"""Small repositories for tests."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from voila_lint import cli

ENVIRONMENT = "dependencies:\n  - python=3.11\n  - voila\n"

#: The number of the user and of the group that are called nobody.
_ORDINARY = 65534

SLIDER = "import ipywidgets as widgets\nwidgets.IntSlider()"


def notebook(*sources: str, **fields: object) -> str:
    """Return a notebook's JSON; a source that begins with ``#md`` makes a Markdown cell."""
    cells = []
    for number, source in enumerate(sources):
        cell: dict[str, object] = {"cell_type": "code", "id": f"c{number}", "metadata": {}}
        if source.startswith("#md"):
            cell["cell_type"] = "markdown"
            source = source.removeprefix("#md").lstrip("\n")
        else:
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell | {"source": source.splitlines(keepends=True)})
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **fields}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a root, which is returned."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def git(root: Path, *arguments: str) -> str:
    """Run git as the same person everywhere, whatever the machine's settings are."""
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    person = ["-c", "user.name=Author", "-c", "user.email=author@example.org"]
    done = subprocess.run(
        ["git", *person, *arguments],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def leave_root(tree: Path) -> None:
    """Become an ordinary user, whose own the files of a tree are, where this process is root's.

    For forked processes, which need no way back: root may read whatever the modes say.
    """
    if os.geteuid() != 0:
        return
    for folder, folders, files in os.walk(tree):
        for name in (".", *folders, *files):
            os.chown(Path(folder, name), _ORDINARY, _ORDINARY, follow_symlinks=False)
    os.environ["HOME"] = str(tree)
    os.setgroups([])
    os.setgid(_ORDINARY)
    os.setuid(_ORDINARY)


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    """Run the command line in this process; return exit code, output and errors."""
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def found(capsys, *arguments: object) -> list[dict]:
    """Return the findings that the JSON output has."""
    _, out, _ = run(capsys, *arguments, "--output-format", "json")
    return json.loads(out)["findings"]


def codes(capsys, *arguments: object) -> list[str]:
    """Return the codes of all findings, in their order."""
    return [finding["code"] for finding in found(capsys, *arguments)]
