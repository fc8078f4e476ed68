import json
from pathlib import Path

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, git, notebook, run, write
from tests.pairs import RULES

APP = notebook(SLIDER)


def plan(capsys, root: Path) -> dict:
    """Return what the plan's JSON has."""
    code, out, err = run(capsys, "plan", root, "--output-format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def on_github(root: Path, remote: str = "https://github.com/owner/tide.git") -> Path:
    git(root, "init", "--quiet")
    git(root, "remote", "add", "origin", remote)
    return root


def test_json_keeps_its_contract(tmp_path, capsys):
    root = write(
        tmp_path / "tide",
        {
            "a b.ipynb": APP,
            "plain.ipynb": notebook("1 + 1"),
            "binder/environment.yml": ENVIRONMENT + "  - pip\n  - pip:\n      - emoji>=2\n",
            "binder/apt.txt": "graphviz\n",
            "binder/postBuild": "#!/bin/bash\ntrue\n",
            "binder/start": '#!/bin/bash\nexec "$@"\n',
            "requirements.txt": "voila\n",
        },
    )
    document = plan(capsys, on_github(root))
    packages = document.pop("packages")
    notebooks = document.pop("notebooks")
    (ignored,) = document.pop("ignored")
    assert document == {
        "schema": 1,
        "build_pack": "conda",
        "fallback": False,
        "config_directory": "binder",
        "python_version": "3.11",
        "server_python": "3.11",
        "environment_file": "binder/environment.yml",
        "requirements_file": None,
        "apt_packages": ["graphviz"],
        "post_build": "binder/postBuild",
        "start": "binder/start",
        "error": None,
    }
    assert ignored["path"] == "requirements.txt"
    assert "binder" in ignored["reason"]
    assert packages[-1] == {
        "name": "emoji",
        "specifier": ">=2",
        "source": "pip",
        "environment": "kernel",
        "path": "binder/environment.yml",
        "line": 6,
    }
    assert [package["source"] for package in packages] == ["apt", "conda", "conda", "conda", "pip"]
    assert notebooks == [
        {
            "path": "a b.ipynb",
            "app": True,
            "why": "the environment has Voilà and it shows widgets",
            "launch_link": "https://mybinder.org/v2/gh/owner/tide/HEAD"
            "?urlpath=voila%2Frender%2Fa%2520b.ipynb",
        },
        {
            "path": "plain.ipynb",
            "app": False,
            "why": "no launch link opens it and it shows no widgets",
            "launch_link": "https://mybinder.org/v2/gh/owner/tide/HEAD"
            "?urlpath=voila%2Frender%2Fplain.ipynb",
        },
    ]


def test_a_build_that_stops_is_told_with_its_place(tmp_path, capsys):
    root = write(tmp_path, {"app.ipynb": APP, "runtime.txt": "\npython 3.11\n"})
    document = plan(capsys, root)
    assert document["build_pack"] is None
    assert document["error"] == {
        "type": "ValueError",
        "message": "Invalid runtime.txt: python 3.11",
        "path": "runtime.txt",
        "line": 2,
    }
    _, out, _ = run(capsys, "plan", root)
    assert "the build fails at runtime.txt, line 2: Invalid runtime.txt: python 3.11" in out


@pytest.mark.parametrize("remote", ["/srv/git/tide.git", "https://gitlab.com/owner/tide.git"])
def test_without_a_repository_on_github_there_is_no_link(remote, tmp_path, capsys):
    root = on_github(write(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT}), remote)
    assert [found["launch_link"] for found in plan(capsys, root)["notebooks"]] == [None]


def test_a_notebook_that_cannot_be_read_is_no_app(tmp_path, capsys):
    write(tmp_path, {"app.ipynb": "{", "environment.yml": ENVIRONMENT})
    (found,) = plan(capsys, tmp_path)["notebooks"]
    assert (found["app"], found["launch_link"]) == (False, None)
    assert found["why"].startswith("Voilà cannot read it")


def test_text_of_the_pair_without_voila(capsys):
    home = RULES / "missing-voila"
    _, bad, _ = run(capsys, "plan", "--root", home / "bad")
    _, good, _ = run(capsys, "plan", "--root", home / "good")
    assert "Voilà       is NOT installed" in bad
    assert "Voilà       is installed: notebooks can be shown as apps" in good
    for out in (bad, good):
        assert "Result      builds with environment.yml\n" in out
        assert "Python      3.11\n" in out
        assert "  app   app.ipynb\n" in out


def test_text_tells_what_is_ignored_and_run(tmp_path, capsys):
    write(
        tmp_path,
        {
            "environment.yml": ENVIRONMENT,
            "requirements.txt": "emoji\n",
            "postBuild": "pip install $WHAT\n",
        },
    )
    _, out, _ = run(capsys, "plan", tmp_path)
    assert "Runs        postBuild once, at the end of the build" in out
    assert "Ignores     requirements.txt: environment.yml is present" in out
    assert "Not known   " in out
    assert "No notebooks found." in out


def test_text_names_the_first_of_many_packages(tmp_path, capsys):
    write(tmp_path, {"requirements.txt": "".join(f"p{number}\n" for number in range(40))})
    _, out, _ = run(capsys, "plan", tmp_path)
    assert "and 28 more (pip, from" in " ".join(out.split())
    assert "p12" not in out


@pytest.mark.parametrize(
    ("files", "result"),
    [
        ({}, "the build fails: no file says what to install"),
        ({"Dockerfile": "FROM x\n"}, "builds from the Dockerfile alone"),
        ({"default.nix": "{}\n"}, "builds from default.nix alone"),
        ({"runtime.txt": "python-3.11\n"}, "builds, but no file says what to install"),
        ({"Pipfile": "[packages]\nvoila = '*'\n"}, "builds (pipfile)"),
    ],
)
def test_text_tells_what_builds(files, result, tmp_path, capsys):
    _, out, _ = run(capsys, "plan", write(tmp_path, files))
    assert f"Result      {result}" in out


def test_a_path_that_is_not_there_is_refused(tmp_path, capsys):
    code, out, err = run(capsys, "plan", tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert "nowhere: no such file or folder" in err


def test_a_notebook_stands_for_its_repository(tmp_path, capsys):
    on_github(write(tmp_path, {"sub/app.ipynb": APP, "environment.yml": ENVIRONMENT}))
    assert run(capsys, "plan", tmp_path / "sub" / "app.ipynb") == run(capsys, "plan", tmp_path)


def test_an_empty_folder_is_told_what_it_lacks(tmp_path, capsys):
    _, out, _ = run(capsys, "plan", tmp_path)
    assert "Missing     environment.yml, with what the notebooks import, and voila\n" in out
    assert "Missing     a notebook (.ipynb) to show as an app\n" in out


def test_a_misplaced_file_is_no_missing_one(tmp_path, capsys):
    _, out, _ = run(
        capsys, "plan", write(tmp_path, {"sub/app.ipynb": APP, "sub/requirements.txt": ""})
    )
    assert "Missing     sub/requirements.txt says what to install, but lies where" in out
    assert "environment.yml" not in out


def test_a_folder_means_the_repository_that_it_lies_in(tmp_path, capsys):
    write(tmp_path, {"deep/app.ipynb": APP, "deep/environment.yml": ENVIRONMENT})
    on_github(tmp_path)
    assert run(capsys, "plan", tmp_path / "deep") == run(capsys, "plan", tmp_path)
    assert plan(capsys, tmp_path / "deep")["environment_file"] is None


def test_root_makes_a_folder_a_repository_of_its_own(tmp_path, capsys):
    write(tmp_path, {"deep/app.ipynb": APP, "deep/environment.yml": ENVIRONMENT})
    on_github(tmp_path)
    _, out, _ = run(capsys, "plan", "--root", tmp_path / "deep", "--output-format", "json")
    planned = json.loads(out)
    assert planned["environment_file"] == "environment.yml"
    assert [notebook["launch_link"] for notebook in planned["notebooks"]] == [None]


def test_apps_come_first_and_other_notebooks_in_one_list(tmp_path, capsys):
    plain = {f"lesson {number:02}.ipynb": notebook("1 + 1") for number in range(20)}
    apps = {"a.ipynb": APP, "z.ipynb": APP}
    root = on_github(write(tmp_path, {**apps, **plain, "environment.yml": ENVIRONMENT}))
    _, out, _ = run(capsys, "plan", root)
    listed = out.partition("Notebooks\n")[2].splitlines()
    assert listed[0] == "  app   a.ipynb"
    assert listed[3] == "  app   z.ipynb"
    assert listed[5] == "  other: no launch link opens it and it shows no widgets"
    assert " ".join(line.strip() for line in listed[6:]) == ", ".join(plain)
    assert max(map(len, listed[6:])) <= 96
    assert out.count("shows widgets") == 1


def test_a_file_name_that_is_no_text_is_shown(tmp_path, capsys):
    name = b"a\xff.ipynb".decode("utf-8", "surrogateescape")
    write(tmp_path, {name: APP, "environment.yml": ENVIRONMENT})
    assert plan(capsys, tmp_path)["notebooks"][0]["path"].endswith(".ipynb")
    assert run(capsys, "plan", tmp_path)[0] == 0


KNOWN = json.loads((RULES.parent / "plan/repositories.json").read_text("utf-8"))

TEXT, MAYBE, NUMBER = (str,), (str, type(None)), (int, type(None))
#: The document as agreed: keys and types, those of the members of lists with them.
SCHEMA = {
    "schema": (int,),
    "build_pack": MAYBE,
    "fallback": (bool,),
    "config_directory": TEXT,
    "python_version": MAYBE,
    "server_python": MAYBE,
    "environment_file": MAYBE,
    "requirements_file": MAYBE,
    "apt_packages": [TEXT],
    "post_build": MAYBE,
    "start": MAYBE,
    "ignored": [{"path": TEXT, "reason": TEXT}],
    "packages": [
        {
            **dict.fromkeys(("name", "specifier", "source", "environment", "path"), TEXT),
            "line": NUMBER,
        }
    ],
    "notebooks": [{"path": TEXT, "app": (bool,), "why": TEXT, "launch_link": MAYBE}],
    "error": {"type": TEXT, "message": TEXT, "path": MAYBE, "line": NUMBER},
}
PACKS = {"docker", "nix", "julia-project", "julia-require", "r", "conda", "pipfile", "python", None}


def fits(value: object, schema: object) -> bool:
    if isinstance(schema, dict):
        return (
            isinstance(value, dict)
            and value.keys() == schema.keys()
            and all(fits(value[key], part) for key, part in schema.items())
        )
    if isinstance(schema, list):
        return isinstance(value, list) and all(fits(member, schema[0]) for member in value)
    return type(value) in schema


@pytest.mark.parametrize("name", KNOWN)
def test_json_has_the_same_form_for_every_repository(name, tmp_path, capsys):
    files = {path: text.encode("latin-1", "ignore") for path, text in KNOWN[name].items()}
    document = plan(capsys, write(tmp_path, files | {"one more.ipynb": APP.encode()}))
    error = document["error"]
    expected = SCHEMA if error is not None else {**SCHEMA, "error": (type(None),)}
    assert fits(document, expected)
    assert document["build_pack"] in PACKS
    assert document["build_pack"] is not None or error is not None
    assert {package["environment"] for package in document["packages"]} <= {"kernel", "server"}


def test_text_says_what_keeps_the_plan_from_coming_true(tmp_path, capsys):
    files = {"app.ipynb": APP, "requirements.txt": "voila\nsklearn\n"}
    code, out, _ = run(capsys, "plan", write(tmp_path, files))
    assert code == 0
    assert "But         VL104, requirements.txt:2:1: `sklearn`" in out


def test_links_lead_to_the_repository_of_the_settings(tmp_path, capsys):
    settings = 'repository = "their/tide"\n'
    files = {"app.ipynb": APP, "requirements.txt": "voila\n", "voila-lint.toml": settings}
    root = on_github(write(tmp_path / "tide", files))
    (planned,) = plan(capsys, root)["notebooks"]
    assert "/gh/their/tide/" in planned["launch_link"]
    code, out, _ = run(capsys, "link", root)
    assert (code, "/gh/their/tide/" in out) == (0, True)


def test_settings_in_their_own_file_stand_without_a_header(tmp_path, capsys):
    write(tmp_path, {"voila-lint.toml": '[tool.voila-lint]\nignore = ["VL220"]\n'})
    code, _, err = run(capsys, tmp_path)
    assert (code, "without [tool.voila-lint]" in err) == (2, True)


def test_check_and_plan_agree_about_the_patch_version_of_python(capsys, tmp_path):
    """The image has 3.10.x with x above 5: what needs that is installed, and not missed."""
    lines = "voila\nemoji; python_full_version >= '3.10.5'\n"
    write(tmp_path, {"app.ipynb": notebook(f"import emoji\n{SLIDER}"), "requirements.txt": lines})
    _, out, _ = run(capsys, "plan", tmp_path)
    assert "emoji" in out
    assert found(capsys, tmp_path, "--select", "VL101") == []
