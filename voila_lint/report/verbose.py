"""What the run knew and did not judge: for ``--verbose``."""

from collections.abc import Iterator

from voila_lint.checking import Result
from voila_lint.report import Report, printable
from voila_lint.views.contradictions import uncompared
from voila_lint.views.needs import unjudged_imports
from voila_lint.views.pythons import unjudged_syntax
from voila_lint.views.visits import unjudged_markdown


def lines(report: Report) -> Iterator[str]:
    """Yield one line per fact."""
    for result in report.results:
        prefix = report.prefix(result)
        for path, text in _facts(result):
            yield f"{printable(prefix + path)}: {printable(text)}"


def _facts(result: Result) -> Iterator[tuple[str, str]]:
    repository = result.repository
    plan = repository.plan
    yield ".", f"Binder's build pack: {plan.build_pack or 'unknown'}"
    if repository.environment_path is not None:
        yield repository.environment_path, f"Binder installs this, on Python {plan.python_version}"
    for folder in sorted(repository.empty_folders):
        yield folder, "git hands on no file of this folder, so Binder does not have it"
    for ignored in plan.ignored:
        yield ignored.path, f"not used by Binder: {ignored.reason}"
    incomplete = repository.provision.incomplete
    if repository.environment is not None:
        count = len(repository.environment)
        packages = "1 package is" if count == 1 else f"{count} packages are"
        yield ".", f"--python {repository.environment.given}: {packages} installed there"
    for reason in incomplete:
        yield ".", f"not all that the image will hold is known: {reason}"
    for path, status in sorted(repository.apps.status.items()):
        yield path, f"{'an app' if status.is_app else 'not taken for an app'}: {status.why}"
    for path, notebook in repository.notebooks.items():
        if notebook.language != "python":
            yield path, f"its code is not judged: the kernel's language is {notebook.language}"
    for path, reason in sorted(repository.project.unread.items()):
        yield path, f"it is not judged: it cannot be read ({reason})"
    for path, cell, reason in unjudged_syntax(repository):
        yield path, f"{f'cell {cell}' if cell else 'it'} is not judged: {reason}"
    for path, cell, limit in unjudged_markdown(repository):
        yield path, f"images are not looked for in cell {cell}: {limit}"
    for package in uncompared(repository):
        yield package.path, f"the conditions for {package.name} are too many to be compared"
    for use, reasons in unjudged_imports(repository):
        yield use.path, f"`{use.module}` may or may not be there: {reasons}"
    for flaw in dict.fromkeys(
        repository.environment.flaws if repository.environment is not None else ()
    ):
        yield ".", f"in the environment of --python, {flaw}"
    if result.suppressed:
        noun = "finding" if result.suppressed == 1 else "findings"
        yield ".", f"{result.suppressed} {noun} suppressed by comments or settings"
