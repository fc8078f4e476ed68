"""A repair is checked before it is kept, and what was done is counted and said."""

import sys

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, notebook, run, write
from voila_lint import checking
from voila_lint.edits import package_edits
from voila_lint.finding import Edit
from voila_lint.repairs import repairing

LINK = "[app](https://mybinder.org/v2/gh/o/r/HEAD?{})\n"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_one_that_the_fault_had_hidden_takes_nothing_back(tmp_path, capsys):
    # The path of the first link lacks `.ipynb`, which shows only when it leads to Voilà.
    files = {
        "app.ipynb": notebook(SLIDER),
        "environment.yml": ENVIRONMENT,
        "README.md": LINK.format("labpath=voila%2Frender%2Fapp"),
    }
    write(tmp_path, files)
    assert codes(capsys, tmp_path) == ["VL301"]
    diff = run(capsys, tmp_path, "--diff")[1]
    assert "+" + LINK.format("urlpath=voila%2Frender%2Fapp.ipynb").strip() in diff.splitlines()
    code, _, err = run(capsys, tmp_path, "--fix")
    assert code == 0 and err == (
        "Repaired 1 problem, and 1 that came to light then.\n"
        "  README.md: VL301 labpath-for-voila, VL302 voila-path-not-found\n"
    )
    assert (tmp_path / "README.md").read_text() == LINK.format("urlpath=voila%2Frender%2Fapp.ipynb")


def test_can_be_repaired_and_repaired_count_alike(tmp_path, capsys):
    # Both notebooks lack the same library, which is added once.
    app = notebook(f"import emoji, pandas\n{SLIDER}")
    write(tmp_path, {"a.ipynb": app, "b.ipynb": app, "environment.yml": ENVIRONMENT})
    assert "4 can be repaired" in run(capsys, tmp_path)[1]
    code, _, err = run(capsys, tmp_path, "--fix")
    assert code == 0
    assert err == "Repaired 4 problems.\n  environment.yml: VL101 missing-import (4)\n"
    assert run(capsys, tmp_path, "--fix")[2] == ""


def test_only_what_was_asked_for_is_repaired_and_counted(tmp_path, capsys):
    files = {
        "app.ipynb": notebook(f"import emoji\n{SLIDER}"),
        "b.ipynb": notebook(f"import pandas\n{SLIDER}"),
        "environment.yml": "dependencies:\n  - python=3.11\n",
    }
    write(tmp_path, files)
    code, _, err = run(capsys, tmp_path, "--fix", "--select", "VL102")
    assert code == 0 and err == "Repaired 1 problem.\n  environment.yml: VL102 missing-voila\n"
    _, _, err = run(capsys, "--root", tmp_path, tmp_path / "b.ipynb", "--fix")
    assert err == "Repaired 1 problem.\n  environment.yml: VL101 missing-import\n"
    assert (tmp_path / "environment.yml").read_text().endswith("- voila\n  - pandas\n")


@pytest.mark.parametrize(
    "bad",
    [
        "\n - [",  # no YAML any more
        "\n  - ???",  # no requirement
        "\n  - somethingelse",  # not what was missing
        "\n  - python=2.7",  # the build stops, or another error comes
        "\nname: app",  # nothing
    ],
)
def test_a_repair_that_fails_is_taken_back_and_the_others_are_kept(
    tmp_path, capsys, monkeypatch, bad
):
    modules = ["emoji", "pandas", "bqplot", "plotly", "altair", "tqdm", "seaborn"]
    app = notebook("\n".join(f"import {module}" for module in modules), SLIDER)
    write(tmp_path, {"app.ipynb": app, "environment.yml": ENVIRONMENT})
    add_item = package_edits._add_item

    def add_badly(path, text, sequence, item):
        edit = add_item(path, text, sequence, item)
        if item != "plotly":
            return edit
        last = len(text.splitlines())
        column = len(text.splitlines()[-1]) + 1
        return Edit(path, bad, None, last, column, last, column)

    monkeypatch.setattr(package_edits, "_add_item", add_badly)
    code, out, err = run(capsys, tmp_path, "--fix")
    assert code == 1 and "Repaired 6 problems." in err
    assert "its own repair would leave a fault there" in flat(out)
    after = (tmp_path / "environment.yml").read_text()
    assert after == ENVIRONMENT + "".join(f"  - {m}\n" for m in modules if m != "plotly")
    assert run(capsys, tmp_path, "--fix")[2] == ""


def work(arguments):
    """Return the exit code of a run, and how many calls it made of Python's functions."""
    from voila_lint import cli

    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        code = cli.main(arguments)
    finally:
        sys.setprofile(None)
    return code, calls


@pytest.mark.parametrize("kind", ["links", "cells", "lines"])
def test_twice_the_edits_cost_at_most_two_and_a_half_times(tmp_path, capsys, monkeypatch, kind):
    checks = []
    check = checking.check
    monkeypatch.setattr(
        "voila_lint.commands.check.check", lambda *given: checks.append(1) or check(*given)
    )
    calls = []
    for number in (2, 100, 200):
        files = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
        if kind == "links":
            files["README.md"] = LINK.format("labpath=voila%2Frender%2Fapp.ipynb") * number
        elif kind == "cells":
            files["app.ipynb"] = notebook(*[f"#md\n![a{n}](b.png)" for n in range(number)], SLIDER)
        else:
            files["apt.txt"] = "".join(f"Lib{n}\n" for n in range(number))
        root = write(tmp_path / str(number), files)
        checks.clear()
        _, made = work([str(root), "--fix"])
        assert "Repaired" in capsys.readouterr().err
        assert len(checks) <= 8
        calls.append(made)
    assert calls[2] <= 2.5 * calls[1]


def test_rounds_end(tmp_path, capsys, monkeypatch):
    # A repair that always makes room for another one.
    write(tmp_path, {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT})
    rounds = []
    keep = repairing._keep
    monkeypatch.setattr(repairing, "_keep", lambda *given: rounds.append(1) or keep(*given))
    write(tmp_path, {"README.md": LINK.format("labpath=voila%2Frender%2Fapp")})
    run(capsys, tmp_path, "--fix")
    assert 0 < len(rounds) <= repairing.ROUNDS
    assert found(capsys, tmp_path) == []
