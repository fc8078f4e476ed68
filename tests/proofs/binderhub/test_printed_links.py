"""What ``voila-lint link`` prints passes every rule, and BinderHub's client takes it to the app."""

import os
import random
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from binderhub.client import judged

from tests.building import ENVIRONMENT, SLIDER, codes, git, notebook, run, write
from voila_lint.links.documents import find_links
from voila_lint.links.making import launch_link

DOCUMENTS = {"markdown": "README.md", "html": "index.html", "rst": "README.rst"}
REMOTES = {
    "gh": "git@github.com:owner/tide.git",
    "gl": "https://gitlab.com/group/sub/tide.git",
    "git": "https://codeberg.org/owner/tide.git",
}
_SIGNS = " .,;:!#%&+'()[]{}`~$=@-_aZ9é日\U0001f600" + ("" if os.name == "nt" else '?"<>|\\*^')


def names(seed: str, count: int) -> list[str]:
    """Return paths of notebooks with odd signs in them, no two of them alike in lower case."""
    chance = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < count:
        name = "a" + "".join(chance.choices(_SIGNS, k=chance.randint(1, 9))) + "z.ipynb"
        folder = chance.choice(["", "", "apps/", "apps & more/1 %25/"])
        found.setdefault((folder + name).lower(), folder + name)
    return sorted(found.values())


@pytest.mark.proof
@pytest.mark.parametrize("provider", REMOTES)
@pytest.mark.parametrize("badge", DOCUMENTS)
@pytest.mark.parametrize(
    ("hub", "ref"),
    [
        ("https://mybinder.org", "HEAD"),
        ("https://mybinder.org", "feat/x-1.0"),
        ("https://binder.example.org", "feat/x-1.0"),
    ],
)
def test_printed_badges_lead_to_the_apps(
    provider: str,
    badge: str,
    hub: str,
    ref: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    apps = names(f"{provider}{badge}{hub}{ref}", 25)
    settings = f'hubs = ["{hub}"]\n'
    files = {"environment.yml": ENVIRONMENT, "voila-lint.toml": settings}
    root = write(tmp_path / "tide", files | {name: notebook(SLIDER) for name in apps})
    git(root, "init", "--quiet", f"--initial-branch={'main' if ref == 'HEAD' else ref}")
    git(root, "remote", "add", "origin", REMOTES[provider])
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=x")

    code, out, err = run(capsys, "link", root, "--badge", badge, "--ref", ref, "--hub", hub)
    assert (code, err) == (0, "")
    document = DOCUMENTS[badge]
    text = "Tide\n====\n\n" + out.replace("\n..", "\n\n..")
    write(root, {document: text})
    git(root, "add", ".")
    links = find_links(document, text, hubs=(hub.partition("//")[2],))

    assert [answer["path"] for answer in judged([unescape(link.url) for link in links])] == [
        f"voila/render/{name}" for name in apps
    ]
    assert set(codes(capsys, root)) <= {"VL401"}


#: Names that git allows for branches and tags (git-check-ref-format).
REFS = ("issue#12", "100%", "a%20b", "50%23x", "feat/größe", "分支", "a+b=c&d", "x;y,z", "v1@home",
        "(x)!'", 'say"hi"', "<a>|{b}`$")  # fmt: skip


@pytest.mark.proof
@pytest.mark.parametrize(
    ("provider", "repository"),
    [
        ("gh", "owner/tide"),
        ("gl", "group/sub/tide"),
        ("git", "https://git.example.org:8443/a/~b/tide.git"),
    ],
)
def test_printed_links_ask_for_the_branch_that_is_named(provider: str, repository: str) -> None:
    links = [launch_link(repository, ref, "app.ipynb", provider=provider) for ref in REFS]
    segments = 3 if provider == "gh" else 2
    asked = [answer["asked"].split("/", segments) for answer in judged(links)]
    # GitLabRepoProvider and GitRepoProvider unquote both parts; GitHubRepoProvider hands what it
    # gets to GitHub's API, as a part of the address (binderhub/repoproviders.py).
    assert [unquote(parts[-1]) for parts in asked] == list(REFS)
    assert {unquote("/".join(parts[1:-1])) for parts in asked} == {repository}
