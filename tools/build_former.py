"""Make ``voila_lint/packages/data/former.txt``: since which release a requirement is gone.

Needs PyPI; run by hand after build_comes_with.py::

    python tools/build_former.py CACHE      # CACHE: a file for pip's answers

For what ``distributions.txt`` says some former releases required, the releases are searched by
halves for the last one whose METADATA (as ``pip install --dry-run --report`` shows it) still asks
for it, taken that it was dropped once and for all.
"""

import argparse
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

DATA = Path(__file__).parent.parent / "voila_lint" / "packages" / "data"

#: Pythons for whose wheels pip is asked, one after the other.
PYTHONS = ("3.10", "3.8", "3.12")
#: Pythons of Binder that are not below the one that the tables are about.
BINDER = ("3.6", "3.7", "3.8", "3.9", "3.10", "3.11")


class Index:
    """What pip says of releases, remembered in a file."""

    def __init__(self, file: Path) -> None:
        """Read what earlier runs left."""
        self._file = file
        self._lock = Lock()
        self._known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}

    def save(self) -> None:
        """Write the file."""
        with self._lock:
            known = dict(self._known)
            self._file.write_text(json.dumps(known))

    def versions(self, name: str) -> list[str]:
        """The final releases, oldest first."""
        if name not in self._known:
            said = _pip("index", "versions", name)
            found = re.search(r"Available versions: (.*)", said)
            self._known[name] = found[1].split(", ") if found else []
        return sorted(filter(_is_version, self._known[name]), key=Version)

    def metadata(self, name: str, version: str) -> dict[str, Any] | None:
        """The metadata of a release, None where it has no wheel."""
        key = f"{name}=={version}"
        if key not in self._known:
            self._known[key] = None
            for python in PYTHONS:
                said = _pip(
                    *("install", "--dry-run", "--no-deps", "--ignore-installed", "--quiet"),
                    *("--only-binary=:all:", "--python-version", python, "--target", "unused"),
                    *("--report", "-", key),
                )
                if said:
                    data = json.loads(said)["install"][0]["metadata"]
                    self._known[key] = {
                        "requires": data.get("requires_dist", []),
                        "python": data.get("requires_python", ""),
                    }
                    break
        return self._known[key]


def _is_version(text: str) -> bool:
    try:
        return bool(Version(text))
    except InvalidVersion:  # as people wrote them before there were rules
        return False


def _pip(*arguments: str) -> str:
    command = [sys.executable, "-m", "pip", *arguments, "--disable-pip-version-check"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def asks_for(metadata: dict[str, Any], wanted: str) -> bool:
    """Whether a release asks for ``wanted`` on some Python of Binder's."""
    for text in metadata["requires"]:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if canonicalize_name(requirement.name) != wanted:
            continue
        marker = requirement.marker
        if marker is None or any(
            marker.evaluate({"extra": "", "python_version": python, "sys_platform": "linux"})
            for python in BINDER
        ):
            return True
    return False


def dropped(index: Index, name: str, wanted: str) -> str | None:
    """Return ``wanted``, the first release without it, and the oldest Python that has that one.

    None where no release of which pip knows the metadata asks for it.
    """
    versions = index.versions(name)
    low, high = -1, len(versions) - 1
    last = None
    while low + 1 < high:
        middle = (low + high) // 2
        metadata = index.metadata(name, versions[middle])
        if metadata is None or asks_for(metadata, wanted):
            low = middle
            last = versions[middle] if metadata else last
        else:
            high = middle
    newer = index.metadata(name, versions[high]) if versions else None
    if last is None or newer is None or asks_for(newer, wanted):
        return None
    allowed = SpecifierSet(newer["python"] or "")
    python = next((one for one in BINDER if f"{one}.99" in allowed), None)
    return f"{wanted} {versions[high]} {python}" if python else None


def main() -> None:
    """Ask pip and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cache", type=Path)
    index = Index(parser.parse_args().cache)
    rows = [line.split("\t") for line in (DATA / "distributions.txt").read_text().splitlines()]

    def one(row: list[str]) -> str:
        found = [dropped(index, row[0], wanted.partition("[")[0]) for wanted in row[3].split()]
        index.save()
        return "\t".join([row[0], *filter(None, found)])

    with ThreadPoolExecutor(3) as pool:
        lines = list(pool.map(one, [row for row in rows if row[3]]))
    kept = sorted((line for line in lines if "\t" in line), key=str.encode)
    (DATA / "former.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
