"""No input stops a run, and a bug of voila-lint costs only the cell or file where it shows."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, leave_root, notebook, run, write
from voila_lint import cli
from voila_lint import repository as repository_module
from voila_lint.build import plan as plan_module
from voila_lint.links import documents
from voila_lint.notebook import code as code_module
from voila_lint.notebook import read as read_module
from voila_lint.notebook.code import read_code
from voila_lint.notebook.code import read_module as read_python
from voila_lint.notebook.tree_pass import Pass

CONSTANTS = ("0.5", "b'x'", "1j", "...", "None", "True", "'x'", "10", "f'x'", "b''")

#: Where an expression may stand that a walk hands on by itself; some only newer Pythons parse.
PLACES = (
    *("f = lambda t: {}", "if {}: pass", "while {}: break", "for x in {}: pass", "assert {}, {}"),
    *("with {}: pass", "with {} as x: pass", "with ({} as x, {}): pass", "async def f(): await {}"),
    *("@{}\ndef f(): pass", "@{}\nclass A: pass", "class A({}, metaclass={}): pass"),
    *("def f(a: {} = {}, *b: {}, **c: {}) -> {}: return {}", "x = ({} if {} else {})"),
    *("match {}:\n case x if {}: pass", "match x:\n case 0.5 | -1j | b'x' | None: pass"),
    *("try: pass\nexcept {}: pass", "raise {} from {}", "x[{}:{}:{}] = {}", "del x[{}]"),
    *("[{} for x in {} if {}]", "{{**{}, {}: {}}}", "(y := {})", "f({}, *{}, **{}, k={})"),
    *("x: {} = {}", "x += {}", "f'{{{}}} {{{}!r:>{{{}}}}}'", "lambda a={}: {}", "yield_ = {}"),
    *(
        "not {} and {} or -{}",
        "x = {} < {} in {}",
        "{}.real",
        "{}()",
        "{}[{}]",
        "async_ = [{}, {}]",
    ),
    *(
        "type X[T: {}] = {}",
        "def f[T: {} = {}](): pass",
        "t'{{{}}}'",
        "try: pass\nexcept* {}: pass",
    ),
    "async def f():\n async with {}: pass\n async for x in {}: return [x async for x in {}]",
)


@pytest.mark.parametrize("place", PLACES)
def test_every_constant_in_every_place(place):
    for constant in CONSTANTS:
        source = place.replace("{}", constant).replace("{{", "{").replace("}}", "}")
        assert read_code(f"import emoji\n{source}") is not None
        assert read_python(source.encode()) is not None


def test_a_lambda_of_a_float(tmp_path, capsys):
    write(
        tmp_path,
        {
            "app.ipynb": notebook("import emoji", "f = lambda t: 0.5"),
            "environment.yml": ENVIRONMENT,
        },
    )
    assert [f["code"] for f in found(capsys, tmp_path) if f["path"] == "app.ipynb"] == ["VL101"]
    assert run(capsys, tmp_path)[2] == ""


def test_files_that_cannot_be_read(tmp_path, capsys):
    chain = {f"r{n}.txt": f"-r r{n + 1}.txt\n" for n in range(1500)} | {"r1500.txt": "emoji\n"}
    cases: dict[str, dict[str, str | bytes]] = {
        "digits": {"voila.json": '{"a": ' + "9" * 5000 + "}"},
        "undefined": {"requirements.txt": "# coding: undefined\nvoila\n"},
        "punycode": {"requirements.txt": b"# coding: punycode\nvoila-\xff\n"},
        "idna": {"requirements.txt": b"# coding: idna\nxn--\xff\n"},
        "hex": {"requirements.txt": "# coding: hex\nvoila\n"},
        "module": {"m.py": b"# coding: undefined\nimport emoji\n"},
        "chain": {"requirements.txt": "voila\nemojy==\n-r r0.txt\n", **chain},
    }
    for name, files in cases.items():
        root = write(
            tmp_path / name,
            {"app.ipynb": notebook(SLIDER, "import emoji"), "requirements.txt": "voila", **files},
        )
        code, out, err = run(capsys, root, "--output-format", "json")
        assert (code, err) == (1, ""), name
        codes = {finding["code"] for finding in json.loads(out)["findings"]}
        expected = {"digits": "VL003", "module": "VL101", "chain": None}.get(name, "VL110")
        assert expected is None or expected in codes, name
        assert ("VL101" in codes) == (name in ("digits", "module")), name


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_settings_of_voila_that_are_no_file(tmp_path, capsys):
    for number, target in enumerate(("nowhere", "voila.json", ".", "/dev/zero")):
        root = write(
            tmp_path / str(number), {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
        )
        (root / "voila.json").symlink_to(target)
        code, _, err = run(capsys, root)
        assert (code, err) == (0, ""), target
        assert "voila.json: it is not judged" in run(capsys, root, "--verbose")[2]


def _fail(monkeypatch, module, name, should):
    """Let a reader raise where ``should`` says so of its arguments."""
    usual = getattr(module, name)

    def broken(*arguments, **keywords):
        if should(*arguments):
            raise ZeroDivisionError(f"broken\n::error::{name}")
        return usual(*arguments, **keywords)

    monkeypatch.setattr(module, name, broken)


FILES = {
    "a.ipynb": notebook("import emoji", "x = 'BAD'", "import humanize"),
    "b.ipynb": notebook("import emoji", "#md\n![x](y.png)", SLIDER),
    "c.ipynb": notebook("#md\nBAD", "#md\n![x](y.png)", SLIDER),
    "m.py": "BAD",
    "README.md": "BAD https://mybinder.org/v2/gh/o/r/HEAD?labpath=voila%2Frender%2Fa.ipynb\n",
    "docs.md": "https://mybinder.org/v2/gh/o/r/HEAD?labpath=voila%2Frender%2Fa.ipynb\n",
    "environment.yml": "dependencies:\n  - python=3.11\n  - voila\n",
}


def test_a_failure_costs_the_place_where_it_is_met(tmp_path, capsys, monkeypatch):
    root = write(tmp_path, FILES)
    usual = {(f["path"], f["cell"], f["code"]) for f in found(capsys, root)}
    assert usual >= {("a.ipynb", 1, "VL101"), ("README.md", None, "VL301"), ("b.ipynb", 2, "VL517")}
    # What is replaced, where it fails, and which place that costs.
    cases = (
        (code_module, "read_code", lambda source, *_: "BAD" in source, "a.ipynb:cell 2", ()),
        (code_module, "read_module", lambda data: b"BAD" in data, "m.py", ()),
        (read_module, "read_notebook", lambda path, _: path == "b.ipynb", "b.ipynb", {"b.ipynb"}),
        (documents, "find_links", lambda path, *_: path == "README.md", "README.md", {"README.md"}),
        (
            documents,
            "find_links_in_cell",
            lambda _, cell, text: "BAD" in text,
            "c.ipynb:cell 1",
            (),
        ),
    )
    for module, name, should, place, lost in cases:
        with monkeypatch.context() as patch:
            _fail(patch, module, name, should)
            if name == "read_module":
                write(root, {"a.ipynb": notebook("import emoji", "import m", "import humanize")})
            code, out, err = run(capsys, root, "--output-format", "json")
            assert code == 2, name
            assert err.count("\n") == err.count("internal error") == 1, err
            assert err.startswith(f"voila-lint: {place}: internal error"), err
            assert "(please report it)" in err and "ZeroDivisionError" in err
            findings = json.loads(out)["findings"]
            left = {(f["path"], f["cell"], f["code"]) for f in findings}
            if name != "read_module":
                assert left == {known for known in usual if known[0] not in lost}, name
            # Nothing is repaired in that file, and elsewhere it is.
            broken = place.partition(":")[0]
            touched = {edit["path"] for f in findings if f["fix"] for edit in f["fix"]["edits"]}
            assert touched and broken not in touched, name
            assert run(capsys, "link", root)[0] == 2


def test_a_failure_in_what_rules_share_is_told_once(tmp_path, capsys, monkeypatch):
    root = write(tmp_path, FILES)
    usual = {(f["path"], f["cell"], f["code"]) for f in found(capsys, root)}
    _fail(monkeypatch, plan_module, "detect", lambda files: True)
    before = (root / "environment.yml").read_bytes()
    for arguments in ([root], [root, "--diff"], ["plan", root], [root, "--fix"]):
        code, _, err = run(capsys, *arguments)
        assert code == 2
        assert err.count("internal error") == 1, err
    assert {(f["path"], f["cell"], f["code"]) for f in found(capsys, root)} <= usual
    assert (root / "environment.yml").read_bytes() == before


def test_a_rule_that_fails_on_one_file_judges_the_others(tmp_path, capsys, monkeypatch):
    root = write(tmp_path, FILES)
    usual = {(f["path"], f["cell"], f["code"]) for f in found(capsys, root)}
    _fail(monkeypatch, repository_module, "trace", lambda path, *_: path == "a.ipynb")
    code, out, err = run(capsys, root, "--output-format", "json")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("voila-lint: a.ipynb: internal error")
    left = {(f["path"], f["cell"], f["code"]) for f in json.loads(out)["findings"]}
    assert left == {known for known in usual if known[0] != "a.ipynb" or known[2] != "VL101"}


def test_a_root_that_vanishes_while_it_is_checked(tmp_path, capsys, monkeypatch):
    for moment in ("run", "_call"):
        root = write(tmp_path / moment, {"app.ipynb": notebook("print(1)"), "README.md": "x"})
        usual = getattr(Pass, moment)

        def vanish(self, *arguments, usual=usual, root=root):
            shutil.rmtree(root, ignore_errors=True)
            return usual(self, *arguments)

        with monkeypatch.context() as patch:
            patch.setattr(Pass, moment, vanish)
            code, out, err = run(capsys, root)
        assert (code, out, err) == (2, "", f"voila-lint: {root}: this folder is gone\n")


@pytest.mark.skipif(sys.platform == "win32", reason="folders that are in use stay there")
def test_a_current_folder_that_is_gone(tmp_path, capsys, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for arguments in ([], ["."], [str(Path(__file__).parent)], ["plan"], ["link"], ["why", "x"]):
        code, out, err = run(capsys, *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1), err
        assert "internal error" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes, and no fork")
def test_a_root_that_may_not_be_read(capfd):
    # A folder that an ordinary user may enter, which pytest's are not.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        run(capfd, write(Path(folder, "usual"), {"app.ipynb": notebook(SLIDER)}))
        for mode in (0o000, 0o100, 0o400):
            root = write(Path(folder, str(mode)), {"app.ipynb": notebook(SLIDER)})
            root.chmod(mode)
            child = os.fork()
            if child == 0:
                code = 3
                try:
                    leave_root(root)
                    code = cli.main([str(root)])
                    sys.stderr.flush()
                finally:
                    os._exit(code)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            out, err = capfd.readouterr()
            root.chmod(0o700)
            assert (code, out, err.count("\n")) == (2, "", 1), err
            assert "permission denied" in err
