"""What repo2docker decides, asked in batches, beside what the model says."""

import json
import subprocess
from pathlib import Path
from typing import Any

from environments import PROOFS, judge_python

from voila_lint.build.model import BuildPlan

PACKS = {
    None: None,
    "DockerBuildPack": "docker",
    "JuliaProjectTomlBuildPack": "julia-project",
    "JuliaRequireBuildPack": "julia-require",
    "NixBuildPack": "nix",
    "RBuildPack": "r",
    "CondaBuildPack": "conda",
    "PipfileBuildPack": "pipfile",
    "PythonBuildPack": "python",
}

#: Which of the two says no to a tab depends on how far a YAML library has read.
_GRAMMAR = {"ScannerError": "YAML", "ParserError": "YAML"}


def ask(questions: list[dict[str, Any]], judge: str = "repo2docker") -> list[Any]:
    """Return the judge's answers, see tests/proofs/repo2docker/driver.py.

    ``judge`` names the environment, which has one of the releases in it.
    """
    result = subprocess.run(
        [str(judge_python(judge)), str(PROOFS / "repo2docker" / "driver.py")],
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return [json.loads(line) for line in result.stdout.splitlines()]


def judge(roots: list[Path]) -> list[dict[str, Any]]:
    """Return what repo2docker decides about each directory.

    ``refused`` is added: whether the program with mybinder.org's settings refuses it.
    """
    answers = ask([{key: str(root)} for root in roots for key in ("root", "refuses")])
    return [
        answer | {"refused": refused}
        for answer, refused in zip(answers[::2], answers[1::2], strict=True)
    ]


def differences(plan: BuildPlan, truth: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Return what the model says otherwise: field -> (model, repo2docker).

    Two doubts are left out, because the build fails in both cases, only later: a requirements
    file that is not UTF-8 (charset_normalizer may or may not guess, pip then refuses it), and a
    Pipfile that the old package toml accepts and TOML does not (pipenv refuses it).
    """
    if truth["error"] == "AttributeError" and truth["message"].endswith("'encoding'"):
        return {}
    if plan.error and plan.error.type == "TomlDecodeError" and truth["error"] is None:
        return {}
    said: dict[str, object] = {
        "pack": plan.build_pack,
        "error": _GRAMMAR.get(plan.error.type, plan.error.type) if plan.error else None,
    }
    error = _GRAMMAR.get(truth["error"], truth["error"])
    true: dict[str, object] = {"pack": PACKS[truth.get("pack")], "error": error}
    if "fallback" in truth:
        said["fallback"], true["fallback"] = plan.fallback, truth["fallback"]
    said["refused"], true["refused"] = plan.fallback, truth["refused"]
    if "directory" in truth:
        said["directory"], true["directory"] = plan.config_directory, truth["directory"]
    if plan.error and truth.get("blamed") is not None:
        said["blamed"] = Path(plan.error.path or "").name
        true["blamed"] = truth["blamed"]
    if truth["error"] is None:
        said["apt"], true["apt"] = list(plan.apt_packages), truth["apt"]
        said["post_build"], true["post_build"] = plan.post_build, truth["post_build"]
        if plan.build_pack == "nix" or "python" in truth:
            start = truth["start"] if plan.build_pack != "nix" else plan.start
            said["start"], true["start"] = plan.start, start
    if "python" in truth:
        _environments(plan, truth, said, true)
    return {name: (said[name], true[name]) for name in said if said[name] != true[name]}


def _environments(
    plan: BuildPlan, truth: dict[str, Any], said: dict[str, object], true: dict[str, object]
) -> None:
    for name, value in (
        ("python", plan.python_version),
        ("separate_kernel", plan.separate_kernel),
        ("server_python", plan.server_python),
        ("environment_file", plan.environment_file),
    ):
        said[name], true[name] = value, truth[name]
    installed = [path for prefix, path in truth["requirements"] if prefix == "KERNEL"]
    said["requirements"], true["requirements"] = plan.requirements_file, next(iter(installed), None)
    # The server's own list, beside an old kernel; and which of Pipfile and its lock is installed.
    for_server = [path for prefix, path in truth["requirements"] if prefix == "NB"]
    said["for_server"] = [path for path in plan.requirements_files if "requirements3" in path]
    true["for_server"] = for_server
    if truth["pipenv"]:
        lock = "Pipfile.lock" if truth["pipenv"] == "--ignore-pipfile" else "Pipfile"
        named = {Path(p.path).name for p in plan.packages if Path(p.path).name.startswith("Pipf")}
        said["pipenv"], true["pipenv"] = named | {lock}, {lock}
    # A line such as `-e .` installs it, too, and postBuild may.
    other_way = plan.post_build or any(include.target == "." for include in plan.includes)
    if truth["installs_project"] or not other_way:
        said["installs_project"] = plan.installs_project
        true["installs_project"] = truth["installs_project"]
