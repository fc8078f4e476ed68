"""Which modules the files of an installed package make importable."""

from collections.abc import Iterable

_CODE = (".py", ".so", ".pyd")

#: More modules than this below a folder without ``__init__.py`` are named by the folder.
_MANY = 12


def modules_in(files: Iterable[str]) -> tuple[str, ...]:
    """Return the import names that files offer, given relative to ``site-packages`` with ``/``.

    A folder without ``__init__.py`` is a namespace, which other packages may share: the first
    packages and modules below it are named instead (``google.cloud.storage``).
    """
    code = [
        f for f in files if f.endswith(_CODE) and not f.startswith(("../", "/", "__editable__"))
    ]
    packages = {
        folder
        for folder, _, name in (file.rpartition("/") for file in code)
        if folder and name.partition(".")[0] == "__init__"
    }
    tops: dict[str, set[str]] = {}
    for file in code:
        parts = file.split("/")
        depth = next((i for i in range(1, len(parts)) if "/".join(parts[:i]) in packages), None)
        if depth is not None:
            parts = parts[:depth]
        else:
            parts[-1] = parts[-1].partition(".")[0]
        if all(part.isidentifier() for part in parts):
            tops.setdefault(parts[0], set()).add(".".join(parts))
    return tuple(
        sorted(
            name
            for top, below in tops.items()
            for name in (below if len(below) <= _MANY else {top})
        )
    )
