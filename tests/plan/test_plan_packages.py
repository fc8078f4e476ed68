"""What a build installs, and where the file says so."""

from pathlib import Path

import pytest

from voila_lint.build.model import BuildPlan
from voila_lint.build.plan import build_plan
from voila_lint.files.setup_cfg import read_requirements
from voila_lint.reading import Files
from voila_lint.versions.model import Package


def plan(root: Path, files: dict[str, str]) -> BuildPlan:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return build_plan(Files(root))


def shown(root: Path, package: Package) -> str:
    """Return the text at the package's place."""
    assert package.at is not None
    line = (root / package.path).read_text(encoding="utf-8").split("\n")[package.at.line - 1]
    return line[package.at.column - 1 : package.at.end_column - 1]


def test_conda_and_pip_items(tmp_path: Path) -> None:
    text = (
        "dependencies:\n"
        '  - "numpy>=1,<2"\n'
        "  - conda-forge::bqplot[version='>=0.12', build=py_0]\n"
        "  - scipy=1.9=py_1 # c\n"
        "  - pip:\n"
        "    - voila==0.5.8\n"
    )
    found = plan(tmp_path, {"environment.yml": text})
    assert [(p.name, p.specifier, p.build, p.channel, p.source) for p in found.packages] == [
        ("numpy", ">=1,<2", None, None, "conda"),
        ("bqplot", ">=0.12", "py_0", "conda-forge", "conda"),
        ("scipy", "=1.9", "py_1", None, "conda"),
        ("voila", "==0.5.8", None, None, "pip"),
    ]
    assert [shown(tmp_path, package) for package in found.packages] == [
        "numpy>=1,<2",
        "conda-forge::bqplot[version='>=0.12', build=py_0]",
        "scipy=1.9=py_1",
        "voila==0.5.8",
    ]
    assert found.opaque == ()


def test_requirements_lines(tmp_path: Path) -> None:
    text = (
        "# comment\n"
        "Voilà\n"
        "  numpy [fast] >=1 # why\r\n"
        "scipy \\\n"
        "  ==1.9\n"
        "pywin32; sys_platform == 'win32'\n"
        "tomli; python_version < '3.11'\n"
        "https://x.org/torch-1.0-cp37-cp37m-linux_x86_64.whl\n"
        "git+https://x.org/a.git#egg=mine\n"
    )
    found = plan(tmp_path, {"requirements.txt": text, "runtime.txt": "python-3.11"})
    assert [(p.name, p.specifier, p.extras) for p in found.packages] == [
        ("numpy", ">=1", ("fast",)),
        ("scipy", "==1.9", ()),
        ("torch", "==1.0", ()),
        ("mine", "", ()),
    ]
    scipy = found.packages[1].at
    assert scipy is not None
    assert (scipy.line, scipy.column, scipy.end_line, scipy.end_column) == (4, 1, 5, 8)
    assert [(invalid.text, invalid.at and invalid.at.line) for invalid in found.invalid] == [
        ("Voilà", 2)
    ]
    assert found.opaque == ()


@pytest.mark.parametrize(
    "line", ["numpy=1.0", "pip install voila", "https;//x.org/a", "a b", "-e nowhere", "--foo"]
)
def test_lines_that_pip_refuses(tmp_path: Path, line: str) -> None:
    found = plan(tmp_path, {"requirements.txt": f"voila\n{line}\n"})
    assert [invalid.text for invalid in found.invalid] == [line]
    assert [package.name for package in found.packages] == ["voila"]


def test_line_that_pip_passes_over(tmp_path: Path) -> None:
    found = plan(tmp_path, {"requirements.txt": "- numpy\nvoila\n"})
    assert [package.name for package in found.packages] == ["voila"]
    assert found.invalid == ()


def test_includes_that_are_not_there_when_pip_runs(tmp_path: Path) -> None:
    found = plan(tmp_path, {"requirements.txt": "pkg/\n", "pkg/setup.py": ""})
    assert [(i.target, i.exists, i.available) for i in found.includes] == [("pkg", True, False)]
    with_dot = plan(tmp_path, {"requirements.txt": "./pkg\n"})
    assert [(i.target, i.exists, i.available) for i in with_dot.includes] == [("pkg", True, True)]


def test_included_files_are_followed(tmp_path: Path) -> None:
    files = {
        "binder/requirements.txt": "-r more.txt\n-c ../limits.txt\n-r absent.txt\n",
        "binder/more.txt": "numpy\n-r more.txt\n",
        "limits.txt": "scipy<2\n",
    }
    found = plan(tmp_path, files)
    assert [package.name for package in found.packages] == ["numpy"]
    assert found.requirements_files == (
        "binder/requirements.txt",
        "binder/more.txt",
        "limits.txt",
    )
    assert [(i.target, i.available) for i in found.includes if not i.available] == [
        ("binder/absent.txt", False)
    ]
    assert "recursively" in found.invalid[0].message


SETUP = "import setuptools\n"
BUILD = "[build-system]\nrequires=[]\n"


@pytest.mark.parametrize(
    "files",
    [
        {"setup.py": f"{SETUP}setuptools.setup(install_requires=['bokeh>2'])\n"},
        {"setup.py": f"{SETUP}n = ['bokeh>2']\nsetuptools.setup(install_requires=n)\n"},
        {
            "setup.py": f"{SETUP}setuptools.setup()\n",
            "setup.cfg": "[options]\ninstall_requires =\n  bokeh>2\n",
        },
        {"pyproject.toml": f"[project]\nname='x'\ndependencies=['bokeh>2']\n{BUILD}"},
    ],
)
def test_requirements_of_the_project_itself(tmp_path: Path, files: dict[str, str]) -> None:
    found = plan(tmp_path, files)
    assert found.installs_project
    assert [(p.name, p.source, shown(tmp_path, p)) for p in found.packages] == [
        ("bokeh", "setup", "bokeh>2")
    ]
    assert found.opaque == ()


def test_requirements_in_setup_cfg_have_their_places(tmp_path: Path) -> None:
    text = """\
[metadata]
description = fits emoji and bokeh
[options]
# emoji
install_requires = emoji; bokeh>=2
[options.extras_require]
maps =
    # folium
    folium  # for maps
all: folium
    pandas<3
"""
    found = plan(tmp_path, {"setup.py": f"{SETUP}setuptools.setup()\n", "setup.cfg": text})
    assert [(p.name, shown(tmp_path, p)) for p in found.packages] == [
        ("emoji", "emoji"),
        ("bokeh", "bokeh>=2"),
    ]
    project = read_requirements(Files(tmp_path), "setup.cfg")
    assert [(d.text, d.extra, d.at and (d.at.line, d.at.column)) for d in project.dependencies] == [
        ("emoji", None, (5, 20)),
        ("bokeh>=2", None, (5, 27)),
        ("folium", "maps", (9, 5)),
        ("folium", "all", (9, 5)),
        ("pandas<3", "all", (11, 5)),
    ]


def test_computed_requirements_are_a_doubt(tmp_path: Path) -> None:
    text = "from setuptools import setup\nsetup(install_requires=open('x').read())\n"
    assert plan(tmp_path, {"setup.py": text}).opaque == (
        "install_requires in setup.py is computed",
    )


def test_computed_requirements_that_come_from_a_file(tmp_path: Path) -> None:
    text = (
        "from setuptools import setup\n"
        "with open('config/requirements.txt') as lines:\n"
        "    wanted = lines.read().split()\n"
        "setup(install_requires=wanted)\n"
    )
    listed = {"config/requirements.txt": "bokeh>2\n# why\nnot valid!\n", "setup.py": text}
    found = plan(tmp_path, listed)
    assert [(p.name, p.path, shown(tmp_path, p)) for p in found.packages] == [
        ("bokeh", "config/requirements.txt", "bokeh>2")
    ]
    assert (found.opaque, found.invalid) == ((), ())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("git+https://x.org/a/tool.git@main", "tool"),
        ("git+ssh://git@x.org/a/tool@a/b#subdirectory=c", "tool"),
        ("https://x.org/a/tool/archive/refs/heads/main.zip", "tool"),
        ("https://x.org/a/tool-1.2.tar.gz", "tool"),
        ("other @ git+https://x.org/a/tool.git", "other"),
        ("attrs @ file:///build/attrs_16/work", "attrs"),
    ],
)
def test_addresses_are_named_by_their_end(tmp_path: Path, line: str, name: str) -> None:
    found = plan(tmp_path, {"requirements.txt": f"{line}\n"})
    assert [package.name for package in found.packages] == [name]
    assert found.packages[0].url is not None
    assert found.opaque == ()


@pytest.mark.parametrize("version", ["3.8.5", "3.8.18.1"])
def test_a_python_too_exact_stops_the_build_only(tmp_path: Path, version: str) -> None:
    files = {"requirements.txt": "numpy\n", "runtime.txt": f"python-{version}\n"}
    found = plan(tmp_path, files)
    assert found.error is not None and version in found.error.message
    if version == "3.8.5":
        assert (found.python_version, found.packages_known) == ("3.8", True)
        assert [package.name for package in found.packages] == ["numpy"]
    else:
        assert not found.packages_known


def test_pipfile_and_lock(tmp_path: Path) -> None:
    pipfile = "[packages]\nvoila = '*'\nnumpy = {version = '>=1', extras = ['a']}\n"
    found = plan(tmp_path, {"Pipfile": pipfile})
    assert [(p.name, p.specifier, shown(tmp_path, p)) for p in found.packages] == [
        ("voila", "", "voila"),
        ("numpy", ">=1", "numpy"),
    ]
    lock = (
        '{"_meta": {"requires": {"python_version": "3.12"}},\n'
        ' "default": {"voila": {"version": "==0.5.8"}}}'
    )
    locked = plan(tmp_path, {"Pipfile.lock": lock})
    assert locked.python_version == "3.12"
    assert [(p.name, p.specifier, p.path) for p in locked.packages] == [
        ("voila", "==0.5.8", "Pipfile.lock")
    ]


def test_post_build(tmp_path: Path) -> None:
    text = (
        "#!/bin/bash -l\n"
        "set -e\n"
        'pip install --no-cache-dir "dash[x]>=2" && jupyter lab build\n'
        "conda install -y -c conda-forge gdal=3\n"
        "python -m pip install \\\n  umap-learn\n"
        "cat > config <<EOF\npip install nothing\nEOF\n"
    )
    found = plan(tmp_path, {"requirements.txt": "", "postBuild": text})
    assert found.post_build == "postBuild"
    assert [(p.name, shown(tmp_path, p)) for p in found.packages] == [
        ("dash", "dash[x]>=2"),
        ("gdal", "gdal=3"),
        ("umap-learn", "umap-learn"),
    ]
    assert found.opaque == ()
    more = plan(tmp_path, {"postBuild": text + "git clone https://x.org/y && ./y/install\n"})
    assert len(more.opaque) == 1
    assert [fetched.name for fetched in more.fetched] == ["y"]
