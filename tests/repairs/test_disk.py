"""A repair writes nothing but the file that it names, inside the repository."""

import os
import signal

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, git, notebook, run, write
from voila_lint.repairs import repairing, writing

APP = notebook(f"import emoji\n{SLIDER}")
LINK = "[app](https://mybinder.org/v2/gh/o/r/HEAD?{}=voila%2Frender%2Fapp.ipynb)\n"
SECRET = "dependencies:\n  - python=3.11\n  - voila\n  - secret-package\n"

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def flat(text: str) -> str:
    return " ".join(text.split())


def state(folder):
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and ".git" not in path.relative_to(folder).parts
    }


@posix
@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("environment.yml", "../outside/x.yml"),
        ("environment.yml", "../outside/there-is-none.yml"),
        ("environment.yml", "{root}/real.yml"),
        ("environment.yml", "../root/real.yml"),
        ("environment.yml", "hop"),
        ("requirements.txt", ".git/config"),
        ("requirements.txt", "folder/../.git/config"),
        ("binder", "../outside"),
        (".binder", "{outside}"),
        ("README.md", "../outside/README.md"),
        ("app.ipynb", "../outside/app.ipynb"),
    ],
)
def test_links_that_lead_out_are_absent(tmp_path, capsys, name, target):
    outside = {
        "outside/x.yml": SECRET,
        "outside/environment.yml": SECRET,
        "outside/app.ipynb": APP,
        "outside/README.md": LINK.format("labpath"),
    }
    write(tmp_path, outside)
    files = {"app.ipynb": APP, "real.yml": SECRET, "folder/x": ""}
    root = write(tmp_path / "root", {key: files[key] for key in files if key != name})
    git(root, "init", "--quiet")
    git(root, "config", "user.secret-package", "1")
    (root / "hop").symlink_to("../outside/x.yml")
    target = target.format(root=root, outside=tmp_path / "outside")
    (root / name).symlink_to(target)
    git(root, "add", "--all")
    config = (root / ".git" / "config").read_bytes()
    elsewhere = state(tmp_path / "outside")
    for options in ((), ("--diff",), ("--fix",), ("--fix",)):
        code, out, err = run(capsys, root, *options)
        assert code != 2 and "secret" not in out + err
    assert (root / name).is_symlink() and str((root / name).readlink()) == target
    assert state(tmp_path / "outside") == elsewhere
    assert (root / ".git" / "config").read_bytes() == config
    assert (root / "real.yml").read_text() == SECRET


@posix
def test_a_folder_below_does_not_change_what_is_above(tmp_path, capsys):
    write(tmp_path, {"app/app.ipynb": APP, "environment.yml": SECRET})
    (tmp_path / "app" / "environment.yml").symlink_to("../environment.yml")
    before = state(tmp_path)
    code, out, _ = run(capsys, tmp_path / "app", "--fix")
    assert code == 1 and "`--fix` leaves it to you: a symbolic link leads out" in flat(out)
    assert state(tmp_path) == before


@posix
def test_a_link_inside_is_edited_at_its_target(tmp_path, capsys):
    files = {"app.ipynb": APP, "docs/README.md": LINK.format("labpath"), "env/env.yml": ENVIRONMENT}
    write(tmp_path, files)
    (tmp_path / "README.md").symlink_to("docs/README.md")
    (tmp_path / "environment.yml").symlink_to("env/env.yml")
    edits = [edit for f in found(capsys, tmp_path) for edit in f["fix"]["edits"]]
    assert {edit["path"] for edit in edits} == {"docs/README.md", "env/env.yml"}
    _, diff, _ = run(capsys, tmp_path, "--diff")
    assert "+++ b/env/env.yml" in diff and "b/environment.yml" not in diff
    code, _, err = run(capsys, tmp_path, "--fix")
    assert code == 0
    # The link is found under both names of the document, and mended once.
    assert err == (
        "Repaired 3 problems.\n"
        "  docs/README.md: VL301 labpath-for-voila (2)\n"
        "  env/env.yml: VL101 missing-import\n"
    )
    assert str((tmp_path / "environment.yml").readlink()) == "env/env.yml"
    assert (tmp_path / "env/env.yml").read_text() == ENVIRONMENT + "  - emoji\n"
    assert (tmp_path / "docs/README.md").read_text() == LINK.format("urlpath")


@posix
@pytest.mark.parametrize("name", ["voila-lint.toml", "pyproject.toml"])
@pytest.mark.parametrize("target", ["../settings.toml", "{root}/x.toml", ".git/config"])
def test_settings_behind_a_link_that_leads_out(tmp_path, capsys, name, target):
    write(tmp_path, {"settings.toml": "ignore = ['VL101']\n[user]\n"})
    root = write(tmp_path / "root", {"app.ipynb": APP, "x.toml": "", ".git/config": "[user]\n"})
    (root / name).symlink_to(target.format(root=root))
    code, out, err = run(capsys, root)
    assert (code, out) == (2, "") and name in err and "user" not in err


@posix
def test_what_a_file_is_besides_its_content_stays_or_it_is_not_repaired(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    script = "#!/bin/bash\r\necho\r\n"
    cases = {
        "executable": lambda path: path.chmod(0o755),
        "set-id": lambda path: path.chmod(0o2751),
        "read-only": lambda path: path.chmod(0o444),
        "hard link": lambda path: os.link(path, path.with_name("other")),
    }
    for name, prepare in cases.items():
        root = write(tmp_path / name, files | {"postBuild": script})
        prepare(root / "postBuild")
        before = (root / "postBuild").stat()
        out = flat(run(capsys, root, "--fix")[1])
        after = (root / "postBuild").stat()
        assert (before.st_mode, before.st_uid, before.st_gid, before.st_nlink) == (
            *(after.st_mode, after.st_uid, after.st_gid, after.st_nlink),
        )
        left = name in ("read-only", "hard link")
        assert ((root / "postBuild").read_bytes() == script.encode()) == left
        assert ("`--fix` leaves it to you" in out and name in out) == left


@posix
def test_another_owner_stays(tmp_path, capsys, monkeypatch):
    root = write(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT})
    if os.geteuid() == 0:
        os.chown(root / "environment.yml", 1234, 2345)
    facts = (root / "environment.yml").stat()
    owner = facts.st_uid, facts.st_gid
    # Somebody else may not give it back, and leaves it alone.
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: facts.st_uid + 1)
        code, out, _ = run(capsys, root, "--fix")
        assert code == 1 and "`--fix` leaves it to you" in flat(out)
        assert (root / "environment.yml").read_text() == ENVIRONMENT
    # Its owner may write it, and so may root.
    assert run(capsys, root, "--fix")[0] == 0
    facts = (root / "environment.yml").stat()
    assert (facts.st_uid, facts.st_gid) == owner
    assert (root / "environment.yml").read_text() != ENVIRONMENT


def test_what_is_tracked_is_renamed_by_git_which_runs_nothing(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), "environment .yml": ENVIRONMENT}
    root = write(tmp_path / "root", files | {".gitattributes": "* filter=evil\n"})
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")
    evil = f"touch '{tmp_path / 'ran'}'; cat"
    git(root, "config", "filter.evil.clean", evil)
    git(root, "config", "filter.evil.process", evil)
    git(root, "config", "filter.evil.required", "true")
    git(root, "config", "core.fsmonitor", evil)
    hook = root / ".git" / "hooks" / "post-index-change"
    write(root, {".git/hooks/post-index-change": f"#!/bin/sh\n{evil}\n"})
    hook.chmod(0o755)
    # Git has to look at what may have changed since it last did.
    os.utime(root / "environment .yml", (1, 1))
    (tmp_path / "ran").unlink(missing_ok=True)
    code, _, err = run(capsys, root, "--fix")
    assert code == 0 and "environment .yml → environment.yml: VL202" in err
    assert not (tmp_path / "ran").exists()
    assert (root / "environment.yml").read_text() == ENVIRONMENT
    git(root, "config", "--remove-section", "filter.evil")
    git(root, "config", "--unset", "core.fsmonitor")
    hook.unlink()
    assert "R  " in git(root, "status", "--porcelain")


def test_nothing_is_written_where_another_run_has_changed_a_file(tmp_path, capsys, monkeypatch):
    write(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT})
    write(tmp_path, {"README.md": LINK.format("labpath")})
    verify = repairing.verify

    def change(*arguments):
        (tmp_path / "README.md").write_text("another program wrote this\n")
        return verify(*arguments)

    monkeypatch.setattr(repairing, "verify", change)
    code, _, err = run(capsys, tmp_path, "--fix")
    assert code == 2 and "README.md: another program has changed the file" in err
    assert (tmp_path / "README.md").read_text() == "another program wrote this\n"
    assert (tmp_path / "environment.yml").read_text() == ENVIRONMENT
    assert len(list(tmp_path.iterdir())) == 3


def test_a_new_file_replaces_none_that_has_come_in_between(tmp_path, capsys, monkeypatch):
    write(tmp_path, {"app.ipynb": APP})
    verify = repairing.verify

    def change(*arguments):
        (tmp_path / "environment.yml").write_text("name: other\n")
        return verify(*arguments)

    monkeypatch.setattr(repairing, "verify", change)
    assert run(capsys, tmp_path, "--fix")[0] == 2
    assert (tmp_path / "environment.yml").read_text() == "name: other\n"


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_stays_behind_when_the_run_is_ended(tmp_path, capsys, monkeypatch, number):
    write(tmp_path, {"app.ipynb": APP, "environment.yml": ENVIRONMENT})
    monkeypatch.setattr(writing, "_put", lambda *_, **__: os.kill(os.getpid(), number))
    handler = signal.getsignal(signal.SIGTERM)
    try:
        code = run(capsys, tmp_path, "--fix")[0]
    except SystemExit as ended:
        code = ended.code
    assert code == 128 + number
    assert signal.getsignal(signal.SIGTERM) == handler
    assert sorted(path.name for path in tmp_path.iterdir()) == ["app.ipynb", "environment.yml"]
    assert (tmp_path / "environment.yml").read_text() == ENVIRONMENT


@posix
def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path, capsys):
    dead, token = 2**22 + 7, "0123456789abcdef"
    stay = {
        f".voila-lint-{os.getpid()}-{token}.tmp",
        f".voila-lint-{dead}-{token}.tmp.ipynb",
        f"a.voila-lint-{dead}-{token}.tmp",
        ".voila-lint-notes.tmp",
        "voila-lint.tmp",
    }
    gone = {f".voila-lint-{dead}-{token}.tmp", f"sub/.voila-lint-{dead}-{token}.tmp"}
    write(tmp_path, dict.fromkeys((*stay, *gone, "sub/x.txt"), "{}"))
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    run(capsys, tmp_path)
    assert all((tmp_path / name).exists() for name in (*stay, *gone))
    run(capsys, tmp_path, "--fix")
    assert all((tmp_path / name).exists() for name in stay)
    assert not any((tmp_path / name).exists() for name in gone)


def test_what_git_does_not_rename_is_left_as_it_is(tmp_path, capsys):
    app = notebook(f"import emoji\n{SLIDER}")
    for name in ("enviroment.yml", "Binder/environment.yml"):
        root = write(
            tmp_path / name.partition("/")[0], {"app.ipynb": app, name: "dependencies: [x]\n"}
        )
        git(root, "init", "--quiet")
        git(root, "add", "--all")
        lock = root / ".git" / "index.lock"
        lock.touch()
        code, _, err = run(capsys, root, "--fix")
        assert (code, "does not rename" in err) == (2, True)
        assert sorted(path.name for path in (root / name).parent.iterdir() if path.is_file()) == (
            ["environment.yml"] if "/" in name else ["app.ipynb", "enviroment.yml"]
        )
        assert (root / name).read_text() == "dependencies: [x]\n"
        lock.unlink()
        assert "that came to light then" in run(capsys, root, "--fix")[2]
        assert not (root / name).exists()
        fixed = root / name.replace("enviroment", "environment").lower()
        assert "emoji" in fixed.read_text()
        assert [path.name for path in fixed.parent.glob(".voila-lint-*")] == []
