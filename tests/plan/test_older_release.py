"""Where a hub with an older repo2docker decides otherwise (proven in test_plan_proof.py)."""

from pathlib import Path

import pytest

from voila_lint.build.older_release import older_release
from voila_lint.build.plan import build_plan
from voila_lint.reading import Files

PROJECT = "[project]\nname = 'x'\nversion = '0'\n[build-system]\nrequires = []\n"
VOILA = "dependencies: [voila]\n"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"environment.yaml": VOILA}, ["do not read environment.yaml"]),
        ({"environment.yaml": VOILA, "binder/environment.yml": VOILA}, []),
        ({"environment.yaml": VOILA, "environment.yml": VOILA}, []),
        ({"binder/environment.yaml": VOILA}, ["do not read binder/environment.yaml"]),
        ({"environment.yaml": "- voila\n"}, ["do not read environment.yaml"]),
        ({"pyproject.toml": PROJECT}, ["stop at pyproject.toml"]),
        ({"pyproject.toml": "", "requirements.txt": "voila\n"}, ["stop at pyproject.toml"]),
        ({"pyproject.toml": PROJECT, "setup.py": ""}, []),
        ({"pyproject.toml": PROJECT, "environment.yml": VOILA}, []),
        ({"pyproject.toml": "["}, []),
        ({"requirements.txt": "voila\n"}, []),
    ],
)
def test_what_it_does_otherwise(tmp_path: Path, files: dict[str, str], words: list[str]) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    said = older_release(Files(tmp_path), build_plan(Files(tmp_path)))
    assert len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True))
