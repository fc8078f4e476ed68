import os

import pytest

from tests.building import ENVIRONMENT, SLIDER, git, notebook, run, write
from voila_lint.links.launch_link import parse_link

NAMES = [
    "app.ipynb", "My App.ipynb", "100%.ipynb", "C#.ipynb", "what?.ipynb", "R&D.ipynb",
    "C++.ipynb", "it's.ipynb", "a/b c/Études.ipynb", "日本語.ipynb", "(x)[y].ipynb",
]  # fmt: skip
if os.name == "nt":
    NAMES = [name for name in NAMES if "?" not in name]


@pytest.fixture
def repository(tmp_path, monkeypatch):
    root = write(tmp_path / "tide", {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    git(root, "init", "--quiet", "--initial-branch=main")
    monkeypatch.chdir(root)
    return root


def published(root, address="https://github.com/owner/tide.git"):
    git(root, "remote", "add", "origin", address)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    return root


def test_each_app_has_its_link(repository, capsys):
    write(repository, {"sub/b.ipynb": notebook(SLIDER), "notes.ipynb": notebook("print(1)")})
    published(repository)
    assert run(capsys, "link") == (
        0,
        "https://mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila%2Frender%2Fapp.ipynb\n"
        "https://mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila%2Frender%2Fsub%2Fb.ipynb\n",
        "",
    )


def test_a_named_notebook_is_linked_from_any_folder(repository, capsys, monkeypatch):
    published(write(repository, {"sub/notes.ipynb": notebook("print(1)")}))
    monkeypatch.chdir(repository / "sub")
    _, out, _ = run(capsys, "link", "notes.ipynb", "--ref", "feat/x", "--hub", "hub.example.org")
    assert (
        out
        == "https://hub.example.org/v2/gh/owner/tide/feat/x?urlpath=voila%2Frender%2Fsub%2Fnotes.ipynb\n"
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("markdown", "[![Open the app on Binder](https://mybinder.org/badge_logo.svg)]({})\n"),
        (
            "html",
            '<a href="{}"><img src="https://mybinder.org/badge_logo.svg"'
            ' alt="Open the app on Binder"></a>\n',
        ),
        (
            "rst",
            ".. image:: https://mybinder.org/badge_logo.svg\n"
            "   :target: {}\n   :alt: Open the app on Binder\n",
        ),
    ],
)
def test_badges(repository, capsys, form, expected):
    published(repository)
    _, link, _ = run(capsys, "link")
    assert run(capsys, "link", "--badge", form) == (0, expected.format(link.strip()), "")


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("git@github.com:owner/tide.git", "gh/owner/tide/"),
        ("https://gitlab.com/group/sub/tide.git", "gl/group%2Fsub%2Ftide/"),
        ("https://me:secret@codeberg.org/o/r.git", "git/https%3A%2F%2Fcodeberg.org%2Fo%2Fr.git/"),
    ],
)
def test_remotes_on_all_public_hosts_are_linked(repository, capsys, address, start):
    published(repository, address)
    _, out, _ = run(capsys, "link")
    assert out.startswith(f"https://mybinder.org/v2/{start}HEAD?")
    parsed = parse_link(out.strip())
    assert parsed is not None
    assert (parsed.problem, parsed.server_path) == (None, "voila/render/app.ipynb")


@pytest.mark.parametrize(
    "address", ["/srv/git/tide.git", "git@host:tide.git", "https://10.0.0.7/o/r"]
)
def test_a_remote_that_a_hub_cannot_read_is_an_error(repository, capsys, address):
    published(repository, address)
    code, out, err = run(capsys, "link")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"`{address}` is not one that Binder can read" in err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "no git remote yet"),
        (("absent.ipynb",), "absent.ipynb: no such file or folder"),
    ],
)
def test_what_cannot_be_linked_is_an_error(repository, capsys, arguments, complaint):
    code, out, err = run(capsys, "link", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert complaint in err


def test_outside_of_git_there_is_nothing_to_link(tmp_path, capsys):
    code, _, err = run(capsys, "link", write(tmp_path, {"app.ipynb": notebook(SLIDER)}))
    assert code == 2
    assert "not in a git repository" in err


def test_a_repository_without_apps_says_so(repository, capsys):
    published(write(repository, {"app.ipynb": notebook("1")}))
    code, _, err = run(capsys, "link")
    assert code == 2
    assert "no app found" in err


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["markdown", "html", "rst"])
def test_a_printed_badge_passes_every_rule(repository, capsys, name, form):
    (repository / "app.ipynb").unlink()
    published(write(repository, {name: notebook(SLIDER)}))
    _, out, _ = run(capsys, "link", "--badge", form)
    suffix = {"markdown": "md", "html": "html", "rst": "rst"}[form]
    write(repository, {f"README.{suffix}": f"Tide\n====\n\n{out}"})
    git(repository, "add", ".")
    code, report, _ = run(capsys, "--ignore", "spaces-in-name", repository)
    assert (code, report) == (0, "No problems found in 1 notebook (1 taken for an app).\n")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"environment.yml": ENVIRONMENT.replace("  - voila\n", "")},
            "will not work yet: environment.yml does not bring Voilà",
        ),
        (
            {"environment.yml": "dependencies: ["},
            "will not work yet: the build fails at environment.yml: ",
        ),
        ({"environment.yml": None}, "will not work yet: the build fails, for no file says"),
        (
            {"app.ipynb": notebook("import emoji\n" + SLIDER)},
            "not all will work behind this link yet: app.ipynb:cell 1:1:8: VL101 `emoji`",
        ),
    ],
)
def test_links_to_what_cannot_start_come_with_a_warning(repository, capsys, files, said):
    for name, text in files.items():
        if text is None:
            (repository / name).unlink()
        else:
            write(repository, {name: text})
    published(repository)
    code, out, err = run(capsys, "link", "--badge", "markdown")
    assert (code, out.count("\n"), err.count("\n")) == (0, 1, 1)
    assert err.startswith("voila-lint: warning: ")
    assert said in err


def test_errors_of_other_notebooks_are_no_matter_of_the_link(repository, capsys):
    published(
        write(
            repository,
            {"other.ipynb": notebook("import part\n" + SLIDER), "part.py": "import emoji\n"},
        )
    )
    assert run(capsys, "link", "app.ipynb")[2] == ""
    assert "behind these links yet: part.py:1:8: VL101" in run(capsys, "link")[2]


def test_a_folder_below_the_top_is_not_what_binder_builds(repository, capsys):
    published(write(repository, {"sub/b.ipynb": notebook(SLIDER), "sub/requirements.txt": ""}))
    code, out, err = run(capsys, "link", repository / "sub")
    assert (code, out.count("\n"), err.count("\n")) == (0, 1, 1)
    assert "render%2Fsub%2Fb.ipynb" in out
    assert err.startswith("voila-lint: note: Binder builds from the repository's top, ")
