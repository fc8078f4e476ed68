"""Which installations of an app are reported, and how they are repaired."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, notebook, run, write


def findings(capsys, tmp_path, source, slider=SLIDER):
    files = {"app.ipynb": notebook(slider, source), "environment.yml": ENVIRONMENT}
    return found(capsys, write(tmp_path, files), "--select", "VL107")


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("!pip install emoji", ["emoji"]),
        ("%pip install -q 'emoji>=2' pandas", ["emoji", "pandas"]),
        ("!conda install -y emoji", ["emoji"]),
        ("!apt-get install -y graphviz", ["graphviz"]),
        ("try:\n    import emoji\nexcept ImportError:\n    !pip install emoji", ["emoji"]),
    ],
)
def test_what_runs_for_each_visitor_is_reported(capsys, tmp_path, source, packages):
    (finding,) = findings(capsys, tmp_path, source)
    assert finding["data"]["packages"] == packages


@pytest.mark.parametrize(
    "source",
    [
        "# !pip install emoji",
        "try:\n    import ipywidgets\nexcept ImportError:\n    !pip install ipywidgets",
        "import sys\nif 'google.colab' in sys.modules:\n    !pip install emoji",
        "def f():\n    !pip install emoji",
        "if wanted:\n    !pip install emoji",
        "!pip list",
    ],
)
def test_what_does_not_run_is_let_alone(capsys, tmp_path, source):
    assert findings(capsys, tmp_path, source) == []


def test_other_notebooks_may_install(capsys, tmp_path):
    assert findings(capsys, tmp_path, "!pip install emoji", slider="1 + 1") == []


def test_the_unsafe_fix_moves_the_package_to_the_environment(capsys, tmp_path):
    findings(capsys, tmp_path, "!pip install emoji\nimport emoji")

    code, _, _ = run(capsys, tmp_path, "--select", "VL107", "--fix", "--unsafe-fixes")

    assert code == 0
    assert "# !pip install emoji" in (tmp_path / "app.ipynb").read_text("utf-8")
    assert (tmp_path / "environment.yml").read_text("utf-8") == f"{ENVIRONMENT}  - emoji\n"


@pytest.mark.parametrize(
    ("files", "source", "help_text"),
    [
        (
            {"requirements.txt": "voila\nzarr\n"},
            "!pip install zarr",
            "Delete this line: `requirements.txt` names it already.",
        ),
        (
            {"requirements.txt": "voila\npandas\n"},
            "!pip install numpy",
            "Delete this line: `requirements.txt` names `pandas`, which brings it already.",
        ),
        (
            {"requirements.txt": "voila\nzarr\n"},
            "!pip install zarr ipywidgets",
            "Delete this line: `requirements.txt` names `zarr` already "
            "and Binder's image has `ipywidgets` already.",
        ),
        (
            {"sub/app.ipynb": notebook(SLIDER), "sub/requirements.txt": "voila\nemoji\n"},
            "!pip install emoji",
            "`sub/requirements.txt` names the package, but Binder does not read that file: "
            "it lies where Binder does not look. Put that right, then delete this line.",
        ),
        (
            {},
            "!pip install emoji",
            "Name the package in the environment file and delete this line.",
        ),
        (
            {"environment.yml": ENVIRONMENT},
            "!pip install ipydeps",
            "Add `ipydeps` under `pip:` in environment.yml. Then delete this line.",
        ),
    ],
)
def test_the_help_says_which_file_has_it(capsys, tmp_path, files, source, help_text):
    write(tmp_path, {"app.ipynb": notebook(SLIDER, source), **files})
    (finding,) = found(capsys, tmp_path, "--select", "VL107")
    assert finding["help"] == help_text
