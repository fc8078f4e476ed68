"""Launch buttons that tools make from settings: what they lead to, and where that is said.

The addresses are those that jupyter-book 1.0.4, sphinx-book-theme 1.4.0 and sphinx-gallery 0.22.1
wrote into pages that they built from these settings.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voila_lint.links.launch_buttons import find_buttons

HUBS = ("mybinder.org", "hub.example.org")
MYBINDER = "https://mybinder.org"


def theme(**options: object) -> str:
    return f"html_theme = 'sphinx_book_theme'\nhtml_theme_options = {options!r}\n"


def gallery(**binder: object) -> str:
    return (
        "extensions = ['sphinx_gallery.gen_gallery']\n"
        f"sphinx_gallery_conf = {{'gallery_dirs': 'gal', 'binder': {binder!r}}}\n"
    )


BOOK = "repository:\n  url: https://github.com/o/r\n"
BUTTONS = f"launch_buttons:\n  binderhub_url: {MYBINDER}\n"
ON = {"binderhub_url": MYBINDER}
GITHUB = "https://github.com/o/r"
MYST = "project:\n  github: https://github.com/o/r\n"

ADDRESSES = [
    ("_config.yml", BUTTONS, f"{MYBINDER}/v2/gh/executablebooks/jupyter-book/master"),
    ("_config.yml", BOOK + BUTTONS, f"{MYBINDER}/v2/gh/o/r/master"),
    ("_config.yml", f"{BOOK}  branch: 2024\n{BUTTONS}", f"{MYBINDER}/v2/gh/o/r/2024"),
    ("_config.yml", f"{BOOK}  branch:\n{BUTTONS}", f"{MYBINDER}/v2/gh/o/r/master"),
    (
        "_config.yml",
        BOOK + 'launch_buttons:\n  binderhub_url: "https://hub.example.org/"\n',
        "https://hub.example.org/v2/gh/o/r/master",
    ),
    ("conf.py", theme(repository_url=GITHUB, launch_buttons=ON), f"{MYBINDER}/v2/gh/o/r/master"),
    (
        "conf.py",
        theme(
            repository_url=f"{GITHUB}/",
            repository_branch="gh-pages",
            launch_buttons={"binderhub_url": f"{MYBINDER}/", "notebook_interface": "jupyterlab"},
        ),
        f"{MYBINDER}/v2/gh/o/r/gh-pages",
    ),
    (
        "conf.py",
        theme(
            repository_url=f"{GITHUB}.git",
            repository_branch="",
            launch_buttons={"binderhub_url": f"{MYBINDER}/v2"},
        ),
        f"{MYBINDER}/v2/v2/gh/o/r.git/master",
    ),
    (
        "conf.py",
        theme(
            repository_url="https://gitlab.com/o/r",
            repository_branch="x/y",
            launch_buttons={"binderhub_url": "https://gke.mybinder.org"},
        ),
        "https://gke.mybinder.org/v2/gl/o%2Fr/x/y",
    ),
    (
        "conf.py",
        gallery(org="o", repo="r", branch="a b/ü", binderhub_url=f"{MYBINDER}/", dependencies="x"),
        f"{MYBINDER}//v2/gh/o/r/a%20b/%C3%BC",
    ),
    ("myst.yml", f"{MYST}  jupyter: true\n", f"{MYBINDER}/v2/gh/o/r/HEAD"),
    ("myst.yml", f"{MYST}  thebe:\n    binder: true\n", f"{MYBINDER}/v2/gh/o/r/HEAD"),
    (
        "myst.yml",
        "project:\n  jupyter:\n    binder: {repo: o/env, ref: a/b, url: https://hub.example.org}\n",
        "https://hub.example.org/v2/gh/o/env/a%2Fb",
    ),
]


@pytest.mark.parametrize(("path", "text", "address"), ADDRESSES)
def test_a_button_leads_where_its_tool_has_it_lead(path, text, address):
    (button,) = find_buttons(f"docs/{path}", text, hubs=HUBS)
    assert button.link.url == address


NONE = [
    ("_config.yml", BOOK + "launch_buttons:\n  colab_url: https://colab.research.google.com\n"),
    ("_config.yml", BOOK + 'launch_buttons:\n  binderhub_url: ""\n'),
    ("_config.yml", BOOK + "launch_buttons:\n  binderhub_url: https://binder.elsewhere.org\n"),
    ("_config.yml", BOOK + BUTTONS + "  notebook_interface: lab\n"),
    ("_config.yml", BOOK + BUTTONS + "sphinx:\n  config:\n    html_theme: furo\n"),
    ("_config.yml", BUTTONS + "repository:\n  url: https://github.com/<owner>/<repo>\n"),
    ("_config.yml", BUTTONS + "repository:\n  url: https://git.example.org/o/r\n"),
    ("_config.yml", BOOK + "  branch: 1.10\n" + BUTTONS),  # Jupyter Book makes 1.1 of it
    ("_config.yml", BOOK + BUTTONS + "a: [\n"),
    ("conf.py", theme(repository_url=GITHUB, launch_buttons=ON).replace("book", "rtd")),
    ("conf.py", theme(repository_url=GITHUB, launch_buttons=ON) + "html_theme_options['x'] = 1\n"),
    ("conf.py", theme(repository_url=GITHUB, launch_buttons=ON).replace("'https:", "f'https:")),
    ("conf.py", theme(launch_buttons=ON)),
    ("conf.py", theme(repository_url=GITHUB, launch_buttons=ON) + "((\n"),
    ("conf.py", "binder = 1\n" + "(" * 5000),
    ("conf.py", gallery(org="o", repo="r", binderhub_url=MYBINDER, dependencies="x")),
    ("conf.py", gallery(org="o", repo="r", branch="b", binderhub_url="mybinder.org")),
    ("conf.py", gallery(org="o", repo="r", branch="b", binderhub_url=MYBINDER)[15:]),
    ("myst.yml", "project:\n  jupyter: true\n"),
    ("myst.yml", f"{MYST}  jupyter: lite\n"),
    ("myst.yml", f"{MYST}  jupyter:\n    server: {{url: http://localhost, token: binder}}\n"),
    ("_quarto.yml", "website:\n  repo-url: https://github.com/o/r\n  code-links: binder\n"),
]


@pytest.mark.parametrize(("path", "text"), NONE)
def test_what_is_no_button_or_cannot_be_told_is_left_alone(path, text):
    assert list(find_buttons(path, text, hubs=HUBS)) == []


def test_each_part_of_the_address_has_its_place():
    text = (
        "repository:\r\n  url: 'https://github.com/o/r'\r\n  branch: main\r\n"
        '  path_to_book: /docs/\r\nlaunch_buttons:\r\n  binderhub_url: "https://mybinder.org"\r\n'
    )
    (button,) = find_buttons("docs/_config.yml", text)
    assert (button.hub_at.line, button.hub_at.column, button.hub_at.end_column) == (6, 19, 39)
    assert (button.repository_at.line, button.repository_at.column) == (2, 9)
    assert (button.ref_at.line, button.ref_at.column, button.ref_at.end_column) == (3, 11, 15)
    assert (button.link.at, button.pages, button.tool) == (button.hub_at, "docs", "Jupyter Book")


def test_places_in_python_count_characters():
    text = (
        "html_theme = 'sphinx_book_theme'\nhtml_theme_options = {\n"
        "    'é': 'ü', 'repository_url': r'https://github.com/o/r',\n"
        "    'launch_buttons': {'binderhub_url': 'https://' 'mybinder.org'},\n}\n"
    )
    (button,) = find_buttons("conf.py", text)
    assert (button.repository_at.line, button.repository_at.column) == (3, 33)
    # Not the text of one string: the whole expression.
    assert (button.hub_at.column, button.hub_at.end_column) == (41, 66)
    assert button.ref_at is None


@given(st.text(alphabet="{}[]:,'\"\n \t&*!|>-binder_hlauct", max_size=80))
def test_any_text_comes_to_an_end(text):
    for name in ("conf.py", "_config.yml", "myst.yml"):
        assert all(button.link.path == name for button in find_buttons(name, text + "binder"))
