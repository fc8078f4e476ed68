"""Which releases a requirement of pip's allows."""

from typing import TYPE_CHECKING

from voila_lint.versions.pep440 import clauses, contains

if TYPE_CHECKING:
    from packaging.version import Version


def keeps_below(specifier: str, release: str) -> bool:
    """Whether a specifier (PEP 440) allows only releases that are older than ``release``.

    False where it cannot be read.
    """
    if not any(sign in specifier for sign in ("<", "==", "~=")):
        return False  # known without the parser, whose import takes long
    from packaging.version import Version

    limit = Version(release)
    try:
        return any(_below(operator, version, limit) for operator, version in clauses(specifier))
    except ValueError:
        return False


def allows(specifier: str, release: str) -> bool:
    """Whether a specifier allows a release (pre-releases, too); False where it cannot be read."""
    try:
        return contains(specifier, release)
    except ValueError:
        return False


def _below(operator: str, text: str, limit: "Version") -> bool:
    from packaging.version import Version

    prefix = text.removesuffix(".*")
    if operator == "~=":
        # ~=1.4.2 is >=1.4.2, ==1.4.*
        operator, prefix = "==", Version(text).base_version.rpartition(".")[0]
        text = f"{prefix}.*"
    version = Version(prefix)
    if operator == "<":
        return version <= limit
    if operator == "<=":
        return version < limit
    if operator not in ("==", "==="):
        return False
    if not text.endswith(".*"):
        return version < limit
    # What begins so is older as a whole, or begins as the limit does.
    shown = [*version.release]
    return shown < [*limit.release][: len(shown)]
