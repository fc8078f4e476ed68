"""Has rattler's solver look for packages on a channel that has conda-forge's names.

Runs in the judge's environment. Reads a JSON list of match specifications from standard input;
prints ``{"installs": true}`` where a package of each name is found, else ``false`` with the
solver's words as ``reason``. The channel has one package of each name that conda-forge's registry
had on 22 August 2026 (``conda_forge_names.txt.xz``, made by ``tools/build_channel_names.py``), so
versions and builds are not asked for: nothing is known here of which there are.
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


def make_channel(folder: Path) -> Channel:
    """Write the repodata of a channel with one package of each name."""
    packages = {}
    for name in lzma.decompress(NAMES.read_bytes()).decode().split():
        record = {"name": name, "version": "1", "build": "0", "build_number": 0, "depends": []}
        packages[f"{name}-1-0.conda"] = record | {"subdir": "noarch"}
    for subdir in ("noarch", "linux-64"):
        content: dict[str, Any] = {"info": {"subdir": subdir}, "packages": {}}
        content["packages.conda"] = packages if subdir == "noarch" else {}
        (folder / subdir).mkdir()
        (folder / subdir / "repodata.json").write_text(json.dumps(content), encoding="utf-8")
    return Channel(folder.as_uri())


def main() -> None:
    """Answer the question on standard input."""
    parsed = (MatchSpec(spec) for spec in json.load(sys.stdin))
    names = [spec.name.normalized for spec in parsed if spec.name]
    with tempfile.TemporaryDirectory() as folder:
        channel = make_channel(Path(folder))
        try:
            asyncio.run(solve([channel], names, platforms=["linux-64", "noarch"]))
        except Exception as error:
            print(json.dumps({"installs": False, "reason": str(error)}))
        else:
            print(json.dumps({"installs": True}))
    sys.stdout.flush()
    # rattler 0.28 may crash when Python takes its threads down.
    os._exit(0)


main()
