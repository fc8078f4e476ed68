"""VL112: an import of what exists on Google Colab only."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.needs import missing_imports


@rule("VL112", severity="error", judge="voila")
def colab_only(repository: Repository) -> Iterator[Problem]:
    """A notebook imports `google.colab`, which no package brings: it is part of Google Colab.

    Guarded by `try: … except ImportError:` or by a test such as
    `if "google.colab" in sys.modules:` it is fine.

    **What a visitor sees**: “There was an error when executing cell [n]”, and nothing of what
    comes after it.

    **What to do**: delete the lines that mount a drive or upload files; put the files into the
    repository, or guard the import.
    """
    for missing in missing_imports(repository):
        if missing.kind == "colab":
            use = missing.use
            yield Problem(
                Location.of(use.path, use.imported.at, use.cell),
                "`google.colab` exists on Google Colab only, and no package brings it. "
                f"{missing.outcome}",
                "Remove what only Colab needs, or import it inside `try: … except ImportError: …`.",
                severity=missing.severity,
                data={"module": use.imported.top},
            )
