"""Asks the judge of a pair what it sees; see tests/rules/README.md for what they report."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import yaml
from binderhub.client import judged
from environments import judge_python
from interpreters import interpreter
from rattler.rattler_judge import conda_specs, fails
from rattler.rattler_judge import judged as judged_specs

from tests.pairs import Pair, Side

PROOFS = Path(__file__).parent


def observe(pair: Pair, side: Side, root: Path) -> dict[str, Any]:
    """Return what the judge of ``pair`` sees in the repository ``root``, opened as on ``side``.

    Raises RuntimeError with the judge's own words where it could not do its work.
    """
    if pair.judge.name == "voila":
        answer = _ask("voila", "", str(root), pair.judge.opened[side])
        return {key: answer[key] for key in pair.judge.observed[side]}
    if pair.judge.name == "ipython":
        return _run_cells(root)
    if pair.judge.name == "binderhub":
        answer = judged([_linked(root)])[0]
        return {key: answer[key] for key in ("error", "path") if answer[key] is not None}
    if pair.judge.name == "git":
        with tempfile.TemporaryDirectory() as folder:
            return {key: _git(key, pair, root, Path(folder)) for key in pair.judge.observed[side]}
    if pair.judge.name == "conda" and "refused" in pair.judge.observed[side]:
        return {"refused": any(map(fails, judged_specs(conda_specs(root))))}
    if pair.judge.name == "mamba":
        return {"refused": _mamba_refused(root)}
    if pair.judge.name == "script":
        return {"exit_code": _exit_code(root)}
    answer = _ask("repo2docker", json.dumps({"root": str(root)}))
    if answer["error"]:
        return {"error": answer["error"]}
    if pair.judge.name == "conda":
        return {"installs": _conda_installs(answer, root)}
    if pair.judge.name == "libraries":
        return {"missing": _missing_libraries(answer, root)}
    if pair.judge.name == "pip" and "installs" in pair.judge.observed[side]:
        return {"installs": _pip_installs(answer, root)}
    if pair.judge.name == "pip":
        return {"refused": _pip_refuses(answer, root)}
    answer["reads"] = _read_files(answer)
    return {key: answer[key] for key in pair.judge.observed[side] if key != "error"}


def _run_cells(root: Path) -> dict[str, Any]:
    """Run app.ipynb on the Python that repo2docker would take."""
    version = _ask("repo2docker", json.dumps({"root": str(root)}))["python"]
    python = judge_python("ipython", interpreter(version))
    command = [str(python), str(PROOFS / "ipython" / "driver.py"), "app.ipynb"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    seen: dict[str, Any] = json.loads(result.stdout)
    return seen


def _mamba_refused(root: Path) -> bool:
    """Look up what mamba said of the environment file when it was asked (see tools/)."""
    text = (root / "environment.yml").read_text("utf-8")
    lines = (PROOFS.parent / "files/mamba.jsonl").read_text("utf-8").splitlines()
    answers = {asked: dependencies for asked, dependencies, *_ in map(json.loads, lines)}
    return answers[text] is None


def _read_files(answer: dict[str, Any]) -> list[str]:
    """Return the files of the repository that repo2docker installs from, "." for all of it."""
    single = (answer.get("environment_file"), answer.get("pipenv"), answer.get("r_script"))
    own = ["."] if answer.get("installs_project") else []
    named = [path for _, path in answer.get("requirements", ())]
    return sorted([*filter(None, single), *named, *own])


def _exit_code(root: Path) -> int:
    """Run the script of the repository as Binder does, among the packages of its base image.

    126 is what a shell says of a file that the system refuses to run.
    """
    path = f"{judge_python('voila').parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "HOME": str(root)}
    name = "start" if (root / "start").exists() else "postBuild"
    (root / name).chmod(0o755)
    # Docker hands postBuild to a shell; repo2docker-entrypoint starts `start` itself.
    command = ["./start", "true"] if name == "start" else ["/bin/sh", "-c", "./postBuild"]
    try:
        return subprocess.run(command, cwd=root, env=environment, check=False).returncode
    except OSError:
        return 126


def _pip_refuses(answer: dict[str, Any], root: Path) -> bool:
    """Let pip read the requirements file where repo2docker has it read."""
    ((_, path),) = answer["requirements"]
    with tempfile.TemporaryDirectory() as folder:
        where = root
        if answer["requirements_early"]:
            where = Path(folder)
            for copied in answer["copied"]:
                (where / copied).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / copied, where / copied)
        question = {"requirements": path, "cwd": str(where)}
        return _ask("repo2docker", json.dumps(question))["error"] is not None


def _pip_installs(answer: dict[str, Any], root: Path) -> bool:
    """Let pip find everything that the requirements file names, without installing it."""
    ((_, path),) = answer["requirements"]
    return _pip_finds_all(path, root)


def _pip_finds_all(path: str, root: Path) -> bool:
    command = [judge_python("repo2docker"), "-m", "pip", "install", "--quiet", "--dry-run"]
    command += ["--ignore-installed", "--no-deps", "-r", path]
    return subprocess.run(command, cwd=root, check=False).returncode == 0


def _conda_installs(answer: dict[str, Any], root: Path) -> bool:
    """Look for what the environment file names: on conda-forge's list of names, and with pip."""
    environment = yaml.safe_load((root / answer["environment_file"]).read_text("utf-8"))
    items = environment["dependencies"]
    specs = json.dumps([item for item in items if isinstance(item, str)])
    if not _ask("rattler", specs, driver="solve.py")["installs"]:
        return False
    lines = [line for item in items if isinstance(item, dict) for line in item["pip"]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requirements.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        return _pip_finds_all(str(path), root)


def _missing_libraries(answer: dict[str, Any], root: Path) -> list[str]:
    """Look into the wheels that the requirements file names, in those that pip takes for Linux."""
    ((_, path),) = answer["requirements"]
    with tempfile.TemporaryDirectory() as folder:
        command = [judge_python("repo2docker"), "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary", ":all:", "--platform", "manylinux_2_17_x86_64"]
        command += ["--dest", folder, "-r", path]
        subprocess.run(command, cwd=root, check=True)
        missing: list[str] = _ask("libraries", "", folder)["missing"]
    return missing


def _linked(root: Path) -> str:
    """Return the address behind the last link that GitHub makes of README.md."""
    links: list[str] = _ask("cmark", (root / "README.md").read_text("utf-8"))
    return links[-1]


def _git(question: str, pair: Pair, root: Path, folder: Path) -> bool:
    """Do with a pushed repository what BinderHub and repo2docker do, and look at the outcome."""

    def run(*arguments: str, cwd: Path = folder) -> bool:
        # Submodules of the test lie on this machine, which git distrusts.
        command = ["git", "-c", "safe.directory=*", "-c", "protocol.file.allow=always", *arguments]
        return subprocess.run(command, cwd=cwd, check=False).returncode == 0

    if question == "ref_found":
        match = re.search(r"/v2/gh/[^/]+/[^/]+/([^?]+)", _linked(root))
        assert match
        return run("ls-remote", "--exit-code", str(root), match[1].strip("/"))
    clone = folder / "clone"
    cloned = run("clone", "--quiet", str(root), str(clone))
    if question == "clones":
        return cloned and run("submodule", "update", "--init", "--recursive", cwd=clone)
    file = clone / str(pair.judge.path)
    if question == "present":
        return file.exists()
    return file.read_bytes().startswith(b"version https://git-lfs.github.com/spec/")


def _ask(judge: str, question: str, *arguments: str, driver: str = "driver.py") -> Any:
    result = subprocess.run(
        [str(judge_python(judge)), str(PROOFS / judge / driver), *arguments],
        input=question,
        capture_output=True,
        text=True,
        check=False,
    )
    print(result.stderr)  # pytest shows it where the test fails
    if result.returncode:
        raise RuntimeError(f"{judge} failed:\n{result.stdout}{result.stderr}")
    return json.loads(result.stdout)
