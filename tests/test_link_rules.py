"""What the rules about launch links leave alone, and what they do beyond their pairs."""

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, git, notebook, run, write

HUB = "https://mybinder.org/v2/gh/owner/tide"
APP = "urlpath=voila%2Frender%2Fapp.ipynb"
LINK = f"[open]({HUB}/HEAD?{APP})\n"
FILES = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}


def repository(tmp_path, readme, files=None, remote="https://github.com/owner/tide"):
    root = write(tmp_path / "tide", {**(FILES if files is None else files), "README.md": readme})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", remote)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    return root


@pytest.mark.parametrize(
    "address",
    [
        f"{HUB}/HEAD?urlpath=/voila/render/app.ipynb",
        f"{HUB}/HEAD?urlpath=%2F%2Fvoila%2Frender%2Fapp.ipynb",
        f"{HUB}/HEAD/?urlpath=voila/render/app.ipynb",
        f"{HUB}/main?urlpath=voila%252Frender%252Fapp.ipynb",
        f"{HUB}.git/main?urlpath=voila/render/app.ipynb",
        f"{HUB}/HEAD?urlpath=voila/render/app.ipynb?voila-theme=dark",
        f"{HUB}/HEAD?urlpath=voila/render/app.ipynb%3Fvoila-theme%3Ddark%26x%3D1",
        f"{HUB}/HEAD?urlpath=voila",
        f"{HUB}/HEAD?urlpath=voila/tree",
        f"{HUB}/HEAD??{APP}",
        "https://mybinder.org/v2/gh/Owner/Tide/HEAD?urlpath=voila/render/app.ipynb",
        "http://mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila/render/app.ipynb",
        "https://2i2c.mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila/render/app.ipynb",
        "https://gesis.mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila/render/app.ipynb",
        "https://notebooks.gesis.org/binder/v2/gh/owner/tide/HEAD?urlpath=voila/render/app.ipynb",
        "https://mybinder.org/v2/git/https%3A%2F%2Fgithub.com%2Fowner%2Ftide/HEAD?"
        "urlpath=voila/render/app.ipynb",
    ],
)
def test_what_works_is_no_finding(tmp_path, capsys, address):
    assert codes(capsys, repository(tmp_path, f"[open]({address})\n")) == []


def test_an_address_may_be_broken_into_lines_in_html(tmp_path, capsys):
    right = f'# Tide\n\n* Try\n  <a href="{HUB}/HEAD?{APP}">it</a>\n'
    assert codes(capsys, repository(tmp_path, right.replace("app.ip", "app\n.ip"))) == []
    wrong = repository(tmp_path / "wrong", right.replace("app.ip", "ap\n.ip"))
    (finding,) = found(capsys, wrong)
    assert (finding["code"], finding["line"], finding["end_line"]) == ("VL302", 4, 5)
    run(capsys, wrong, "--fix", "--unsafe-fixes")
    assert (wrong / "README.md").read_text() == right


WRONG = (
    f"{HUB}?{APP}",
    f"{HUB}/gone?{APP}",
    f"{HUB}/HEAD?urlPath=voila/render/app.ipynb",
    f"{HUB}/HEAD?urlpath=https://example.org",
    f"https://mybinder.org/V2/gh/owner/tide/HEAD?{APP}",
    "https://hub.gke2.mybinder.org/user/owner-tide-1a2b/voila/render/app.ipynb",
    f"https://mybinder.org/v2/gh/teacher/template/HEAD?{APP}",
    "http://localhost:8888/voila/render/app.ipynb",
)


@pytest.mark.parametrize("address", WRONG)
@pytest.mark.parametrize(
    "form", ["<!-- [x]({}) -->\n", "`{}`\n", "```\n{}\n```\n", "    [x]({})\n"], ids=repr
)
def test_what_nobody_can_click_is_no_finding(tmp_path, capsys, address, form):
    assert codes(capsys, repository(tmp_path, LINK + "\n" + form.format(address))) == []


@pytest.mark.parametrize(
    "address",
    [
        f"https://mybinder.org/v2/gh/<owner>/<repo>/gone?{APP}",
        f"https://mybinder.org/v2/gh/YOUR-USERNAME/tide?{APP}",
        f"https://mybinder.org/v2/gh/owner/{{repo}}?{APP}",
    ],
)
def test_templates_are_no_findings(tmp_path, capsys, address):
    assert codes(capsys, repository(tmp_path, f"{LINK}\nWrite {address}\n")) == []


def test_addresses_in_running_text_may_be_instructions(tmp_path, capsys):
    text = "Run it and open http://localhost:8888/voila/render/app.ipynb\n"
    assert codes(capsys, repository(tmp_path, f"{text}\n[lab](http://localhost:8888/lab)\n")) == []


def test_a_second_link_to_jupyterlab_is_meant(tmp_path, capsys):
    assert (
        codes(capsys, repository(tmp_path, f"{LINK}\n[code]({HUB}/HEAD?labpath=app.ipynb)\n")) == []
    )


@pytest.mark.parametrize("option", ["--depth=1", "--single-branch"])
def test_a_partial_clone_knows_too_few_branches(tmp_path, capsys, option):
    origin = repository(tmp_path, f"[open]({HUB}/later?{APP})\n")
    assert codes(capsys, origin) == ["VL306"]
    git(tmp_path, "clone", "--quiet", option, origin.as_uri(), "part")
    git(tmp_path / "part", "remote", "set-url", "origin", "https://github.com/owner/tide")
    assert codes(capsys, tmp_path / "part") == []


def test_a_branch_that_only_the_remote_has_is_known(tmp_path, capsys):
    origin = repository(tmp_path, f"[open]({HUB}/feat/x?{APP})\n")
    git(origin, "branch", "feat/x")
    git(tmp_path, "clone", "--quiet", str(origin), "full")
    git(tmp_path / "full", "remote", "set-url", "origin", "https://github.com/owner/tide")
    assert codes(capsys, tmp_path / "full") == []


@pytest.mark.parametrize("ref", ["1a2b3c4", "a" * 40, "HEAD"])
def test_a_commit_may_be_any(tmp_path, capsys, ref):
    assert codes(capsys, repository(tmp_path, f"[open]({HUB}/{ref}?{APP})\n")) == []


def test_other_apps_may_be_linked(tmp_path, capsys):
    other = "teacher/template/HEAD?urlpath=voila/render/other.ipynb"
    assert (
        codes(capsys, repository(tmp_path, f"[open](https://mybinder.org/v2/gh/{other})\n")) == []
    )


def test_a_link_to_the_repository_of_the_same_name_lands_elsewhere(tmp_path, capsys):
    readme = f"[open](https://mybinder.org/v2/gh/upstream/tide/HEAD?{APP})\n"
    root = repository(tmp_path, readme)
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["severity"]) == ("VL305", "info")
    assert "of `upstream/tide`, but this repository is `owner/tide`" in finding["message"]
    assert 'set `repository = "upstream/tide"`' in finding["help"]
    run(capsys, root, "--fix")
    assert (root / "README.md").read_text() == readme
    write(root, {"voila-lint.toml": 'repository = "upstream/tide"\n'})
    assert codes(capsys, root) == []


def test_a_fork_that_has_its_original_as_a_remote_may_link_it(tmp_path, capsys):
    root = repository(tmp_path, f"[open](https://mybinder.org/v2/gh/upstream/tide/HEAD?{APP})\n")
    git(root, "remote", "add", "upstream", "https://github.com/upstream/tide")
    assert codes(capsys, root) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://mybinder.org/v2/gh/upstream/tide/HEAD",
        "https://mybinder.org/v2/gh/upstream/Tide/main?urlpath=lab",
        f"https://mybinder.org/v2/gh/<owner>/<repo>/HEAD?{APP}",
        f"https://mybinder.org/v2/gh/USERNAME/REPO/HEAD?{APP}",
        f"https://mybinder.org/v2/gh/your-username/tide/HEAD?{APP}",
        f"https://mybinder.org/v2/gh/username/repo/HEAD?{APP}",
        f"https://mybinder.org/v2/gh/owner/repository/HEAD?{APP}",
        f"https://mybinder.org/v2/gh/{{owner}}/{{repo}}/HEAD?{APP}",
        f"https://mybinder.org/v2/gh/[owner]/[repo]/HEAD?{APP}",
        f"https://mybinder.org/v2/gh/YOUR_NAME/YOUR_REPO/HEAD?{APP}",
        "https://mybinder.org/v2/gh/…/HEAD",
        "https://mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila/render/<notebook>.ipynb",
        # Nobody sees where these lead, but they are no launch links.
        "https://doi.org/10.5281/zenodo.3242074",
        "https://example.org/bit.ly/x",
    ],
)
def test_what_opens_no_app_of_this_repository_is_no_launch_link(tmp_path, capsys, address):
    assert codes(capsys, repository(tmp_path, f"# Tide\n\nSee {address}\n")) == ["VL310"]


@pytest.mark.parametrize(
    "address",
    [
        "https://bit.ly/tide-app",
        "http://tinyurl.com/tide",
        "https://w3id.org/tide/app",
        "https://doi.org/10.1234/tide",
        "https://purl.org/tide",
        f"https://mybinder.org/v2/gh/owner/tide/HEAD?{APP.replace('app.', '{{ page.name }}.')}",
        "https://mybinder.org/v2/gh/somebody/environments/HEAD?urlpath=git-pull%3Frepo%3D"
        "https%253A%252F%252Fgithub.com%252Fowner%252Ftide",
        "https://mybinder.org/v2/gh/somebody/tide/HEAD?urlpath=git-pull%3Frepo%3D"
        "https%253A%252F%252Fgithub.com%252Fowner%252Ftide",
    ],
)
def test_what_may_be_the_launch_link_is_left_alone(tmp_path, capsys, address):
    assert codes(capsys, repository(tmp_path, f"# Tide\n\n[open]({address})\n")) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"{HUB}?{APP}", f"{HUB}/HEAD?{APP}"),
        (f"{HUB}/?{APP}", f"{HUB}/HEAD?{APP}"),
        (f"{HUB}/tree/main?{APP}", f"{HUB}/main?{APP}"),
        (f"{HUB}/master/?{APP}", f"{HUB}/HEAD/?{APP}"),
        (f"{HUB}/HEAD#{APP}", f"{HUB}/HEAD?{APP}"),
        (f"{HUB}/HEAD&{APP}", f"{HUB}/HEAD?{APP}"),
        (f"{HUB}/HEAD?x=1&url_path=voila/render/app.ipynb", f"{HUB}/HEAD?x=1&{APP}"),
        (f"{HUB}/HEAD?URLPATH=voila/render/app.ipynb", f"{HUB}/HEAD?{APP}"),
        (f"https://mybinder.org/v1/GH/owner/tide/HEAD?{APP}", f"{HUB}/HEAD?{APP}"),
        (f"https://mybinder.org/v2/github/owner/tide/HEAD?{APP}", f"{HUB}/HEAD?{APP}"),
        (f"https://mybinder.org/gh/owner/tide/HEAD?{APP}", f"{HUB}/HEAD?{APP}"),
        (f"https://mybinder.org/repo/owner/tide?{APP}", f"{HUB}/HEAD?{APP}"),
        (f"https://mybinder.org/v2/gh/teacher/template/main?{APP}", f"{HUB}/HEAD?{APP}"),
        (f"{HUB}/HEAD?labpath=app.ipynb", f"{HUB}/HEAD?{APP}"),
        (f"{HUB}/HEAD?urlpath=lab/tree/app.ipynb", f"{HUB}/HEAD?{APP}"),
    ],
)
@pytest.mark.parametrize("form", ["# Tide\n\n[![b](b.svg)]({}) *now*\n", '<a href="{}">x</a>\n'])
def test_a_repaired_link_is_right_and_alone_changes(tmp_path, capsys, form, wrong, right):
    escaped = [link.replace("&", "&amp;") if "<" in form else link for link in (wrong, right)]
    root = repository(tmp_path, form.format(escaped[0]))
    assert len(codes(capsys, root)) == 1
    run(capsys, root, "--fix")
    assert (root / "README.md").read_text() == form.format(escaped[1])
    assert codes(capsys, root) == []


def test_a_badge_is_added_at_the_end_in_the_readmes_own_language(tmp_path, capsys):
    root = repository(tmp_path, "Tide\n====", FILES)
    (root / "README.md").rename(root / "README.rst")
    git(root, "add", ".")
    assert codes(capsys, root) == ["VL310"]
    run(capsys, root, "--fix")
    assert (root / "README.rst").read_text() == (
        "Tide\n====\n\n.. image:: https://mybinder.org/badge_logo.svg\n"
        f"   :target: {HUB}/HEAD?{APP}\n   :alt: Open the app on Binder\n"
    )
    assert codes(capsys, root) == []


@pytest.mark.parametrize("host", ["Procfile", "fly.toml"])
def test_an_app_hosted_elsewhere_needs_no_link(tmp_path, capsys, host):
    assert codes(capsys, repository(tmp_path, "# Tide\n", {**FILES, host: ""})) == []


def test_names_of_any_kind_survive_their_link(tmp_path, capsys):
    readme = f"[open]({HUB}/HEAD?urlpath=voila/render/C%2523.ipynb&x=1)\n"
    root = repository(
        tmp_path, readme, {"C#.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    )
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["line"], finding["column"]) == ("VL304", 1, 8)
    assert "`#` in a name" in finding["message"]
    run(capsys, root, "--fix")
    assert (
        (root / "README.md").read_text().endswith("urlpath=voila%2Frender%2FC%252523.ipynb&x=1)\n")
    )
    assert codes(capsys, root) == []


@pytest.mark.parametrize(
    ("behind", "right"),
    [
        ("https%3A%2F%2Fgithub.com%2Fowner%2Ftide", "owner/tide/HEAD"),
        ("https%3A%2F%2Fgithub.com%2Fowner%2Ftide.git/main", "owner/tide/main"),
        ("https%3A%2F%2Fgithub.com%2Fowner%2Ftide%2Ftree%2Fmain%2F", "owner/tide/main"),
        ("https%3A%2F%2Fmybinder.org%2Fv2%2Fgh%2Fowner%2Ftide%2Fmain/main", "owner/tide/main"),
    ],
)
def test_a_whole_address_in_place_of_owner_and_name_is_shortened(tmp_path, capsys, behind, right):
    root = repository(tmp_path, f"[open](https://mybinder.org/v2/gh/{behind}?{APP})\n")
    assert codes(capsys, root) == ["VL306"]
    run(capsys, root, "--fix")
    assert (root / "README.md").read_text() == f"[open](https://mybinder.org/v2/gh/{right}?{APP})\n"
    assert codes(capsys, root) == []


def test_the_help_names_the_repository_where_the_link_does_not(tmp_path, capsys):
    root = repository(tmp_path, f"{LINK}\n[open](https://mybinder.org/v2/gh/tide?{APP})\n")
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["fix"]) == ("VL306", None)
    assert finding["help"] == f"For this repository's app write {HUB}/HEAD?{APP}"
    write(root, {"b.ipynb": notebook(SLIDER)})
    git(root, "add", ".")
    (finding,) = found(capsys, root)
    assert "write `owner/tide/HEAD`" in finding["help"]


@pytest.mark.parametrize(
    ("written", "branch", "right"),
    [
        (f"issue#12?{APP}", "issue#12", f"issue%2312?{APP}"),
        (f"issue#12/?{APP}", "issue#12", f"issue%2312/?{APP}"),
        (f"a/b#c#d?x=1&{APP}", "a/b#c#d", f"a/b%23c%23d?x=1&{APP}"),
        # Of a branch that nobody knows, no part is lost.
        (f"issue#12?{APP}", None, f"issue%2312?{APP}"),
        # What stands behind a whole branch is a fragment.
        (f"HEAD#top?{APP}", None, f"HEAD?{APP}"),
        (f"main#top?{APP}", None, f"main?{APP}"),
        (f"issue#top?{APP}", "issue", f"issue?{APP}"),
        (f"HEAD?x=1?{APP}", None, f"HEAD?x=1&{APP}"),
    ],
)
def test_a_repair_loses_no_part_of_a_branch(tmp_path, capsys, written, branch, right):
    root = repository(tmp_path, f"[open]({HUB}/{written})\n")
    if branch is not None:
        git(root, "branch", branch)
    assert codes(capsys, root) == ["VL304"]
    run(capsys, root, "--fix")
    assert (root / "README.md").read_text() == f"[open]({HUB}/{right})\n"
    assert codes(capsys, root) == ([] if branch or "issue" not in right else ["VL306"])


def test_a_branch_with_a_hash_is_told_without_a_path(tmp_path, capsys):
    root = repository(tmp_path, f"{LINK}\n[code]({HUB}/issue#12)\n")
    git(root, "branch", "issue#12")
    assert codes(capsys, root) == ["VL306"]
    run(capsys, root, "--fix")
    assert (root / "README.md").read_text() == f"{LINK}\n[code]({HUB}/issue%2312)\n"
    assert codes(capsys, root) == []


@pytest.mark.parametrize("ref", ["issue#12", "100%", "größe", "a+b&c"])
def test_a_printed_link_names_any_branch(tmp_path, capsys, ref):
    root = repository(tmp_path, "# Tide\n")
    git(root, "branch", ref)
    _, printed, _ = run(capsys, "link", root, "--badge", "markdown", "--ref", ref)
    write(root, {"README.md": printed})
    assert codes(capsys, root) == []


@pytest.mark.parametrize("ref", ["master", "master/"])
def test_binderhub_replaces_the_former_default_branch_on_github(tmp_path, capsys, ref):
    root = repository(tmp_path, f"[open]({HUB}/{ref}?{APP})\n")
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["severity"]) == ("VL306", "info")
    assert "waits ten seconds" in finding["message"]
    assert run(capsys, root)[0] == 0


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://gitlab.com/owner/tide", "https://mybinder.org/v2/gl/owner%2Ftide/master"),
        (
            "https://github.com/owner/tide",
            "https://mybinder.org/v2/git/https%3A%2F%2Fgithub.com%2Fowner%2Ftide/master",
        ),
        ("https://github.com/owner/tide", f"{HUB}/develop"),
    ],
)
def test_no_other_branch_and_provider_is_replaced(tmp_path, capsys, remote, address):
    (finding,) = found(capsys, repository(tmp_path, f"[open]({address}?{APP})\n", remote=remote))
    assert (finding["code"], finding["severity"]) == ("VL306", "error")
    assert "Could not resolve ref" in finding["message"]


@pytest.mark.parametrize(
    ("environment", "dead"),
    [
        ("dependencies:\n  - python=3.7\n  - voila=0.0.13\n", False),
        ("dependencies:\n  - python=3.7\n  - voila==0.0.7\n", False),
        ("dependencies:\n  - python=3.7\n  - voila<0.0.10\n", False),
        ("dependencies:\n  - python=3.7\n  - pip:\n    - voila==0.0.9\n", False),
        ("dependencies:\n  - python=3.7\n  - pip:\n    - voila<0.0.14\n", False),
        ("dependencies:\n  - python=3.7\n  - voila=0.0.14\n", True),
        ("dependencies:\n  - python=3.7\n  - voila<0.1\n", True),
        ("dependencies:\n  - python=3.7\n  - pip:\n    - voila==0.0.14\n", True),
        (ENVIRONMENT, True),
    ],
)
def test_voila_0_0_adds_the_ending_itself(tmp_path, capsys, environment, dead):
    readme = f"[open]({HUB}/HEAD?urlpath=voila/render/app)\n"
    root = repository(tmp_path, readme, FILES | {"environment.yml": environment})
    assert ("VL302" in codes(capsys, root)) == dead


RECORD = "https://mybinder.org/v2/zenodo/10.5281/zenodo.3242074/"


@pytest.mark.parametrize(
    "behind",
    [
        "zenodo/3242074/",
        "zenodo/zenodo.3242074",
        "zenodo/https://doi.org/10.5281/zenodo.3242074",
        "zenodo/https%3A%2F%2Fzenodo.org%2Frecords%2F3242074/",
        "zenodo/zenodo.org/record/3242074",
        "Zenodo/10.5281/zenodo.3242074/",
        "10.5281/zenodo.3242074/",
        "gh/10.5281/zenodo.3242074",
        "gh/10.5281/zenodo.3242074/",
    ],
)
def test_a_record_of_zenodo_gets_a_link_to_zenodo(tmp_path, capsys, behind):
    root = repository(tmp_path, f"{LINK}\n[open](https://mybinder.org/v2/{behind}?{APP})\n")
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["help"]) == ("VL309", f"Write {RECORD}?{APP}")
    run(capsys, root, "--fix")
    assert (root / "README.md").read_text() == f"{LINK}\n[open]({RECORD}?{APP})\n"
    assert codes(capsys, root) == []


@pytest.mark.parametrize(
    ("behind", "form"),
    [
        ("zenodo/my-record", "/v2/zenodo/10.5281/zenodo.<number>/?urlpath"),
        ("figshare/9782777", "/v2/figshare/10.6084/m9.figshare.<number>.v<version>?urlpath"),
        ("hydroshare/a/b", "/v2/hydroshare/<number of the resource>?urlpath"),
    ],
)
def test_the_help_is_for_the_provider_of_the_link(tmp_path, capsys, behind, form):
    root = repository(tmp_path, f"{LINK}\n[open](https://mybinder.org/v2/{behind}?{APP})\n")
    (finding,) = found(capsys, root)
    assert finding["code"] == "VL309" and form in finding["help"]
