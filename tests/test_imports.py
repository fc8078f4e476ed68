"""Which imports are reported as missing, from the notebook's text to the finding."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, notebook, run, write


def missing(tmp_path, capsys, *sources, environment=ENVIRONMENT, **files):
    """Return (path, module) of all missing imports of a notebook that shows a slider."""
    texts = {name.replace("__", "/").replace("_py", ".py"): text for name, text in files.items()}
    write(tmp_path, {"app.ipynb": notebook(*sources, SLIDER), "environment.yml": environment})
    write(tmp_path, texts)
    findings = found(capsys, tmp_path, "--select", "VL101,VL116")
    return [(finding["path"], finding["data"]["module"]) for finding in findings]


APP = ("app.ipynb", "emoji")
LIB = {"lib__helpers_py": ""}


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
        "import emoji\n!pip install emoji",
        "if 'google.colab' in str(get_ipython()):\n    !pip install emoji\nimport emoji",
        "import importlib.util as u\nif u.find_spec('emoji') is None:\n    import emoji",
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
        "import importlib.util\nif importlib.util.find_spec('emoji'):\n    import emoji",
        "from pkgutil import find_loader\nif find_loader('emoji') is not None:\n    import emoji",
        "import sys\nif 'pyodide' in sys.modules:\n    import emoji",
        "for name in names:\n    !pip install {name}\nimport emoji",
        "!pip install $name\nimport emoji",
        "!poetry install\nimport emoji",
        "!pip install -r elsewhere.txt\nimport emoji",
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


@pytest.mark.parametrize(
    "source",
    [
        "sys.path += ['lib']",
        "sys.path = ['lib', *sys.path]",
        "sys.path = sys.path + ['lib']",
        "sys.path[0:0] = ['lib']",
        "sys.path.extend(['.', 'lib'])",
        "os.sys.path.append('lib')",
        "sys.path.append(os.getcwd() + '/lib')",
        "sys.path.append(f'./{folder}')",
        "sys.path.append(folder)",
        "if folder not in sys.path:\n    sys.path.append(os.path.abspath(folder))",
        "sys.path.append(str(Path('lib').resolve()))",
        "sys.path.append(Path('.', 'lib').absolute().as_posix())",
        "sys.path.append(str(Path.cwd().joinpath('lib')))",
        "sys.path.append('/home/jovyan/lib')",
        "sys.path.append(os.path.expanduser('~/lib'))",
        "sys.path.append(str(Path.home() / 'lib'))",
        "sys.path.insert(1, os.path.join(sys.path[0], 'lib'))",
        "sys.path.append(os.path.join(os.path.dirname('__file__'), 'lib'))",
        "%cd ~/lib",
        "%cd lib\n%cd ..\nos.chdir('lib')",
        # What only running it tells.
        "for part in parts:\n    sys.path.append(part)",
        "sys.path.append(find())",
        "sys.path.append(f'{root()}/lib')",
        "os.chdir(root)",
        "%cd $root",
        "folder = '.'\nsys.path.append(folder)",
    ],
)
def test_folders_that_a_notebook_adds_in_any_way(tmp_path, capsys, source):
    setup = "import os, sys\nfrom pathlib import Path\nfolder = 'lib'\n"
    assert missing(tmp_path, capsys, setup + source, "import helpers", **LIB) == []
    assert missing(tmp_path, capsys, "import helpers", "import emoji", **LIB) != []


@pytest.mark.parametrize(
    "source",
    [
        "sys.path.append('..')",
        "sys.path.append(os.pardir)",
        "sys.path.append(os.path.dirname(os.getcwd()))",
        "sys.path.append(os.path.split(os.getcwd())[0])",
        "sys.path.append(os.path.abspath(os.path.join(os.getcwd(), os.pardir)))",
        "sys.path.append(str(Path.cwd().parent))",
        "sys.path.append(str(Path().resolve().parents[0]))",
        "os.chdir(os.path.dirname(os.getcwd()))",
    ],
)
def test_the_folder_above_in_any_way(tmp_path, capsys, source):
    cell = f"import os, sys\nfrom pathlib import Path\n{source}\nimport helpers, emoji"
    files = {"apps/app.ipynb": notebook(cell, SLIDER), "helpers.py": ""}
    write(tmp_path, {**files, "environment.yml": ENVIRONMENT})
    findings = found(capsys, tmp_path, "--select", "VL101,VL116")
    assert [finding["data"]["module"] for finding in findings] == ["emoji"]


def test_a_folder_elsewhere_is_no_way_to_a_module(tmp_path, capsys):
    source = "import sys\nsys.path.append('/content/drive/lib')\nimport helpers"
    assert missing(tmp_path, capsys, source, **LIB) == [("app.ipynb", "helpers")]


def test_a_module_of_the_repository_may_add_the_folder(tmp_path, capsys):
    files = {
        "setup_path_py": "import sys, os\nsys.path.append(os.path.dirname(__file__) + '/one')\n",
        "one__more_py": "import sys\nfrom pathlib import Path\n"
        "sys.path.append(str(Path(__file__).resolve().parent.parent / 'two'))\n",
        "two__helpers_py": "import emoji\n",
    }
    assert missing(tmp_path, capsys, "import setup_path, more, helpers", **files) == [
        ("two/helpers.py", "emoji")
    ]


def test_modules_that_add_folders_for_each_other_come_to_an_end(tmp_path, capsys):
    files = {
        f"d{number}__m{number}_py": f"import sys\nsys.path.append('d{number + 1}')\n"
        f"import m{number + 1}\n"
        for number in range(300)
    }
    assert missing(tmp_path, capsys, "import sys; sys.path.append('d0')\nimport m0", **files) == [
        ("d299/m299.py", "m300")
    ]


@pytest.mark.parametrize(
    "source",
    [
        "%%writefile own.py\nx = 1",
        "%%writefile -a own.py\nx = 1",
        "open('own.py', 'w').write('x = 1')",
        "with open('own.py', 'w') as file:\n    file.write('x = 1')",
        "Path('own.py').write_text('x = 1')",
        "urlretrieve('https://example.org/x', 'own.py')",
        "!wget https://example.org/own.py",
        "!echo 'x = 1' > own.py",
        "!echo 'x = 1' >own.py",
        "%%bash\ncat > own.py <<END\nx = 1\nEND",
        "!git clone https://github.com/o/own",
        "!git clone https://github.com/o/r.git && cp r/src/* .",
        "!unzip code.zip",
        "zipfile.ZipFile('code.zip').extractall()",
    ],
)
def test_modules_that_the_notebook_itself_makes(tmp_path, capsys, source):
    assert missing(tmp_path, capsys, source, "import own, emoji") == [APP]
    assert missing(tmp_path, capsys, "import own", source) == [("app.ipynb", "own")]


def test_what_keeps_an_import_from_being_judged_is_said(tmp_path, capsys):
    for number, (source, module, said) in enumerate(
        (
            ("import sys\nsys.path.append(x)", "helpers", "which folders it adds to Python's path"),
            ("!git clone https://github.com/o/r", "own", "brings files from elsewhere"),
            ("%%writefile own.py\nx = 1", "own", "may write own.py itself"),
            ("!pip install {x}", "emoji", "tells what it installs"),
        )
    ):
        root = tmp_path / str(number)
        files = {"lib/helpers.py": "", "environment.yml": ENVIRONMENT}
        write(root, {"app.ipynb": notebook(source, f"import {module}", SLIDER), **files})
        code, _, err = run(capsys, root, "--verbose", "--select", "VL101,VL116")
        assert code == 0
        assert f"`{module}` may or may not be there: " in err and said in err


def test_of_many_packages_that_nobody_knows_three_are_named(tmp_path, capsys):
    lines = "".join(f"surely-nobody-{number}\n" for number in range(10))
    write(tmp_path, {"app.ipynb": notebook("import of_nobody", SLIDER)})
    write(tmp_path, {"requirements.txt": f"voila\n{lines}"})
    _, _, err = run(capsys, tmp_path, "--verbose")
    (line,) = (line for line in err.splitlines() if "`of_nobody` may or may not" in line)
    assert "surely-nobody-2" in line and "surely-nobody-3" not in line
    assert line.endswith("; and 7 more")


def test_requirements_that_a_notebook_installs_from_a_file_are_read(tmp_path, capsys):
    write(tmp_path, {"more.txt": "emoji\n"})
    source = "!pip install -qr more.txt\nimport emoji, seaborn"
    assert missing(tmp_path, capsys, source) == [("app.ipynb", "seaborn")]


def test_a_folder_of_the_repository_that_is_out_of_reach(tmp_path, capsys):
    files = {"own/helpers.py": "", "bokeh/example.py": "", "environment.yml": ENVIRONMENT}
    write(tmp_path, {"own/app.ipynb": notebook("from own import helpers", SLIDER), **files})
    write(tmp_path, {"apps/app.ipynb": notebook("import bokeh", SLIDER)})
    findings = found(capsys, tmp_path, "--select", "VL101,VL116")
    assert [(f["code"], f["data"]["module"]) for f in findings] == [
        ("VL101", "bokeh"),
        ("VL116", "own"),
    ]


def test_a_backend_of_matplotlib_needs_matplotlib(tmp_path, capsys):
    assert missing(tmp_path, capsys, "%matplotlib inline") == [("app.ipynb", "matplotlib")]
    environment = f"{ENVIRONMENT}  - seaborn\n"
    write(tmp_path, {"environment.yml": environment})
    assert found(capsys, tmp_path, "--select", "VL1") == []


@pytest.mark.parametrize(
    ("module", "who", "system"),
    [
        *((name, "Python has it", "Windows") for name in (
            "winreg", "msvcrt", "_winapi", "winsound", "nt", "_winreg", "msilib", "_overlapped",
            "asyncio.windows_events", "multiprocessing.popen_spawn_win32", "encodings.mbcs",
        )),
        *((name, "It works", "Windows") for name in (
            "win32api", "win32com.client", "pythoncom", "winpty",
        )),
        ("_scproxy", "Python has it", "macOS"),
        *((name, "It works", "macOS") for name in ("AppKit", "Foundation", "objc")),
    ],
)  # fmt: skip
def test_no_package_brings_what_is_on_another_system_only(tmp_path, capsys, module, who, system):
    write(tmp_path, {"app.ipynb": notebook(f"import {module}", SLIDER)})
    write(tmp_path, {"environment.yml": ENVIRONMENT})
    (finding,) = found(capsys, tmp_path)
    assert (finding["code"], finding["fix"]) == ("VL101", None)
    assert finding["help"].startswith(f"{who} on {system} only, and Binder runs Linux")
    assert f"works on {system} only" in run(capsys, "why", module, tmp_path)[1]


@pytest.mark.parametrize(
    "module", ["asyncio", "asyncio.events", "ctypes.wintypes", "encodings.utf_8"]
)
def test_what_linux_has_too_is_no_finding(tmp_path, capsys, module):
    assert missing(tmp_path, capsys, f"import {module}") == []


def test_a_new_environment_has_no_packages_for_another_system(tmp_path, capsys):
    write(tmp_path, {"app.ipynb": notebook("import winreg, win32api, emoji", SLIDER)})
    run(capsys, tmp_path, "--fix")
    written = (tmp_path / "environment.yml").read_text()
    assert "emoji" in written and "future" not in written and "win32" not in written
