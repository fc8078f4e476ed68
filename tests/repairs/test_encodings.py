"""A repair is written in the encoding that its place was counted in, or not at all."""

import codecs

import pytest

from tests.building import ENVIRONMENT, SLIDER, found, notebook, run, write

APP = notebook(f"import emoji\n{SLIDER}")
LINK = "https://mybinder.org/v2/gh/o/r/HEAD?{}=voila%2Frender%2Fapp.ipynb"
WRONG, RIGHT = LINK.format("labpath").encode(), LINK.format("urlpath").encode()


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (codecs.BOM_UTF16_LE + "voila\r\n".encode("utf-16-le"), "emoji\r\n".encode("utf-16-le")),
        (codecs.BOM_UTF16_LE + "# é\n".encode("utf-16-le"), "emoji\nvoila\n".encode("utf-16-le")),
        (codecs.BOM_UTF16_BE + "voila".encode("utf-16-be"), "\nemoji\n".encode("utf-16-be")),
        (codecs.BOM_UTF32_LE + "voila\n".encode("utf-32-le"), "emoji\n".encode("utf-32-le")),
        (codecs.BOM_UTF32_BE + "voila\n".encode("utf-32-be"), "emoji\n".encode("utf-32-be")),
        (b"# coding: latin-1\n# caf\xe9\nvoila\n", b"emoji\n"),
        (b"# -*- coding: cp1252 -*-\nvoila # \x93caf\xe9\x94", b"\nemoji\n"),
        (b"# coding: gbk\nvoila # \xb5\xe3\xbb\xf7\n", b"emoji\n"),
        # pip reads none of these: what is wrong with them is said, and nothing is added.
        (b"# caf\xe9\nvoila\n", None),
        (codecs.BOM_UTF16_LE + b"v\0o\0i\0l\0a\0\n", None),
        (codecs.BOM_UTF16_LE + b"v\0o\0i\0l\0a\0\n\0\x00\xd8", None),
    ],
)
def test_a_requirement_is_added_in_the_files_encoding(tmp_path, capsys, before, added):
    root = write(tmp_path, {"app.ipynb": APP, "requirements.txt": before})
    run(capsys, root, "--fix")
    after = (root / "requirements.txt").read_bytes()
    assert after == before + (added or b"")
    run(capsys, root, "--fix")
    assert (root / "requirements.txt").read_bytes() == after


@pytest.mark.parametrize(
    "text",
    [
        b"%s",
        b"\xb5\xe3\xbb\xf7\xd2\xbb\xcf\xc2 [app](%s) \xd0\xbb\xd0\xbb\n",  # GBK
        b"caf\xe9 \x93app\x94 [app](%s)\r\n",  # Windows-1252
        b"\xf0\x9f\x98 \xf0\x9f [app](%s)\n",  # emoji cut off
        b"\xe2\x82 \xc3\xa9 [app](%s)\n\xff",  # bytes that are cut off beside whole ones
        "\ufeff\U0001f600 é [app](%s)\n".encode(),
    ],
)
def test_a_link_is_mended_and_no_other_byte(tmp_path, capsys, text):
    files = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    root = write(tmp_path, files | {"README.md": text % WRONG})
    assert run(capsys, root, "--fix")[0] == 0
    assert (root / "README.md").read_bytes() == text % RIGHT


def test_a_link_in_a_file_of_utf_16_is_found_and_mended(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    before = f"# Übung\r\n[app]({WRONG.decode()})\r\n".encode("utf-16")
    root = write(tmp_path, files | {"README.md": before})
    assert [finding["code"] for finding in found(capsys, root)] == ["VL301"]
    assert run(capsys, root, "--fix")[0] == 0
    after = (root / "README.md").read_bytes().decode("utf-16")
    assert after == f"# Übung\r\n[app]({RIGHT.decode()})\r\n"


def test_a_byte_inside_a_link_is_not_guessed(tmp_path, capsys):
    files = {"caf\xe9.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
    link = WRONG.replace(b"app.ipynb", b"caf\xe9.ipynb")
    root = write(tmp_path, files | {"README.md": b"[app](%s)\n" % link})
    before = (root / "README.md").read_bytes()
    (finding,) = [f for f in found(capsys, root) if f["code"] == "VL301"]
    assert finding["fix"] is None and "not UTF-8" in finding["help"]
    run(capsys, root, "--fix")
    assert (root / "README.md").read_bytes() == before


def test_escapes_beside_a_place_in_a_cell_stay(tmp_path, capsys):
    files = {"environment.yml": ENVIRONMENT}
    cell = notebook('#md\n![a "cat"](c.png)', SLIDER)
    # A lone surrogate beside the place, as an escape, and other escapes.
    cell = cell.replace("![a", r"\ud800 \u00e9\/ ![a")
    root = write(tmp_path, files | {"app.ipynb": cell})
    run(capsys, root, "--fix")
    tag = r"<img src=\"c.png\" alt=\"a &quot;cat&quot;\">"
    assert (root / "app.ipynb").read_text() == cell.replace(r"![a \"cat\"](c.png)", tag)
