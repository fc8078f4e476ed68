"""Put each seed mistake into copies of real repositories, and see what voila-lint says.

``python benchmarks/mistakes.py FOLDER [OWNER/NAME …]``: FOLDER holds checkouts named
``owner+name``. One mistake at a time: a package removed from the environment file (the truth of
what then fails is ``accuracy/mutants.tsv``), ``urlpath`` turned into ``labpath``, a space in the
folder's name, the environment file removed, or renamed. Whatever the untouched copy has is
subtracted; every difference from what is expected is printed.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

TRUTH = Path(__file__).parent / "accuracy" / "mutants.tsv"

#: A finding: code, path, and the module of a missing import.
Key = tuple[str, str, str]


class Mistake(Struct):
    """One mistake: what it is called, the changed copy, and what has to come and go."""

    name: str
    root: Path
    expected: Counter[Key]
    #: Beginnings of the codes of findings that the mistake may take away.
    hides: tuple[str, ...] = ()


def main() -> int:
    """Run all mistakes; 1 where anything differed."""
    folder = Path(sys.argv[1])
    wanted = sys.argv[2:]
    counts: Counter[str] = Counter()
    for checkout in sorted(folder.iterdir()):
        repository = checkout.name.replace("+", "/", 1)
        if (wanted and repository not in wanted) or not (checkout / ".git").exists():
            continue
        before = lint(checkout)
        with tempfile.TemporaryDirectory() as scratch:
            for mistake in mistakes(repository, checkout, Path(scratch)):
                kind = mistake.name.partition(" ")[0]
                after = lint(mistake.root)
                came, went = after - before, before - after
                went = Counter(
                    {k: n for k, n in went.items() if not k[0].startswith(mistake.hides)}
                )
                if kind == "removed":
                    # The truth is about notebooks; modules that they reach follow from it.
                    came = Counter({k: n for k, n in came.items() if not k[1].endswith(".py")})
                ok = came == mistake.expected and not went
                counts[f"{kind} {'as expected' if ok else 'DIFFERENT'}"] += 1
                if not ok:
                    print(f"{repository}: {mistake.name}")
                    print(f"  came      {sorted(came.elements())}")
                    print(f"  expected  {sorted(mistake.expected.elements())}")
                    print(f"  went      {sorted(went.elements())}")
                shutil.rmtree(mistake.root)
    for name, number in sorted(counts.items()):
        print(f"{number:5} {name}")
    return int(any("DIFFERENT" in name for name in counts))


def lint(root: Path) -> Counter[Key]:
    """Return the findings of a repository."""
    command = [sys.executable, "-m", "voila_lint", str(root), "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    findings = json.loads(done.stdout)["findings"]
    # What is only worth knowing comes and goes with any change; but a space is told so, too.
    return Counter(
        (f["code"], f["path"], f["data"].get("module", ""))
        for f in findings
        if f["severity"] != "info" or f["code"] == "VL401"
    )


def mistakes(repository: str, checkout: Path, scratch: Path) -> Iterator[Mistake]:
    """Yield the mistakes that fit the repository, each in a copy of its own."""

    def copy(name: str = checkout.name) -> Path:
        return Path(shutil.copytree(checkout, scratch / name, symlinks=True))

    environment = next(
        (
            path
            for path in ("binder/environment.yml", "environment.yml", "binder/requirements.txt",
                         "requirements.txt")
            if (checkout / path).exists()
        ),
        None,
    )  # fmt: skip
    for package, (path, lines, failing) in removals(repository).items():
        root = copy()
        remove_lines(root / path, lines)
        expected = Counter(("VL101", notebook, module) for notebook, module in failing)
        if package == "voila":
            expected[("VL102", path, "voila")] += 1
        yield Mistake(f"removed {package}", root, expected)

    links = sum(
        text.read_text("utf-8", "replace").count("urlpath=%2Fvoila%2Frender")
        + text.read_text("utf-8", "replace").count("urlpath=voila/render")
        for text in checkout.glob("*.md")
    )
    if links:
        root = copy()
        found: Counter[Key] = Counter()
        for text in root.glob("*.md"):
            before = text.read_text("utf-8", "surrogateescape")
            after = before.replace("urlpath=%2Fvoila%2Frender", "labpath=%2Fvoila%2Frender")
            after = after.replace("urlpath=voila/render", "labpath=voila/render")
            number = before.count("urlpath=") - after.count("urlpath=")
            if number:
                found[("VL301", text.name, "")] += number
            text.write_text(after, "utf-8", "surrogateescape")
        yield Mistake("labpath", root, found, ("VL3", "VL4", "VL5"))

    yield Mistake("space", copy("My App"), Counter({("VL401", ".", ""): 1}))

    # With a project file beside it, there is still something to build from.
    others = ("setup.py", "pyproject.toml", "Pipfile", "Dockerfile")
    if environment is not None and not any((checkout / name).exists() for name in others):
        follows = ("VL003", "VL1", "VL2", "VL5")
        root = copy()
        (root / environment).unlink()
        yield Mistake("gone", root, Counter({("VL201", ".", ""): 1}), follows)
        root = copy()
        wrong = environment.replace("environment.yml", "enviroment.yml")
        wrong = wrong.replace("requirements.txt", "requirement.txt")
        (root / environment).rename(root / wrong)
        yield Mistake("misnamed", root, Counter({("VL202", wrong, ""): 1}), follows)


def removals(repository: str) -> dict[str, tuple[str, list[int], list[tuple[str, str]]]]:
    """Return per package: the file, its lines (from 1), and the (notebook, module) that fail."""
    found: dict[str, tuple[str, list[int], list[tuple[str, str]]]] = {}
    with TRUTH.open(encoding="utf-8") as rows:
        for row in csv.DictReader((r for r in rows if not r.startswith("#")), delimiter="\t"):
            if row["repo"] != repository:
                continue
            lines = [int(line) for line in row["lines"].split(",")]
            entry = found.setdefault(row["package"], (row["path"], lines, []))
            if row["notebook"] != "-":
                entry[2].append((row["notebook"], row["module"].partition(".")[0]))
    return found


def remove_lines(path: Path, lines: list[int]) -> None:
    """Delete lines (from 1) of a file."""
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(row for number, row in enumerate(rows, 1) if number not in lines))


if __name__ == "__main__":
    sys.exit(main())
