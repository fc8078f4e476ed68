"""Which imports are reported as missing, from the notebook's text to the finding."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, notebook, write


def missing(tmp_path, capsys, *sources, environment=ENVIRONMENT, **files):
    """Return (path, module) of all missing imports of a notebook that shows a slider."""
    texts = {name.replace("__", "/").replace("_py", ".py"): text for name, text in files.items()}
    write(tmp_path, {"app.ipynb": notebook(*sources, SLIDER), "environment.yml": environment})
    write(tmp_path, texts)
    findings = found(capsys, tmp_path, "--select", "VL101,VL116")
    return [(finding["path"], finding["data"]["module"]) for finding in findings]


APP = ("app.ipynb", "emoji")


@pytest.mark.parametrize(
    "source",
    [
        "import emoji",
        "import emoji.core as e",
        "import os, emoji",
        "from emoji import emojize",
        "from emoji.core import *",
        "def later():\n    import emoji",
        "if input_file:\n    import emoji",
        "import importlib\nimportlib.import_module('emoji')",
        "from importlib import import_module as load\nload('emoji.core')",
        "__import__('emoji')",
        "%load_ext emoji",
        "%%time\nimport emoji",
        "%time import emoji",
        "!ls\nimport emoji",
        "try:\n    import emoji\nfinally:\n    pass",
        "if __name__ == '__main__':\n    import emoji",
    ],
)
def test_an_import_in_any_form_counts(tmp_path, capsys, source):
    assert missing(tmp_path, capsys, source) == [APP]


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import emoji\nexcept ImportError:\n    emoji = None",
        "try:\n    import emoji\nexcept ModuleNotFoundError:\n    import emojis",
        "try:\n    import emoji\nexcept:\n    pass",
        "from contextlib import suppress\nwith suppress(ImportError):\n    import emoji",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import emoji",
        "if False:\n    import emoji",
        "import sys\nif sys.platform == 'win32':\n    import emoji",
        "import sys\nif 'google.colab' in sys.modules:\n    import emoji",
        "%%bash\nimport emoji",
        "%%html\nimport emoji",
        "%%writefile other.py\nimport emoji",
        "text = '''\nimport emoji\n'''",
        "# import emoji",
        "!pip install emoji\nimport emoji",
        "%%writefile emoji.py\nx = 1",
    ],
)
def test_what_does_no_harm_does_not_count(tmp_path, capsys, source):
    assert missing(tmp_path, capsys, source) == []


@pytest.mark.parametrize(
    "module",
    [
        "os", "sqlite3", "distutils", "__future__", "ipywidgets", "IPython.display", "requests",
        "yaml", "nbformat", "voila",
    ],
)  # fmt: skip
def test_python_and_the_base_image_bring_their_own(tmp_path, capsys, module):
    assert missing(tmp_path, capsys, f"import {module}") == []


@pytest.mark.parametrize(
    ("declared", "module"),
    [
        ("opencv", "cv2"),
        ("scikit-learn", "sklearn"),
        ("matplotlib-base", "mpl_toolkits.mplot3d"),
        ("pytorch", "torch"),
        ("pandas", "numpy"),
        ("matplotlib", "PIL"),
        ("bqplot", "traittypes"),
        ("fastai", "torch"),
        ("google-cloud-storage", "google.cloud.storage"),
    ],
)
def test_packages_bring_their_modules_and_their_companions(tmp_path, capsys, declared, module):
    environment = f"{ENVIRONMENT}  - {declared}\n"
    assert missing(tmp_path, capsys, f"import {module}", environment=environment) == []
    assert missing(tmp_path, capsys, f"import {module}") != []


def test_a_cell_that_does_not_compile_hides_no_other(tmp_path, capsys):
    assert missing(tmp_path, capsys, "import nothing\n(", "import emoji") == [APP]


def test_one_finding_per_name_at_its_first_use(tmp_path, capsys):
    write(
        tmp_path,
        {
            "app.ipynb": notebook("import os\nimport emoji", "from emoji import core", SLIDER),
            "environment.yml": ENVIRONMENT,
        },
    )
    (finding,) = found(capsys, tmp_path)
    assert (finding["cell"], finding["line"], finding["column"]) == (1, 2, 8)


def test_local_modules_are_followed(tmp_path, capsys):
    files = {
        "tools_py": "from package import inner\n",
        "package____init___py": "",
        "package__inner_py": "from . import deep\nfrom .deep import x\n",
        "package__deep_py": "import emoji\n",
        "unused_py": "import nothing\n",
    }
    assert missing(tmp_path, capsys, "import tools", **files) == [("package/deep.py", "emoji")]


def test_run_is_followed(tmp_path, capsys):
    assert missing(tmp_path, capsys, "%run start.py", start_py="import emoji") == [
        ("start.py", "emoji")
    ]


def test_a_main_guard_runs_in_a_notebook_only(tmp_path, capsys):
    guarded = "if __name__ == '__main__':\n    import emoji\n"
    assert missing(tmp_path, capsys, "import tools", tools_py=guarded) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import helpers", ["helpers"]),
        ("import sys\nsys.path.append('lib')\nimport helpers", []),
        ("import sys\nsys.path.insert(0, './lib')\nimport helpers", []),
        ("%cd lib\nimport helpers", []),
        ("import os\nos.chdir('lib')\nimport helpers", []),
        ("import lib.helpers", []),
        ("from lib import helpers", []),
    ],
)
def test_a_module_is_local_where_python_would_look(tmp_path, capsys, source, expected):
    findings = missing(tmp_path, capsys, source, lib__helpers_py="")
    assert [module for _, module in findings] == expected


def test_a_notebook_in_a_folder_looks_there_and_not_at_the_root(tmp_path, capsys):
    write(
        tmp_path,
        {
            "apps/app.ipynb": notebook("import beside", "import above", SLIDER),
            "apps/beside.py": "",
            "above.py": "",
            "environment.yml": ENVIRONMENT,
        },
    )
    (finding,) = found(capsys, tmp_path, "--select", "VL1")
    assert finding["data"]["module"] == "above"
    assert "above.py" in finding["help"]


def test_other_notebooks_than_apps_are_warned_of(tmp_path, capsys):
    link = "[app](https://mybinder.org/v2/gh/o/r/HEAD?urlpath=voila/render/app.ipynb)"
    write(
        tmp_path,
        {
            "app.ipynb": notebook(f"import emoji\n{SLIDER}"),
            "notes.ipynb": notebook("import emoji"),
            "environment.yml": ENVIRONMENT,
            "README.md": link,
        },
    )
    findings = found(capsys, tmp_path, "--select", "VL101")
    assert [(f["path"], f["severity"]) for f in findings] == [
        ("app.ipynb", "error"),
        ("notes.ipynb", "warning"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"metadata": {"kernelspec": {"name": "ir", "language": "R"}}},
        {"metadata": {"language_info": {"name": "julia"}}},
    ],
)
def test_notebooks_in_other_languages_are_not_read_as_python(tmp_path, capsys, fields):
    write(
        tmp_path,
        {"app.ipynb": notebook("import emoji", **fields), "environment.yml": ENVIRONMENT},
    )
    assert found(capsys, tmp_path, "--select", "VL004,VL101") == []


def test_old_formats_are_read(tmp_path, capsys):
    cell = '{"cell_type": "code", "input": "import emoji", "language": "python", "outputs": []}'
    sheets = f'"worksheets": [{{"cells": [{cell}]}}]'
    old = f'{{"nbformat": 3, "nbformat_minor": 0, "metadata": {{}}, {sheets}}}'
    write(tmp_path, {"app.ipynb": old, "environment.yml": ENVIRONMENT})
    (finding,) = found(capsys, tmp_path, "--select", "VL101")
    assert (finding["cell"], finding["line"], finding["file_line"]) == (1, 1, 1)
