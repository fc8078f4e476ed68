"""The text behind a location: source lines for reports and comments, physical line numbers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from voila_lint.finding import Location
from voila_lint.notebook.model import Notebook
from voila_lint.project import Project
from voila_lint.reading import MAX_DOCUMENT

if TYPE_CHECKING:
    from voila_lint.notebook.positions import SourceMap


class Sources:
    """Looks up lines of the checked files; each file is looked at only when asked for."""

    def __init__(self, project: Project, notebooks: Mapping[str, Notebook]) -> None:
        """Take the files and the notebooks that could be read."""
        self._project = project
        self._notebooks = notebooks
        self._lines: dict[tuple[str, int | None], list[str]] = {}
        self._maps: dict[str, SourceMap | None] = {}

    def line(self, at: Location) -> str | None:
        """Return the source line of a location, None where there is none."""
        if at.line is None:
            return None
        lines = self.lines(at.path, at.cell)
        return lines[at.line - 1] if at.line <= len(lines) else None

    def lines(self, path: str, cell: int | None) -> list[str]:
        """Return the lines of a cell or file, none where it cannot be read."""
        if (path, cell) not in self._lines:
            self._lines[path, cell] = self._read(path, cell)
        return self._lines[path, cell]

    def file_line(self, at: Location) -> int | None:
        """Return the physical line in the file (from 1), None where there is none."""
        if at.cell is None:
            return at.line
        if at.path not in self._maps:
            self._maps[at.path] = self._map(at.path)
        source_map = self._maps[at.path]
        return source_map.file_line(at.cell, at.line or 1) if source_map else None

    def _read(self, path: str, cell: int | None) -> list[str]:
        if cell is not None:
            notebook = self._notebooks.get(path)
            source = notebook.cells[cell - 1].source if notebook else ""
        else:
            try:
                source = self._project.read_text(path)
            except OSError:
                return []
        # Not str.splitlines: a form feed or U+2028 ends no line of code.
        return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def _map(self, path: str) -> "SourceMap | None":
        from voila_lint.notebook.positions import SourceMap

        try:
            return SourceMap(self._project.read_bytes(path, 8 * MAX_DOCUMENT))
        except OSError:
            return None
