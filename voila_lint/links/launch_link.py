"""Launch links: what BinderHub's own client makes of an address.

Follows, for each step, the software that acts on a click: the browser's address parser, the
routes of BinderHub's server (``binderhub/app.py``), its front end (``App.jsx``,
``LoadingPage.jsx`` with wouter 3.13 as router) and ``LaunchSpec`` of
``@jupyterhub/binderhub-client`` 0.5.0. ``tests/proofs/binderhub`` compares with that code.
"""

import re
from collections.abc import Collection
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import quote_plus

from voila_lint.links.making import corrected, launch_link, urlpath_for
from voila_lint.links.model import LaunchLink, ProblemKind, Spaces
from voila_lint.links.url_parts import (
    Address,
    decode_uri,
    encode_uri,
    is_other_scheme,
    parse_address,
    search_parameters,
    unquote,
)
from voila_lint.pattern import pattern
from voila_lint.text import Span

__all__ = [
    "DEFAULT_HUBS",
    "ParsedLink",
    "PathKind",
    "corrected",
    "launch_link",
    "parse_link",
    "urlpath_for",
]

#: The public federation: mybinder.org with all its members, and GESIS's own address.
DEFAULT_HUBS: tuple[str, ...] = ("mybinder.org", "notebooks.gesis.org/binder")

PathKind: TypeAlias = Literal["lab", "file", "url"]


class ParsedLink(NamedTuple):
    """An address taken apart: the fields of :class:`LaunchLink` that do not depend on a place."""

    kind: Literal["launch", "session", "local"]
    host: str
    provider: str | None = None
    repository: str | None = None
    ref: str | None = None
    path_kind: PathKind | None = None
    target: str = ""
    server_path: str = ""
    problem: str | None = None
    problem_kind: ProblemKind | None = None
    is_template: bool = False
    outranked: str = ""

    def at(
        self,
        url: str,
        path: str,
        span: Span,
        *,
        cell: int | None = None,
        in_comment: bool = False,
        in_code: bool = False,
        is_target: bool = False,
        spaces: Spaces = "",
        is_open: bool = False,
        glued: str = "",
    ) -> LaunchLink:
        """The link as found in a document; ``url`` is the address as written there."""
        return LaunchLink(
            url,
            path,
            span,
            cell,
            self.host,
            self.provider,
            self.repository,
            self.ref,
            self.path_kind,
            self.target,
            self.server_path,
            self.problem,
            in_comment,
            in_code,
            self.is_template,
            self.kind,
            self.problem_kind,
            self.outranked,
            is_target,
            spaces,
            is_open,
            glued,
        )


class _Provider(NamedTuple):
    """How a repository provider's part of the path is built (``binderhub/repoproviders.py``)."""

    pattern: re.Pattern[str]
    ref: Literal["required", "optional", "none"]
    #: Path segments that name the repository, before the ref.
    segments: int


def _provider(spec: str, ref: Literal["required", "optional", "none"], segments: int) -> _Provider:
    # wouter anchors the pattern, allows one slash behind it and ignores case.
    return _Provider(pattern(rf"(?P<spec>{spec})/?\Z", re.IGNORECASE), ref, segments)


_PROVIDERS = {
    "gh": _provider(r"[^/]+/[^/]+/.+", "required", 2),
    "gist": _provider(r"[^/]+/[^/]+(?:/[^/]+)?", "optional", 2),
    "git": _provider(r"[^/]+/.+", "required", 1),
    "gl": _provider(r"[^/]+/.+", "required", 1),
    "zenodo": _provider(r"10\.\d+/.+", "none", 0),
    "figshare": _provider(r"10\.\d+/.+", "none", 0),
    "hydroshare": _provider(r"[^/]+", "none", 0),
    "dataverse": _provider(r"10\.\d+/.+", "none", 0),
    "ckan": _provider(r"[^/]+", "none", 0),
}

#: Hosts below mybinder.org that are no hubs.
_NOT_HUBS = frozenset(
    f"{name}.mybinder.org"
    for name in ("docs", "static", "grafana", "prometheus", "archive.analytics", "playground")
)
_LOCAL_HOSTS = frozenset(("localhost", "127.0.0.1", "0.0.0.0", "[::1]"))
_SERVER_PAGES = frozenset(("voila", "lab", "doc", "tree", "notebooks", "retro"))
#: The port of the ``voila`` command; its root is the app.
_VOILA_PORT = "8866"
_SCHEMELESS = pattern(r"(?:[\w-]+\.)+[\w-]+(?::\d+)?/|localhost[:/]|127\.0\.0\.1[:/]", re.ASCII)
_VERSION = pattern(r"v\d+", re.IGNORECASE | re.ASCII)
_SESSION = pattern(r"(?:/[^/]+)*?/user/[^/]+/?", re.ASCII)
_TEMPLATE = pattern(
    r"<[^>]*>?|%3C|\{|%7B|\$\(|\[[^\]]*\]|\.\.\.|…|(?i:your[-_ %]|yourname|youruser|yourrepo)"
    r"|/(?:USER|USERNAME|OWNER|ORG|ORGANIZATION|REPO|REPOSITORY|REPO[-_]NAME|BRANCH)(?=[/?]|$)"
    r"|/(?i:username|user[-_]name|github[-_]user(?:name)?|my[-_]?username|repo[-_]?name)(?=[/?]|$)"
)
#: What a generator of pages fills in, and a name that the reader is to put there.
_TEMPLATE_QUERY = pattern(r"\{\{|\{%|%7B%7B|\$\{|<[A-Za-z][\w .-]*>")
#: Where the visitor's server lives while the path on it is worked out.
_SERVER = Address("https", "hub.invalid", "", "/user/session/", "", "")


def parse_link(url: str, *, hubs: Collection[str] = DEFAULT_HUBS) -> ParsedLink | None:
    """Take an address apart as BinderHub's client does.

    ``url`` is the address after what its document does to it (entities decoded), with or
    without scheme. ``hubs`` are host names of BinderHubs, with their base path where they have
    one; members of a host's own domain (``2i2c.mybinder.org``) count as the hub itself.
    None for what is neither a launch link to one of them, nor a running session of theirs, nor
    a Jupyter server on the reader's own machine.
    """
    text = url.strip()
    if _SCHEMELESS.match(text):
        text = f"https://{text}"
    elif text.startswith("//"):
        text = f"https:{text}"
    address = parse_address(text)
    if address is None:
        return None
    if address.host in _LOCAL_HOSTS:
        return _local(address)
    for hub in hubs:
        host, _, base = hub.strip("/").lower().partition("/")
        host = host.partition(":")[0]
        if address.host != host and not address.host.endswith("." + host):
            continue
        if address.host in _NOT_HUBS:
            continue
        prefix = f"/{base}" if base else ""
        session = _session(address, host, prefix)
        if session is not None:
            return session
        path = address.path.removeprefix(prefix)
        if path.startswith("/") and (not prefix or address.path.startswith(prefix)):
            return _launch(url, address, path)
    return None


def _local(address: Address) -> ParsedLink | None:
    first = address.path.split("/")[1]
    if first not in _SERVER_PAGES and address.port != _VOILA_PORT:
        return None
    return ParsedLink("local", address.host, server_path=unquote(address.path[1:]))


def _session(address: Address, host: str, prefix: str) -> ParsedLink | None:
    """``https://hub.<member>.mybinder.org/user/<name>/<path>``."""
    match = _SESSION.match(address.path)
    if match is None or address.path.startswith(f"{prefix}/v2/"):
        return None  # "user" may be anybody's name in the address of a gist
    on_hub = address.host.startswith("hub.") or address.host == f"hub.{host}"
    if not on_hub and not address.path.startswith((f"{prefix}/user/", f"{prefix}/jupyter/user/")):
        return None
    return ParsedLink("session", address.host, server_path=unquote(address.path[match.end() :]))


def _launch(url: str, address: Address, path: str) -> ParsedLink | None:
    place, _, query = url.partition("?")
    is_template = bool(
        _TEMPLATE.search(place.partition("://")[2] or url) or _TEMPLATE_QUERY.search(query)
    )
    segments = path.split("/")[1:]
    if segments[0] == "repo" and len(segments) >= 3 and segments[1] and segments[2]:
        return _legacy(address, segments, is_template)
    first = next(filter(None, segments), "")
    if not (_VERSION.fullmatch(first) or first == "repo" or first.lower() in _PROVIDERS):
        return None  # the hub's front page, its badge, its documentation
    if segments[0] != "v2" or len(segments) < 3 or segments[1] not in _PROVIDERS:
        return ParsedLink(
            "launch",
            address.host,
            problem=_no_route(segments),
            problem_kind="no-route",
            is_template=is_template,
        )
    provider_id = segments[1]
    provider = _PROVIDERS[provider_id]
    raw_spec = path.split("/", 3)[3] if len(segments) > 2 else ""
    if not raw_spec:
        return ParsedLink(
            "launch",
            address.host,
            provider_id,
            problem="the link names no repository: BinderHub answers 404",
            problem_kind="no-route",
            is_template=is_template,
        )
    # The router matches the decoded path, in which a decoded line end may not match.
    spec = decode_uri(path).split("/", 3)[3]
    repository, ref = _repository_and_ref(provider_id, spec)
    link = ParsedLink("launch", address.host, provider_id, repository, ref, is_template=is_template)
    if provider.pattern.match(spec) is None:
        if provider.ref == "required" and ref is None:
            return link._replace(
                problem="the link names no branch, tag or commit: BinderHub shows Not Found",
                problem_kind="missing-ref",
            )
        return link._replace(
            problem=f"BinderHub's {provider_id} provider cannot read {spec!r}: it shows Not Found",
            problem_kind="invalid-repository",
        )
    return _with_target(link, address.query)


def _no_route(segments: list[str]) -> str:
    if segments[0] == "":
        return "the link has two slashes behind the host: BinderHub answers 404"
    if segments[0] != "v2":
        return f"launch addresses begin with /v2/, not /{segments[0]}/: BinderHub answers 404"
    named = segments[1] if len(segments) > 1 else ""
    return f"BinderHub knows no provider {named!r} (case matters): it answers 404"


def _legacy(address: Address, segments: list[str], is_template: bool) -> ParsedLink:
    """``/repo/owner/name/path``, which BinderHub redirects to the branch master, less its query."""
    owner, name = unquote(segments[1]), unquote(segments[2])
    link = ParsedLink("launch", address.host, "gh", f"{owner}/{name}", "master")
    link = link._replace(is_template=is_template)
    rest = unquote("/".join(segments[3:]))
    if not rest.strip("/"):
        return link
    return _with_target(link, "urlpath=" + quote_plus(f"/{rest}", errors="replace"))


def _repository_and_ref(provider_id: str, spec: str) -> tuple[str | None, str | None]:
    provider = _PROVIDERS[provider_id]
    if provider.ref == "none":
        return unquote(spec) or None, None
    parts = spec.split("/")
    repository = unquote("/".join(parts[: provider.segments])).rstrip("/")
    if provider_id == "gh":
        repository = repository.removesuffix(".git")
    ref = unquote("/".join(parts[provider.segments :])).strip("/")
    return repository or None, ref or None


def _with_target(link: ParsedLink, query: str) -> ParsedLink:
    """``LaunchSpec.fromSearchParams``: labpath, then filepath, then urlpath."""
    values: dict[str, str] = {}
    for name, value in search_parameters(decode_uri(query)):
        values.setdefault(name, value)
    path_kind: PathKind
    if "labpath" in values:
        path_kind, target = "lab", values["labpath"].removesuffix("/")
        url_path = f"doc/tree/{encode_uri(target)}"
    elif "filepath" in values:
        path_kind, target = "file", values["filepath"].removesuffix("/")
        url_path = f"tree/{encode_uri(target)}"
    elif "urlpath" in values:
        path_kind, target = "url", values["urlpath"].lstrip("/")
        url_path = target
    else:
        return link
    outranked = values.get("urlpath", "").lstrip("/") if path_kind != "url" else ""
    return _end(link._replace(path_kind=path_kind, target=target, outranked=outranked), url_path)


def _end(link: ParsedLink, url_path: str) -> ParsedLink:
    """Where ``new URL(urlPath, serverUrl)`` leads."""
    address = None if is_other_scheme(url_path) else parse_address(url_path, _SERVER)
    if address is None or address[:3] != _SERVER[:3]:
        where = f"{address.scheme}://{address.host}" if address is not None else url_path
        return link._replace(
            problem=f"the link leads to another site: {where}", problem_kind="other-site"
        )
    if not address.path.startswith(_SERVER.path):
        return link._replace(
            problem=f"the link leaves the visitor's server: {address.path}",
            problem_kind="outside-server",
        )
    return link._replace(server_path=unquote(address.path[len(_SERVER.path) :]))
