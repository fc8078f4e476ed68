"""What is said of the launch buttons of documentation, and what is left alone."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, git, notebook, run, write

PAGES = {"docs/intro.ipynb": notebook("1 + 1")}


def book(url="https://github.com/owner/tide", branch="main", hub="https://mybinder.org"):
    named = f"  branch: {branch}\n" if branch else ""
    return (
        f"title: Tides\nrepository:\n  url: {url}\n  path_to_book: docs\n{named}"
        f"launch_buttons:\n  binderhub_url: {hub}\n"
    )


def repository(folder, files, remote="https://github.com/owner/tide", settings=""):
    root = write(folder / "tide", files)
    if settings:
        write(root, {"voila-lint.toml": settings})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", remote)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    return root


def link_findings(capsys, root):
    return [f for f in found(capsys, root) if f["code"].startswith("VL3")]


def test_buttons_that_work_are_no_finding(tmp_path, capsys):
    root = repository(tmp_path, PAGES | {"docs/_config.yml": book()})
    assert link_findings(capsys, root) == []


def test_a_branch_that_is_not_there(tmp_path, capsys):
    root = repository(tmp_path, PAGES | {"docs/_config.yml": book(branch="develop")})
    (finding,) = link_findings(capsys, root)
    assert (finding["code"], finding["severity"]) == ("VL306", "error")
    assert (finding["line"], finding["column"], finding["end_column"]) == (5, 11, 18)
    assert finding["data"]["url"] == "https://mybinder.org/v2/gh/owner/tide/develop"
    assert finding["fix"] is None


def test_the_former_name_of_the_branch_is_put_right(tmp_path, capsys):
    root = repository(tmp_path, PAGES | {"docs/_config.yml": book(branch="master")})
    (finding,) = link_findings(capsys, root)
    assert (finding["code"], finding["severity"]) == ("VL306", "info")
    run(capsys, root, "--fix")
    assert (root / "docs/_config.yml").read_text() == book()


def test_without_a_branch_jupyter_book_takes_master(tmp_path, capsys):
    root = repository(tmp_path, PAGES | {"docs/_config.yml": book(branch="")})
    (finding,) = link_findings(capsys, root)
    assert (finding["code"], finding["line"], finding["column"]) == ("VL306", 3, 8)
    assert "Name the branch: `main`." in finding["help"]


def test_settings_of_another_book_are_put_right(tmp_path, capsys):
    other = book("https://github.com/executablebooks/jupyter-book", "master")
    root = repository(tmp_path, PAGES | {"docs/_config.yml": other})
    (finding,) = link_findings(capsys, root)
    assert (finding["code"], finding["line"], finding["column"]) == ("VL305", 3, 8)
    run(capsys, root, "--fix")
    assert (root / "docs/_config.yml").read_text() == book()


def test_buttons_without_a_repository_lead_to_jupyter_book_itself(tmp_path, capsys):
    settings = "launch_buttons:\n  binderhub_url: https://mybinder.org\n"
    root = repository(tmp_path, {"intro.ipynb": notebook("1"), "_config.yml": settings})
    (finding,) = link_findings(capsys, root)
    assert (finding["code"], finding["line"], finding["column"]) == ("VL305", 2, 18)
    assert finding["fix"] is None


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/original/tide",  # what this is a fork of
        "https://github.com/owner/waves",  # what this was called once
    ],
)
def test_a_repository_that_may_be_this_one_is_left_alone(tmp_path, capsys, url):
    files = PAGES | {"docs/_config.yml": book(url)}
    assert link_findings(capsys, repository(tmp_path / "a", files)) == []
    sure = repository(tmp_path / "b", files, settings='repository = "owner/tide"\n')
    assert [f["code"] for f in link_findings(capsys, sure)] == ["VL305"]


def test_a_gallery_may_have_a_repository_for_its_notebooks(tmp_path, capsys):
    conf = (
        "extensions = ['sphinx_gallery.gen_gallery']\nsphinx_gallery_conf = {'binder': {"
        "'org': 'other', 'repo': 'pages', 'branch': 'x', 'dependencies': [],"
        "'binderhub_url': 'https://mybinder.org'}}\n"
    )
    assert link_findings(capsys, repository(tmp_path, PAGES | {"docs/conf.py": conf})) == []


@pytest.mark.parametrize(
    ("hub", "severity"),
    [
        ("https://gke.mybinder.org", "warning"),
        ("https://mybinder.org/v2/gh", "error"),
    ],
)
def test_a_hub_that_is_none_is_put_right(tmp_path, capsys, hub, severity):
    root = repository(tmp_path, PAGES | {"docs/_config.yml": book(hub=hub)})
    (finding,) = link_findings(capsys, root)
    assert (finding["code"], finding["severity"]) == ("VL309", severity)
    assert (finding["line"], finding["column"]) == (7, 18)
    run(capsys, root, "--fix")
    assert (root / "docs/_config.yml").read_text() == book()


def test_pages_that_are_no_notebooks_have_no_button(tmp_path, capsys):
    files = {"docs/intro.md": "# Tides\n", "docs/_config.yml": book(branch="gone")}
    assert link_findings(capsys, repository(tmp_path / "a", files)) == []
    files["docs/tide.md"] = "---\nkernelspec:\n  name: python3\n---\n"
    assert len(link_findings(capsys, repository(tmp_path / "b", files))) == 1


def test_a_button_is_a_way_to_the_notebooks_and_meant_to_open_them(tmp_path, capsys):
    files = {
        "app.ipynb": notebook(SLIDER),
        "environment.yml": ENVIRONMENT,
        "README.md": "# Tides\n",
    }
    assert "VL310" in codes(capsys, repository(tmp_path / "a", files))
    files["_config.yml"] = book().replace("  path_to_book: docs\n", "")
    assert link_findings(capsys, repository(tmp_path / "b", files)) == []


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": "[Try it](https://huggingface.co/spaces/owner/tide)\n"},
        {"README.md": "# Tides\n", "docs/about.md": "<https://tide.herokuapp.com/>\n"},
        {"README.md": "# Tides\n", "_config.yaml": "binder:\n  host: https://mybinder.org\n"},
    ],
)
def test_an_app_that_is_linked_by_other_means_needs_no_badge(tmp_path, capsys, files):
    app = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    assert link_findings(capsys, repository(tmp_path, app | files)) == []


def test_the_former_name_of_a_repository_is_not_ruled_out(tmp_path, capsys):
    link = "[open](https://mybinder.org/v2/gh/{}/HEAD?urlpath=voila/render/app.ipynb)\n"
    app = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    for name, repeated in (("owner/waves", True), ("teacher/template", False)):
        files = app | {"README.md": link.format(name)}
        (finding,) = link_findings(capsys, repository(tmp_path / name, files))
        assert finding["code"] == "VL305"
        assert ("unless that was its name before" in finding["message"]) == repeated
