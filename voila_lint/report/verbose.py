"""What the run knew and did not judge: for ``--verbose``."""

import sys
from collections.abc import Iterator

from voila_lint.checking import Result
from voila_lint.report import Report, printable
from voila_lint.views.contradictions import uncompared
from voila_lint.views.needs import unjudged_imports
from voila_lint.views.pythons import unjudged_syntax


def lines(report: Report) -> Iterator[str]:
    """Yield one line per fact."""
    for result in report.results:
        prefix = report.prefix(result)
        for path, text in _facts(result):
            yield f"{printable(prefix + path)}: {printable(text)}"


def _facts(result: Result) -> Iterator[tuple[str, str]]:
    app = result.app
    plan = app.plan
    top = app.project.git_top
    if top not in (None, app.project.root):
        yield ".", "this folder lies in a git repository, and Binder builds from that one's top"
    if top is not None and app.project.listing is None:
        yield ".", "git names no files here (is it installed, does it trust the folder?): all count"
    yield ".", f"Binder's build pack: {plan.build_pack or 'unknown'}"
    if app.environment_path is not None:
        yield app.environment_path, f"Binder installs this, on Python {plan.python_version}"
    for folder in sorted(app.empty_folders):
        yield folder, "git hands on no file of this folder, so Binder does not have it"
    for ignored in plan.ignored:
        yield ignored.path, f"not used by Binder: {ignored.reason}"
    incomplete = app.provision.incomplete
    if app.environment is not None:
        count = len(app.environment)
        packages = "1 package is" if count == 1 else f"{count} packages are"
        yield ".", f"--python {app.environment.given}: {packages} installed there"
    for reason in incomplete:
        yield ".", f"not all that the image will hold is known: {reason}"
    for path, status in sorted(app.apps.items()):
        yield path, f"{'an app' if status.is_app else 'not taken for an app'}: {status.why}"
    for path, notebook in app.notebooks.items():
        if notebook.language != "python":
            yield path, f"its code is not judged: the kernel's language is {notebook.language}"
    for path, cell in unjudged_syntax(app):
        where = f"cell {cell}" if cell else "it"
        running = ".".join(map(str, sys.version_info[:2]))
        yield path, f"{where} is not judged: it may be for a Python newer than {running}"
    for package in uncompared(app):
        yield package.path, f"the conditions for {package.name} are too many to be compared"
    for use, reasons in unjudged_imports(app):
        yield use.path, f"`{use.module}` may or may not be there: {reasons}"
    for flaw in dict.fromkeys(app.environment.flaws if app.environment is not None else ()):
        yield ".", f"in the environment of --python, {flaw}"
    if result.suppressed:
        noun = "finding" if result.suppressed == 1 else "findings"
        yield ".", f"{result.suppressed} {noun} suppressed by comments or settings"
