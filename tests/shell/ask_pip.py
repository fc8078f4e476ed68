"""What pip's own parsers know and make of words: run by the judge's Python, JSON in and out."""

import json
import sys
from copy import deepcopy
from optparse import Option, OptionParser
from typing import Any

from pip._internal.commands import create_command
from pip._internal.req import req_file


def known(parser: Any) -> dict[str, list[Any]]:
    """Return each option's first long name and whether it takes a value, by all of its names."""
    options: list[Option] = getattr(parser, "option_list_all", None) or parser._get_all_options()
    return {
        name: [(option._long_opts or [name])[0], option.takes_value()]
        for option in options
        for name in (*option._short_opts, *option._long_opts)
    }


def read(parser: OptionParser, words: list[str]) -> Any:
    """Return what an installation is asked for; None where pip ends with an error."""
    try:
        options, rest = parser.parse_args(list(words))
    except SystemExit:
        return None
    return [options.requirements, options.editables, rest]


def main() -> None:
    """Answer."""
    command = create_command("install")
    # Its defaults come from the user's configuration, which is not asked here; their lists grow.
    command.parser.get_default_values = lambda: deepcopy(
        OptionParser.get_default_values(command.parser)
    )
    command.parser.error = lambda message: sys.exit(2)
    answers = [read(command.parser, words) for words in json.load(sys.stdin)]
    print(
        json.dumps(
            {
                "install": known(command.parser),
                "file": known(req_file.build_parser()),
                "answers": answers,
            }
        )
    )


if __name__ == "__main__":
    main()
