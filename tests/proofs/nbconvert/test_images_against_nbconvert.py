"""The images that voila-lint sees in Markdown cells are those that nbconvert renders."""

import json
import subprocess
from pathlib import Path

import pytest
from environments import judge_python
from markdown_cells import HAND_WRITTEN, generated

from voila_lint.notebook.markdown import markdown_images

DRIVER = Path(__file__).with_name("markdown_driver.py")


def rendered(cells: list[str]) -> list[list[list[str]]]:
    result = subprocess.run(
        [str(judge_python("nbconvert")), str(DRIVER)],
        input="".join(json.dumps(cell) + "\n" for cell in cells),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in result.stdout.splitlines()]


def seen(cell: str) -> list[list[str]]:
    return sorted([image.kind, image.target] for image in markdown_images(cell))


def compare(cells: list[str]) -> None:
    answers = rendered(cells)
    assert len(answers) == len(cells)
    differing = [
        (cell, judge, own)
        for cell, answer in zip(cells, answers, strict=True)
        if (own := seen(cell)) != (judge := sorted(answer))
    ]
    assert differing == []


@pytest.mark.proof
def test_cells_that_people_write() -> None:
    compare(HAND_WRITTEN)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(5))
def test_generated_cells(seed: int) -> None:
    compare(generated(seed, 2000))


@pytest.mark.proof
def test_every_image_is_where_its_span_says() -> None:
    # Cutting the span out of the cell and rendering it alone gives the image again, unless its
    # meaning comes from elsewhere in the cell.
    cells = [cell for cell in HAND_WRITTEN if "\n" not in cell]
    images = [(cell, image) for cell in cells for image in markdown_images(cell)]
    inline = [(cell, image) for cell, image in images if image.kind == "inline"]
    texts = [cell[image.at.column - 1 : image.at.end_column - 1] for cell, image in inline]
    answers = rendered(texts)
    assert [len(answer) for answer in answers] == [1] * len(texts)
    assert all(text.startswith("![") for text in texts)
