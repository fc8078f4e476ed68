"""Where an address ends in a document, and what a repair leaves as it is."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, git, notebook, run, write
from voila_lint.links.documents import find_links

HUB = "https://mybinder.org/v2/gh/owner/tide"
RIGHT = f"{HUB}/HEAD?urlpath=voila%2Frender%2Fapp.ipynb"
WRONG = f"{HUB}/HEAD?labpath=voila%2Frender%2Fapp.ipynb"
TYPED = f"{HUB}/HEAD?urlpath=voila/render/"

#: What people write right behind an address.
GLUED = [
    *(
        "，谢谢",
        "。",
        "）",
        "”",
        "点击",
        "、または",
        "」を開く",
        "』",
        "】",
        "！",
        "？",
        "；",
        "：",
        "》",
    ),
    *("’", "’s", "»", "…", "—or", "–or", "“", "\u200b", "\u2060", "\ufeff", "\u202c", "\u3000or"),
    *(
        "\u00a0or",
        "\U0001f600",
        "✅",
        "→",
        "é",
        "ではじめる",
        "에서",
        "، ثم",
        "।",
        ",then",
        ";then",
    ),
    *(":then", "!then", ")then", "]then", "|then", "<br>", "</b>", "&nbsp;or", "&nbsp;", "&quot;"),
    *(
        "&#39;",
        "&gt;",
        "&rdquo;.",
        "&#x3002;",
        "&mdash;or",
        "*",
        "**",
        "~~",
        "'s",
        ".",
        ").",
        "#top。",
    ),
]
#: Of these the ones that change on GitHub where a link leads (cmarkgfm 2025.10.22).
ELSEWHERE = {
    *(glued for glued in GLUED if not glued[0].isascii()),
    *(",then", ";then", ":then", "!then", ")then", "'s", "#top。"),
}
FORMS = {
    "README.md": ["See {}", "- {} and so on", "看{}", "（{}", "**{}"],
    "README.rst": ["Tide\n====\n\nSee {}"],
    "docs/index.md": ["{}"],
}


def repository(tmp_path, files, app="app.ipynb"):
    root = write(
        tmp_path / "tide", {app: notebook(SLIDER), "environment.yml": ENVIRONMENT, **files}
    )
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    return root


@pytest.mark.parametrize("path", FORMS)
def test_text_glued_to_an_address_survives_its_repair(tmp_path, capsys, path):
    lines = [form + glued for form in FORMS[path] for glued in GLUED]
    root = repository(tmp_path, {path: "\n\n".join(lines).replace("{}", WRONG)})
    assert codes(capsys, root) == ["VL301"] * len(lines)
    assert run(capsys, root, "--fix")[0] == 0
    right = [
        # In running text of reStructuredText an address ends before such text.
        (form + glued).replace("{}", f"<{RIGHT}>" if path.endswith(".md") else RIGHT)
        if glued in ELSEWHERE and form.endswith("{}")
        else (form + glued).replace("{}", RIGHT)
        for form in FORMS[path]
        for glued in GLUED
    ]
    # A fragment goes in a repair, what stands behind it stays.
    text = "\n\n".join(right).replace(f"{RIGHT}#top", RIGHT)
    assert (root / path).read_text() == text.replace(f"{RIGHT}>#top", f"{RIGHT}>")
    assert codes(capsys, root) == []


def test_text_that_readers_make_a_part_of_the_link_is_reported(tmp_path, capsys):
    readme = f"Open {RIGHT}，谢谢。\n\n**{RIGHT}**。\n\n{HUB}/HEAD点击\n"
    root = repository(tmp_path, {"README.md": readme})
    first, second, third = found(capsys, root)
    assert [first["code"], second["code"], third["code"]] == ["VL304"] * 3
    assert "leads to `voila/render/app.ipynb，谢谢。`" in first["message"]
    assert "asks for a branch `HEAD点击`" in third["message"]
    assert first["help"] == f"Write <{RIGHT}>"
    run(capsys, root, "--fix")
    fixed = f"Open <{RIGHT}>，谢谢。\n\n**<{RIGHT}>**。\n\n<{HUB}/HEAD>点击\n"
    assert (root / "README.md").read_text() == fixed
    assert codes(capsys, root) == []


def test_text_behind_an_address_that_changes_nothing_is_no_fault(tmp_path, capsys):
    lines = [
        *(f"See {RIGHT}{sign}" for sign in (".", ").", "!", "?", ",", "*", '"', "&nbsp;or", " 。")),
        *(f"{RIGHT}?voila-theme=dark，谢谢", f"{RIGHT}&x=1，谢谢", f"`{RIGHT}`，谢谢"),
        *(f"```\n{RIGHT}，谢谢\n```", f"<!-- {RIGHT}，谢谢 -->", f"<div>{RIGHT}，谢谢</div>"),
        *(f"[{RIGHT}，谢谢]({RIGHT})，谢谢", f'<a href="{RIGHT}">{RIGHT}，谢谢</a>，谢谢'),
        *(f"<{RIGHT}>，谢谢", f"[a]({RIGHT})，谢谢", f"|{RIGHT}|，谢谢|"),
    ]
    cell = f"#md\n{RIGHT}\u3000or {RIGHT},then `{RIGHT}，`"
    files = {"README.md": "\n\n".join(lines), "README.txt": f"{RIGHT}，谢谢"}
    files |= {"docs/a.rst": f"A\n=\n\n{RIGHT}，谢谢", "more.ipynb": notebook(SLIDER, cell)}
    assert codes(capsys, repository(tmp_path, files)) == []


def test_text_behind_an_address_in_a_cell_and_in_mdx(tmp_path, capsys):
    files = {"more.ipynb": notebook(SLIDER, f"#md\nOpen {RIGHT}。"), "a.mdx": f"{RIGHT}。\n"}
    root = repository(tmp_path, files)
    in_mdx, in_cell = found(capsys, root)
    assert (in_mdx["code"], in_mdx["fix"]) == ("VL304", None)
    assert in_mdx["help"] == "Write a space behind the address."
    assert (in_cell["code"], in_cell["cell"]) == ("VL304", 2)
    assert in_cell["help"] == f"Write <{RIGHT}>"


@pytest.mark.parametrize(
    ("address", "end"),
    [
        (f"{HUB}/HEAD，谢谢", f"{HUB}/HEAD"),
        (f"{HUB}/HEAD点击", f"{HUB}/HEAD"),
        (f"{HUB}/main。", f"{HUB}/main"),
        (f"{HUB}/HEAD?urlpath=voila点击", f"{HUB}/HEAD?urlpath=voila"),
        (f"{HUB}/HEAD?urlpath=voila%2Ftree。", f"{HUB}/HEAD?urlpath=voila%2Ftree"),
        (f"{TYPED}app.py，谢谢", f"{TYPED}app.py"),
        (f"{TYPED}app.ipynb?voila-theme=dark，谢谢", f"{TYPED}app.ipynb?voila-theme=dark"),
        (f"{TYPED}app.ipynb&x=1点击", f"{TYPED}app.ipynb&x=1点击"),
        (f"{TYPED}应用.ipynb，谢谢", f"{TYPED}应用.ipynb"),
        (f"{TYPED}应用.ipynb谢谢", f"{TYPED}应用.ipynb"),
        (f"{TYPED}%E5%BA%94.ipynb。", f"{TYPED}%E5%BA%94.ipynb"),
        (f"{TYPED}A–B.ipynb。", f"{TYPED}A–B.ipynb"),
        (f"{TYPED}A%EF%BC%8CB.ipynb%EF%BC%8C", f"{TYPED}A%EF%BC%8CB.ipynb%EF%BC%8C"),
        (f"{TYPED}&lt;name&gt;.ipynb&gt;", f"{TYPED}&lt;name&gt;.ipynb"),
        (f"{TYPED}app.ipynb.bak", f"{TYPED}app.ipynb.bak"),
        (f"{TYPED}app.ipynb&amp;x=1", f"{TYPED}app.ipynb&amp;x=1"),
    ],
)
def test_an_address_ends_where_the_rest_is_surely_text(address, end):
    assert [link.url for link in find_links("README.md", f"See {address}")] == [end]


def test_a_notebook_that_is_there_may_have_any_name(tmp_path, capsys):
    for number, name in enumerate(
        ("下载，点击.ipynb", "a.ipynb的副本.ipynb", "“x”.ipynb", "🚀.ipynb")
    ):
        link = f"{HUB}/HEAD?urlpath=voila/render/{name}"
        root = repository(tmp_path / str(number), {"README.md": f"See {link} now\n"}, name)
        assert codes(capsys, root) == []


@pytest.mark.parametrize("text", ["应用，见App.ipynb", "App点击", "点击App", "A，B"])
def test_an_address_whose_end_is_not_known_is_reported_and_left(tmp_path, capsys, text):
    readme = f"See {TYPED}{text}\n"
    root = repository(tmp_path, {"README.md": readme})
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["fix"]) == ("VL302", None)
    assert "where the address ends" in finding["help"]
    run(capsys, root, "--fix", "--unsafe-fixes")
    assert (root / "README.md").read_text() == readme


SPACED = "Interval App.ipynb"
ENCODED = SPACED.replace(" ", "%20")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("README.md", "# Tide\n\n[open]({}) *now*\n"),
        ("README.md", "# Tide\n\n[![b](b.svg)]({}) and [x](y)\n"),
        ("README.md", '# Tide\n\n[open]({} "The app")\n'),
        ("README.md", "# Tide\n\n[open](\n{})\n"),
        ("README.md", "# Tide\n\n[open][app]\n\n[app]: {}\n"),
        ("README.md", "# Tide\n\n[open][app]\n\n[app]: {} 'The app'\n"),
        ("README.md", "# Tide\n\nOpen <{}> now.\n"),
        ("README.md", "# Tide\n\nOpen {} now.\n"),
        ("README.md", "# Tide\n\n（{}）\n"),
        ("README.md", "# Tide\n\n[open]({}\n"),
        ("README.md", "# Tide\n\n<a href={}>open</a>\n"),
        ("README.rst", "Tide\n====\n\nOpen `it <{}>`_ now.\n"),
        ("README.rst", "Tide\n====\n\n.. _app: {}\n"),
        ("README.rst", "Tide\n====\n\n.. image:: b.svg\n   :target: {}\n   :alt: b\n"),
        ("README.rst", "Tide\n====\n\nOpen {} now.\n"),
        ("index.html", "<p><a class=b href={}>open</a></p>\n"),
    ],
)
@pytest.mark.parametrize("folder", ["", "more apps/"])
def test_raw_spaces_in_an_address_are_encoded(tmp_path, capsys, path, form, folder):
    name = f"{folder}{SPACED}"
    root = repository(tmp_path, {path: form.format(TYPED + name)}, name)
    assert [code for code in codes(capsys, root) if code != "VL401"] == ["VL304"]
    run(capsys, root, "--fix")
    address = TYPED + name.replace(" ", "%20")
    # GitHub would take the bracket for a part of the link.
    address = f"<{address}>" if "{}）" in form else address
    assert (root / path).read_text() == form.format(address)
    assert set(codes(capsys, root)) == {"VL401"}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("[open]({}?labpath=voila/render/{})\n", "VL301"),
        ("Open {}?labpath=voila/render/{} now\n", "VL301"),
    ],
)
def test_other_repairs_take_the_whole_of_an_address_with_spaces(tmp_path, capsys, form, code):
    root = repository(tmp_path, {"README.md": form.format(f"{HUB}/HEAD", SPACED)}, SPACED)
    assert sorted(codes(capsys, root)) == [code, "VL401"]
    run(capsys, root, "--fix")
    right = form.replace("labpath=voila/render/", "urlpath=voila%2Frender%2F")
    assert (root / "README.md").read_text() == right.format(
        f"{HUB}/HEAD", SPACED.replace(" ", "%2520")
    )
    assert codes(capsys, root) == ["VL401"]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("README.md", "[open](<{}>)\n"),
        ("README.md", '<a href="{}">open</a>\n'),
        ("README.md", "<p>\n<a href='{}'>open</a>\n</p>\n"),
        ("index.html", '<a href="{}">open</a>\n'),
        ("README.rst", "Open `it <{0}>`_ now.\n"),
    ],
)
def test_spaces_are_fine_where_the_document_keeps_them(tmp_path, capsys, path, form):
    kept = TYPED + (SPACED.replace(" ", "\\ ") if path.endswith("rst") else SPACED)
    root = repository(tmp_path, {path: form.format(kept)}, SPACED)
    assert codes(capsys, root) == ["VL401"]


@pytest.mark.parametrize(
    "text",
    [
        f"[open]({TYPED}My Interval App.ipynb and more\n",
        f"Open {TYPED}Other App.ipynb now\n",
        f"[x](https://mybinder.org/v2/gh/owner/My Tide/HEAD?urlpath=voila/render/{SPACED})\n",
        f"[x]({TYPED}Interval\nApp.ipynb)\n",
    ],
)
def test_an_address_that_cannot_be_told_is_reported_and_left(tmp_path, capsys, text):
    root = repository(tmp_path, {"README.md": text}, SPACED)
    reported = {one["code"]: one["fix"] for one in found(capsys, root)}
    assert reported.keys() & {"VL302", "VL304"}
    assert set(reported.values()) == {None}
    run(capsys, root, "--fix", "--unsafe-fixes")
    assert (root / "README.md").read_text() == text
