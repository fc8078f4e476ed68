"""Asks rattler about conda's match specifications; runs in the judge's environment.

Reads one JSON document per line from standard input and prints one per line:
``{"spec": TEXT, "candidates": [[VERSION, BUILD], ...]}`` gives ``refused`` (rattler's words, or
null), what the specification was taken for (``name``, ``version``, ``build``, ``channel``) and
``matches``: for each candidate true, false, or null where its version is none.
"""

import json
import sys
from typing import Any

from rattler import BuildString, MatchSpec, PackageRecord


def examine(text: str, candidates: list[list[str]]) -> dict[str, Any]:
    """Return what rattler makes of one specification."""
    try:
        # None of mamba's syntax: they would only widen what is accepted.
        spec = MatchSpec(text, extras=False, conditionals=False, flags=False)
    except Exception as error:
        return {"refused": str(error)}
    name = spec.name.normalized if spec.name else ""
    return {
        "refused": None,
        "name": name,
        "version": spec.version,
        "build": spec.build,
        "channel": spec.channel.name if spec.channel else None,
        "matches": [matches(spec, name, version, build) for version, build in candidates],
    }


def matches(spec: MatchSpec, name: str, version: str, build: str) -> bool | None:
    """Return whether a package of this version and build meets the specification."""
    try:
        record = PackageRecord(name, version, BuildString(build), 0, "linux-64")
    except Exception:
        return None
    return bool(spec.matches(record))


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(examine(question["spec"], question.get("candidates", []))), flush=True)
