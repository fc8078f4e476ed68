"""Has rattler's solver look for packages on a channel that has conda-forge's names.

Runs in the judge's environment. Reads a JSON list of match specifications from standard input;
prints ``{"installs": true}`` where a package of each name is found, else ``false`` with the
solver's words as ``reason``. The channel has one package of each name that conda-forge's registry
had on 22 August 2026 (``conda_forge_names.txt.xz``, made by ``tools/build_channel_names.py``), so
versions and builds are not asked for: nothing is known here of which there are. Only for the
packages of ``builds.json`` are they: it has their version, build and platform from conda-forge's
recipes, and from environments that people exported ("0" for a build that is not known).
"""

import asyncio
import json
import lzma
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from rattler import Channel, MatchSpec, solve

NAMES = Path(__file__).with_name("conda_forge_names.txt.xz")
BUILDS = json.loads(Path(__file__).with_name("builds.json").read_text("utf-8"))


def make_channel(folder: Path) -> Channel:
    """Write the repodata of a channel with one package of each name."""
    folders: dict[str, dict[str, Any]] = {"noarch": {}, "linux-64": {}, "osx-64": {}, "win-64": {}}
    for name in lzma.decompress(NAMES.read_bytes()).decode().split():
        for version, build, subdir in BUILDS.get(name, [["1", "0", "noarch"]]):
            record = {"name": name, "version": version, "build": build, "build_number": 0}
            record |= {"depends": [], "subdir": subdir}
            folders[subdir][f"{name}-{version}-{build}.conda"] = record
    for subdir, packages in folders.items():
        content = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": packages}
        (folder / subdir).mkdir()
        (folder / subdir / "repodata.json").write_text(json.dumps(content), encoding="utf-8")
    return Channel(folder.as_uri())


def main() -> None:
    """Answer the question on standard input."""
    parsed = (MatchSpec(spec) for spec in json.load(sys.stdin))
    wanted = [
        spec if spec.name.normalized in BUILDS else spec.name.normalized
        for spec in parsed
        if spec.name
    ]
    with tempfile.TemporaryDirectory() as folder:
        channel = make_channel(Path(folder))
        try:
            asyncio.run(solve([channel], wanted, platforms=["linux-64", "noarch"]))
        except Exception as error:
            print(json.dumps({"installs": False, "reason": str(error)}))
        else:
            print(json.dumps({"installs": True}))
    sys.stdout.flush()
    # rattler 0.28 may crash when Python takes its threads down.
    os._exit(0)


main()
