"""Whether Linux can run a script of the repository at all."""

from typing import Literal, TypeAlias

ScriptFlaw: TypeAlias = Literal["carriage-returns", "no-shebang"]


def script_flaw(data: bytes, *, by_shell: bool) -> ScriptFlaw | None:
    """Return what keeps Linux from running the script ``data``.

    ``by_shell``: a shell starts it (repo2docker 2026.4.0 has Docker run ``postBuild``), which
    takes a file without ``#!`` for a shell script. ``start`` is started by a Python program.
    """
    first, _, _ = data.partition(b"\n")
    if first.startswith(b"#!") and first.endswith(b"\r"):
        return "carriage-returns"
    if not by_shell and not first.startswith(b"#!"):
        return "no-shebang"
    return None
