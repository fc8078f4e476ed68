"""Reports: one file per output format."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from voila_lint.checking import Result
from voila_lint.finding import SEVERITIES, Finding, Severity
from voila_lint.pattern import pattern


class Report(Struct, frozen=True):
    """All results of a run.

    ``root`` is the folder that every reported path is relative to, ``named`` the number of files
    that the user named (0: all files of the roots are reported on).
    """

    root: Path
    results: tuple[Result, ...]
    named: int = 0

    def entries(self) -> list[tuple[Finding, Result]]:
        """Return the findings with their results, paths relative to ``root``, in order."""
        return [
            (located(finding, prefix), result)
            for result in self.results
            for prefix in [self.prefix(result)]
            for finding in result.findings
        ]

    def prefix(self, result: Result) -> str:
        """Return what to put before the paths of one result."""
        relative = result.repository.project.root.relative_to(self.root).as_posix()
        return "" if relative == "." else f"{relative}/"

    def failures(self) -> Iterator[str]:
        """Yield what voila-lint itself failed on, a line each."""
        for result in self.results:
            for failure in result.repository.failures:
                prefix = self.prefix(result) if failure.path is not None else ""
                yield f"{prefix}{failure.message}"

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(f.severity == severity for r in self.results for f in r.findings)

    @property
    def notebooks(self) -> int:
        """The number of notebooks that were checked, readable or not."""
        return sum(len(r.repository.notebook_files) for r in self.results)

    @property
    def files(self) -> int:
        """The number of files that belong to the checked repositories."""
        return sum(len(r.repository.project.files) for r in self.results)

    @property
    def checked(self) -> bool:
        """Whether there was anything to check: notebooks, scripts that are apps, named files."""
        return bool(
            self.named or self.notebooks or any(r.repository.apps.status for r in self.results)
        )

    @property
    def why_nothing(self) -> str:
        """Why there was nothing to check."""
        if any(result.repository.project.notebooks for result in self.results):
            return "All notebooks are excluded."
        return "No notebooks found: is this the folder of the repository?"

    def reaches(self, threshold: Severity) -> bool:
        """Tell whether any finding is at least as severe as ``threshold``."""
        return any(self.count(s) for s in SEVERITIES[SEVERITIES.index(threshold) :])


def located(finding: Finding, prefix: str) -> Finding:
    """Return the finding with its paths below ``prefix``."""
    if not prefix:
        return finding
    from msgspec.structs import replace

    fix = finding.fix
    if fix is not None:
        edits = tuple(replace(edit, path=prefix + edit.path) for edit in fix.edits)
        rename = fix.rename and (prefix + fix.rename[0], prefix + fix.rename[1])
        fix = replace(fix, edits=edits, rename=rename)
    path = prefix.rstrip("/") if finding.path == "." else prefix + finding.path
    return replace(finding, path=path, fix=fix)


def common_root(roots: Sequence[Path]) -> Path:
    """Return the deepest folder that holds all roots."""
    first, *others = roots
    while not all(other.is_relative_to(first) for other in others):
        first = first.parent
    return first


def place(finding: Finding, execution_count: int | None = None) -> str:
    """Return ``path:cell 3:2:8`` (or less, as far as known), with control characters escaped.

    With the number that Voilà gives the cell it is ``path:cell 3 (code cell 2):2:8``.
    """
    parts = [printable(finding.path)]
    if finding.cell is not None:
        code_cell = "" if execution_count is None else f" (code cell {execution_count})"
        parts.append(f"cell {finding.cell}{code_cell}")
    if finding.line is not None:
        parts.append(str(finding.line))
        if finding.column is not None:
            parts.append(str(finding.column))
    return ":".join(parts)


#: What CI services take for commands to themselves: at the start of a row `::` (GitHub, Gitea;
#: runner 2.330, ActionCommand.cs), `---` and the like (Buildkite), folds (GitLab, Travis); anywhere
#: in it `##[`, `##vso[` and `##teamcity[` (GitHub, Azure, TeamCity).
_COMMAND_AT_START = pattern(
    r"\s*:(?=:)|[-+~^](?=[-+~^]{2} )|s(?=ection_(?:start|end):)|t(?=ravis_(?:fold|time):)"
)
_COMMAND = pattern(r"#(?=#\w*\[)")


def row(line: str, *, is_diff: bool = False) -> str:
    """Return a line of output in a form that no CI takes for a command to itself.

    The first character of what might be one is escaped. A diff keeps its own signs.
    """
    start = _COMMAND_AT_START.match(line)
    if start is not None and not (is_diff and line[0] in "-+"):
        at = start.end() - 1
        line = f"{line[:at]}\\x{ord(line[at]):02x}{line[at + 1 :]}"
    return _COMMAND.sub(r"\\x23", line) if "##" in line else line


def printable(text: str) -> str:
    """Return the text with everything escaped that could steer a terminal or hide.

    Tabs become single spaces; lone surrogates, control and invisible formatting characters
    become their Python escapes.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " if char == "\t" else ascii(char)[1:-1] for char in text
    )
