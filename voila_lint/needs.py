"""What the notebooks need against what Binder will provide."""

import re
import sys
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from voila_lint.app import App
from voila_lint.binder.edits import Addition, add_package, new_environment
from voila_lint.binder.model import BuildPlan, Package
from voila_lint.notebook.model import SyntaxProblem
from voila_lint.packages.model import Names
from voila_lint.packages.names import names_for
from voila_lint.packages.provision import Provision
from voila_lint.uses import Use

#: The Python of a newly written environment.yml.
NEW_PYTHON = "3.11"


class MissingImport(Struct, frozen=True):
    """An import that will fail on Binder; ``notebook`` is the first one that needs it."""

    use: Use
    notebook: str
    by_app: bool


def missing_imports(app: App) -> Iterator[MissingImport]:
    """Yield the imports that surely fail, one per file and import name, apps' first.

    Nothing where Binder builds nothing, or nothing is known of what it builds.
    """
    if not app.builds:
        return
    seen: set[tuple[str, str]] = set()
    for path in sorted(app.apps, key=lambda path: (not app.apps[path].is_app, path)):
        provision = notebook_provision(app, path)
        for use in app.uses(path):
            key = (use.path, use.imported.top)
            if not use.needed or use.local is not None or key in seen:
                continue
            if provision.verdict(use.module) == "no":
                seen.add(key)
                yield MissingImport(use, path, app.apps[path].is_app)


def notebook_provision(app: App, path: str) -> Provision:
    """Return the provision of one notebook: with what it installs itself."""
    installs = [install for at in app.code(path) for install in at.code.installs]
    if not installs:
        return app.provision
    packages = tuple(
        Package(
            name=re.split(r"[\s\[<>=!~;@]", install.requirement, maxsplit=1)[0],
            specifier="",
            source="conda" if install.tool in ("conda", "mamba") else "pip",
            path=path,
        )
        for install in installs
    )
    return Provision.of_plan(replace(app.plan, packages=(*app.plan.packages, *packages)))


def addition(app: App, names: Names) -> Addition | None:
    """Return the edits that add a package to the file that Binder reads, where that is safe."""
    path = app.environment_path
    text = app.project.text_or_empty(path) if path else ""
    return add_package(path, text, names) if path and text else None


def environment_for(app: App) -> str:
    """Return the text of an environment.yml with what the apps need, and Voilà."""
    base = Provision.of_plan(BuildPlan("conda", python_version=NEW_PYTHON))
    apps = [path for path, status in app.apps.items() if status.is_app]
    conda, pip = {"voila"}, set[str]()
    for path in apps or app.notebooks:
        for use in app.uses(path):
            if not use.needed or use.local or base.verdict(use.module) != "no":
                continue
            names = names_for(use.module)
            if names.conda:
                conda.add(names.conda)
            elif names.pypi:
                pip.add(names.pypi)
    return new_environment(NEW_PYTHON, sorted(conda), sorted(pip))


def syntax_problems(app: App) -> Iterator[tuple[str, int | None, SyntaxProblem]]:
    """Yield (path, cell, problem) for code that surely does not compile on Binder.

    Of the notebooks and of the local modules that they reach.
    """
    binder = tuple(map(int, app.kernel_python.split(".")))
    if binder < (3,):
        # A Python 2 kernel has another grammar than any Python that runs voila-lint.
        return
    seen: set[str] = set()
    for path in app.notebooks:
        for file in (path, *(use.path for use in app.uses(path))):
            if file in seen:
                continue
            seen.add(file)
            for at in app.code(file):
                problem = at.code.syntax_problem
                if problem and (problem.certain or binder <= sys.version_info[:2]):
                    yield file, at.cell, problem
