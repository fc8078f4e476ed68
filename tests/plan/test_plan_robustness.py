"""Repositories that nobody means: each gets an answer."""

import os
import sys
from pathlib import Path

import pytest
from bad_input import NAMES, bad_input

from tests.building import SLIDER, notebook, run, write
from voila_lint.build.plan import build_plan
from voila_lint.reading import Files


@pytest.mark.parametrize(
    "name",
    [
        *("environment.yml", "requirements.txt", "runtime.txt", "apt.txt", "Pipfile", "postBuild"),
        *(
            "Pipfile.lock",
            "pyproject.toml",
            "setup.py",
            "Dockerfile",
            "Project.toml",
            "DESCRIPTION",
        ),
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\x00\x01\xff\xfe",
        b"\xff\xfea\x00=\x001\x00",
        b"\xef\xbb\xbfa\r\rb",
        b"[" * 100_000,
        b"{" * 100_000,
        b"- " * 50_000,
        b"(" * 100_000,
        b"-r " + b"requirements.txt\n-r " * 20,
        b"9" * 10_000,
        b"python-" + b"9" * 10_000,
    ],
)
def test_any_content_gets_an_answer(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_bytes(content)
    found = build_plan(Files(tmp_path))
    assert found.error is not None or found.build_pack is not None


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("dependencies: [voila]\n")
    root = tmp_path / "root"
    root.mkdir()
    (root / "environment.yml").symlink_to(tmp_path / "secret.yml")
    (root / "requirements.txt").symlink_to("requirements.txt")
    (root / "apt.txt").symlink_to("nowhere")
    found = build_plan(Files(root))
    assert (found.fallback, found.packages, found.error) == (True, (), None)


def test_links_inside_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text("dependencies: [voila]\n")
    (tmp_path / "environment.yml").symlink_to("real.yml")
    assert [package.name for package in build_plan(Files(tmp_path)).packages] == ["voila"]


def test_aliases_are_not_copied(tmp_path: Path) -> None:
    lines = ["a0: &a0 [voila]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)]
    text = "\n".join([*lines, "dependencies: *a59", ""])
    (tmp_path / "environment.yml").write_text(text)
    found = build_plan(Files(tmp_path))
    assert (found.build_pack, found.packages, found.error) == ("conda", (), None)


def test_deep_yaml_stops_like_repo2docker(tmp_path: Path) -> None:
    (tmp_path / "environment.yml").write_text("a: " + "[" * 1000 + "]" * 1000)
    found = build_plan(Files(tmp_path))
    assert found.error is not None and found.error.type == "RecursionError"


def test_large_requirements(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("# a comment of some length\n" * 200_000 + "voila\n")
    assert [package.at.line for package in build_plan(Files(tmp_path)).packages if package.at] == [
        200_001
    ]


def test_bad_input_is_checked_to_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the plan says of each is proven in test_plan_proof.py."""
    for number, (name, make) in enumerate(bad_input()):
        root = write(tmp_path / str(number), {"app.ipynb": notebook(SLIDER)})
        make(root)
        code, out, err = run(capsys, root, "--output-format", "json")
        assert (code, err) in ((0, ""), (1, "")), name
        assert '"findings"' in out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
@pytest.mark.parametrize("name", NAMES)
def test_a_pipe_is_not_waited_for(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"app.ipynb": notebook(SLIDER)})
    os.mkfifo(tmp_path / name)
    found = build_plan(Files(tmp_path))
    assert (found.fallback, found.packages, found.error) == (True, (), None)
    assert run(capsys, tmp_path)[0] == 1


def test_an_unreadable_file_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # For root, who may run the tests, every file is readable.
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "environment.yml").write_text("dependencies: [voila]\n")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = build_plan(Files(tmp_path))
    assert found.error is not None
    assert (found.error.type, found.error.path) == ("PermissionError", "environment.yml")
