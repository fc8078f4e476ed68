"""``voila-lint explain RULE``: what a rule finds, what a visitor sees, what to do."""

from collections.abc import Sequence

from voila_lint import rules
from voila_lint.commands import CLEAN
from voila_lint.commands.parser import Parser


def run(arguments: Sequence[str]) -> int:
    """Print the documentation of the rules that the arguments mean."""
    parser = Parser(prog="voila-lint explain", description="Explains rules.")
    parser.add_argument("rule", nargs="+", metavar="RULE", help="a code, prefix or name")
    for selector in parser.parse_args(arguments).rule:
        for rule in rules.find(selector):
            print(f"# {rule.code} {rule.name}\n\n{rule.documentation}\n")
    return CLEAN
