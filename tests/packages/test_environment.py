"""What the records of an environment say, read without running anything of it."""

import errno
import importlib.metadata
import json
import os
import sys
from pathlib import Path

import pytest

from tests.building import write
from voila_lint.errors import UsageError
from voila_lint.packages.environment import Environment

SITE = "lib/python3.11/site-packages"


def wheel(name: str, *files: str, requires: str = "", version: str = "1.0") -> dict[str, str]:
    """The files of an installed wheel, empty but for its records."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    fields = "".join(f"Requires-Dist: {text}\n" for text in filter(None, requires.split(" & ")))
    return {
        **dict.fromkeys(files, ""),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{fields}\n",
        f"{info}/RECORD": "".join(f"{file},sha256=x,0\n" for file in (*files, f"{info}/RECORD")),
    }


def environment(root: Path, *wheels: dict[str, str], site: str = SITE) -> Environment:
    for files in wheels:
        write(root / site, files)
    return Environment(str(root))


def modules(found: Environment, name: str) -> tuple[str, ...] | None:
    installed = found.distribution(name)
    assert installed is not None
    return installed.modules


def test_modules_are_those_of_the_record(tmp_path):
    found = environment(
        tmp_path,
        wheel("Sci-Kit.learn", "sklearn/__init__.py", "sklearn/a.py", "../../../bin/x.py"),
        wheel("single", "single_module.py", "__pycache__/single_module.cpython-311.pyc"),
        wheel("fast", "_fast.cpython-311-x86_64-linux-gnu.so"),
        wheel("g-storage", "google/cloud/storage/__init__.py", "google/cloud/storage/blob.py"),
        wheel("meta", requires="single & fast"),
    )
    assert modules(found, "sci.kit_Learn") == ("sklearn",)
    assert modules(found, "single") == ("single_module",)
    assert modules(found, "fast") == ("_fast",)
    assert modules(found, "g-storage") == ("google.cloud.storage",)
    assert modules(found, "meta") == ()
    assert found.distribution("absent") is None
    assert found.distribution("meta").requires == ("single", "fast")
    assert found.flaws == []


@pytest.mark.parametrize(
    ("path", "layout"),
    [
        ("bin/python", SITE),
        ("Scripts/python.exe", "Lib/site-packages"),
        ("", SITE),
        (SITE, SITE),
        ("", "lib/python3/dist-packages"),
        ("bin/python", "local/lib/python3.9/dist-packages"),
        ("", "lib/pypy3.10/site-packages"),
    ],
)
def test_an_environment_is_named_by_its_interpreter_or_folder(tmp_path, path, layout):
    write(tmp_path, {"bin/python": "", "Scripts/python.exe": ""})
    write(tmp_path / layout, wheel("tool", "tool.py"))
    assert modules(Environment(str(tmp_path / path)), "tool") == ("tool",)


def test_of_several_pythons_the_interpreters_own_counts(tmp_path):
    for version in ("3.8", "3.11", "3.12"):
        site = f"lib/python{version}/site-packages"
        write(tmp_path / site, wheel("tool", "tool.py", version=version))
    write(tmp_path, {"bin/python3.8": "", "bin/python3": ""})
    versions = [
        Environment(str(tmp_path / path)).distribution("tool").version
        for path in ("bin/python3.8", "bin/python3", "")
    ]
    assert versions == ["3.8", "3.12", "3.12"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_virtual_environment_is_not_the_python_that_it_links_to(tmp_path):
    write(tmp_path / "usr" / SITE, wheel("system", "system.py"))
    write(tmp_path / "venv" / SITE, wheel("tool", "tool.py"))
    write(tmp_path, {"usr/bin/python3.11": "", "venv/bin/x": ""})
    (tmp_path / "venv/bin/python").symlink_to(tmp_path / "usr/bin/python3.11")
    (tmp_path / "local-python").symlink_to(tmp_path / "usr/bin/python3.11")
    settings = f"home = {tmp_path / 'usr/bin'}\nversion = 3.11.7\n"
    write(tmp_path, {"venv/pyvenv.cfg": settings})

    venv = Environment(str(tmp_path / "venv/bin/python"))
    assert modules(venv, "tool") == ("tool",)
    assert venv.distribution("system") is None
    assert modules(Environment(str(tmp_path / "local-python")), "system") == ("system",)

    settings += "include-system-site-packages = true\n"
    write(tmp_path, {"venv/pyvenv.cfg": settings})
    assert modules(Environment(str(tmp_path / "venv")), "system") == ("system",)


def test_editable_installations_are_read_as_far_as_they_say_what_they_link(tmp_path):
    source = tmp_path / "src"
    write(source, {"own/__init__.py": "", "one.py": "", "tests/__init__.py": "", "data/x.csv": ""})
    finder = (
        "MAPPING: dict[str, str] = {'mapped': '/x/mapped'}\nNAMESPACES = {}\nraise SystemExit\n"
    )
    found = environment(
        tmp_path,
        {**wheel("by-path", "_by_path.pth"), "_by_path.pth": f"{source}\n"},
        {
            **wheel("by-finder", "__editable__.by.pth", "__editable___by_finder.py"),
            "__editable__.by.pth": "import __editable___by_finder; __editable___by_finder.x()",
            "__editable___by_finder.py": finder,
        },
        {**wheel("by-loader", "x.pth"), "x.pth": "import _loader; _loader.install()\n"},
        {**wheel("by-list", "y.pth"), "by_list-1.0.dist-info/top_level.txt": "listed\nnot-one\n"},
    )
    assert modules(found, "by-path") == ("one", "own")
    assert modules(found, "by-finder") == ("mapped",)
    assert modules(found, "by-list") == ("listed",)
    assert found.flaws == []
    assert modules(found, "by-loader") is None
    assert found.flaws == ["x.pth does not say which modules it makes importable"]


def test_eggs_of_setuptools_and_distutils(tmp_path):
    fields = "Name: x\nVersion: 2.0\n"
    requires = "numpy\n\n[extra]\nscipy\n\n[:python_version < '3']\nfutures\n\n[a:os_name=='nt']\nw"
    found = environment(
        tmp_path,
        {
            "old-2.0-py3.11.egg-info/PKG-INFO": fields,
            "old-2.0-py3.11.egg-info/requires.txt": requires,
            "old-2.0-py3.11.egg-info/top_level.txt": "old\n_old\n",
            "older-2.0.egg-info": fields,
            "eggy-2.0-py3.11.egg/EGG-INFO/PKG-INFO": fields,
            "eggy-2.0-py3.11.egg/EGG-INFO/top_level.txt": "eggy",
            "dev-tool.egg-link": f"{tmp_path / 'project'}\n.",
            "gone.egg-link": f"{tmp_path / 'nowhere'}\n.",
            "~ld-1.0.dist-info/METADATA": fields,
        },
    )
    write(tmp_path / "project", {"dev_tool.egg-info/PKG-INFO": fields})
    write(tmp_path / "project", {"dev_tool.egg-info/top_level.txt": "devtool"})
    old = found.distribution("old")
    assert (old.version, old.modules) == ("2.0", ("old", "_old"))
    assert old.requires == (
        "numpy",
        'scipy ; extra == "extra"',
        "futures ; (python_version < '3')",
        "w ; (os_name=='nt') and extra == \"a\"",
    )
    assert found.distribution("older").modules is None
    assert modules(found, "eggy") == ("eggy",)
    assert modules(found, "dev_tool") == ("devtool",)
    assert modules(found, "gone") is None
    assert found.flaws == ["gone.egg-link leads to no project that is there"]
    assert len(found) == 5


def test_conda_packages_are_read_from_condas_records(tmp_path):
    record = {
        "name": "py-thing",
        "version": "3.1",
        "files": ["bin/x", f"{SITE}/thing/__init__.py", "lib/libx.so", "share/a.py"],
        "depends": ["__glibc >=2.17", "python >=3.8", "other-thing", ""],
    }
    write(tmp_path, {"conda-meta/py-thing-3.1-py_0.json": json.dumps(record)})
    write(tmp_path, {"conda-meta/bad-1-0.json": "{", "conda-meta/history": ""})
    found = Environment(str(tmp_path))
    thing = found.conda_package("Py-Thing")
    assert (thing.modules, thing.requires) == (("thing",), ("python", "other-thing"))
    assert found.conda_package_with("thing.sub") == "py-thing"
    assert found.conda_package_with("another") is None
    assert found.conda_package("other-thing") is None
    assert found.conda_package("bad").requires is None
    assert found.flaws == ["conda-meta/bad-1-0.json is damaged"]


def test_which_distribution_has_a_module(tmp_path):
    found = environment(
        tmp_path,
        wheel("odd-name", "thing/__init__.py"),
        wheel("first", "shared/__init__.py"),
        wheel("second", "shared/__init__.py"),
    )
    assert found.distribution_with("thing.sub") == "odd-name"
    assert found.distribution_with("thin") is None
    assert found.distribution_with("shared") is None


def test_what_cannot_be_read_is_told(tmp_path):
    info = "{}-1.0.dist-info/"
    found = environment(
        tmp_path,
        wheel("fine", "fine.py"),
        {
            info.format("empty") + "METADATA": "",
            info.format("binary") + "METADATA": "\0\1\2",
            info.format("folder") + "METADATA/x": "",
            info.format("bare") + "INSTALLER": "pip",
        },
    )
    for name in ("empty", "binary", "folder", "bare"):
        installed = found.distribution(name)
        assert (installed.requires, installed.modules) == (None, None), name
    assert modules(found, "fine") == ("fine",)
    assert [flaw.partition(".dist-info")[0] for flaw in found.flaws] == [
        "empty-1.0", "binary-1.0", "folder-1.0", "bare-1.0",
    ]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_links_in_circles_and_pipes_do_no_harm(tmp_path):
    info = tmp_path / SITE / "tool-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").symlink_to("METADATA")
    os.mkfifo(info / "RECORD")
    (tmp_path / SITE / "loop-1.0.dist-info").symlink_to("loop-1.0.dist-info")
    found = Environment(str(tmp_path))
    assert modules(found, "tool") is None
    assert modules(found, "loop") is None
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(UsageError, match="no such file or folder"):
        Environment(str(tmp_path / "circle"))


def test_a_folder_that_may_not_be_read_is_a_usage_error(tmp_path, monkeypatch):
    def refused(folder: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    (tmp_path / SITE).mkdir(parents=True)
    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(UsageError, match=r"site-packages.*denied"):
        Environment(str(tmp_path))


@pytest.mark.parametrize("path", ["nowhere", "", "README.md", "a\0b"])
def test_what_is_no_environment_is_a_usage_error(tmp_path, path):
    write(tmp_path, {"README.md": "x", "lib/note.txt": ""})
    with pytest.raises(UsageError, match="--python"):
        Environment(str(tmp_path / path))


def test_two_thousand_packages_are_not_opened(tmp_path, monkeypatch):
    site = tmp_path / SITE
    site.mkdir(parents=True)
    for number in range(2_000):
        (site / f"p{number}-1.0.dist-info").touch()
    write(site, wheel("tool", "tool.py"))
    found = Environment(str(tmp_path))
    opened = []
    monkeypatch.setattr(Path, "open", lambda path, *_: opened.append(path) or path.open)
    assert len(found) == 2_001
    assert opened == []


@pytest.mark.parametrize("name", ["PyYAML", "packaging", "msgspec", "pytest", "hypothesis"])
def test_the_running_environment_is_read_as_python_itself_reads_it(name):
    said = importlib.metadata.packages_distributions()
    expected = {module for module, names in said.items() if name in names}
    installed = Environment(sys.prefix).distribution(name)
    assert expected <= {module.partition(".")[0] for module in installed.modules}
    assert installed.version == importlib.metadata.version(name)
    assert installed.requires == tuple(importlib.metadata.requires(name) or ())
