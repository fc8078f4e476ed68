"""Which addresses on a Jupyter server with Voilà show something, and which do not."""

import posixpath
import re
from collections.abc import Collection
from functools import lru_cache

from msgspec import Struct

_RENDER = "voila/render"
_NOT_FOUND = "404: Not Found"


class DeadPage(Struct, frozen=True):
    """An address that shows no app.

    ``reason`` and ``help`` are sentences for people, ``seen`` is what the visitor gets.
    ``notebook`` is the one that is meant, where there is one candidate; ``sure`` tells whether
    no other can be meant.
    """

    reason: str
    seen: str = _NOT_FOUND
    help: str = ""
    notebook: str | None = None
    sure: bool = False


def is_hidden(path: str) -> bool:
    """Tell whether a file, or a folder above it, is one that a Jupyter server shows to nobody.

    Jupyter Server 2: ``ContentsManager.allow_hidden`` is false where nobody sets it.
    """
    return any(part.startswith(".") for part in path.split("/"))


def dead_page(
    server_path: str,
    files: Collection[str],
    directories: Collection[str],
    notebooks: Collection[str],
) -> DeadPage | None:
    """Judge an address of Voilà; None where it shows something, or is none of Voilà's.

    ``server_path`` is decoded and relative to the server's address; ``files`` and
    ``directories`` are those of the repository. Voilà 0.5's handlers: ``voila``,
    ``voila/tree/<folder>``, ``voila/render/<notebook or script>``.
    """
    path = server_path.strip("/")
    first, _, rest = path.partition("/")
    if first != "voila":
        if first == "render" and rest:
            return _absent(rest, notebooks, "Voilà's pages begin with `voila/render/`.")
        if first.lower() == "voila":
            reason = "Voilà's pages begin with `voila`, in lower case."
            return _absent(rest.partition("/")[2], notebooks, reason)
        return None
    kind, _, target = rest.partition("/")
    if kind == "render":
        return _rendered(
            posixpath.normpath(target) if target else "", files, directories, notebooks
        )
    if kind == "tree":
        if target in directories or not target:
            return None
        if target in files:
            return DeadPage(
                "`voila/tree/` is for folders.",
                "the file itself, with its code",
                notebook=target if target in notebooks else None,
                sure=target in notebooks,
            )
        return _absent(target, notebooks, f"There is no folder `{target}` in the repository.")
    if kind in ("", "static", "templates", "api", "files"):
        return None
    return _absent(rest, notebooks, f"Voilà's pages begin with `{_RENDER}/`.")


def _rendered(
    target: str,
    files: Collection[str],
    directories: Collection[str],
    notebooks: Collection[str],
) -> DeadPage | None:
    if not target:
        return _absent("", notebooks, f"`{_RENDER}/` needs the path of a notebook.")
    if target in files:
        if not is_hidden(target):
            return None
        reason = "The server hides what begins with a dot."
        return DeadPage(reason, help="Rename the file or folder, and lead the link there.")
    if f"{target}.ipynb" in files:
        return DeadPage(
            "The file's name ends with `.ipynb`.", notebook=f"{target}.ipynb", sure=True
        )
    if target in directories:
        return DeadPage(
            f"`{target}` is a folder.", "403: Forbidden", f"Use `voila/tree/{target}` for a list."
        )
    return _absent(target, notebooks, f"There is no file `{target}` in the repository.")


def _absent(target: str, notebooks: Collection[str], reason: str) -> DeadPage:
    """Say what is meant by a target that is not there."""
    if target in notebooks:
        return DeadPage(reason, notebook=target, sure=True)
    same = _by_key(tuple(notebooks)).get(_key(target.rpartition("/")[2]), [])
    if len(same) == 1:
        return DeadPage(reason, notebook=same[0], sure=True)
    if len(notebooks) == 1:
        return DeadPage(reason, notebook=next(iter(notebooks)))
    if same:
        listed = ", ".join(f"`{n}`" for n in sorted(same))
        return DeadPage(reason, help=f"Name one of {listed}.")
    return DeadPage(
        reason, help="Name a notebook as it is on disk: `urlpath=voila%2Frender%2FApp.ipynb`."
    )


@lru_cache(maxsize=1)
def _by_key(notebooks: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the notebooks by what is left of their names, those with nothing left out."""
    found: dict[str, list[str]] = {}
    for path in notebooks:
        if key := _key(path.rpartition("/")[2]):
            found.setdefault(key, []).append(path)
    return found


def _key(name: str) -> str:
    """Return a file's name without what is easily mistaken: case, suffix, separators."""
    return re.sub(r"%20|[\W_]+", "", re.sub(r"\.ipynb$", "", name.casefold()))
