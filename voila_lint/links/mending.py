"""What a launch link that goes wrong was meant to be, as far as the link itself tells."""

import re
from collections.abc import Collection
from typing import Literal, TypeAlias
from urllib.parse import quote

from msgspec import Struct

from voila_lint.entities import unescaped
from voila_lint.links.launch_link import DEFAULT_HUBS, ParsedLink, corrected, parse_link
from voila_lint.links.making import plain_name, quoted_ref
from voila_lint.links.model import LaunchLink
from voila_lint.links.url_parts import decode_uri, search_parameters, unquote
from voila_lint.pattern import pattern

Slip: TypeAlias = Literal[
    "ampersand",
    "hash",
    "question-mark",
    "encoding",
    "name",
    "fragment",
    "hash-in-ref",
    "no-query",
    "two-queries",
]

_RENDER = "voila/render/"
#: No name is encoded more often than this.
_DECODINGS = 6

#: What a character in a name does to the path when BinderHub or the browser gets to see it.
_CUTS: dict[str, Slip] = {"&": "ampersand", "#": "hash", "?": "question-mark"}

#: Members of mybinder.org's federation that have been shut down, each by itself: the first and
#: the second Google cluster (2020-09, 2023-04), Turing (2023-03), both of OVH (2022-12, 2025-01).
#: From jupyterhub/mybinder.org-deploy as of 2026-08 (config/, its history); 2i2c, gesis and bids
#: are there. Of notebooks.gesis.org only that it has left the federation is known.
RETIRED_MEMBERS = frozenset(
    f"{name}.mybinder.org" for name in ("gke", "gke1", "gke2", "turing", "ovh", "ovh2")
)

_UNTIL_REPOSITORY = pattern(r"\A(.*?/v2/gh/[^/?#]+/[^/?#]+?)(?:/([^?#]*))?(?=[?#]|\Z)")
_LEGACY = pattern(r"\A([^?#]*?)/repo/([^/?#]+/[^/?#]+)/?(\?[^#]*)")
#: Names of default branches, behind which a "#" begins nothing but a fragment.
_DEFAULT_REFS = frozenset(("HEAD", "main", "master"))
_SECOND_QUERY = pattern(r"(\?[^?#]*)\?+(?=(?:url|lab|file)path=)")
_QUERY_IN_PATH = pattern(r"\A([^?#]*?)&(?:amp;)?(?=(?:url|lab|file)path=)")
#: A repository's address, or its launch link, where owner and repository belong.
_WHOLE_ADDRESS = pattern(r"\A(.*?/v2/gh/)(https?(?::|%3[Aa])[^?#]*)")
_REPOSITORY_ADDRESS = pattern(
    r"\Ahttps?:/{1,2}(?:(?:www\.)?github\.com/|(?:[^/]+\.)?mybinder\.org/v2/gh/)"
    r"([^/]+/[^/]+?)(?:\.git)?(?:/(?:tree/)?([^/]+))?(?:/\2)?/?\Z"
)
_RECORD = pattern(
    r"(?:10\.5281/zenodo\.|zenodo\.org/(?:records?|deposit)/)(\d+)|^zenodo/(?:zenodo\.)?(\d+)(?=/|$)",
    re.IGNORECASE,
)
_UNTIL_PROVIDER = pattern(r"\A((?:https?:)?(?://)?[^/]+)/+([^?#]*)(.*)\Z")


class Miswritten(Struct, frozen=True):
    """A path that is in the link, but that BinderHub does not read as it is meant.

    ``slip`` says how: a raw "&", "#" or "?" in a name ("ampersand", "hash", "question-mark"),
    "encoding" (encoded once too often), "name" (a parameter that BinderHub does not know),
    "fragment" (behind a "#"), "hash-in-ref" (behind the raw "#" of a branch's name), "no-query"
    (behind a "&", with no "?" before), "two-queries" (behind a second "?"). ``target`` is the
    path that is meant, ``written`` the name of the parameter or branch where that is of interest.
    """

    slip: Slip
    target: str
    written: str = ""


def misencoded(link: LaunchLink, files: Collection[str]) -> Miswritten | None:
    """Tell which of the files the link means, where its path loses or changes the name.

    None where the link reaches a file, or where none is meant for sure.
    """
    if link.path_kind != "url":
        return None
    # Encoded so often that not even its slashes are seen, the path may begin in another way.
    if link.server_path.startswith(_RENDER) and link.server_path[len(_RENDER) :] in files:
        return None
    whole = unescaped(link.url).partition("urlpath=")[2]
    for value in (whole, whole.partition("&")[0]):
        for _ in range(_DECODINGS):
            target = value.lstrip("/")
            name = target[len(_RENDER) :]
            if target.startswith(_RENDER) and name in files:
                cut = link.server_path
                following = target[len(cut) : len(cut) + 1] if target.startswith(cut) else ""
                return Miswritten(_CUTS.get(following, "encoding"), target)
            if "%" not in value:
                break
            value = unquote(value)
    return None


def unread(link: LaunchLink, refs: Collection[str] = ()) -> Miswritten | None:
    """Tell which path the link names where BinderHub looks for none.

    Under another spelling of the parameter, behind a "#", behind a "&" without a "?" before, or
    behind a second "?". ``refs`` are the branches and tags that the linked repository is known to
    have: they tell whether a "#" belongs to a branch's name.
    """
    if link.path_kind is not None or link.repository is None or link.problem is not None:
        return None
    if with_legacy_query(link) is not None:
        return None  # it is not the spelling that BinderHub passes over
    written = unescaped(link.url)
    address, _, fragment = written.partition("#")
    query = address.partition("?")[2]
    for name, value in search_parameters(decode_uri(query)):
        if plain_name(name) in ("urlpath", "labpath", "filepath"):
            return Miswritten("name", value.lstrip("/"), name)
    second = _SECOND_QUERY.match(f"?{query}")
    if second is not None:
        ((name, value), *_) = search_parameters(decode_uri(f"?{query}"[second.end() :]))
        return Miswritten("two-queries", value.lstrip("/"), name)
    behind, _, in_fragment = fragment.partition("?")
    for name, value in search_parameters(decode_uri(in_fragment or fragment)):
        if name in ("urlpath", "labpath", "filepath"):
            ref = hashed_ref(link, refs) if in_fragment and behind and not query else None
            if ref is not None:
                return Miswritten("hash-in-ref", value.lstrip("/"), ref)
            return Miswritten("fragment", value.lstrip("/"), name)
    if link.ref is not None and _QUERY_IN_PATH.match(written):
        name, _, value = written.partition("&")[2].partition("=")
        return Miswritten("no-query", unquote(unquote(value)).lstrip("/"), name)
    return None


def hashed_ref(link: LaunchLink, refs: Collection[str]) -> str | None:
    """Return the branch that is meant where its name has a raw "#"; None where none is.

    ``refs`` as in :func:`unread`. Where they are not known, or have neither the name with what
    stands behind the "#" nor the one without, only those of default branches end there.
    """
    before, _, fragment = unescaped(link.url).partition("#")
    behind = fragment.partition("?")[0].strip("/")
    if link.ref is None or not behind or "?" in before or "=" in behind:
        return None
    whole = f"{link.ref}#{unquote(behind)}"
    if whole in refs:
        return whole
    return None if link.ref in refs or link.ref in _DEFAULT_REFS else whole


def with_hashed_ref(link: LaunchLink, ref: str) -> str | None:
    """Return a link with the "#" of a branch's name encoded, None where that is not enough."""
    before, _, fragment = link.url.partition("#")
    behind, question, query = fragment.partition("?")
    url = f"{before}%23{behind.replace('#', '%23')}{question}{query}"
    parsed = _parsed(link, url)
    right = parsed is not None and parsed.problem is None and parsed.ref == ref
    return url if right else None


def readable(link: LaunchLink, meant: Miswritten, files: Collection[str]) -> str | None:
    """Return the link as it has to be written to reach what ``misencoded``/``unread`` found.

    None where that is no notebook or script of ``files``, unless only the branch is in the way.
    """
    if meant.slip == "hash-in-ref":
        return with_hashed_ref(link, meant.written)
    name = meant.target.removeprefix(_RENDER)
    if not meant.target.startswith(_RENDER) or name not in files:
        return None
    if meant.slip == "two-queries":
        start, _, query = link.url.partition("?")
        joined = _SECOND_QUERY.sub(r"\1&", f"?{query}", count=1).replace("?&", "?", 1)
        return start + joined if _leads_to(link, start + joined, meant.target) else None
    if meant.slip == "no-query":
        repaired = _QUERY_IN_PATH.sub(r"\1?", link.url)
        return repaired if _leads_to(link, repaired, meant.target) else None
    # What follows the "&" of a name is not another parameter.
    url = corrected(_cut(link) if meant.slip == "ampersand" else link, name)
    return url if _leads_to(link, url, meant.target) else None


def with_ref(link: LaunchLink, ref: str) -> str | None:
    """Return a link to GitHub with another ref (or one at all); None where it has another form."""
    match = _UNTIL_REPOSITORY.match(link.url)
    if match is None or "%2f" in match[1].lower():
        return None
    slash = "/" if (match[2] or "").endswith("/") and match[2] != "/" else ""
    return f"{match[1]}/{quoted_ref(ref)}{slash}{link.url[match.end() :]}"


def with_plain_repository(link: LaunchLink) -> str | None:
    """Return a link that has a whole address where owner and repository belong, put right.

    The address may be the repository's on GitHub or a launch link to it; without a branch in it
    the default one is named. None for other links, and for other addresses.
    """
    match = _WHOLE_ADDRESS.match(link.url)
    meant = _REPOSITORY_ADDRESS.match(unquote(match[2])) if match else None
    if match is None or meant is None:
        return None
    repository = quote(meant[1], safe="/")
    ref = quoted_ref(meant[2] or "HEAD")
    url = f"{match[1]}{repository}/{ref}{link.url[match.end() :]}"
    parsed = _parsed(link, url)
    right = parsed is not None and parsed.problem is None and parsed.repository == meant[1]
    return url if right else None


def with_repository(link: LaunchLink, repository: str) -> str | None:
    """Return a link to another repository on GitHub, at its default branch."""
    match = _UNTIL_REPOSITORY.match(link.url)
    if match is None:
        return None
    start = match[1].partition("/v2/gh/")[0]
    return f"{start}/v2/gh/{quote(repository, safe='/')}/HEAD{link.url[match.end() :]}"


def from_retired_member(link: LaunchLink) -> str | None:
    """Return a link to a former member of mybinder.org's federation as one to mybinder.org.

    None for links that do not lead to one.
    """
    if link.host not in RETIRED_MEMBERS:
        return None
    start = link.url.lower().index(link.host)
    return f"{link.url[:start]}mybinder.org{link.url[start + len(link.host) :]}"


def with_legacy_query(link: LaunchLink) -> str | None:
    """Return today's form of ``/repo/<owner>/<name>?…``, whose query BinderHub drops.

    None for links that are not of this form or lose nothing.
    """
    match = _LEGACY.match(link.url)
    if match is None:
        return None
    url = f"{match[1]}/v2/gh/{match[2]}/HEAD{match[3]}"
    parsed = _parsed(link, url)
    return url if parsed is not None and parsed.path_kind is not None else None


def routed(link: LaunchLink) -> str | None:
    """Return a link that no route of BinderHub fits with its beginning put right.

    Two slashes, upper case, ``/v1/``, ``github`` for ``gh`` or no provider at all; None where it
    is not certain what is meant.
    """
    match = _UNTIL_PROVIDER.match(link.url)
    if match is None:
        return None
    host, path, rest = match.groups()
    parts = path.split("/")
    if parts[0].lower() in ("v1", "v2", "v3"):
        parts = parts[1:]
    provider = parts[0].lower() if parts else ""
    if provider in ("github", "github.com", "gh"):
        parts = parts[1:]
        provider = "gh"
    elif provider in ("gist", "git", "gl", "zenodo", "figshare", "hydroshare", "dataverse", "ckan"):
        parts = parts[1:]
    elif len(parts) == 3:
        provider = "gh"
    url = f"{host}/v2/{provider}/{'/'.join(parts)}{rest}"
    parsed = _parsed(link, url)
    return url if parsed is not None and parsed.problem is None else None


def as_zenodo_link(link: LaunchLink) -> str | None:
    """Return the launch link of the Zenodo record that a broken link names; None where none is.

    The record may be named by its DOI, its page, or its number where the provider is Zenodo, and
    GitHub's provider may be named: no owner on GitHub has a dot in the name.
    """
    host, separator, rest = unescaped(link.url).partition("/v2/")
    place, question, query = rest.partition("?")
    record = _RECORD.search(unquote(place))
    if link.problem is None or not separator or record is None:
        return None
    url = f"{host}/v2/zenodo/10.5281/zenodo.{record[1] or record[2]}/{question}{query}"
    parsed = _parsed(link, url)
    if parsed is None or parsed.problem is not None:
        return None
    return url.replace("&", "&amp;") if "&amp;" in link.url else url


def _cut(link: LaunchLink) -> LaunchLink:
    from msgspec.structs import replace

    head, name, value = link.url.partition("urlpath=")
    return replace(link, url=head + name + value.partition("&")[0])


def _parsed(link: LaunchLink, url: str) -> ParsedLink | None:
    """Take the repaired address of a link apart; it is on the same hub."""
    return parse_link(unescaped(url), hubs=(*DEFAULT_HUBS, link.host))


def _leads_to(link: LaunchLink, url: str, target: str) -> bool:
    parsed = _parsed(link, url)
    return parsed is not None and parsed.problem is None and parsed.server_path == target
