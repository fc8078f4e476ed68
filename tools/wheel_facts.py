"""What an unpacked wheel says of itself: for the scripts that make the shipped tables."""

import re

from packaging.utils import canonicalize_name

#: Directories that some distributions install beside their package by mistake.
STRAY = {"bench", "benchmark", "benchmarks", "bin", "build", "conftest", "doc", "docs", "example",
         "examples", "samples", "scripts", "setup", "share", "tasks", "test", "testing", "tests",
         "tools"}  # fmt: skip

#: Namespaces of many distributions, where the top-level name says nothing.
SHARED = {"azure", "backports", "google", "jaraco", "mpl_toolkits", "ruamel", "snowflake",
          "sphinxcontrib", "zope"}  # fmt: skip


def modules(record: str) -> list[str]:
    """Import names that a RECORD lists: top-level ones, below shared namespaces deeper ones.

    A directory without ``__init__.py`` is a namespace: the first package or module below it
    is named instead (``google.cloud.storage``). Stray directories such as ``tests`` are left
    out: nobody imports them, and many distributions have them.
    """
    files = [line.rsplit(",", 2)[0].strip('"') for line in record.splitlines() if line]
    python = [f for f in files if re.search(r"\.(py|so)$", f) and not f.startswith("..")]
    packages = {
        f.rpartition("/")[0] for f in python if f.endswith(("/__init__.py", "/__init__.so"))
    }
    found = set()
    for file in python:
        parts = file.split("/")
        stem = parts[-1].split(".")[0]
        depth = next((i for i in range(1, len(parts)) if "/".join(parts[:i]) in packages), None)
        if depth is not None:
            found.add(".".join(parts[:depth]))
        elif stem != "__init__":
            found.add(".".join([*parts[:-1], stem]))
    named = {n for n in found if all(part.isidentifier() for part in n.split("."))}
    named = {n for n in named if n.partition(".")[0] not in STRAY and not n.endswith("__mypyc")}
    # Loose scripts deep below a data directory would swamp the table: name their directory.
    tops: dict[str, set[str]] = {}
    for name in named:
        tops.setdefault(name.partition(".")[0], set()).add(name)
    return sorted(
        name
        for top, below in tops.items()
        for name in (below if top in SHARED or len(below) <= 12 else {top})
    )


def key(name: str, extras: set[str]) -> str:
    """``name[extra,extra]`` in normalised form."""
    inner = ",".join(sorted(canonicalize_name(e) for e in extras))
    return canonicalize_name(name) + (f"[{inner}]" if inner else "")
