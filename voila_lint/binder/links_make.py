"""Making launch links that lead to a given notebook, the inverse of :mod:`links`."""

from urllib.parse import quote

from voila_lint.binder.links_url import decode_uri, search_parameters
from voila_lint.binder.model import LaunchLink
from voila_lint.entities import unescaped
from voila_lint.pattern import pattern

#: Parameters that name where to go, with the spellings that BinderHub ignores.
_PATH_PARAMETERS = frozenset(("urlpath", "labpath", "filepath"))
#: Characters that the visitor's browser would still act on in the path that BinderHub's client
#: hands it (end of path, escape, separator, removed), so they need one more encoding. Lone
#: surrogates stand for bytes of a file name that are not UTF-8.
_ONCE_MORE = pattern("[#?%\\\\\0-\x1f\x7f\udc80-\udcff]")


def urlpath_for(notebook_path: str, query: str = "") -> str:
    """The value of ``urlpath``, encoded for the link, that opens ``notebook_path`` with Voilà.

    ``notebook_path`` is relative to the repository's top, with ``/``; ``query`` are parameters
    for Voilà itself (``voila-theme=dark``).
    """
    path = f"voila/render/{notebook_path.lstrip('/')}"
    # Decoded by wouter, by URLSearchParams and by the server. Most characters survive one
    # decoding less, which is the form that BinderHub's own generator writes.
    path = _ONCE_MORE.sub(lambda match: _quote(match[0]), path)
    value = quote(quote(path, safe="/", errors="surrogatepass"), safe="")
    if query:
        value += "%3F" + _quote(query.removeprefix("?")).replace("%25", "%2525")
    return value


def _quote(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def launch_link(
    owner_repo: str,
    ref: str,
    notebook_path: str,
    hub: str = "https://mybinder.org",
    query: str = "",
) -> str:
    """The canonical link that opens a notebook of a GitHub repository as a Voilà app.

    ``hub`` is a host with or without scheme; ``query`` as in :func:`urlpath_for`.
    """
    base = hub.rstrip("/")
    if "://" not in base:
        base = f"https://{base}"
    where = f"{quote(owner_repo, safe='/')}/{quote(ref, safe='/')}"
    return f"{base}/v2/gh/{where}?urlpath={urlpath_for(notebook_path, query)}"


def corrected(link: LaunchLink, notebook_path: str) -> str:
    """The link as written, with ``urlpath`` leading to ``notebook_path``.

    All other parameters of the link stay, as do those that an existing ``urlpath`` hands to
    Voilà; a fragment goes, nothing reads it. Entities stay entities.
    """
    written = unescaped(link.url) if "&amp;" in link.url else link.url
    address = written.partition("#")[0]
    address, _, query = address.partition("?")
    own_query = link.target.partition("#")[0].partition("?")[2] if link.path_kind == "url" else ""
    wanted = f"urlpath={urlpath_for(notebook_path, own_query)}"
    pieces: list[str] = []
    placed = False
    for piece in filter(None, query.split("&")):
        names = [name.lower() for name, _ in search_parameters(decode_uri(piece))]
        if names and names[0] in _PATH_PARAMETERS:
            if not placed:
                pieces.append(wanted)
            placed = True
        else:
            pieces.append(piece)
    if not placed:
        pieces.append(wanted)
    separator = "&amp;" if "&amp;" in link.url else "&"
    return f"{address}?{separator.join(pieces)}"
