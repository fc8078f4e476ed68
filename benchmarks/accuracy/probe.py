"""Run by an environment's own Python (3.8 or later): try imports, describe distributions.

Standard input is JSON: ``{"modules": {top: [dotted, …]}}`` or ``{"describe": true}``. Standard
output is JSON after a line ``--- probe``, because imports print.
"""

from __future__ import annotations

import importlib
import json
import sys
from importlib import metadata


def attempt(dotted: str) -> tuple[str, str]:
    """The outcome of importing each prefix of a dotted name, and a remark."""
    parts = dotted.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                return "fails", "ModuleNotFoundError: " + str(error.name)
            if length == 1:
                return "missing", ""
            parent = sys.modules.get(".".join(parts[: length - 1]))
            namespace = getattr(parent, "__file__", None) is None
            return ("missing" if namespace else "submodule-missing"), name
        except BaseException as error:
            return "fails", type(error).__name__
        del module
    return "importable", ""


def describe() -> list[dict[str, object]]:
    """Each distribution's name, version, requirements and the modules that it holds."""
    result: list[dict[str, object]] = []
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if not name:
            continue
        modules = set()
        for file in distribution.files or ():
            parts = file.parts
            if parts[0] == ".." or parts[0].endswith((".dist-info", ".data", ".egg-info")):
                continue
            if len(parts) == 1:
                if file.suffix in (".py", ".so", ".pth"):
                    modules.add(parts[0].partition(".")[0])
            elif parts[-1].endswith((".py", ".so")):
                # two levels tell the parts of a namespace package apart
                modules.add(parts[0])
                modules.add(parts[0] + "." + parts[1].partition(".")[0])
        result.append(
            {
                "name": name,
                "version": distribution.version,
                "requires": distribution.requires or [],
                "modules": sorted(modules),
            }
        )
    return result


def main() -> None:
    """Answer the request on standard input."""
    request = json.load(sys.stdin)
    if request.get("describe"):
        answer: object = describe()
    else:
        answer = {
            top: [(dotted, *attempt(dotted)) for dotted in names]
            for top, names in request["modules"].items()
        }
    print("\n--- probe")
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
