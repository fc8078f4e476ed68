"""The three tools: how each is installed and run, and what it says about notebooks' imports."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Codes of voila-lint that say that an import will fail in the image.
MISSING_CODES = {"VL101", "VL107", "VL112", "VL116"}
#: Requirements of the peers.
PEERS = {"fawltydeps": "fawltydeps==0.20.*", "deptry": "deptry==0.25.*"}
#: Seconds that one run may take.
TIME_LIMIT = 300


@dataclass(frozen=True)
class Report:
    """(notebook, top-level module) that a tool calls missing; for voila-lint all VL1 codes too.

    ``failure`` says why the tool could not answer, "" where it did.
    """

    missing: frozenset[tuple[str, str]]
    others: frozenset[tuple[str, str, str]] = frozenset()
    failure: str = ""


def install_peers(names: list[str], cache: Path, uv: str) -> dict[str, Path]:
    """An environment for each of these peers, made once; the path of its command."""
    commands = {}
    for name, requirement in PEERS.items():
        if name not in names:
            continue
        folder = cache / "peers" / name
        command = folder / "bin" / name
        if not command.is_file():
            subprocess.run([uv, "venv", "-q", str(folder)], check=True)
            python = str(folder / "bin" / "python")
            subprocess.run([uv, "pip", "install", "-q", "-p", python, requirement], check=True)
        commands[name] = command
    return commands


def _run(command: list[str], folder: Path) -> tuple[str, str]:
    """Standard output and standard error (or why there is none)."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "", f"no end after {TIME_LIMIT} s"
    return done.stdout, done.stderr


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no output"])[-1]


def _top(module: str) -> str:
    return module.partition(".")[0]


def _of_notebook(path: str) -> str:
    return path.removeprefix("./") if path.endswith(".ipynb") else ""


def voila_lint(folder: Path, _: str) -> Report:
    """voila-lint as installed beside this suite, with its JSON output."""
    command = [
        sys.executable,
        "-m",
        "voila_lint",
        "check",
        "--output-format",
        "json",
        "--exit-zero",
    ]
    output, error = _run([*command, "--root", str(folder)], folder)
    try:
        findings: list[dict[str, Any]] = json.loads(output)["findings"]
    except (ValueError, KeyError):
        return Report(frozenset(), failure=_last_line(error))
    broken = re.search(r"internal error in VL1.*", error)
    if broken:
        return Report(frozenset(), failure=broken.group(0))
    missing = set()
    others = set()
    for finding in findings:
        code, module = finding["code"], (finding.get("data") or {}).get("module")
        if code in MISSING_CODES and module and _of_notebook(finding["path"]):
            missing.add((finding["path"], _top(module)))
        if code.startswith("VL1"):
            others.add((code, finding["path"], module or finding["message"]))
    return Report(frozenset(missing), frozenset(others))


def fawltydeps(command: Path, folder: Path, environment_file: str) -> Report:
    """FawltyDeps: undeclared imports, told which file declares the dependencies."""
    arguments = [str(command), "--check-undeclared", "--json", "--code", "."]
    if environment_file:
        arguments += ["--deps", environment_file]
    output, error = _run(arguments, folder)
    try:
        undeclared = json.loads(output)["undeclared_deps"]
    except (ValueError, KeyError):
        return Report(frozenset(), failure=_last_line(error))
    return Report(
        frozenset(
            (_of_notebook(reference["path"]), _top(one["name"]))
            for one in undeclared
            for reference in one["references"]
            if _of_notebook(reference["path"])
        )
    )


def deptry(command: Path, folder: Path, environment_file: str) -> Report:
    """deptry: missing dependencies (DEP001), told which requirements file declares them."""
    answer = folder / ".deptry-answer.json"
    answer.unlink(missing_ok=True)
    arguments = [str(command), ".", "--json-output", str(answer), "--no-ansi"]
    if environment_file.endswith(".txt"):
        arguments += ["--requirements-files", environment_file]
    _, error = _run(arguments, folder)
    if not answer.is_file():
        return Report(frozenset(), failure=_last_line(error))
    findings = json.loads(answer.read_text("utf-8"))
    answer.unlink()
    return Report(
        frozenset(
            (_of_notebook(one["location"]["file"]), _top(one["module"]))
            for one in findings
            if one["error"]["code"] == "DEP001" and _of_notebook(one["location"]["file"])
        )
    )
