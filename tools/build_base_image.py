"""Rebuild voila_lint/versions/data/base_image.json.

Source: the lock files (``environment.py-*-linux-64.lock``) in the distribution
``jupyter-repo2docker`` of PyPI, which is licensed under BSD-3-Clause (Copyright Project Jupyter
Contributors). Only names and versions of conda packages are taken from them.

    python tools/build_base_image.py          # asks pip for the wheel
    python tools/build_base_image.py FILE.whl
"""

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

RELEASE = "2026.4.0"
OUTPUT = Path(__file__).parents[1] / "voila_lint" / "versions" / "data" / "base_image.json"
LOCK = re.compile(r"repo2docker/buildpacks/conda/environment\.py-(\d+\.\d+)-linux-64\.lock\Z")
PACKAGE = re.compile(r"https?://\S+/([^/\s]+)-([^-/\s]+)-[^-/\s]+(?:\.conda|\.tar\.bz2)")
# Below this version the kernel has an environment of its own
# (CondaBuildPack.kernel_env_cutoff_version).
SHARED_SINCE = (3, 7)


def download(directory: str) -> Path:
    """Download the wheel into ``directory`` and return its path."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    wanted = ["--no-deps", "--dest", directory, f"jupyter-repo2docker=={RELEASE}"]
    subprocess.run([*pip, *wanted], check=True)
    return next(Path(directory).glob("*.whl"))


def environments(wheel: Path) -> dict[str, dict[str, object]]:
    """Return the base environment for each Python version that ``wheel`` has a lock for."""
    found: dict[str, dict[str, object]] = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            match = LOCK.match(name)
            if match is None:
                continue
            lines = archive.read(name).decode("utf-8").splitlines()
            packages = dict(
                url.groups() for line in lines if (url := PACKAGE.match(line.strip())) is not None
            )
            version = match.group(1)
            found[version] = {
                "python": packages["python"],
                "has_server": as_numbers(version) >= SHARED_SINCE,
                "packages": dict(sorted(packages.items())),
            }
    return dict(sorted(found.items(), key=lambda item: as_numbers(item[0])))


def as_numbers(version: str) -> tuple[int, ...]:
    """Return ``"3.10"`` as ``(3, 10)``."""
    return tuple(int(number) for number in version.split("."))


def main(arguments: list[str]) -> None:
    """Write the data file."""
    with tempfile.TemporaryDirectory() as directory:
        wheel = Path(arguments[0]) if arguments else download(directory)
        data = {"repo2docker": RELEASE, "environments": environments(wheel)}
    OUTPUT.write_text(json.dumps(data, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
