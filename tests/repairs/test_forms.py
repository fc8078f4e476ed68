"""Additions keep the form of environment.yml and requirements.txt, whatever it is."""

import pytest

from tests.building import SLIDER, notebook, run, write

APP = notebook(f"import emoji\n{SLIDER}")

YAML = {
    # Flow lists: trailing commas, comments, brackets on lines of their own, quotes.
    "dependencies: [voila,]  # end\n": "dependencies: [voila, emoji,]  # end\n",
    "dependencies: [voila,  # why\n  ]\n": "dependencies: [voila, emoji,  # why\n  ]\n",
    "dependencies: [\n  voila  # a ] b\n]\n": "dependencies: [\n  voila, emoji  # a ] b\n]\n",
    "dependencies: [\n  voila\n  # all\n]\n": "dependencies: [\n  voila, emoji\n  # all\n]\n",
    "dependencies: ['voila' ,\n # c\n]\n": "dependencies: ['voila', 'emoji' ,\n # c\n]\n",
    '{"dependencies": ["voila"]}': '{"dependencies": ["voila", "emoji"]}',
    "dependencies: [voila, pip, {pip: [x,]}]\n": "dependencies: [voila, pip, {pip: [x,]}, emoji]\n",
    # Anchors and tags before the first dash.
    "dependencies: &d\n  - voila\no: *d\n": "dependencies: &d\n  - voila\n  - emoji\no: *d\n",
    "dependencies: !!seq # x\n# y\n- voila": "dependencies: !!seq # x\n# y\n- voila\n- emoji\n",
    # Block scalars, quotes over two lines, empty items, documents that end.
    "dependencies:\n  - |-\n    voila\nname: x\n": (
        "dependencies:\n  - |-\n    voila\n  - emoji\nname: x\n"
    ),
    'dependencies:\n- "voila\n  "\nname: x': 'dependencies:\n- "voila\n  "\n- emoji\nname: x',
    "---\ndependencies:\n  - voila\n...\n": "---\ndependencies:\n  - voila\n  - emoji\n...\n",
    "? dependencies\n: - voila\n": "? dependencies\n: - voila\n  - emoji\n",
    # A byte-order mark, and line ends of all kinds.
    "\ufeffdependencies: [voila]": "\ufeffdependencies: [voila, emoji]",
    "dependencies:\r  - voila\r": "dependencies:\r  - voila\r  - emoji\r",
    "dependencies:\r\n  - voila\n": "dependencies:\r\n  - voila\n  - emoji\n",
    "dependencies:\n  - voila # \u2028 x\n": "dependencies:\n  - voila # \u2028 x\n  - emoji\n",
    # What others may use stays as it is.
    "x: &d\n  - voila\ndependencies: *d\n": None,
    "x: &d [voila]\ndependencies: *d\nother: *d\n": None,
    "base: &b\n  dependencies: [voila]\n<<: *b\n": None,
    "dependencies:\n\t- voila\n": None,
}

REQUIREMENTS = {
    "voila \\": "voila \\\n\nemoji\n",
    "voila \\\n": "voila \\\n\nemoji\n",
    "voila # x \\\n": "voila # x \\\n\nemoji\n",
    "voila\n# x \\\n": "voila\n# x \\\nemoji\n",
    "voila \\\r\n": "voila \\\r\n\r\nemoji\r\n",
    "voila \\\n  >0.5\n": "voila \\\n  >0.5\nemoji\n",
    "\ufeffvoila": "\ufeffvoila\nemoji\n",
    "voila\r": "voila\remoji\r",
    "voila\x0c": "voila\x0c\nemoji\n",
    "voila==0.5.8 --hash=sha256:" + "0" * 64 + "\n": None,
}


@pytest.mark.parametrize(
    ("name", "forms"), [("environment.yml", YAML), ("requirements.txt", REQUIREMENTS)]
)
def test_a_package_is_added_in_any_form_or_not_at_all(tmp_path, capsys, name, forms):
    for number, (before, expected) in enumerate(forms.items()):
        root = write(tmp_path / str(number), {"app.ipynb": APP, name: before})
        code, _, err = run(capsys, root, "--fix")
        after = (root / name).read_bytes().decode()
        assert after == (before if expected is None else expected)
        if expected is not None:
            assert (code, err) == (0, f"Repaired 1 problem.\n  {name}: VL101 missing-import\n")
        assert run(capsys, root, "--fix")[2] == ""
        assert (root / name).read_bytes().decode() == after


def test_what_a_refused_line_names_is_not_added_beside_it(tmp_path, capsys):
    app = notebook(f"import emoji\nimport numpy\n{SLIDER}")
    forms = {
        # One sign too few, an operator with a slip, a command, and two of which nothing is sure.
        "requirements.txt": {
            "voila\nemoji = 2\nnumpy=1.26\n": "voila\nemoji==2\nnumpy==1.26\n",
            "voila\npip install emoji\nnumpy\n": "voila\nemoji\nnumpy\n",
            "voila\nemoji >> 2\nplease install numpy\n": None,
        },
        "environment.yml": {
            "dependencies:\n  - voila\n  - emoji\n  - numpy=>1.20\n": (
                "dependencies:\n  - voila\n  - emoji\n  - numpy>=1.20\n"
            ),
        },
    }
    for name, texts in forms.items():
        for number, (before, expected) in enumerate(texts.items()):
            root = write(tmp_path / f"{name}-{number}", {"app.ipynb": app, name: before})
            run(capsys, root, "--fix")
            assert (root / name).read_bytes().decode() == (before if expected is None else expected)


def test_an_empty_requirements_file_gets_its_first_lines(tmp_path, capsys):
    for number, before in enumerate((b"", b"\xef\xbb\xbf", b"\n")):
        files = {"app.ipynb": APP, "requirements.txt": before, "voila.json": "{}"}
        root = write(tmp_path / str(number), files)
        assert "2 problems" in run(capsys, root, "--fix")[2]
        after = (root / "requirements.txt").read_bytes()
        assert after == before + b"emoji\nvoila\n"


def test_a_version_in_runtime_txt_is_replaced_and_nothing_around_it(tmp_path, capsys):
    forms = {
        b"python 3.11\r\n": b"python-3.11\r\n",
        b"\n  Python-3.11.4": b"\n  python-3.11",
        b"3.11\r": b"python-3.11\r",
        b"\xef\xbb\xbf3.11\r\n": b"python-3.11\n",
    }
    for number, (before, expected) in enumerate(forms.items()):
        files = {"app.ipynb": APP, "requirements.txt": "voila\nemoji\n", "runtime.txt": before}
        root = write(tmp_path / str(number), files)
        assert "VL211" in run(capsys, root, "--fix")[2]
        assert (root / "runtime.txt").read_bytes() == expected


def test_a_diff_has_the_lines_that_the_file_has(tmp_path, capsys):
    text = "voila # a\x0cb\x1cc\u2028d\x85e\r\nnumpy"
    root = write(tmp_path, {"app.ipynb": APP, "requirements.txt": text})
    rows = run(capsys, root, "--diff")[1].splitlines()[2:]
    assert [row[0] for row in rows] == ["@", " ", " ", "+"]
    assert rows[2:] == [" numpy", "+emoji"]


def test_no_line_is_taken_from_what_others_belong_to(tmp_path, capsys):
    gone = "jupyter nbextension enable --py a"
    forms = {
        f"set -e\n{gone}\necho x": "set -e\necho x",
        f"set -e\nif test -f x; then\n  echo x\nfi\n{gone} \\\n  --user\n": (
            "set -e\nif test -f x; then\n  echo x\nfi\n"
        ),
        f"f() {{ # {{\n  echo x\n}}\n# or (\nf\n{gone}": "f() { # {\n  echo x\n}\n# or (\nf\n",
        f"set -e\n{gone} <<X\ntext\nX\n": None,
        f"set -e\nif test -f x; then\n{gone}\nfi\n": None,
        f"set -e\nfor name in a b\ndo\n{gone}\ndone\n": None,
        f"set -e\nenable() {{\n{gone}\n}}\nenable\n": None,
        f"set -e\necho x &&\n{gone}\n": None,
        f"set -e\necho x |\n\n{gone}\n": None,
    }
    for number, (before, expected) in enumerate(forms.items()):
        files = {"app.ipynb": APP, "requirements.txt": "voila\nemoji\n", "postBuild": before}
        root = write(tmp_path / str(number), files)
        err = run(capsys, root, "--fix")[2]
        assert ("VL215" in err) == (expected is not None), before
        assert (root / "postBuild").read_text() == (before if expected is None else expected)


def test_a_script_is_mended_for_good_where_it_has_a_byte_order_mark(tmp_path, capsys):
    for number, before in enumerate(('exec "$@"\n', '#!/bin/bash\nexec "$@"\n')):
        files = {"app.ipynb": APP, "requirements.txt": "voila\nemoji\n"}
        root = write(tmp_path / str(number), {**files, "start": f"\ufeff{before}"})
        assert "VL216" in run(capsys, root, "--fix")[2]
        assert (root / "start").read_bytes() == b'#!/bin/bash\nexec "$@"\n'
