"""How often code speaks of a file."""

import pytest

from voila_lint.views.mentions import mentions


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("open('data.csv')", 1),
        ("'data.csv' 'a/data.csv' '*data.csv'", 3),
        ("'%sdata.csv' % name", 1),
        ("'data.csv.gz'", 1),
        ("'data.csv-data.csv'", 1),
        ("'data' '.csv'", 0),
        ("''", 0),
    ],
)
def test_words_that_may_stand_for_a_file_are_counted(text, times):
    assert mentions({"data.csv"}, [text]) == {"data.csv": times}


def test_a_name_in_several_words_goes_by_its_last():
    assert mentions({"my data.csv"}, ["'my data.csv'", "'data.csv'"]) == {"my data.csv": 2}


def test_many_names_are_counted_in_one_pass():
    names = {f"{number}.csv": 1 for number in range(10_000, 99_999)}
    assert mentions(names, [str(list(names))]) == names
