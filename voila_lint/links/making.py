"""Making launch links that lead to a given notebook, the inverse of :mod:`links`."""

from urllib.parse import quote

from msgspec import Struct

from voila_lint.entities import unescaped
from voila_lint.git import parse_remote
from voila_lint.links.model import LaunchLink
from voila_lint.links.url_parts import decode_uri, parse_address, search_parameters, unquote
from voila_lint.pattern import pattern

#: Parameters that name where to go, with the spellings that BinderHub ignores.
_PATH_PARAMETERS = frozenset(("urlpath", "labpath", "filepath"))
#: Characters that the visitor's browser would still act on in the path that BinderHub's client
#: hands it (end of path, escape, separator, removed), so they need one more encoding. Lone
#: surrogates stand for bytes of a file name that are not UTF-8.
_ONCE_MORE = pattern("[#?%\\\\\0-\x1f\x7f\udc80-\udcff]")

#: Hosts that exist in a local network only (RFC 1918, RFC 6762, RFC 8375).
_PRIVATE_HOST = pattern(
    r"\A(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|\.(?:local|lan|internal|home\.arpa)\Z"
)
#: Hosts of public repositories, whose addresses for SSH have the same paths as those of the web.
_PUBLIC_HOSTS = frozenset(("bitbucket.org", "codeberg.org"))
_OVER_SSH = pattern(r"(?:(?:git\+)?ssh://)?(?:[^@/:\\]*@)?([^@/:\\]{2,})(?::\d+/|[:/])(.+)")

#: What a screen reader says of a badge.
_ALTERNATIVE = "Open the app on Binder"


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


def quoted_ref(ref: str) -> str:
    """Return a branch, tag or commit as it stands in the path of a launch link.

    BinderHub's page decodes the path once before it asks the server (``decodeURI`` in wouter's
    router), which leaves ``%23`` and ``%2F`` alone and makes ``%`` of ``%25``: a percent sign of
    the name's own is encoded twice.
    """
    return quote(ref.replace("%", "%25"), safe="/")


class LinkOrigin(Struct, frozen=True):
    """The beginning of a launch link: BinderHub's provider ("gh", "gl", "git") and repository."""

    provider: str
    repository: str


def link_origin(address: str) -> LinkOrigin | None:
    """Tell how a launch link names the repository at a git remote's address.

    GitHub and GitLab have their own providers, however the address is written; what else is
    on the web goes through the git provider. None for addresses that a hub cannot read: paths,
    ``ssh`` to other hosts, hosts of a local network.
    """
    remote = parse_remote(address)
    if remote is not None:
        return LinkOrigin(remote.provider, remote.repository)
    over_ssh = _is_over_ssh(address) and _OVER_SSH.match(address)
    if over_ssh and over_ssh[1].lower() in _PUBLIC_HOSTS:
        address = f"https://{over_ssh[1].lower()}/{over_ssh[2].lstrip('/')}"
    parsed = parse_address(address)
    if parsed is None or "." not in parsed.host or _PRIVATE_HOST.search(parsed.host):
        return None
    port = f":{parsed.port}" if parsed.port else ""
    return LinkOrigin("git", f"{parsed.scheme}://{parsed.host}{port}{unquote(parsed.path)}")


def _is_over_ssh(address: str) -> bool:
    scheme, separator, _ = address.partition("://")
    return scheme in ("ssh", "git+ssh") if separator else ":" in address.partition("/")[0]


def out_of_reach(address: str, *, with_keys: bool = True) -> bool:
    """Tell whether no public Binder can certainly read the repository at a git address.

    Those are paths, ``file:`` addresses and hosts of a local network. ``with_keys`` is false
    where the very address is used: nothing can be fetched over SSH then, and nothing from GitHub
    over ``git:``, which it has shut down in March 2022. Else the author's address for SSH, which
    may have a short name for the host, does not tell whether the repository is public either.
    """
    scheme, separator, rest = address.partition("://")
    if _is_over_ssh(address):
        match = _OVER_SSH.match(address)
        if match is None:
            return True  # a drive of Windows
        host = match[1].lower()
        return not with_keys or host == "localhost" or _PRIVATE_HOST.search(host) is not None
    if not separator or scheme == "file":
        return True
    host = rest.partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
    if scheme == "git" and host == "github.com":
        return not with_keys
    return "." not in host or _PRIVATE_HOST.search(host) is not None


def launch_link(
    owner_repo: str,
    ref: str,
    notebook_path: str,
    hub: str = "https://mybinder.org",
    query: str = "",
    provider: str = "gh",
) -> str:
    """The canonical link that opens a notebook of a repository as a Voilà app.

    ``hub`` is a host with or without scheme; ``query`` as in :func:`urlpath_for`. ``provider``
    is "gh" for a GitHub repository ("owner/name"), "gl" for GitLab's ("group/name") and "git"
    for an address.
    """
    base = hub.rstrip("/")
    if "://" not in base:
        base = f"https://{base}"
    # The other providers take the repository as one segment.
    repository = quote(owner_repo, safe="/" if provider == "gh" else "")
    where = f"{repository}/{quoted_ref(ref)}"
    return f"{base}/v2/{provider}/{where}?urlpath={urlpath_for(notebook_path, query)}"


def badge(url: str, form: str, hub: str = "https://mybinder.org") -> str:
    """Return the badge that leads to ``url`` as Markdown, HTML or reStructuredText."""
    from html import escape

    image = f"{hub.rstrip('/')}/badge_logo.svg"
    if form == "markdown":
        return f"[![{_ALTERNATIVE}]({image})]({url})"
    if form == "html":
        return f'<a href="{escape(url)}"><img src="{escape(image)}" alt="{_ALTERNATIVE}"></a>'
    return f".. image:: {image}\n   :target: {url}\n   :alt: {_ALTERNATIVE}"


def plain_name(parameter: str) -> str:
    """Return a parameter's name without what people vary in it: case, hyphen, underscore."""
    return parameter.lower().replace("-", "").replace("_", "").strip()


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
        names = [plain_name(name) for name, _ in search_parameters(decode_uri(piece))]
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
