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
    from voila_lint.cli import main as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
