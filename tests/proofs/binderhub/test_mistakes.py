"""Mistakes put into correct documents are found and repaired; BinderHub's client then agrees."""

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from binderhub.client import judged

from tests.building import ENVIRONMENT, SLIDER, found, git, notebook, run, write
from voila_lint.links.documents import find_links
from voila_lint.links.launch_link import launch_link

#: Documents with a link: the file's name, what is around the link.
FORMS = {
    "badge": ("README.md", "# Tide\n\n[![Binder](https://mybinder.org/badge_logo.svg)]({})\n"),
    "link": ("README.md", "# Tide\n\nTry *it* [here]({}), now.\n"),
    "title": ("README.md", '# Tide\n\n[open]({} "The app")\n'),
    "pointed": ("README.md", "# Tide\n\n[open](<{}>)\n"),
    "reference": ("README.md", "# Tide\n\n[open][app]\n\n[app]: {}\n"),
    "autolink": ("README.md", "# Tide\n\n<{}>\n"),
    "bare": ("README.md", "# Tide\n\nSee {} for more.\n"),
    "list": ("README.md", "# Tide\n\n- one\n  - [open]({})\n"),
    "table": ("README.md", "| a | b |\n|---|---|\n| x | [open]({}) |\n"),
    "html-in-markdown": ("README.md", '<p align="center">\n<a href="{}">x</a>\n</p>\n'),
    "html": ("index.html", "<html><body><a class=x href='{}'>x</a></body></html>\n"),
    "forward": ("index.html", '<meta http-equiv="refresh" content="0; url={}">\n'),
    "script": ("index.html", '<script>\n  window.location.replace("{}");\n</script>\n'),
    "sphinx": ("docs/conf.py", 'html_theme_options = {{"links": [{{"url": "{}"}}]}}\n'),
    "prolog": ("docs/conf.py", 'nbsphinx_prolog = """\nOpen `the app <{}>`_.\n"""\n'),
    "quarto": ("_quarto.yml", "website:\n  navbar:\n    right:\n      - href: {}\n"),
    "jekyll": ("_config.yml", 'links:\n  - title: App\n    url: "{}" # on Binder\n'),
    "redirects": ("_redirects", "/app  {}  302\n"),
    "rst": ("README.rst", "Tide\n====\n\n.. image:: b.svg\n   :target: {}\n\nText.\n"),
    "rst-link": ("README.rst", "Tide\n====\n\nSee `the app <{}>`_ now.\n"),
}
NAMES = ("tide.ipynb", "apps/My_Tide.ipynb")

_START = "https://mybinder.org/v2/gh/owner/tide/HEAD?urlpath="

#: What goes wrong, and the rule that says so.
MISTAKES: dict[str, tuple[str, Callable[[str], str]]] = {
    "labpath": ("VL301", lambda link: link.replace("urlpath", "labpath")),
    "filepath": ("VL301", lambda link: link.replace("urlpath", "filepath")),
    "no render": ("VL302", lambda link: link.replace("voila%2Frender%2F", "voila%2F")),
    "no suffix": ("VL302", lambda link: link.removesuffix(".ipynb")),
    "other case": ("VL302", lambda link: link.replace("ide.ipynb", "IDE.ipynb")),
    "lab": ("VL303", lambda link: link.replace("urlpath=voila%2Frender%2F", "labpath=")),
    "parameter": ("VL304", lambda link: link.replace("urlpath", "urlPath")),
    "fragment": ("VL304", lambda link: link.replace("?", "#")),
    "ampersand": ("VL304", lambda link: link.replace("?", "&")),
    "repository": ("VL305", lambda link: link.replace("owner/tide", "teacher/template")),
    "no ref": ("VL306", lambda link: link.replace("/HEAD", "")),
    "slash for ref": ("VL306", lambda link: link.replace("/HEAD", "/")),
    "renamed branch": ("VL306", lambda link: link.replace("/HEAD", "/master")),
    "page's address": ("VL306", lambda link: link.replace("/HEAD", "/tree/main")),
    "session": (
        "VL307",
        lambda link: link.replace(_START, "https://hub.gke2.mybinder.org/user/x-1/").replace(
            "%2F", "/"
        ),
    ),
    "upper case": ("VL309", lambda link: link.replace("/v2/gh/", "/V2/gh/")),
    "no provider": ("VL309", lambda link: link.replace("/v2/gh/", "/v2/")),
    "two slashes": ("VL309", lambda link: link.replace("org/v2", "org//v2")),
    "retired member": ("VL309", lambda link: link.replace("//", "//gke.")),
    "first years": ("VL309", lambda link: link.replace("v2/gh", "repo").replace("/HEAD", "")),
}


@pytest.mark.proof
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_and_repaired_in_every_document(
    mistake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, spoil = MISTAKES[mistake]
    repaired = []
    for number, (form, (document, around)) in enumerate(FORMS.items()):
        for name in NAMES:
            root = tmp_path / f"{number}-{NAMES.index(name)}" / "tide"
            files = {name: notebook(SLIDER), "environment.yml": ENVIRONMENT}
            right = launch_link("owner/tide", "HEAD", name)
            write(root, {**files, document: around.format(spoil(right))})
            git(root, "init", "--quiet", "--initial-branch=main")
            git(root, "remote", "add", "origin", "https://github.com/owner/tide")
            git(root, "add", ".")
            git(root, "commit", "--quiet", "--message=x")
            assert [finding["code"] for finding in found(capsys, root)] == [code], (form, name)
            run(capsys, root, "--fix")
            assert found(capsys, root) == [], (form, name)
            text = (root / document).read_text("utf-8")
            (link,) = find_links(document, text)
            assert text == around.format(link.url), (form, name)
            repaired.append((unescape(link.url), f"voila/render/{name}"))
    answers = [answer["path"] for answer in judged([url for url, _ in repaired])]
    assert answers == [path for _, path in repaired]
    assert len(repaired) > 20
