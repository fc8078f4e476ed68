"""How long mistune would be busy with a text, told in linear time before it is asked.

mistune 3.1 and 3.2 look from each sign that opens something for the sign that closes it, at worst
to the end of the paragraph or, for mathematics, of the text: twice the text takes four times as
long. Nobody writes a cell in which that matters.
"""

from voila_lint.errors import NotJudged
from voila_lint.pattern import pattern

#: Steps of 20 to 80 nanoseconds: a quarter of a second. Of 6,200 cells of published notebooks none
#: takes a tenth of it.
_MOST = 5_000_000
#: A paragraph with fewer signs takes no time worth counting.
_FEW = 100
_SIGNS = "[]*_~`<$\\|"
_BLANK_LINE = pattern(r"\n[ \t\v\f]*\n")
_OPENS_MATH = pattern(r"\\begin\{|\\\\\[|\$\$")
#: Rulers and margins, which several expressions try to divide in all ways.
_RUN = pattern(r"[\s*+=#>|:_-]{64,}")
_BRACKET = pattern(r"(?<!\\)(?:\\\\)*[\[\]]")
#: A bracket on the way to the closing one costs as much as these steps.
_BRACKET_STEPS = 8


def check(text: str) -> None:
    """Raise NotJudged for Markdown that could take mistune longer than a quarter of a second."""
    steps = len(_OPENS_MATH.findall(text)) * len(text)
    steps += sum(len(run) ** 2 for run in _RUN.findall(text))
    # Definition lists are looked for from each line of a paragraph.
    signs = _SIGNS + "\n" if "\n:" in text else _SIGNS
    for paragraph in _BLANK_LINE.split(text):
        count = sum(map(paragraph.count, signs)) if len(paragraph) > _FEW else 0
        if count > _FEW:
            steps += count * len(paragraph) + _BRACKET_STEPS * _brackets_passed(paragraph)
    if steps > _MOST:
        raise NotJudged(
            "it has so many brackets, asterisks or spaces that reading it could take minutes"
        )


def _brackets_passed(paragraph: str) -> int:
    """Return how many brackets are passed on the way from each to the one that closes it."""
    passed = index = 0
    opened: list[int] = []
    for index, bracket in enumerate(_BRACKET.finditer(paragraph)):
        if bracket[0][-1] == "[":
            opened.append(index)
        elif opened:
            passed += index - opened.pop()
    return passed + sum(index + 1 - start for start in opened)
