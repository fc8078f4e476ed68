"""What repairs make of a repository: which of them go together, and the files afterwards."""

from collections.abc import Iterable, Iterator, Sequence

from voila_lint.edits.splicing import FileEdits, Taken
from voila_lint.finding import Edit, Finding, Fix
from voila_lint.project import Project, is_below


def compatible(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """Return the findings whose fixes can be made at once; the others wait for the next round.

    Fixes that are not safe are left out unless ``unsafe``.
    """
    taken: dict[str, Taken] = {}
    renamed: set[str] = set()
    chosen: list[Finding] = []
    for finding in findings:
        fix = finding.fix
        if fix is None or not is_allowed(fix, unsafe=unsafe):
            continue
        paths = {edit.path for edit in fix.edits}
        if any(above in renamed for path in paths for above in _with_folders(path)):
            continue
        if any(edit.path in taken and taken[edit.path].overlaps(edit) for edit in fix.edits):
            continue
        if fix.rename is not None:
            if not renamed.isdisjoint(fix.rename) or _is_touched(fix.rename, taken):
                continue
            renamed.update(fix.rename)
        for edit in fix.edits:
            taken.setdefault(edit.path, Taken()).take(edit)
        chosen.append(finding)
    return chosen


def is_allowed(fix: Fix, *, unsafe: bool) -> bool:
    """Tell whether a fix is one that the user asks for."""
    return fix.safety == "safe" or unsafe


def _with_folders(path: str) -> Iterator[str]:
    """Yield a path and the folders above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _is_touched(rename: tuple[str, str], taken: Iterable[str]) -> bool:
    return any(name in _with_folders(path) for path in taken for name in rename)


class Round:
    """Repairs of one state of a repository; each file is read once, however many are tried."""

    def __init__(self, project: Project) -> None:
        """Take the files as they are before."""
        self._project = project
        self._files: dict[str, FileEdits] = {}

    def repaired(self, findings: Sequence[Finding]) -> Project:
        """Return the repository with these fixes, on top of the changes that it has.

        Raises CannotWriteError, and OSError where a file cannot be read.
        """
        fixes = [finding.fix for finding in findings if finding.fix is not None]
        edits: dict[str, list[Edit]] = {}
        for fix in fixes:
            for edit in fix.edits:
                edits.setdefault(edit.path, []).append(edit)
        overlay = dict(self._project.reader.overlay)
        for path, own in edits.items():
            overlay[path] = self._file(path).apply(own)
        moves = tuple(fix.rename for fix in fixes if fix.rename is not None)
        for old, new in moves:
            for path in sorted(self._project.files | {old}):
                if is_below(path, old) and self._project.reader.is_file(path):
                    overlay[new + path[len(old) :]] = self._project.read_bytes(path)
                    overlay[path] = None
        return self._project.with_overlay(overlay, (*self._project.moves, *moves))

    def _file(self, path: str) -> FileEdits:
        if path not in self._files:
            is_there = self._project.reader.is_file(path)
            data = self._project.read_bytes(path) if is_there else b""
            self._files[path] = FileEdits(path, data)
        return self._files[path]
