"""The command ``voila-lint``, also as ``python -m voila_lint``."""

import sys

from voila_lint import __version__


def main() -> int:
    """Run the command with the process's arguments; return its exit code."""
    arguments = sys.argv[1:]
    # Answered before anything else is imported: tools ask for it often.
    if arguments in (["--version"], ["-V"]):
        print(f"voila-lint {__version__}")
        return 0
    # msgspec takes from typing_extensions, where that is installed, what typing has as well.
    # Importing it doubles the time that msgspec takes: let it seem absent for that moment.
    absent = "typing_extensions" not in sys.modules
    if absent:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    import msgspec  # noqa: F401

    if absent:
        del sys.modules["typing_extensions"]
    from voila_lint.cli import main as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
