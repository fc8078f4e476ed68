"""What is reported where only a part of a repository was asked for."""

from collections.abc import Collection
from functools import cached_property

from voila_lint.finding import Problem, Severity
from voila_lint.repository import Repository

#: Python files that belong to the build, and to no notebook.
_OF_THE_BUILD = frozenset({"setup.py"})


class Scope:
    """The named paths, and whatever of the repository keeps the notebooks in them from working.

    What a rule says about another notebook, or about a document, matters where it concerns a
    notebook of these paths. Everything else (environment files, scripts of the build, the
    repository itself) is every notebook's matter, unless nothing breaks there.
    """

    def __init__(self, repository: Repository, paths: Collection[str]) -> None:
        """Take the repository and the paths of files and folders in it; none means all of it."""
        self._repository = repository
        self._paths = frozenset(paths)

    @property
    def is_everything(self) -> bool:
        """Whether the whole repository was asked for."""
        return not self._paths

    def holds(self, path: str) -> bool:
        """Tell whether a path lies in the named ones."""
        return self.is_everything or any(
            path == named or path.startswith(f"{named}/") for named in self._paths
        )

    @cached_property
    def notebooks(self) -> frozenset[str]:
        """The notebooks in the named paths, readable or not, and the scripts that are apps."""
        known = {*self._repository.notebook_files, *self._repository.apps.status}
        return frozenset(path for path in known if self.holds(path))

    @cached_property
    def _reached(self) -> frozenset[str]:
        """The notebooks, and the files of the repository that they import."""
        uses = (use for path in self.notebooks for use in self._repository.uses(path))
        return self.notebooks | {path for use in uses for path in (use.path, use.local) if path}

    def reports(self, problem: Problem, severity: Severity, judge: str) -> bool:
        """Tell whether a problem belongs into the report; ``judge`` is its rule's."""
        path = problem.at.path
        if self.holds(path):
            return True
        if severity == "info" or judge == "advice" or not self.notebooks:
            return False
        if problem.notebooks is not None:
            return not self._reached.isdisjoint(problem.notebooks)
        if path.endswith((".ipynb", ".py")) and path not in _OF_THE_BUILD:
            return path in self._reached
        if path in self._repository.project.directories and path != "":
            return any(notebook.startswith(f"{path}/") for notebook in self.notebooks)
        return path not in self._repository.project.documents
