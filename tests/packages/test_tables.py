"""The shipped tables: what the look-up relies on, and what the project promises about them."""

import re
from pathlib import Path

import pytest

from voila_lint.packages import names
from voila_lint.packages.table import Table

DATA = Path(names.__file__).parent / "data"
TABLES = {
    "modules.txt": 3,
    "offers.txt": 2,
    "conda.txt": 2,
    "distributions.txt": 6,
    "base_modules.txt": 2,
}


def lines_of(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    assert text.endswith("\n")
    return text[:-1].split("\n")


@pytest.mark.parametrize(("name", "fields"), TABLES.items())
def test_rows_are_sorted_unique_and_of_one_width(name: str, fields: int) -> None:
    keys = []
    for line in lines_of(name):
        row = line.split("\t")
        assert len(row) == fields, line
        keys.append(row[0].encode())
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", ["offers.txt", "distributions.txt"])
def test_distributions_are_normalised(name: str) -> None:
    for line in lines_of(name):
        assert re.fullmatch(
            r"[a-z0-9]+(-[a-z0-9]+)*(\[[a-z0-9]+(-[a-z0-9]+)*\])?", line.split("\t")[0]
        ), line


def test_modules_are_dotted_identifiers() -> None:
    for line in lines_of("modules.txt"):
        module, distribution, _ = line.split("\t")
        assert all(part.isidentifier() for part in module.split(".")), line
        assert distribution == names.canonical(distribution) or distribution == "-", line


def test_every_requirement_is_itself_listed() -> None:
    rows = {line.split("\t")[0]: line.split("\t") for line in lines_of("distributions.txt")}
    dangling = {
        wanted
        for row in rows.values()
        for wanted in row[2].split()
        if wanted.partition("[")[0] not in rows
    }
    # Each makes what comes with its dependants unknown: a few are bearable.
    assert len(dangling) <= len(rows) / 100, sorted(dangling)


def test_tables_are_small() -> None:
    assert sum((DATA / name).stat().st_size for name in TABLES) < 2_000_000


def test_every_key_is_found_and_no_other() -> None:
    for name in TABLES:
        table = Table(name)
        rows = lines_of(name)
        for line in [*rows[:5], *rows[:: max(1, len(rows) // 200)], *rows[-5:]]:
            key, *fields = line.split("\t")
            assert table.get(key) == tuple(fields)
            for near in (key + "\0", key + "~", key[:-1] + "\x01", ""):
                assert table.get(near) is None
