"""What a project in the repository requires, as frozen data without opinion."""

from msgspec import Struct

from voila_lint.text import Span


class Dependency(Struct, frozen=True):
    """One requirement of a project as written; ``extra`` is the one that it belongs to."""

    text: str
    path: str
    at: Span | None = None
    extra: str | None = None


class LocalProject(Struct, frozen=True):
    """The requirements of a project; ``opaque`` says why there may be more."""

    dependencies: tuple[Dependency, ...] = ()
    opaque: tuple[str, ...] = ()
