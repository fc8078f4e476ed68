"""``voila-lint plan``: what mybinder.org will build from a repository."""

import sys
from collections.abc import Sequence

from voila_lint import rules, settings
from voila_lint.checking import errors_for
from voila_lint.commands import CLEAN
from voila_lint.commands.options import are_paths, environment_of
from voila_lint.commands.targets import target
from voila_lint.finding import Finding
from voila_lint.report import row
from voila_lint.repository import Repository


class PlanOptions:
    """The options of ``voila-lint plan``, with their defaults."""

    def __init__(self, path: str | None = None) -> None:
        self.path = path
        self.root: str | None = None
        self.output_format = "text"
        self.python: str | None = None


def read_plan(arguments: Sequence[str]) -> PlanOptions:
    """Return what the arguments say; raises UsageError where they say nothing sensible."""
    if are_paths(arguments) and len(arguments) <= 1:
        return PlanOptions(*arguments)
    from voila_lint.commands.parser import plan_parser

    return plan_parser().parse_args(arguments, PlanOptions())


def run(arguments: Sequence[str]) -> int:
    """Print the plan of the repository that the arguments name."""
    options = read_plan(arguments)
    project = target(options.path, options.root).project
    chosen = settings.load(project.reader)
    repository = Repository(project, chosen, environment_of(options.python))
    if options.output_format == "json":
        from voila_lint.report import plan_json

        found = plan_json.lines(repository)
    else:
        from voila_lint.report import plan_text
        from voila_lint.report.style import Style

        found = plan_text.lines(repository, _in_the_way(repository), Style.of(sys.stdout))
    for line in found:
        print(row(line))
    sys.stdout.flush()
    repository.failures.raise_first()
    return CLEAN


def _in_the_way(repository: Repository) -> list[Finding]:
    """Return the errors for which the build fails or shows no app, though its files are in order.

    What the plan says itself is left out, and so is what is wrong in a single notebook.
    """
    if not repository.builds or repository.plan.error is not None:
        return []
    active = [rule for rule in rules.selected(None, ()) if rule.code[:3] in ("VL1", "VL2")]
    return [finding for finding in errors_for(repository, active, ()) if finding.code != "VL102"]
