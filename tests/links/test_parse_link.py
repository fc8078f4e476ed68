"""Where launch links lead; tests/proofs/binderhub compares the same with BinderHub's own code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voila_lint.links.launch_link import corrected, launch_link, parse_link
from voila_lint.text import Span

REPOSITORY = "https://mybinder.org/v2/gh/owner/repo/HEAD"


@pytest.mark.parametrize(
    ("query", "server_path"),
    [
        ("?urlpath=%2Fvoila%2Frender%2FMy%2520App.ipynb", "voila/render/My App.ipynb"),
        ("?urlpath=voila/render/My+App.ipynb", "voila/render/My App.ipynb"),
        ("?urlpath=voila/render/A%25252520B.ipynb", "voila/render/A%20B.ipynb"),
        ("?urlpath=voila/render/R&D.ipynb", "voila/render/R"),
        ("?urlpath=voila/render/C%2523.ipynb", "voila/render/C"),
        ("?urlpath=voila/render/C%252523.ipynb", "voila/render/C#.ipynb"),
        ("?urlpath=voila/render/100%25.ipynb", "voila/render/100%.ipynb"),
        ("?urlpath=voila/render/app.ipynb?voila-theme=dark", "voila/render/app.ipynb"),
        ("?labpath=voila/render/app.ipynb", "doc/tree/voila/render/app.ipynb"),
        ("?filepath=notebooks/", "tree/notebooks"),
        ("?urlpath=voila/render/app.ipynb&labpath=", "doc/tree/"),
        ("?urlPath=voila/render/app.ipynb", ""),
        ("#urlpath=voila/render/app.ipynb", ""),
    ],
)
def test_the_query_decides_where_the_visitor_ends(query: str, server_path: str) -> None:
    link = parse_link(REPOSITORY + query)
    assert link is not None
    assert link.problem is None
    assert link.server_path == server_path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/V2/gh/owner/repo/HEAD", "no-route"),
        ("/v2/GH/owner/repo/HEAD", "no-route"),
        ("/v2/owner/repo/HEAD", "no-route"),
        ("//v2/gh/owner/repo/HEAD", "no-route"),
        ("/v2/gh/owner/repo", "missing-ref"),
        ("/v2/gh/owner/repo/", "missing-ref"),
        ("/v2/zenodo/3242074", "invalid-repository"),
        ("/v2/gh/owner/repo/HEAD?urlpath=https://example.org/x", "other-site"),
        ("/v2/gh/owner/repo/HEAD?urlpath=../../hub", "outside-server"),
    ],
)
def test_links_that_do_not_launch_say_why(path: str, kind: str) -> None:
    link = parse_link(f"https://mybinder.org{path}")
    assert link is not None
    assert link.problem_kind == kind
    assert link.problem


@pytest.mark.parametrize(
    ("path", "provider", "repository", "ref"),
    [
        ("gh/owner/repo.git/main", "gh", "owner/repo", "main"),
        ("gh/owner/repo/feature/x", "gh", "owner/repo", "feature/x"),
        ("gh/owner/repo/feature%2Fx/", "gh", "owner/repo", "feature/x"),
        ("gist/user/0123abcd", "gist", "user/0123abcd", None),
        ("git/https%3A%2F%2Fgit.example.org%2Fr/main", "git", "https://git.example.org/r", "main"),
        ("gl/group%2Fsub%2Frepo/main", "gl", "group/sub/repo", "main"),
        ("zenodo/10.5281/zenodo.3242074/", "zenodo", "10.5281/zenodo.3242074/", None),
    ],
)
def test_repository_and_ref(path: str, provider: str, repository: str, ref: str | None) -> None:
    link = parse_link(f"https://mybinder.org/v2/{path}")
    assert link is not None
    assert (link.provider, link.repository, link.ref) == (provider, repository, ref)


def test_old_addresses_lose_their_query_and_open_the_branch_master() -> None:
    link = parse_link("https://mybinder.org/repo/owner/name?urlpath=voila/render/app.ipynb")
    assert link is not None
    assert (link.repository, link.ref, link.server_path) == ("owner/name", "master", "")


@pytest.mark.parametrize(
    "host", ["mybinder.org", "gke.mybinder.org", "2i2c.mybinder.org", "www.mybinder.org"]
)
def test_members_of_the_federation_are_hubs(host: str) -> None:
    link = parse_link(f"https://{host}/v2/gh/owner/repo/HEAD")
    assert link is not None
    assert link.host == host


def test_own_hubs_may_have_a_base_path() -> None:
    url = "https://hub.example.org/binder/v2/gh/owner/repo/HEAD?urlpath=voila"
    assert parse_link(url) is None
    link = parse_link(url, hubs=["hub.example.org/binder"])
    assert link is not None
    assert link.server_path == "voila"


def test_sessions_and_local_servers_are_told_apart() -> None:
    session = parse_link("https://hub.gke2.mybinder.org/user/o-r-abc/voila/render/a.ipynb?token=x")
    local = parse_link("http://localhost:8888/voila/render/My%20App.ipynb")
    assert session is not None
    assert (session.kind, session.server_path) == ("session", "voila/render/a.ipynb")
    assert local is not None
    assert (local.kind, local.server_path) == ("local", "voila/render/My App.ipynb")


@pytest.mark.parametrize(
    "url",
    [
        "https://mybinder.org",
        "https://mybinder.org/badge_logo.svg",
        "https://docs.mybinder.org/v2/gh/owner/repo/HEAD",
        "https://notmybinder.org/v2/gh/owner/repo/HEAD",
        "http://localhost:3000/",
        "mailto:mybinder.org",
        "",
    ],
)
def test_other_addresses_are_no_launch_links(url: str) -> None:
    assert parse_link(url) is None


@pytest.mark.parametrize("owner", ["<owner>", "{{ owner }}", "YOUR-USERNAME", "USERNAME"])
def test_templates_are_recognised(owner: str) -> None:
    link = parse_link(f"https://mybinder.org/v2/gh/{owner}/repo/HEAD")
    assert link is not None
    assert link.is_template


def test_the_canonical_link() -> None:
    assert launch_link("owner/repo", "HEAD", "My App.ipynb") == (
        "https://mybinder.org/v2/gh/owner/repo/HEAD?urlpath=voila%2Frender%2FMy%2520App.ipynb"
    )


@given(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1))
def test_made_links_lead_back_to_their_notebook(name: str) -> None:
    path = f"folder/{name}.ipynb"
    link = parse_link(launch_link("owner/repo", "HEAD", path))
    assert link is not None
    assert link.problem is None
    assert link.server_path == f"voila/render/{path}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("?labpath=voila/render/app.ipynb", "?urlpath=voila%2Frender%2Fapp.ipynb"),
        ("?x=1&filepath=app.ipynb&y=2", "?x=1&urlpath=voila%2Frender%2Fapp.ipynb&y=2"),
        ("", "?urlpath=voila%2Frender%2Fapp.ipynb"),
        ("?x=1&amp;labpath=app.ipynb", "?x=1&amp;urlpath=voila%2Frender%2Fapp.ipynb"),
        (
            "?urlpath=voila/render/old.ipynb?voila-theme=dark",
            "?urlpath=voila%2Frender%2Fapp.ipynb%3Fvoila-theme%3Ddark",
        ),
    ],
)
def test_corrected_links_keep_everything_else(written: str, expected: str) -> None:
    url = REPOSITORY + written
    parsed = parse_link(url.replace("&amp;", "&"))
    assert parsed is not None
    link = parsed.at(url, "README.md", Span(1, 1, 1, 1 + len(url)))
    assert corrected(link, "app.ipynb") == REPOSITORY + expected


@given(
    st.text() | st.text().map(REPOSITORY.__add__) | st.text().map("https://mybinder.org/".__add__)
)
def test_no_address_is_too_odd(url: str) -> None:
    link = parse_link(url)
    assert link is None or link.host


def test_a_gist_of_somebody_called_user_is_no_session() -> None:
    link = parse_link("https://hub.example.org/v2/gist/user/0123/HEAD", hubs=("hub.example.org",))
    assert link is not None
    assert (link.kind, link.repository, link.ref) == ("launch", "user/0123", "HEAD")
