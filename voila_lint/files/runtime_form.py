"""What somebody meant who wrote a runtime.txt that repo2docker does not understand."""

from voila_lint.pattern import pattern
from voila_lint.versions.python_version import BASE_PYTHONS

_MEANT = pattern(r"(?:[Pp]ython)?[ \t]*(?:-|==?)?[ \t]*([0-9]+\.[0-9]+)(?:\.[0-9]+)?(?:\.\*)?")


def corrected_runtime(text: str) -> str | None:
    """Return the text that names the Python which ``text`` means, in repo2docker's form.

    ``python-3.8`` for ``python-3.8.5``, ``python 3.8``, ``Python-3.8`` or ``3.8``. None where it
    is in that form already, where no single version is meant, or repo2docker lacks that version.
    """
    written = text.strip()
    match = _MEANT.fullmatch(written)
    if match is None or match[1] not in BASE_PYTHONS:
        return None
    corrected = f"python-{match[1]}"
    return None if corrected == written else corrected
