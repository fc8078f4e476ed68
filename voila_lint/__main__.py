"""The command ``voila-lint``, also as ``python -m voila_lint``."""

import gc
import os
import sys

from voila_lint import __version__

#: So many objects more than before make Python look for circles among them. There are hardly any,
#: and looking at the usual rate takes a tenth of a small run.
_OBJECTS = 100_000


def _leave_out_current_folder() -> None:
    """Take from the path of imports what ``python -m`` and PYTHONPATH put there of this folder.

    It is somebody's repository, and a ``yaml.py`` in it is not the one that is meant. What holds
    voila-lint itself stays.
    """
    try:
        here = os.path.realpath(".")
        own = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120
        given = {os.path.realpath(p) for p in os.environ.get("PYTHONPATH", "").split(os.pathsep)}
        inside = {here, *(p for p in given if os.path.commonpath([p, here]) == here)} - {own}
        sys.path[:] = [path for path in sys.path if os.path.realpath(path) not in inside]
    except (OSError, ValueError):  # no current folder, or PYTHONPATH is on another drive
        return


def main() -> int:
    """Run the command with the process's arguments; return its exit code, or exit with it."""
    arguments = sys.argv[1:]
    _leave_out_current_folder()
    # Answered before anything else is imported: tools ask for it often.
    if arguments in (["--version"], ["-V"]):
        print(f"voila-lint {__version__}")
        return 0
    gc.set_threshold(_OBJECTS)
    # msgspec takes from typing_extensions, where that is installed, what typing has as well.
    # Importing it doubles the time that msgspec takes: let it seem absent for that moment.
    absent = "typing_extensions" not in sys.modules
    if absent:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    import msgspec  # noqa: F401

    if absent:
        del sys.modules["typing_extensions"]
    from voila_lint.cli import main as run

    code = run(arguments)
    # Freeing what is in memory object by object takes longer than the process's end does.
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
