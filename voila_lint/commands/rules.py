"""``voila-lint rules``: all rules, a line each."""

from collections.abc import Sequence

from voila_lint.commands import CLEAN
from voila_lint.commands.parser import Parser
from voila_lint.rules import all_rules


def run(arguments: Sequence[str]) -> int:
    """Print the list of the rules."""
    Parser(prog="voila-lint rules", description="Lists the rules.").parse_args(arguments)
    for rule in all_rules():
        fixed = f", {rule.fix} fix" if rule.fix else ""
        print(f"{rule.code}  {rule.severity:<8} {rule.name} ({rule.judge}{fixed})")
    return CLEAN
