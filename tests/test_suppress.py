import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, notebook, write

LINK = "https://mybinder.org/v2/gh/o/r/HEAD?labpath=voila/render/app.ipynb"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import emoji  # noqa", []),
        ("import emoji  # noqa: VL101", []),
        ("import emoji  #NOQA:vl101", []),
        ("import emoji  # noqa: F401, VL101", []),
        ("import emoji  # noqa: F401", ["VL101"]),
        ("import emoji  # noqa: VL102", ["VL101"]),
        ("# noqa: VL101\nimport os\nimport emoji", []),
        ("import os  # noqa: VL101\nimport emoji", ["VL101"]),
        ("import emoji  # noqa: VL101\nimport emoji", []),
    ],
)
def test_comments_in_code(tmp_path, capsys, source, expected):
    write(tmp_path, {"a.ipynb": notebook(source, SLIDER), "environment.yml": ENVIRONMENT})
    assert codes(capsys, tmp_path) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"[app]({LINK}) <!-- noqa: VL301 -->", []),
        (f"[app]({LINK}) <!-- noqa -->", []),
        (f"[app]({LINK}) <!-- noqa: VL302 -->", ["VL301"]),
    ],
)
def test_comments_in_markdown(tmp_path, capsys, line, expected):
    files = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT, "README.md": line}
    assert codes(capsys, write(tmp_path, files)) == expected
