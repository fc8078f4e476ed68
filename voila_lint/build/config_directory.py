"""Which directory repo2docker takes configuration from."""

from typing import Literal

from voila_lint.reading import Files
from voila_lint.versions.stops import stop

#: The folders that replace the root.
FOLDERS = ("binder", ".binder")


def config_directory(files: Files) -> Literal[".", "binder", ".binder"]:
    """Return the configuration directory; raises BuildStops where there are two.

    An empty directory counts. Modelled on ``BuildPack.binder_dir`` in
    repo2docker/buildpacks/base.py, release 2026.4.0.
    """
    visible, hidden = files.is_directory("binder"), files.is_directory(".binder")
    if visible and hidden:
        raise stop(
            RuntimeError(
                "The repository contains both a 'binder' and a '.binder' directory. "
                "However they are exclusive."
            ),
            kind="two-directories",
        )
    if hidden:
        return ".binder"
    return "binder" if visible else "."


def config_path(directory: str, name: str) -> str:
    """Return the path of the configuration file ``name``, relative to the root."""
    return name if directory == "." else f"{directory}/{name}"
