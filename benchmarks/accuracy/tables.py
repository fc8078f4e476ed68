"""Tab-separated files with a header, and where a repository is checked out."""

from __future__ import annotations

import csv
from pathlib import Path


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_table(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write a tab-separated file with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(columns) + "\n")
        for row in rows:
            file.write("\t".join(" ".join(str(cell).split()) for cell in row) + "\n")


def checkout(corpus: Path, repo: str) -> Path:
    """The folder of a repository among the checkouts."""
    return corpus / repo.replace("/", "+")
