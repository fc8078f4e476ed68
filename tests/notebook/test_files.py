"""Which files code reads under a name that is spelt in it."""

import pytest

from voila_lint.notebook.code import read_code


def read(source: str) -> list[tuple[str, str]]:
    return [(one.function, one.path) for one in read_code(source).reads]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pandas as pd\npd.read_csv('a.csv', sep=';')", [("pandas.read_csv", "a.csv")]),
        ("pd.read_csv('a.csv')", [("pd.read_csv", "a.csv")]),
        ("pandas.read_excel(io='a.xlsx')", [("pandas.read_excel", "a.xlsx")]),
        ("from numpy import load as l\nl('a.npy')", [("numpy.load", "a.npy")]),
        ("json.load(open('a.json'))", [("open", "a.json")]),
        ("with open('a.txt', 'rb') as f: pass", [("open", "a.txt")]),
        ("import os\nopen(os.path.join('a', 'b.txt'))", [("open", "a/b.txt")]),
        ("from pathlib import Path\nPath('a.txt').read_text()", [("pathlib.Path", "a.txt")]),
        ("for x in y: open('a.txt')", []),
        ("if x: open('a.txt')", []),
        ("try:\n  open('a.txt')\nexcept OSError: pass", []),
        ("with suppress(FileNotFoundError): open('a.txt')", []),
        ("def f(): open('a.txt')", []),
        ("g = lambda: open('a.txt')", []),
        ("open('a.txt', 'w')", []),
        ("open('a.txt', mode='r+')", []),
        ("open('a.txt', mode)", []),
        ("open(f'{x}.txt')", []),
        ("open(name)", []),
        ("'''open('a.txt')'''", []),
        ("# open('a.txt')", []),
    ],
)
def test_reads(source, expected):
    assert read(source) == expected


def test_the_place_is_the_name_without_its_quotes():
    (one,) = read_code("x = 1\ny = open('dåta/a.txt')").reads
    assert (one.at.line, one.at.column, one.at.end_column) == (2, 11, 21)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("df.to_csv(name)", True),
        ("df.to_csv('a.csv')", False),
        ("df.copy()", False),
        ("gdown.download(url)", True),
        ("wget.download('https://example.org/a.csv')", True),
        ("open(name, 'w')", True),
        ("open(name)", False),
        ("import shutil\nshutil.copy(a, b)", True),
        ("import subprocess\nsubprocess.run(command)", True),
        ("archive.extractall()", True),
    ],
)
def test_what_may_make_files(source, expected):
    assert read_code(source).makes_files is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [("import os\nos.chdir(x)", True), ("%cd data", True), ("%cd {x}", True), ("x = 1", False)],
)
def test_what_moves(source, expected):
    assert read_code(source).moves is expected


def test_deep_code_is_no_trouble():
    read_code("open(" * 3000 + ")" * 3000)
    read_code("x = open('a.txt')" + ".y" * 5000)
    assert len(read("\n".join(["open('a.txt')"] * 2000))) == 2000


@pytest.mark.parametrize(
    ("source", "verbatim"),
    [("open('a.txt')", True), ("FILE = 'a.txt'\nopen(FILE)", False), ("open('a' '.txt')", False)],
)
def test_a_path_that_is_put_together_is_known_as_such(source, verbatim):
    (one,) = read_code(source).reads
    assert (one.path, one.verbatim) == ("a.txt", verbatim)
