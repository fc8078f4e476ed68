"""Decisions of repo2docker that surprise people, one small repository each."""

from pathlib import Path

import pytest

from voila_lint.build.model import BuildPlan
from voila_lint.build.plan import build_plan
from voila_lint.reading import Files


def plan(root: Path, files: dict[str, str]) -> BuildPlan:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return build_plan(Files(root))


def environment(*items: str) -> str:
    return "dependencies:\n" + "".join(f"  - {item}\n" for item in items)


def test_nothing_detected(tmp_path: Path) -> None:
    found = plan(tmp_path, {"app.ipynb": "{}", "Environment.yml": environment("voila")})
    assert (found.build_pack, found.fallback, found.python_version) == ("python", True, "3.10")
    assert found.packages == ()


@pytest.mark.parametrize(
    ("item", "version"),
    [
        ("python=3.11", "3.11"),
        ("python==3.12.*", "3.12"),
        ("python = 3.7", "3.7"),
        ("python=3", "3.10"),
        ("python>=3.11", "3.10"),
        ("python 3.11", "3.10"),
        ("conda-forge::python=3.12", "3.10"),
        ("Python=3.11", "3.10"),
    ],
)
def test_python_in_environment(tmp_path: Path, item: str, version: str) -> None:
    found = plan(tmp_path, {"environment.yml": environment(item)})
    assert (found.build_pack, found.python_version, found.error) == ("conda", version, None)


@pytest.mark.parametrize(
    ("text", "type_", "message"),
    [
        ("python-3.8.5", "ValueError", "got 3.8.5."),
        ("python-3.15", "ValueError", "Python version 3.15 on linux-64 is not supported!"),
        ("python-4", "KeyError", "'4'"),
        ("python 3.11", "ValueError", "Invalid runtime.txt: python 3.11"),
        ("", "ValueError", "Invalid runtime.txt: "),
    ],
)
def test_runtime_that_stops_the_build(tmp_path: Path, text: str, type_: str, message: str) -> None:
    found = plan(tmp_path, {"requirements.txt": "voila\n", "runtime.txt": text})
    assert found.error is not None
    assert (found.error.type, found.error.path) == (type_, "runtime.txt")
    assert found.error.message.endswith(message)
    assert found.error.at is not None


def test_old_kernel_lives_apart_from_the_server(tmp_path: Path) -> None:
    files = {
        "runtime.txt": "python-2.7",
        "requirements.txt": "numpy\n",
        "requirements3.txt": "voila\n",
    }
    found = plan(tmp_path, files)
    assert (found.python_version, found.server_python) == ("2.7", "3.10")
    assert found.separate_kernel
    assert [(package.name, package.environment) for package in found.packages] == [
        ("voila", "server"),
        ("numpy", "kernel"),
    ]


def test_binder_directory_hides_the_root(tmp_path: Path) -> None:
    files = {"environment.yml": environment("voila"), "binder/apt.txt": "graphviz\n"}
    found = plan(tmp_path, files)
    assert (found.config_directory, found.fallback) == ("binder", True)
    assert found.apt_packages == ("graphviz",)
    assert [ignored.path for ignored in found.ignored] == ["environment.yml"]
    assert "binder" in found.ignored[0].reason


def test_two_binder_directories(tmp_path: Path) -> None:
    found = plan(tmp_path, {"binder/a": "", ".binder/a": ""})
    assert found.error is not None
    assert (found.build_pack, found.error.type) == (None, "RuntimeError")


def test_environment_hides_requirements(tmp_path: Path) -> None:
    files = {"environment.yml": environment("voila"), "requirements.txt": "numpy\n"}
    found = plan(tmp_path, files)
    assert [package.name for package in found.packages] == ["voila"]
    assert [(ignored.path, ignored.reason) for ignored in found.ignored] == [
        ("requirements.txt", "environment.yml is present, so requirements.txt is not read")
    ]


def test_environment_that_includes_requirements(tmp_path: Path) -> None:
    text = environment("pip", "pip:") + "    - -r requirements.txt\n"
    found = plan(tmp_path, {"environment.yml": text, "requirements.txt": "numpy\n"})
    assert [package.name for package in found.packages] == ["pip", "numpy"]
    assert found.requirements_files == ("requirements.txt",)
    assert found.ignored == ()


@pytest.mark.parametrize("trigger", ["setup.py", "REQUIRE", "Project.toml"])
def test_packs_that_still_install_both_files(tmp_path: Path, trigger: str) -> None:
    files = {"requirements.txt": "voila\n", trigger: ""}
    if trigger != "setup.py":
        files["environment.yml"] = environment("numpy", "python=3.12")
    found = plan(tmp_path, files)
    assert found.python_version == "3.10"
    assert found.requirements_file == "requirements.txt"


def test_newest_python_that_fits_pyproject(tmp_path: Path) -> None:
    text = "[project]\nname='x'\nrequires-python='>=3.11'\n"
    found = plan(tmp_path, {"pyproject.toml": text, "requirements.txt": "voila\n"})
    assert found.python_version == "3.14"


@pytest.mark.parametrize(
    ("value", "type_", "message"),
    [
        ("['>=3.11']", "AttributeError", "'str' object has no attribute '_spec'"),
        ("[[]]", "AttributeError", "'list' object has no attribute '_spec'"),
        ("3.11", "TypeError", "'float' object is not iterable"),
        ("'>=x'", "InvalidSpecifier", "Invalid specifier: '>=x'"),
    ],
)
def test_requires_python_that_stops_the_build(
    tmp_path: Path, value: str, type_: str, message: str
) -> None:
    text = f"[project]\nname='x'\nrequires-python={value}\n"
    found = plan(tmp_path, {"pyproject.toml": text, "requirements.txt": "voila\n"})
    assert found.error is not None
    assert (found.error.type, found.error.message) == (type_, message)


def test_arbitrary_equality_takes_a_comma_for_its_own(tmp_path: Path) -> None:
    lines = "a===1.0a1, ==1\nb===1.0,==1\nc ===1.0 ; python_version > '3'\n"
    found = plan(tmp_path, {"requirements.txt": lines})
    assert [invalid.text for invalid in found.invalid] == ["a===1.0a1, ==1"]
    assert [(package.name, package.specifier) for package in found.packages] == [
        ("b", "==1,===1.0"),
        ("c", "===1.0"),
    ]


def test_markers_hold_as_pip_25_says(tmp_path: Path) -> None:
    # 26 compares what is no version otherwise; `python_full_version` is the image's own.
    held = ("os_name < 'x'", "sys_platform == '3.10'", "python_full_version >= '3.10.5'")
    others = ("os_name > 'x'", "python_version ~= 'v3.10'", "extra == 'dev'", "'win' in os_name")
    lines = "".join(f"a{n}; {marker}\n" for n, marker in enumerate((*held, *others)))
    found = plan(tmp_path, {"requirements.txt": lines})
    assert [package.name for package in found.packages] == ["a0", "a1", "a2"]


def test_dockerfile_takes_over(tmp_path: Path) -> None:
    found = plan(tmp_path, {"Dockerfile": "FROM x\n", "environment.yml": environment("voila")})
    assert (found.build_pack, found.packages) == ("docker", ())
    assert found.opaque
    assert [ignored.path for ignored in found.ignored] == ["environment.yml"]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("- voila\n", "TypeError"),
        ("dependencies:\n", "TypeError"),
        ("dependencies:\n\t- voila\n", "ScannerError"),
        ("a: 1\na: 2\n", "DuplicateKeyError"),
        ("---\na: 1\n---\nb: 1\n", "ComposerError"),
        ("dependencies: [{pip: [{voila: 0.5}]}]\n", "AttributeError"),
        ("a: [1\n", "ParserError"),
        ("a: \x00\n", "ReaderError"),
    ],
)
def test_environment_that_stops_the_build(tmp_path: Path, text: str, type_: str) -> None:
    found = plan(tmp_path, {"environment.yml": text})
    assert found.error is not None
    assert (found.error.type, found.error.path) == (type_, "environment.yml")


def test_yaml_1_2_keeps_yes_and_no_apart_from_true_and_false(tmp_path: Path) -> None:
    found = plan(tmp_path, {"environment.yml": "yes: 1\nYes: 2\ndependencies: [no]\n"})
    assert found.error is None
    assert [package.name for package in found.packages] == ["no"]


def test_apt_name_that_stops_the_build(tmp_path: Path) -> None:
    found = plan(tmp_path, {"requirements.txt": "", "apt.txt": "# c\n  Graphviz # x\n"})
    assert found.error is not None and found.error.at is not None
    assert found.error.message == "Found invalid package name Graphviz in apt.txt"
    assert (found.error.at.line, found.error.at.column, found.error.at.end_column) == (2, 3, 11)
