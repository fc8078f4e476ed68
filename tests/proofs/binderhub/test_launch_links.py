"""voila-lint takes launch links apart as BinderHub's own client does."""

import random

import pytest
from binderhub.client import judged
from launch_addresses import HAND_WRITTEN, PROVIDERS, generated, of_provider

from voila_lint.links.launch_link import corrected, launch_link, parse_link
from voila_lint.text import Span

NAMES = [
    "app.ipynb", "My App.ipynb", "a/b c/d.ipynb", "C#.ipynb", "100%.ipynb", "%20.ipynb",
    "%2520.ipynb", "R&D.ipynb", "what?.ipynb", "C++.ipynb", "a=b;c,d.ipynb", "it's \"it\".ipynb",
    "Études/été.ipynb", "日本語 ノート.ipynb", "\U0001f600.ipynb", "a\\b.ipynb", "a:b@c.ipynb",
    "[x] {y} (z)|^`<>~.ipynb", "voila/render/x.ipynb", "-- .ipynb", "$HOME!*.ipynb",
    "tab\there.ipynb", " leading.ipynb",
]  # fmt: skip


def compare(addresses: list[str]) -> None:
    answers = judged(addresses)
    assert len(answers) == len(addresses)
    differing = []
    for address, answer in zip(addresses, answers, strict=True):
        parsed = parse_link(address)
        fails = parsed is None or parsed.problem is not None
        path = None if fails or parsed is None else parsed.server_path
        if fails != (answer["error"] is not None) or path != answer["path"]:
            differing.append((address, answer, parsed))
    assert differing == []


@pytest.mark.proof
def test_addresses_that_people_write() -> None:
    compare(HAND_WRITTEN)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(4))
def test_generated_addresses(seed: int) -> None:
    compare(generated(seed, 2000))


@pytest.mark.proof
@pytest.mark.parametrize("provider", PROVIDERS)
def test_addresses_of_each_provider(provider: str) -> None:
    compare(of_provider(provider, 1, 1000))


@pytest.mark.proof
@pytest.mark.parametrize("base", ["", "/services/binder"])
def test_addresses_of_hubs_of_ones_own(base: str) -> None:
    for provider in PROVIDERS:
        # The judge's router has no base path; below one, a hub answers the same.
        plain = of_provider(provider, 2, 200, "https://hub.example.org")
        own = of_provider(provider, 2, 200, f"https://hub.example.org{base}")
        hubs = (f"hub.example.org{base}",)
        for address, answer in zip(own, judged(plain), strict=True):
            parsed = parse_link(address, hubs=hubs)
            fails = parsed is None or parsed.problem is not None
            assert fails == (answer["error"] is not None), address
            assert fails or parsed is None or parsed.server_path == answer["path"], address


@pytest.mark.proof
def test_made_links_lead_to_their_notebook() -> None:
    chance = random.Random(1)
    signs = "ab .,;:!?#%&+'\"()[]{}<>|\\^`~$*=@é日\U0001f600"
    names = NAMES + ["".join(chance.choices(signs, k=9)).strip() + ".ipynb" for _ in range(500)]
    links = [launch_link("owner/repo", "HEAD", name) for name in names]
    assert [answer["path"] for answer in judged(links)] == [
        f"voila/render/{name}" for name in names
    ]


@pytest.mark.proof
def test_corrected_links_lead_to_their_notebook() -> None:
    broken = [address for address in HAND_WRITTEN if "/v2/gh/owner/repo/HEAD" in address]
    links = []
    for address in broken:
        parsed = parse_link(address)
        if parsed is not None and parsed.problem_kind != "no-route":
            link = parsed.at(address, "README.md", Span(1, 1, 1, 1 + len(address)))
            links.append(corrected(link, "My App #1.ipynb"))
    assert len(links) > 40
    assert {answer["path"] for answer in judged(links)} == {"voila/render/My App #1.ipynb"}


@pytest.mark.proof
@pytest.mark.parametrize(
    ("provider", "repository"), [("gl", "group/sub/repo"), ("git", "https://codeberg.org/o/r.git")]
)
def test_made_links_of_other_providers_lead_to_their_notebook(
    provider: str, repository: str
) -> None:
    links = [launch_link(repository, "feat/x", name, provider=provider) for name in NAMES]
    assert [answer["path"] for answer in judged(links)] == [
        f"voila/render/{name}" for name in NAMES
    ]
