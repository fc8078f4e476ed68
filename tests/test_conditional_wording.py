"""What is said of notebooks that are not taken for apps, and of repositories without Voilà."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, notebook, run, write

WITHOUT = "dependencies:\n  - python=3.11\n  - ipywidgets\n  - pandas\n"


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("VL004", "print('a'"),
        ("VL101", "import emoji"),
        ("VL112", "import google.colab"),
        ("VL114", "import imp"),
        ("VL114", "match 1:\n    case 1: ..."),
        ("VL115", "import pandas as pd\npd.read_excel('x.xlsx')"),
        ("VL116", "import helpers"),
    ],
)
def test_what_is_no_app_gets_conditional_wording(tmp_path, capsys, code, source):
    python = {"import imp": "3.12", "match 1:\n    case 1: ...": "3.9"}.get(source, "3.11")
    environment = f"dependencies:\n  - python={python}\n  - voila\n  - pandas\n"
    app = notebook(source, SLIDER)
    write(tmp_path / "app", {"app.ipynb": app, "environment.yml": environment})
    write(tmp_path / "none", {"app.ipynb": notebook(SLIDER), "environment.yml": environment})
    write(tmp_path / "none", {"draft.ipynb": notebook(source)})
    (surely,) = [one for one in found(capsys, tmp_path / "app") if one["code"] == code]
    (perhaps,) = [one for one in found(capsys, tmp_path / "none") if one["code"] == code]
    severities = ["info", "warning", "error"]
    assert severities.index(perhaps["severity"]) < severities.index(surely["severity"])
    assert "f this is an app, " in perhaps["message"]
    assert "f this is an app, " not in surely["message"]


def test_a_broken_notebook_beside_an_app_may_be_none(tmp_path, capsys):
    write(tmp_path, {"app.ipynb": "{", "environment.yml": ENVIRONMENT})
    (finding,) = found(capsys, tmp_path)
    assert (finding["code"], finding["severity"]) == ("VL001", "error")
    assert ". A visitor sees" in finding["message"]
    write(tmp_path, {"b.ipynb": notebook(SLIDER)})
    (finding,) = found(capsys, tmp_path)
    assert (finding["code"], finding["severity"]) == ("VL001", "warning")
    assert ". If it is an app, a visitor sees" in finding["message"]


def test_widgets_without_a_word_of_voila_may_be_for_jupyterlab(tmp_path, capsys):
    root = write(
        tmp_path / "widgets",
        {
            "examples/slider.ipynb": notebook(SLIDER),
            "environment.yml": WITHOUT,
            "README.md": "# Sliders\n\nA widget library for JupyterLab.\n",
            ".pre-commit-config.yaml": "repos: [{repo: https://github.com/x/voila-lint}]\n",
        },
    )
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["severity"]) == ("VL102", "info")
    assert "if the notebooks with widgets are to be apps" in finding["message"]
    assert run(capsys, root)[0] == 0


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "Run it with voila.\n"),
        ("README.rst", "Runs with Voilà\n"),
        ("README.md", "Runs with VOILÀ\n"),
        ("README.md", "Runs with voila\u0300\n"),
        ("Procfile", "web: voila --port=$PORT\n"),
        ("deploy/Dockerfile", "RUN pip install voila\n"),
        ("docs/requirements.txt", "voila\n"),
        ("setup.py", "extras_require={'apps': ['voila']}\n"),
        ("b.ipynb", notebook("#md\nAn app for Voil\u00e0")),
        ("b.ipynb", notebook("1", metadata={"voila": {"theme": "dark"}})),
        ("voila-app.ipynb", notebook("1")),
        (".github/workflows/x.yml", "run: voila app.ipynb\n"),
    ],
)
def test_a_word_of_voila_makes_it_a_warning(tmp_path, capsys, path, text):
    files = {"app.ipynb": notebook(SLIDER), "environment.yml": WITHOUT, path: text}
    root = write(tmp_path / "widgets", files)
    findings = {one["code"]: one["severity"] for one in found(capsys, root)}
    assert findings["VL102"] == "warning"


def test_a_sign_of_an_app_makes_it_an_error(tmp_path, capsys):
    link = "[x](https://mybinder.org/v2/gh/o/widgets/HEAD?urlpath=voila/render/app.ipynb)\n"
    for files in ({"README.md": link}, {"voila.json": "{}"}):
        root = write(tmp_path / str(len(files.keys() & {"voila.json"})) / "widgets", files)
        write(root, {"app.ipynb": notebook(SLIDER), "environment.yml": WITHOUT})
        (finding,) = found(capsys, root)
        assert (finding["code"], finding["severity"]) == ("VL102", "error")
        assert codes(capsys, root) == ["VL102"]
