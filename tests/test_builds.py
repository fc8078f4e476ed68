"""What the build passes over is told where it matters."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, git, notebook, run, write

APP = {"app.ipynb": notebook(f"import emoji\n{SLIDER}"), "environment.yml": ENVIRONMENT}


def test_a_list_that_does_not_count_is_named_with_the_import(tmp_path, capsys):
    write(tmp_path, APP | {"requirements.txt": "Emoji==2.0\n"})
    (finding,) = found(capsys, tmp_path)
    assert finding["code"] == "VL101"
    assert "`requirements.txt` does not count: environment.yml is present" in finding["help"]


def test_a_second_list_that_nobody_needs_is_no_finding(tmp_path, capsys):
    write(tmp_path, APP | {"app.ipynb": notebook(SLIDER), "requirements.txt": "black\n"})
    assert codes(capsys, tmp_path) == []


@pytest.mark.parametrize("folder", ["binder", ".binder"])
def test_an_empty_folder_beside_the_other_is_not_pushed(folder, tmp_path, capsys):
    write(tmp_path, {"app.ipynb": notebook(SLIDER), f"{folder}/environment.yml": ENVIRONMENT})
    (tmp_path / {"binder": ".binder", ".binder": "binder"}[folder]).mkdir()
    assert codes(capsys, tmp_path) == []


@pytest.mark.parametrize("python", ["python>=3.9", "python", "python <3.12", "pypy3.9"])
def test_a_python_that_allows_the_default_is_no_finding(python, tmp_path, capsys):
    environment = ENVIRONMENT.replace("python=3.11", python)
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": environment})
    assert "VL209" not in codes(capsys, tmp_path)


def test_a_version_that_binder_lacks_is_no_matter_of_form(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), "requirements.txt": "voila\n"}
    write(tmp_path, files | {"runtime.txt": "python-4\n"})
    assert codes(capsys, tmp_path) == ["VL210"]


def test_builds_that_stop_matter_less_where_nobody_means_binder(tmp_path, capsys):
    files = {"a.ipynb": notebook("1"), "requirements.txt": "numpy\n"}
    write(tmp_path, files | {"runtime.txt": "python-3.8.5\n"})
    (finding,) = found(capsys, tmp_path)
    assert (finding["code"], finding["severity"]) == ("VL211", "info")


@pytest.mark.parametrize(
    "script",
    [
        "jupyter nbextension enable x\necho ready\n",
        "jupyter nbextension enable x || true\n",
        "if true; then\n  jupyter nbextension enable x\nfi\n",
        "jupyter server extension enable voila\n",
        "jupyter labextension list\n",
        "# jupyter nbextension enable x\n",
        "pip install 'notebook<7'\njupyter nbextension enable x\n",
    ],
)
def test_a_command_that_ends_no_build_is_no_finding(script, tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    write(tmp_path, files | {"postBuild": f"#!/bin/bash\n{script}"})
    assert codes(capsys, tmp_path) == []


def test_files_of_other_tools_are_named_where_nothing_else_is_there(tmp_path, capsys):
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "uv.lock": "", "pyproject.toml": "[tool.x]\n"})
    (finding,) = found(capsys, tmp_path)
    assert finding["code"] == "VL201"
    assert finding["help"].endswith("installs nothing from `pyproject.toml` and `uv.lock`.")


def test_misplaced_files_that_belong_together_are_moved_by_nobody_one_by_one(tmp_path, capsys):
    files = {"requirements.txt": "voila\n", "runtime.txt": "python-3.9\n", "apt.txt": "jq\n"}
    beside = {f"app/binder/{name}": text for name, text in files.items()}
    write(tmp_path, {"app/binder/app.ipynb": notebook(SLIDER), **beside})

    (finding,) = found(capsys, tmp_path, "--select", "VL203")

    assert finding["fix"] is None
    assert (
        "`git mv app/binder/requirements.txt app/binder/runtime.txt app/binder/apt.txt .`"
        in finding["help"]
    )


def test_a_misplaced_file_leaves_behind_what_binder_has_already(tmp_path, capsys):
    write(
        tmp_path,
        {
            "app/app.ipynb": notebook(SLIDER),
            "app/environment.yml": ENVIRONMENT,
            "app/apt.txt": "graphviz\n",
            "apt.txt": "ffmpeg\n",
        },
    )

    (finding,) = found(capsys, tmp_path, "--select", "VL203")

    assert finding["fix"]["rename"] == ["app/environment.yml", "environment.yml"]


@pytest.mark.parametrize(
    ("runtime", "packages", "help_text"),
    [
        ("python-3.11.4", "voila\n", "Write `python-3.11`."),
        ("python-3.8.5", "voila==0.5\n", "Write `python-3.8`."),
        (
            "python-3.8.5",
            "voila>=0.5\n",
            "Write `python-3.8`, or better a newer one such as `python-3.12`, with which the app "
            "has to be tried: that Python has received no updates since 2024.",
        ),
    ],
)
def test_an_old_python_is_not_recommended(runtime, packages, help_text, tmp_path, capsys):
    files = {"runtime.txt": f"{runtime}\n", "requirements.txt": packages}
    write(tmp_path, {"app.ipynb": notebook(SLIDER), **files})
    (finding,) = found(capsys, tmp_path, "--select", "VL211")
    assert finding["help"] == help_text
    assert finding["fix"]["title"] == f"Write {runtime.rpartition('.')[0]}"


@pytest.mark.parametrize("runtime", ["python-3.10\n", "python-3.8.5\n"])
def test_a_runtime_alone_is_one_finding_and_not_one_per_import(runtime, tmp_path, capsys):
    write(tmp_path, {"app.ipynb": notebook("import emoji, pandas", SLIDER), "runtime.txt": runtime})
    (finding,) = found(capsys, tmp_path, "--ignore", "VL211")
    assert finding["code"] == "VL201"
    (tmp_path / "requirement.txt").write_text("voila\nemoji\npandas\n")
    (finding,) = found(capsys, tmp_path, "--ignore", "VL211")
    assert (finding["code"], finding["path"]) == ("VL202", "requirement.txt")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("filepath=app.ipynb", []), ("filepath=voila/render/app.ipynb", ["VL102"])],
)
def test_links_to_jupyter_alone_ask_for_no_voila(path, expected, tmp_path, capsys):
    link = f"[Open](https://mybinder.org/v2/gh/owner/name/HEAD?{path})\n"
    files = {"app.ipynb": notebook(SLIDER), "requirements.txt": "numpy\n", "README.md": link}
    write(tmp_path, files)
    assert [code for code in codes(capsys, tmp_path) if code == "VL102"] == expected


@pytest.mark.parametrize("ignored", [False, True])
@pytest.mark.parametrize("with_git", [False, True])
def test_a_folder_without_files_does_not_hide_the_root(with_git, ignored, tmp_path, capsys):
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    (tmp_path / "binder").mkdir()
    if with_git:
        git(tmp_path, "init", "--quiet")
        if ignored:
            write(tmp_path, {".gitignore": "*.log\n", "binder/build.log": "what happened\n"})
    assert codes(capsys, tmp_path) == []
    _, _, notes = run(capsys, tmp_path, "--verbose")
    assert "git hands on no file of this folder" in notes
    code, plan, _ = run(capsys, "plan", tmp_path)
    assert (code, "builds with environment.yml" in plan) == (0, True)


def test_a_submodule_as_folder_hides_the_root(tmp_path, capsys):
    root = write(tmp_path / "app", {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    (root / "binder").mkdir()
    for folder in (root / "binder", root):
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--allow-empty", "--message=First")
    assert "VL204" in codes(capsys, root)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"requirements/base.txt": "emoji\n"}, "`requirements/base.txt` does not count: nothing"),
        ({"requirements-app.txt": "emoji\n"}, "`requirements-app.txt` does not count: nothing"),
        (
            {"setup.cfg": "[options]\ninstall_requires =\n  emoji\n"},
            "`setup.cfg` does not count: Binder does not install this project itself",
        ),
        (
            {"pyproject.toml": "[project]\nname = 'x'\ndependencies = ['emoji']\n"},
            "`pyproject.toml` does not count: environment.yml is present",
        ),
    ],
)
def test_a_list_that_nothing_reads_is_named_with_the_import(files, words, tmp_path, capsys):
    write(tmp_path, APP | files)
    (finding,) = found(capsys, tmp_path)
    assert finding["code"] == "VL101"
    assert words in finding["help"]


@pytest.mark.parametrize("folder", ["", "binder/"])
def test_lists_that_nothing_reads_are_named_where_nothing_else_is(folder, tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), "voila.json": "{}", f"{folder}install.R": "1\n"}
    write(tmp_path, files | {f"{folder}uv.lock": "version = 1\n"})
    (finding,) = found(capsys, tmp_path)
    assert finding["code"] == "VL201"
    assert f"nothing from `{folder}uv.lock` and `{folder}install.R`" in finding["help"]


def test_what_goes_on_in_the_next_line_is_not_half_removed(tmp_path, capsys):
    text = "voila\npywin32==306 \\\n    --hash=sha256:0a\nwindows-curses  # colours\n"
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "requirements.txt": text})
    first, second = found(capsys, tmp_path, "--select", "VL213")
    assert (first["line"], first["fix"], second["line"]) == (2, None, 4)
    run(capsys, tmp_path, "--select", "VL213", "--fix")
    assert (tmp_path / "requirements.txt").read_text() == text.partition("windows")[0]


@pytest.mark.parametrize(
    ("files", "help"),
    [
        (
            {"binder/requirements.txt": "voila\n-r base.txt\n", "base.txt": ""},
            "Write `../base.txt`",
        ),
        (
            {"binder/requirements.txt": "voila\n-r requirements/base.txt\n",
             "requirements/base.txt": ""},
            "Write `../requirements/base.txt`",
        ),
        (
            {"binder/requirements.txt": "voila\n-c limits.txt\n", "lists/Limits.txt": ""},
            "Write `../lists/Limits.txt`",
        ),
        ({"requirements.txt": "voila\n-r base.txt\n", "more/base.txt": ""}, "`more/base.txt`"),
        (
            {"requirements.txt": "voila\n./tool-1.0-py3-none-any.whl\n",
             "wheels/tool-1.0-py3-none-any.whl": ""},
            "Write `./wheels/tool-1.0-py3-none-any.whl`",
        ),
        (
            {"requirements.txt": "voila\n-r base.txt\n", "a/base.txt": "", "b/base.txt": ""},
            "Correct the path",
        ),
    ],
)  # fmt: skip
def test_what_lies_elsewhere_is_named(tmp_path, capsys, files, help):
    write(tmp_path, {"app.ipynb": notebook(SLIDER), **files})
    (finding,) = [one for one in found(capsys, tmp_path) if one["code"] == "VL214"]
    assert help in finding["help"]
