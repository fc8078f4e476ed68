"""What a conda build's name tells about the system that it was made for.

conda-build names a build after the variables that the recipe uses (``py39h6e9494a_0``): ``h`` and
the first seven digits of the SHA-1 of their JSON (``get_hash_contents`` and ``hash_dependencies``
in conda_build/metadata.py). Recipes without a compiler use few variables, the platform among them,
so that their hashes are the same for all of them, and can be computed. Recipes with a compiler use
variables whose values nobody can list: nothing is known of their builds.
"""

from collections.abc import Iterator
from functools import cache
from typing import Literal

from voila_lint.pattern import pattern

System = Literal["Windows", "macOS"]

_HASH = pattern(r"(?:\A|_|py\d*|r\d+)(h[0-9a-f]{7})(?:_|\Z)")
_PLATFORMS: dict[str, System] = {
    "osx-64": "macOS",
    "osx-arm64": "macOS",
    "win-64": "Windows",
    "win-32": "Windows",
    "win-arm64": "Windows",
}
#: The values of ``channel_targets`` for the two channels that everybody uses.
_CHANNELS = ("conda-forge main", "defaults")
#: The values of ``python`` on conda-forge; Anaconda's own recipes leave it out.
_PYTHONS = (
    *("2.7.* *_cpython", "3.6.* *_cpython", "3.7.* *_cpython", "3.8.* *_cpython"),
    *("3.9.* *_cpython", "3.10.* *_cpython", "3.11.* *_cpython", "3.12.* *_cpython"),
    *("3.13.* *_cp313", "3.14.* *_cp314"),
)


def system_of_build(build: str) -> System | None:
    """Return the system that a build is certainly for, None for Linux and where it is not known."""
    match = _HASH.search(build)
    return _systems().get(match[1]) if match else None


@cache
def _systems() -> dict[str, System]:
    return {
        _hash(variables | {"target_platform": platform}): system
        for platform, system in _PLATFORMS.items()
        for variables in _variables()
    }


def _variables() -> Iterator[dict[str, str]]:
    for channel in _CHANNELS:
        yield {"channel_targets": channel}
        for python in _PYTHONS:
            yield {"channel_targets": channel, "python": python}


def _hash(variables: dict[str, str]) -> str:
    import hashlib
    import json

    content = json.dumps(variables, sort_keys=True).encode()
    return "h" + hashlib.sha1(content, usedforsecurity=False).hexdigest()[:7]
