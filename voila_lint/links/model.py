"""Launch links and the zones of documents, as frozen data without opinion."""

from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from voila_lint.text import Span

ProblemKind: TypeAlias = Literal[
    "no-route", "missing-ref", "invalid-repository", "other-site", "outside-server"
]


Format: TypeAlias = Literal["markdown", "html", "rst", "plain", "python", "yaml", "redirects"]
#: What raw spaces in an address do: nothing, end it for its reader, or go.
Spaces: TypeAlias = Literal["", "cut", "dropped"]


class LaunchLink(Struct, frozen=True):
    """A link to a BinderHub, taken apart as BinderHub's own client does.

    ``url`` is the link as written. ``path`` is the document that holds it, ``cell`` the notebook
    cell or None, ``at`` the span of the address. ``provider`` is "gh", "gist", "git", "gl" …,
    ``repository`` the provider's specification without the ref ("owner/name"), ``ref`` None
    where it is missing. ``path_kind`` says which parameter decides ("lab", "file", "url", None
    for none), ``target`` the value after all decoding that the client does, "" for none.
    ``outranked`` is the value of ``urlpath`` where ``labpath`` or ``filepath`` wins over it.
    ``server_path`` is the path on the Jupyter server where the visitor ends
    ("voila/render/My App.ipynb"). ``problem`` is what keeps the client from launching at all.
    ``in_comment``/``in_code``: nobody can click it there.

    ``is_target`` tells whether the document makes a link of it by markup (a link's target, an
    attribute), which an address in running text is not. ``spaces`` tells what becomes of raw
    spaces in ``url``: "cut" where the reader's link ends at the first one (Markdown makes none of
    the target, running text goes on), "dropped" where reStructuredText takes them out; all other
    fields are those of the address as it is meant. ``is_open`` tells that it is unknown where the
    address ends, so that it cannot be replaced. ``glued`` is the text right behind a bare address
    that GitHub and Jupyter make a part of the link.

    ``kind`` is "session" for the address of somebody's running server (``hub.*/user/…``) and
    "local" for one on the reader's own machine; both have only ``url``, ``host`` and
    ``server_path``. ``problem_kind`` names ``problem`` for programs: "no-route" (BinderHub itself
    answers 404), "missing-ref", "invalid-repository" (its page says Not Found), "other-site" and
    "outside-server" (it launches, and then leads the visitor elsewhere).
    """

    url: str
    path: str
    at: Span
    cell: int | None = None
    host: str = "mybinder.org"
    provider: str | None = None
    repository: str | None = None
    ref: str | None = None
    path_kind: Literal["lab", "file", "url"] | None = None
    target: str = ""
    server_path: str = ""
    problem: str | None = None
    in_comment: bool = False
    in_code: bool = False
    is_template: bool = False
    kind: Literal["launch", "session", "local"] = "launch"
    problem_kind: ProblemKind | None = None
    outranked: str = ""
    is_target: bool = False
    spaces: Spaces = ""
    is_open: bool = False
    glued: str = ""


class Zone(NamedTuple):
    """A stretch of a document that is not plain text of its format.

    ``kind`` is "code", "comment", "tag" (one HTML tag), "html" (text inside HTML, where bare
    addresses are no links), "script" (the same in an HTML script) or "string" (what is in a
    string of Python). Offsets in code points, end exclusive.
    """

    start: int
    end: int
    kind: Literal["code", "comment", "tag", "html", "script", "string"]
