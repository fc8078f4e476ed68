"""Addresses in settings and redirects are links only where they surely are."""

import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voila_lint.links.documents import find_links

APP = "https://mybinder.org/v2/gh/owner/repo/HEAD?urlpath=voila/render/app.ipynb"

LINKS = [
    ("index.html", f'<meta http-equiv="refresh" content="0; url={APP}">'),
    ("index.html", f"<META content='0;URL=\"{APP}\"' http-equiv=refresh>"),
    ("index.html", f'<script>window.location.href = "{APP}";</script>'),
    ("index.html", f"<script type='module'>\nlocation = `{APP}`\n</script>"),
    ("index.html", f"<script>location.replace( '{APP}' )</script>"),
    ("index.html", f'<script>b.onclick = () => window.open("{APP}", "_blank")</script>'),
    ("index.html", f'<iframe src="{APP}"></iframe>'),
    ("README.md", f'<script>\nlocation.assign("{APP}")\n</script>\n'),
    ("docs/conf.py", f'html_theme_options = {{"icon_links": [{{"url": "{APP}"}}]}}'),
    ("docs/conf.py", f"x = {{\n    'href':\n    r'{APP}',  # the app\n}}"),
    ("docs/conf.py", f'nbsphinx_prolog = """\n.. raw:: html\n\n  <a href="{APP}">x</a>\n"""'),
    ("docs/conf.py", f'rst_epilog = """\n.. _app: {APP}\n"""'),
    ("docs/conf.py", f'é = "\\N{{BULLET}}"; nbsphinx_epilog = "Open `the app <{APP}>`_."'),
    ("_quarto.yml", f"website:\n  navbar:\n    right:\n      - href: {APP}\n"),
    ("_quarto.yml", f"tools: [{{text: it's here, href: {APP}}}]\n"),
    ("_quarto.yml", f"tools: [{{href: '{APP}', text: App}}]\n"),
    ("_config.yml", f'links:\r\n  - url: "{APP}" # the app\r\n'),
    ("_config.yml", f"html:\n  announcement: 'Try <a href=\"{APP}\">it</a>'\n"),
    ("mkdocs.yml", f"extra:\n  social:\n    - link: {APP}"),
    ("myst.yml", f"site:\n  nav:\n    - title: App\n      url: {APP}\n"),
    ("_redirects", f"/app  {APP}  302!\n"),
    ("_redirects", f"/app {APP}"),
]

NO_LINKS = [
    ("index.html", f'<script>\n  // location.href = "{APP}";\n</script>'),
    ("index.html", f'<script>/* location.href = "{APP}"; */</script>'),
    ("index.html", f'<script>location.href = "{APP}" + name;</script>'),
    ("index.html", f'<script>location.href = "{APP}"\n  + name;</script>'),
    ("index.html", f'<script>const app = "{APP}";</script>'),
    ("index.html", f'<pre>location.href = "{APP}";</pre>'),
    ("conf.py", f'binder = "{APP}"'),
    ("conf.py", f'x = {{"url": "{APP}" + branch}}'),
    ("conf.py", f'x = {{"url": "{APP}"\n  "more"}}'),
    ("conf.py", f'x = {{"url": f"{APP}"}}'),
    ("conf.py", f'# x = {{"url": "{APP}"}}'),
    ("conf.py", f'x = {{"url": "{APP}"}}\n"""'),
    ("conf.py", f'x = "<a href=\\"{APP}\\">"'),
    ("_quarto.yml", f"# href: {APP}\n"),
    ("_quarto.yml", f"a: b  # href: {APP}\n"),
    ("_quarto.yml", f"href: {APP} and more\n"),
    ("_config.yml", f"binder_base: {APP}\n"),
    ("_config.yml", f'binderhub_url: "{APP}"\n'),
    ("_redirects", f"# /app  {APP}\n"),
    ("_redirects", f"/app  {APP}/:name\n"),
]


@pytest.mark.parametrize(("path", "text"), LINKS)
def test_a_link_and_its_place(path: str, text: str) -> None:
    (link,) = find_links(path, text)
    assert link.url == APP
    line = text.splitlines()[link.at.line - 1]
    assert line[link.at.column - 1 : link.at.end_column - 1] == APP
    assert link.is_target
    assert not (link.in_comment or link.in_code or link.is_template)


@pytest.mark.parametrize(("path", "text"), NO_LINKS)
def test_what_may_be_no_link(path: str, text: str) -> None:
    assert all(link.in_comment or link.in_code for link in find_links(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", f"[x]({APP}{{{{ page.query }}}})"),
        ("README.md", "[x](https://mybinder.org/v2/gh/o/r/HEAD?urlpath=voila/render/<name>.ipynb)"),
        ("conf.py", f'nbsphinx_prolog = r"""\n<a href="{APP}&x={{{{ env.docname }}}}">x</a>\n"""'),
        ("conf.py", 'x = {"url": "https://mybinder.org/v2/gh/%s/HEAD"}'),
        ("_config.yml", "url: https://mybinder.org/v2/gh/o/{{ site.repo }}/HEAD\n"),
        ("index.html", "<script>location = `https://mybinder.org/v2/gh/${r}/HEAD`</script>"),
    ],
)
def test_templates(path: str, text: str) -> None:
    assert all(link.in_code or link.is_template for link in find_links(path, text))


@given(
    st.lists(st.sampled_from(['"', "'", '"""', "\\", "\n", "#", "{", "}", ":", '"url"', "r", APP]))
)
def test_only_strings_of_python_hold_links(pieces: list[str]) -> None:
    text = "".join(pieces)
    for link in find_links("conf.py", text):
        if not (link.in_code or link.in_comment):
            tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
            assert any(
                t.type == tokenize.STRING and t.start <= (link.at.line, link.at.column) < t.end
                for t in tokens
            )
