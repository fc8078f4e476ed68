"""The plan for other programs: the JSON contract of ``voila-lint plan``, ``"schema": 1``."""

from collections.abc import Iterator

import msgspec

from voila_lint.report.json import clean, document_text
from voila_lint.report.plan import planned_notebooks
from voila_lint.repository import Repository


def lines(repository: Repository) -> Iterator[str]:
    """Yield the lines of the document."""
    plan = repository.plan
    error = plan.error
    document: dict[str, object] = {
        "schema": 1,
        "build_pack": plan.build_pack,
        "fallback": plan.fallback,
        "config_directory": plan.config_directory,
        "python_version": plan.python_version,
        "server_python": plan.server_python,
        "environment_file": plan.environment_file,
        "requirements_file": plan.requirements_file,
        "apt_packages": list(plan.apt_packages),
        "post_build": plan.post_build,
        "start": plan.start,
        "ignored": [{"path": item.path, "reason": item.reason} for item in plan.ignored],
        "packages": [
            {
                "name": package.name,
                "specifier": package.specifier,
                "source": package.source,
                "environment": package.environment,
                "path": package.path,
                "line": package.at.line if package.at else None,
            }
            for package in plan.packages
        ],
        "notebooks": [msgspec.to_builtins(notebook) for notebook in planned_notebooks(repository)],
        "error": None
        if error is None
        else {
            "type": error.type,
            "message": error.message,
            "path": error.path,
            "line": error.at.line if error.at else None,
        },
    }
    yield document_text(clean(document))
