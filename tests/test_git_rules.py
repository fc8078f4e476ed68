"""What the rules about git and files leave alone, and what they do beyond their pairs."""

import json
import os
from pathlib import Path

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, git, notebook, run, write

LINK = "[open](https://mybinder.org/v2/gh/owner/tide/HEAD?urlpath=voila/render/app.ipynb)\n"
FILES = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT, "README.md": LINK}


def repository(root, files=FILES):
    write(root, files)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "remote", "add", "origin", "https://github.com/owner/tide")
    return root


def commit(root, *paths):
    git(root, "add", *paths)
    git(root, "commit", "--quiet", "--message=x")
    return root


def test_before_the_first_commit_everything_is_untracked(tmp_path, capsys):
    root = repository(tmp_path)
    assert codes(capsys, root) == []
    git(root, "add", "README.md")
    assert codes(capsys, root) == []


def test_what_is_staged_counts_as_tracked(tmp_path, capsys):
    root = commit(repository(tmp_path), "README.md")
    assert codes(capsys, root) == ["VL402", "VL402"]
    git(root, "add", ".")
    assert codes(capsys, root) == []


def test_a_notebook_in_the_making_is_judged_as_if_it_were_added(tmp_path, capsys):
    root = commit(repository(tmp_path), ".")
    draft = notebook(f"import scratch\nimport emoji\n{SLIDER}")
    write(root, {"draft.ipynb": draft, "scratch.py": ""})
    assert [(f["code"], f["path"], f["severity"]) for f in found(capsys, root)] == [
        ("VL402", "draft.ipynb", "info"),
        ("VL101", "draft.ipynb", "error"),
        ("VL402", "scratch.py", "info"),
    ]
    assert "`git add draft.ipynb`" in found(capsys, root)[0]["help"]


def test_an_ignored_notebook_is_not_called_absent(tmp_path, capsys):
    root = commit(repository(tmp_path, FILES | {".gitignore": "app.*\n"}), ".")
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["path"]) == ("VL402", "app.ipynb")
    assert finding["message"].startswith("Git ignores `app.ipynb`")


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside.ipynb", "a" * 3000, "a%00b.ipynb"])
def test_a_link_out_of_the_repository_is_not_looked_up(tmp_path, capsys, path):
    write(tmp_path, {"outside.ipynb": ""})
    link = LINK.replace("app.ipynb", path)
    root = commit(repository(tmp_path / "tide", FILES | {"README.md": link}), ".")
    assert codes(capsys, root) == ["VL302"]


def test_modules_of_modules_are_needed_too(tmp_path, capsys):
    files = FILES | {"app.ipynb": notebook(f"import a\n{SLIDER}"), "a.py": "import b", "b.py": ""}
    root = commit(repository(tmp_path, files), "app.ipynb", "environment.yml", "README.md", "a.py")
    assert [(f["code"], f["path"]) for f in found(capsys, root)] == [("VL402", "b.py")]


def test_a_folder_in_a_larger_repository_may_be_judged_alone(tmp_path, capsys):
    git(write(tmp_path, {"notes.txt": ""}), "init", "--quiet")
    commit(tmp_path, "notes.txt")
    assert codes(capsys, "--root", write(tmp_path / "tide", FILES)) == []


def test_a_submodule_with_an_address_is_fine(tmp_path, capsys):
    commit(repository(tmp_path / "areas", {"areas.py": ""}), ".")
    root = repository(tmp_path / "tide")
    git(root, "remote", "set-url", "origin", str(root))
    git(
        root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../areas", "areas"
    )  # fmt: skip
    git(root, "remote", "set-url", "origin", "https://github.com/owner/tide")
    assert codes(capsys, commit(root, ".")) == []


@pytest.mark.parametrize(
    ("url", "better"),
    [
        ("git@github.com:owner/areas.git", "https://github.com/owner/areas.git"),
        ("ssh://git@gitlab.com/group/areas", "https://gitlab.com/group/areas.git"),
        ("git@bitbucket.org:owner/areas.git", "https://bitbucket.org/owner/areas.git"),
        ("git@git.example.org:owner/areas.git", None),
        ("git://github.com/owner/areas", "https://github.com/owner/areas.git"),
        ("https://me:s3cret@git.company.internal/areas", None),
        ("https://git/areas", None),
        ("/home/me/areas", None),
        ("file:///home/me/areas", None),
        ("C:/Users/me/areas", None),
    ],
)
def test_a_submodule_whose_address_binder_cannot_read(tmp_path, capsys, url, better):
    root = _with_submodule(tmp_path, f"\turl = {url}\n")
    (finding,) = found(capsys, root)
    assert (finding["code"], finding["severity"]) == ("VL403", "error")
    assert (finding["path"], finding["line"]) == (".gitmodules", 3)
    assert "s3cret" not in json.dumps(finding)
    assert better is None or f"`url = {better}`" in finding["help"]


@pytest.mark.parametrize(
    "lines",
    [
        "\turl = ../areas.git\n",
        "\turl = ./areas\n",
        "\turl = https://github.com/owner/areas\n",
        "\turl = https://me@git.example.org/areas\n",
        "\turl = git://git.example.org/areas\n",
        "\turl = git@github.com:owner/areas.git\n\tupdate = none\n",
    ],
)
def test_a_submodule_that_binder_gets_or_does_not_want(tmp_path, capsys, lines):
    assert codes(capsys, _with_submodule(tmp_path, lines)) == []


def test_a_slash_behind_the_path_of_a_submodule_hides_its_address_from_git(tmp_path, capsys):
    root = _with_submodule(tmp_path, "\turl = https://github.com/owner/areas\n", "areas/")
    assert codes(capsys, root) == ["VL403"]


def _with_submodule(folder, lines, path="areas"):
    root = commit(repository(folder / "tide"), ".")
    commit(repository(root / "areas", {"areas.py": ""}), ".")
    write(root, {".gitmodules": f'[submodule "areas"]\n\tpath = {path}\n{lines}'})
    return commit(root, ".")


def test_a_repository_that_is_not_added_is_nobodys_business(tmp_path, capsys):
    root = commit(repository(tmp_path), ".")
    commit(repository(root / "elsewhere", {"x.py": ""}), ".")
    assert codes(capsys, root) == []


def test_git_lfs_files_are_fetched_on_binder(tmp_path, capsys):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 1\n"
    files = FILES | {".gitattributes": "*.csv filter=lfs\n", "a.csv": pointer, "b.txt": pointer}
    root = repository(tmp_path, files)
    git(root, "-c", "filter.lfs.clean=cat", "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    assert [(f["code"], f["path"]) for f in found(capsys, root)] == [("VL407", "b.txt")]


def test_a_notebook_that_only_this_clone_lacks_is_no_finding(tmp_path, capsys):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 1\n"
    root = repository(tmp_path / "a", {"app.ipynb": pointer, "environment.yml": ENVIRONMENT})
    assert codes(capsys, commit(root, ".")) == ["VL001"]
    files = {".gitattributes": "*.ipynb filter=lfs\n", "app.ipynb": pointer}
    root = repository(tmp_path / "b", files | {"environment.yml": ENVIRONMENT})
    git(root, "-c", "filter.lfs.clean=cat", "add", ".")
    git(root, "commit", "--quiet", "--message=x")
    assert codes(capsys, root) == []


@pytest.mark.parametrize(
    ("size", "said"), [(50, None), (51, "warns"), (101, "refuses files above")]
)
def test_sizes(tmp_path, capsys, size, said):
    root = commit(repository(tmp_path), ".")
    with (root / "all.bin").open("wb") as file:
        file.truncate(size * 1024 * 1024)
    assert codes(capsys, root) == []  # nobody has added it
    git(root, "add", "all.bin")
    messages = [finding["message"] for finding in found(capsys, root)]
    assert len(messages) == (said is not None)
    assert said is None or said in messages[0]


def test_one_public_remote_of_several_is_enough(tmp_path, capsys):
    root = commit(repository(tmp_path), ".")
    git(root, "remote", "rename", "origin", "public")
    git(root, "remote", "add", "backup", "/srv/backup.git")
    assert codes(capsys, root) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("../tide.git", True),
        ("C:\\repositories\\tide", True),
        ("file:///srv/tide.git", True),
        ("git@files.lan:owner/tide.git", True),
        ("ssh://git@192.168.1.4:2222/tide", True),
        ("https://localhost:3000/owner/tide", True),
        ("https://me:s3cret@git.company.internal/tide.git", True),
        # Whether everybody can read these, nobody can tell from here.
        ("git@git.example.org:owner/tide.git", False),
        ("git@github-work:owner/tide.git", False),
        ("gh:owner/tide", False),
        ("git@bitbucket.org:owner/tide.git", False),
        ("https://ghp_s3cret@github.com/owner/tide.git", False),
        ("https://git.example.org/tide.git", False),
    ],
)
def test_a_remote_that_nobody_else_can_read(tmp_path, capsys, address, said):
    root = repository(tmp_path, FILES | {"README.md": "# Tide\n"})
    git(root, "remote", "set-url", "origin", address)
    commit(root, ".")
    # Without a place that Binder reads, there is no link to add.
    assert codes(capsys, root) == (["VL409"] if said else ["VL310"])
    for command in ([root], [root, "--verbose"], [root, "--output-format", "json"], ["link", root]):
        assert "s3cret" not in "".join(map(str, run(capsys, *command)))


def test_a_link_goes_over_the_web_where_the_remote_goes_over_ssh(tmp_path, capsys):
    root = repository(tmp_path)
    git(root, "remote", "set-url", "origin", "git@bitbucket.org:owner/tide.git")
    _, out, _ = run(capsys, "link", commit(root, "."))
    assert "/v2/git/https%3A%2F%2Fbitbucket.org%2Fowner%2Ftide.git/HEAD?" in out


def test_all_folders_of_old_copies_are_named(tmp_path, capsys):
    copies = {f"{f}.ipynb_checkpoints/x-checkpoint.ipynb": notebook("1") for f in ("", "a/")}
    root = repository(tmp_path, FILES | copies)
    git(root, "add", "--force", ".")
    (finding,) = found(capsys, commit(root, "."))
    assert finding["help"].startswith("`git rm -r --cached '*.ipynb_checkpoints/*'`")


def test_a_folder_with_a_space_outside_of_git_breaks_nothing(tmp_path, capsys):
    root = write(tmp_path / "my tide", FILES)
    (finding,) = found(capsys, root, "--select", "VL401")
    assert finding["severity"] == "info"
    git(root, "init", "--quiet")
    (finding,) = found(capsys, root, "--select", "VL401")
    assert finding["severity"] == "warning"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((f"{name}.ipynb", ["warning"]) for name in ("C#", "now?", "a\\b", "%20", "a\tb")),
        *((f"{name}.ipynb", []) for name in ("A&B", "C++", "it's", "100%", "\u00dc", "[x]", "a:b")),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_only_characters_that_a_link_loses_are_named(tmp_path, capsys, name, said):
    files = {name: notebook(SLIDER), "environment.yml": ENVIRONMENT}
    root = write(tmp_path / "tide", files)
    assert [f["severity"] for f in found(capsys, root, "--select", "VL401")] == said


def test_a_link_to_a_hidden_app_is_fine_where_the_server_is_told_to_show_it(tmp_path, capsys):
    link = LINK.replace("app.ipynb", ".app.ipynb")
    files = {".app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT, "README.md": link}
    root = commit(repository(tmp_path, files), ".")
    assert codes(capsys, root) == ["VL302"]
    code, _, err = run(capsys, "link", root / ".app.ipynb")
    assert (code, "begins with a dot" in err) == (2, True)
    write(root, {"jupyter_server_config.py": "c.ContentsManager.allow_hidden = True\n"})
    assert codes(capsys, root) == []
    assert run(capsys, "link", root)[0] == 0


READS = 'import pandas as pd\npd.read_csv("data.csv")'


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([READS], ["VL402"]),
        (["import pandas as pd", 'pd.read_csv("./data.csv")'], ["VL402"]),
        (["import pandas as pd", 'pd.read_csv("../data.csv")'], []),
        (["import pandas as pd", 'pd.read_csv("https://example.org/data.csv")'], []),
        (['import mine as pd\npd.read_csv("data.csv")'], []),
        (["%cd data", READS], []),
        (["import os\nos.chdir(place)", READS], []),
        (["!wget https://example.org/x", READS], []),
        (["!pip install pandas", READS], ["VL402"]),
        (["%%bash\npython make.py", READS], []),
        (["%run make.py", READS], []),
        (["%%writefile data.csv\n1,2", READS], []),
        (["frame.to_csv(name)", READS], []),
        (['frame.to_csv("data.csv")', READS], []),
        (['frame.to_csv("other.csv")', READS], ["VL402"]),
        ([READS, 'print("data.csv")'], []),
        (["#md\nSee data.csv", READS], ["VL402"]),
        ([f"try:\n    {READS.splitlines()[1]}\nexcept OSError:\n    pass"], []),
    ],
)
@pytest.mark.parametrize("ignored", [True, False])
def test_data_that_only_the_author_has(tmp_path, capsys, cells, said, ignored):
    files = FILES | {"app.ipynb": notebook(*cells, SLIDER), "data.csv": "a,b\n1,2\n"}
    if ignored:
        files |= {".gitignore": "*.csv\n"}
    root = commit(repository(tmp_path, files), *(set(files) - {"data.csv"}))
    assert codes(capsys, root, "--select", "VL402") == said


def test_data_that_a_build_script_may_make_is_not_judged(tmp_path, capsys):
    files = FILES | {"app.ipynb": notebook(READS, SLIDER), "postBuild": "#!/bin/bash\nmake\n"}
    root = commit(repository(tmp_path, files), ".")
    write(root, {"data.csv": ""})
    assert codes(capsys, root, "--select", "VL402") == []


@pytest.mark.parametrize(
    ("cells", "repaired"),
    [
        (["import Utils\nUtils.x"], "import utils as Utils\nUtils.x"),
        (["import Utils as u"], "import utils as u"),
        (["from Utils import x"], "from utils import x"),
        (["import UTILS.Part"], None),
        (["import pandas as pd", 'pd.read_csv("Data.CSV")'], 'pd.read_csv("data.csv")'),
        (["import pandas as pd", 'pd.read_csv("./Data.csv")'], 'pd.read_csv("./data.csv")'),
        (["import pandas as pd", "pd.read_csv(r'Data.csv')"], "pd.read_csv(r'data.csv')"),
    ],
)
def test_the_case_of_the_file_counts(tmp_path, capsys, cells, repaired):
    environment = ENVIRONMENT + "  - pandas\n"
    files = {"app.ipynb": notebook(*cells, SLIDER), "utils.py": "x = 1\n", "data.csv": "1\n"}
    root = commit(repository(tmp_path, FILES | files | {"environment.yml": environment}), ".")
    before = codes(capsys, root)
    assert before == ["VL405"]
    if repaired is not None:
        run(capsys, "--fix", root)
        sources = [
            "".join(c["source"]) for c in json.loads((root / "app.ipynb").read_text())["cells"]
        ]
        assert repaired in sources
        assert codes(capsys, root) == []


@pytest.mark.parametrize(
    ("cells", "repaired"),
    [
        (["%run Other.py"], "%run other.py"),
        (["%run ./Other"], "%run ./other"),
        (["%run 'Other.py'"], None),
        (["%run more.ipynb", "%run Other.py"], "%run other.py"),
        (["#md\n<img src='Logo.png'>"], "<img src='logo.png'>"),
        (
            ["#md\nA ![x](https://example.org/x.png)", "#md\n<img src=LOGO.png>"],
            "<img src=logo.png>",
        ),
        (["#md\n<img src='Logo.png?x'>"], None),
    ],
)
def test_the_case_of_what_is_run_or_shown_counts(tmp_path, capsys, cells, repaired):
    files = {"other.py": "x = 1\n", "more.ipynb": notebook("y = 2"), "logo.png": "", "sub/x.py": ""}
    root = commit(
        repository(tmp_path, FILES | files | {"app.ipynb": notebook(*cells, SLIDER)}), "."
    )
    only = ("--select", "VL402,VL405")
    (finding,) = found(capsys, root, *only)
    assert finding["code"] == "VL405"
    assert (finding["fix"] is None) == (repaired is None)
    if repaired is not None:
        run(capsys, "--fix", root, *only)
        assert repaired in (root / "app.ipynb").read_text()
        assert codes(capsys, root, *only) == []


@pytest.mark.parametrize(
    "cells",
    [
        ["if x:\n    %run Other.py"],
        ["%run Absent.py"],
        ["%run ../Other.py"],
        ["%cd sub", "%run Other.py"],
        ["!git clone https://example.org/x", "%run Other.py"],
        ["%run maker.py", "%run Other.py"],
        ["#md\n![x](Logo.png)"],  # Voilà hangs, and VL517 says so
        ["#md\n<img src='Logo.png'>", "plot.savefig('Logo.png')"],
        ["#md\n<img src='Absent.png'>"],
        ["#md\n`<img src='Logo.png'>`"],
        ["#md\n<img src='Photo.JPG'>"],  # shown under neither name
    ],
)
def test_what_may_not_be_run_or_shown_is_left_alone(tmp_path, capsys, cells):
    files = {
        **dict.fromkeys(("other.py", "logo.png", "photo.JPG", "sub/x.py"), ""),
        "maker.py": "import shutil\nshutil.copy(a, b)\n",
    }
    root = commit(
        repository(tmp_path, FILES | files | {"app.ipynb": notebook(*cells, SLIDER)}), "."
    )
    assert codes(capsys, root, "--select", "VL402,VL405") == []


@pytest.mark.parametrize("ignored", [True, False])
@pytest.mark.parametrize(
    ("cell", "own", "severity"),
    [
        ("#md\n<img src='img/logo.png'>", "img/logo.png", "warning"),
        ("%run other", "other.py", "error"),
        ("%run more.ipynb", "more.ipynb", "error"),
    ],
)
def test_scripts_and_pictures_that_only_the_author_has(
    tmp_path, capsys, cell, own, severity, ignored
):
    content = notebook("1") if own.endswith(".ipynb") else ""
    files = FILES | {own: content, "app.ipynb": notebook(cell, SLIDER)}
    if ignored:
        files |= {".gitignore": f"/{own}\n"}
    root = commit(repository(tmp_path, files), *(set(files) - {own}))
    (finding,) = found(capsys, root, "--select", "VL402")
    assert (finding["path"], finding["severity"]) == (own, severity)


def test_a_name_that_two_files_may_mean_is_not_repaired(tmp_path, capsys):
    files = {"app.ipynb": notebook("from UTILS import x", SLIDER), "utils.py": "", "Utils.py": ""}
    root = commit(repository(tmp_path, FILES | files), ".")
    assert {f["code"] for f in found(capsys, root)} >= {"VL405"}
    assert all(f["fix"] is None for f in found(capsys, root) if f["code"] == "VL405")


def test_on_a_disk_without_case_the_spelling_is_asked_for(tmp_path, capsys, monkeypatch):
    files = FILES | {"app.ipynb": notebook("from Utils import x", READS.replace("data", "Data"))}
    environment = {"environment.yml": ENVIRONMENT + "  - pandas\n"}
    root = commit(repository(tmp_path, files | environment | {"utils.py": "", "data.csv": ""}), ".")
    monkeypatch.setattr(Path, "is_file", _without_case(Path.is_file))
    monkeypatch.setattr(Path, "exists", _without_case(Path.exists))
    assert codes(capsys, root) == ["VL405", "VL405"]


def _without_case(answer):
    """A file system's answer as Windows and macOS give it."""
    return lambda path: (
        answer(path)
        or any(other.name.lower() == path.name.lower() for other in path.parent.glob("*"))
    )


@pytest.mark.parametrize(
    "files",
    [
        {"postBuild": "#!/bin/bash\ncd /home/jovyan/areas\npip install -e .\n"},
        {"postBuild": "#!/bin/bash\ncd areas && pip install .\n"},
        {"postBuild": "#!/bin/bash\npip install -e ./areas\n"},
        {"postBuild": "#!/bin/bash\npip install areas/\n"},
        {"postBuild": "#!/bin/bash\npip install -r areas/requirements.txt\n"},
        {"environment.yml": ENVIRONMENT + "  - pip\n  - pip:\n    - -e ./areas/python\n"},
        {"requirements.txt": "voila\n-e areas\n", "environment.yml": None},
        {"requirements.txt": "voila\n./areas[all]\n", "environment.yml": None},
        {"requirements.txt": "voila\n-r areas/requirements.txt\n", "environment.yml": None},
    ],
)
def test_what_a_submodule_holds_is_not_known_before_it_is_fetched(tmp_path, capsys, files):
    (tmp_path / "tide" / "areas").mkdir(parents=True)
    root = repository(tmp_path / "tide", {})
    git(write(tmp_path / "areas", {"areas.py": ""}), "init", "--quiet")
    commit(tmp_path / "areas", ".")
    text = '[submodule "areas"]\n\tpath = areas\n\turl = https://github.com/owner/areas\n'
    held = FILES | {"app.ipynb": notebook(f"import areas\n{SLIDER}"), ".gitmodules": text} | files
    write(root, {path: content for path, content in held.items() if content is not None})
    head = git(tmp_path / "areas", "rev-parse", "HEAD").strip()
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},areas")
    assert [code for code in codes(capsys, commit(root, ".")) if code != "VL220"] == []
