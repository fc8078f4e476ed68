import json
import os
import subprocess
import sys

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, notebook, run, write
from voila_lint.commands.check import CheckOptions, read_check
from voila_lint.commands.parser import check_parser, plan_parser
from voila_lint.commands.plan import PlanOptions, read_plan

BROKEN = {"app.ipynb": notebook(f"import emoji\n{SLIDER}"), "environment.yml": ENVIRONMENT}
CLEAN = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}


def test_a_clean_repository_exits_with_0_and_says_what_was_checked(tmp_path, capsys):
    code, out, err = run(capsys, "--root", write(tmp_path, CLEAN))
    assert (code, err) == (0, "")
    assert out == "No problems found in 1 notebook (1 taken for an app).\n"


def test_a_finding_exits_with_1_and_shows_place_source_and_help(tmp_path, capsys):
    code, out, _ = run(capsys, write(tmp_path, BROKEN))
    assert code == 1
    assert out.splitlines()[:6] == [
        "app.ipynb:cell 1 (code cell 1):1:8: error VL101 missing-import",
        "  `emoji` is imported, but `environment.yml` does not bring it. Visitors see "
        "“There was an error",
        "  when executing cell [1]”.",
        "  1 | import emoji",
        "    |        ^^^^^",
        "  help: Add `emoji` to environment.yml.",
    ]
    assert "Found 1 error in 1 notebook." in out


def test_check_is_the_default_command(tmp_path, capsys):
    write(tmp_path, BROKEN)
    assert run(capsys, tmp_path) == run(capsys, "check", tmp_path)


def test_the_current_folder_is_the_default_path(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(write(tmp_path, BROKEN))
    assert run(capsys)[0] == 1


def test_concise_is_a_line_per_finding(tmp_path, capsys):
    _, out, _ = run(capsys, write(tmp_path, BROKEN), "--output-format", "concise")
    (line,) = out.splitlines()
    assert line.startswith("app.ipynb:cell 1:1:8: VL101 `emoji` is imported")


def test_json_keeps_its_contract(tmp_path, capsys):
    _, out, _ = run(capsys, write(tmp_path, BROKEN), "--output-format", "json")
    document = json.loads(out)
    (finding,) = document.pop("findings")
    assert document == {
        "schema": 1,
        "root": tmp_path.as_posix(),
        "summary": {"notebooks": 1, "files": 2, "error": 1, "warning": 0, "info": 0},
    }
    fix = finding.pop("fix")
    assert finding.pop("message") and finding.pop("help")
    assert finding == {
        "code": "VL101",
        "name": "missing-import",
        "severity": "error",
        "path": "app.ipynb",
        "cell": 1,
        "line": 1,
        "column": 8,
        "end_line": 1,
        "end_column": 13,
        "file_line": 10,
        "data": {
            "module": "emoji",
            "pypi": "emoji",
            "conda": "emoji",
            "declared_in": "environment.yml",
        },
    }
    assert fix == {
        "title": "Add emoji to environment.yml",
        "safety": "safe",
        "edits": [
            {
                "path": "environment.yml",
                "new_text": "  - emoji\n",
                "cell": None,
                "line": 4,
                "column": 1,
                "end_line": 4,
                "end_column": 1,
            }
        ],
    }


def test_several_roots_are_judged_one_by_one(tmp_path, capsys):
    write(tmp_path / "one", BROKEN)
    write(tmp_path / "two", CLEAN)
    (finding,) = found(capsys, tmp_path / "one", tmp_path / "two")
    assert finding["path"] == "one/app.ipynb"
    assert finding["fix"]["edits"][0]["path"] == "one/environment.yml"


def test_a_file_is_judged_in_its_repository(tmp_path, capsys):
    write(tmp_path, BROKEN | {".git/HEAD": "ref: refs/heads/main\n", "b.ipynb": notebook("(")})
    assert codes(capsys, tmp_path / "app.ipynb") == ["VL101"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--fail-on", "error"], 1),
        (["--ignore", "VL101"], 0),
        (["--ignore", "missing-import"], 0),
        (["--ignore", "VL1"], 0),
        (["--select", "VL2,VL3"], 0),
        (["--select", "VL101"], 1),
        (["--select", "VL1", "--ignore", "VL101"], 0),
        (["--select", "VL101", "--ignore", "VL1"], 1),
        (["--exclude", "app.ipynb"], 0),
        (["--exclude", "*.ipynb"], 0),
        (["--exit-zero"], 0),
    ],
)
def test_options_choose_what_counts(tmp_path, capsys, arguments, expected):
    assert run(capsys, write(tmp_path, BROKEN), *arguments)[0] == expected


def test_warnings_count_only_from_fail_on(tmp_path, capsys):
    # No link, no Voilà, no environment: only the widget tells that an app may be meant.
    write(tmp_path, {"app.ipynb": notebook(SLIDER)})
    assert run(capsys, tmp_path)[0] == 1
    assert run(capsys, tmp_path, "--fail-on", "error")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-folder"], "no-such-folder: no such file or folder"),
        (["--no-such-option"], "unrecognized arguments: --no-such-option"),
        (["--select", "VL999"], "unknown rule `VL999`"),
        (["--ignore", "F401"], "unknown rule `F401`"),
        (["--output-format", "xml"], "invalid choice: 'xml'"),
        (["explain", "nothing"], "unknown rule `nothing`"),
    ],
)
def test_bad_usage_is_one_line_and_exits_with_2(tmp_path, capsys, monkeypatch, arguments, said):
    monkeypatch.chdir(write(tmp_path, CLEAN))
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("voila-lint: ") and err.count("\n") == 1


@pytest.mark.parametrize(
    "content",
    [b"{", b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"[]", '{"nbformat": "4"}'.encode("utf-16")],
)
def test_an_unreadable_notebook_is_a_finding_or_fatal_where_it_was_named(tmp_path, capsys, content):
    write(tmp_path, CLEAN | {"bad.ipynb": content})
    assert codes(capsys, tmp_path) == ["VL001"]
    assert run(capsys, tmp_path)[0] == 1
    code, _, err = run(capsys, tmp_path / "bad.ipynb")
    assert code == 2
    assert err.startswith("voila-lint: bad.ipynb") and err.count("\n") == 1


def test_a_broken_environment_file_is_a_finding_or_fatal_where_it_was_named(tmp_path, capsys):
    write(tmp_path, CLEAN | {"environment.yml": "dependencies: [\n"})
    (finding,) = found(capsys, tmp_path)
    assert (finding["code"], finding["path"]) == ("VL003", "environment.yml")
    assert run(capsys, tmp_path)[0] == 1
    code, _, err = run(capsys, tmp_path / "environment.yml")
    assert code == 2 and err.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows needs a privilege for symbolic links")
def test_a_file_that_cannot_be_read_is_a_finding_or_fatal_where_it_was_named(tmp_path, capsys):
    write(tmp_path, CLEAN)
    (tmp_path / "gone.ipynb").symlink_to("nowhere.ipynb")
    assert codes(capsys, tmp_path) == ["VL001"]
    assert run(capsys, tmp_path / "gone.ipynb")[0] == 2


def test_a_folder_without_notebooks_is_said_loudly(tmp_path, capsys):
    code, out, _ = run(capsys, tmp_path)
    assert code == 0
    assert "No notebooks found" in out
    assert "No notebooks found" in run(capsys, tmp_path, "--output-format", "json")[2]


def test_nothing_steers_the_terminal(tmp_path, capsys):
    write(tmp_path, BROKEN | {"app.ipynb": notebook("import emoji # \x1b[2J\x9b \u202e\nx")})
    _, out, _ = run(capsys, tmp_path)
    assert r"\x1b[2J\x9b \u202e" in out
    assert all(char.isprintable() or char == "\n" for char in out)


def test_colour_only_where_it_is_forced(tmp_path, capsys, monkeypatch):
    write(tmp_path, BROKEN)
    assert "\x1b[" not in run(capsys, tmp_path)[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31merror" in run(capsys, tmp_path)[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(capsys, tmp_path)[1]


def test_verbose_says_in_which_cells_images_are_not_looked_for(tmp_path, capsys):
    files = {"app.ipynb": notebook(SLIDER, "#md\n" + "![" * 9000, "#md\n![a](b.png)")}
    write(tmp_path, {**files, "environment.yml": ENVIRONMENT})
    _, out, err = run(capsys, tmp_path, "--verbose", "--output-format", "concise")
    assert out.startswith("app.ipynb:cell 3:1:1: VL517 ")
    assert "app.ipynb: images are not looked for in cell 2: it has so many brackets, " in err


def test_verbose_says_what_was_taken_for_an_app_and_what_is_unknown(tmp_path, capsys):
    write(tmp_path, BROKEN | {"postBuild": "#!/bin/bash\n./from-elsewhere\n"})
    code, _, err = run(capsys, tmp_path, "--verbose")
    assert code == 0
    assert "app.ipynb: an app: the environment has Voilà and it shows widgets" in err
    assert "app.ipynb: `emoji` may or may not be there" in err


def test_explain_prints_the_rule(capsys):
    code, out, _ = run(capsys, "explain", "VL102")
    assert code == 0
    assert out.startswith("# VL102 missing-voila\n\nThe environment file does not bring Voilà")


def test_rules_lists_all_by_code(capsys):
    _, out, _ = run(capsys, "rules")
    listed = [line.split()[0] for line in out.splitlines()]
    assert listed == sorted(listed) and "VL101" in listed


def test_version_needs_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "voila_lint", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.stdout.startswith("voila-lint ")
    heavy = {"nbformat", "jsonschema", "yaml", "packaging", "msgspec", "argparse", "markdown_it"}
    assert not heavy & imported
    assert {name for name in imported if name.startswith("voila_lint")} <= {
        "voila_lint",
        "voila_lint.__main__",
    }


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    write(tmp_path, BROKEN)
    command = [sys.executable, "-m", "voila_lint", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_empty_choice_of_rules_is_no_choice(tmp_path, capsys):
    code, _, err = run(capsys, write(tmp_path, BROKEN), "--select", "")
    assert code == 2 and err == "voila-lint: --select names no rule\n"


def test_unsafe_fixes_alone_write_nothing(tmp_path, capsys):
    code, _, err = run(capsys, write(tmp_path, BROKEN), "--unsafe-fixes")
    assert code == 2 and "goes with --fix or --diff" in err
    assert (tmp_path / "environment.yml").read_text() == ENVIRONMENT


def test_what_could_not_be_judged_is_counted(tmp_path, capsys):
    write(tmp_path, BROKEN | {"postBuild": "#!/bin/bash\n./from-elsewhere\n"})
    code, out, _ = run(capsys, tmp_path)
    assert code == 0
    assert out.splitlines()[-1] == "1 import could not be judged; `--verbose` says why."


def test_a_clean_file_is_named_as_such(tmp_path, capsys):
    write(tmp_path, BROKEN | {".git/HEAD": "ref: refs/heads/main\n"})
    _, out, _ = run(capsys, tmp_path / "environment.yml")
    assert out == "No problems found in the file that you named.\n"


def test_excluding_everything_is_said(tmp_path, capsys):
    _, out, _ = run(capsys, write(tmp_path, CLEAN), "--exclude", "*.ipynb")
    assert "All notebooks are excluded." in out


@pytest.mark.parametrize("arguments", [[], ["."], ["a", "b.ipynb"]])
def test_paths_alone_mean_what_the_parser_makes_of_them(arguments):
    parsed = check_parser().parse_args(arguments, CheckOptions())
    assert vars(read_check(arguments)) == vars(parsed)


@pytest.mark.parametrize("arguments", [[], ["a"]])
def test_a_path_for_plan_means_what_the_parser_makes_of_it(arguments):
    parsed = plan_parser().parse_args(arguments, PlanOptions())
    assert vars(read_plan(arguments)) == vars(parsed)
