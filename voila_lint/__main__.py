"""The command ``voila-lint``, also as ``python -m voila_lint``."""

import gc
import os
import sys

from voila_lint import __version__

#: So many objects more than before make Python look for circles among them. There are hardly any,
#: and looking at the usual rate takes a tenth of a small run.
_OBJECTS = 100_000


def main() -> int:
    """Run the command with the process's arguments; return its exit code, or exit with it."""
    arguments = sys.argv[1:]
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
