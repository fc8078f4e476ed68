"""The transformation of cells: IPython itself, as installed, is the judge."""

import inspect
import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TRANSFORM_LOOP_LIMIT, PromptStripper, TransformerManager

from voila_lint.notebook.ipython import TransformError, automagic, transform_cell
from voila_lint.text import Lines

#: Releases before IPython 9.9 strip classic prompts by a simpler rule.
NEW_PROMPTS = "doctest" in inspect.signature(PromptStripper).parameters
#: The tokenizer of these versions stops at errors, that before went on; only text that is no
#: Python either way comes out differently.
STRICT_TOKENIZER = sys.version_info >= (3, 12)


def by_ipython(source: str) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TransformerManager().transform_cell(source)
    except Exception:
        return None


#: IPython 8 goes by the first line's indentation.
BY_FIRST_LINE = by_ipython("  x\ny") == "x\ny\n"


def by_us(source: str) -> str | None:
    try:
        return transform_cell(source, by_first_line=BY_FIRST_LINE).text
    except TransformError:
        return None


def compiles(text: str | None) -> bool:
    if text is None:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "cell", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


CELLS = [
    "",
    "\n\n  \n",
    "x = 1",
    "\n\n   \nx = 1\n    \ny = 2\n\n",
    "    x = 1\n    if x:\n        y",
    "\tif x:\n\t    y",
    "%matplotlib inline\nimport numpy",
    "%%HTML\n<b>",
    "%%html\n<b>",
    "%%time\nfoo()\n",
    "%%time  \n\n",
    "%%bash -s a b\necho 'x'\n",
    "%%timeit?",
    "%%timeit??\nx",
    "# comment\n%%html\n<b>",
    "# %matplotlib inline\nx",
    "#%%time\nx",
    "    %matplotlib inline",
    "if x:\n    %matplotlib inline\n    !ls\nelse:\n    %run a.py",
    "try:\n    %load_ext x\nexcept Exception:\n    pass",
    "for f in y:\n    a = !cat {f}\n    b = %time f(x)",
    "x = %time foo()",
    "a = !ls -l | grep x",
    "a = b = !ls",
    "a, b = !ls",
    "d['k'] = %env HOME",
    "(a,\n b) = %foo",
    "f(x=!ls)",
    "a == !b",
    "x != y",
    "s = '''\n%matplotlib inline\n!ls\nx?\n'''\n!ls",
    's = """a""" + x?\n',
    "print('!ls %foo x?')",
    "print(f'{x!r}')",
    "f'''\n{x!r}\n%foo\n'''",
    "10 \\\n% 3",
    "10 % \\\n3",
    "x = (10\n% 3)",
    "x = [\n%foo\n]",
    "%foo a \\\n  b\nx",
    "!ls \\\n  -la\\\n",
    "x = !ls \\\n -l",
    "?obj",
    "??obj",
    "?obj*",
    "obj?",
    "obj??",
    "obj.attr[0]?",
    "obj.*abc?",
    "%foo?",
    "foo(x)?",
    "x = obj?",
    "x; obj?",
    "  obj?",
    "?",
    "??",
    "  ?\nx?",
    "x? # why",
    "x?   ",
    "x?\\\n",
    "!",
    "!!ls",
    "!!",
    "%",
    "%%",
    ",foo a b",
    ";foo a b",
    "/foo a b",
    "/",
    "/ foo\n/foo x",
    ", a b",
    "/!foo",
    "a = %",
    "a = % foo",
    "a %b",
    ">>> x = 1\n>>> y",
    ">>> if x:\n...     y\n... \n",
    "x\n>>> y",
    ">>> %time x",
    ">>> x = '''\n... a\n... '''",
    "s = '''\n>>> x\n'''\n",
    "    >>> x\n    ... y\n    3",
    "In [1]: x = 1\n   ...: y\n",
    "In [12]: !ls",
    " [ins] In [1]: x",
    "x\nIn [1]: y",
    "...: x",
    "...\nx",
    "!echo it's\n%matplotlib inline",
    '!echo "\n%foo',
    "!echo (\n%foo\n)",
    "!echo '''\n%foo\n!echo '''\n%foo",
    "'abc\\\ndef'\n%foo",
    "x = 'abc\n%foo",
    "if x:\n    y\n  z\n%foo",
    "def f():\n    return 1\n%foo",
    "é = !ls\nñ?",
    "x = 1\r\n%foo\r\ny = !ls\r\n",
    "a\x0c\n%foo",
    "@x\ndef f(): pass\n%foo",
    "x: int = %foo",
    "lambda: %foo",
    "$x\n%foo",
    "%pip install x==1 'y>2'",
    "%cd ~/x y",
    "%time",
    "%load_ext\tautoreload",
    "!pip install 'x' \"y\"",
]


def comparable(source: str) -> bool:
    return NEW_PROMPTS or not (">>>" in source or "..." in source)


@pytest.mark.parametrize("source", [cell for cell in CELLS if comparable(cell)])
def test_same_text_as_ipython(source: str) -> None:
    theirs, ours = by_ipython(source), by_us(source)
    assert ours == theirs or (STRICT_TOKENIZER and not compiles(ours) and not compiles(theirs))


FRAGMENTS = sorted({line for cell in CELLS for line in cell.split("\n")})
ENDS = ["\n"] * 6 + ["", " ", "\n\n", "\r\n", "\n    "]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(ENDS)), max_size=7).map(
        lambda parts: "".join([fragment + end for fragment, end in parts])
    )
)
def test_same_text_as_ipython_for_made_up_cells(source: str) -> None:
    if not comparable(source):
        return
    theirs, ours = by_ipython(source), by_us(source)
    # Text that IPython cannot even tokenize is left to the compiler, which refuses it too. Since
    # Python 3.12 the tokenizer stops at stray characters, behind which IPython then sees nothing.
    assert ours == theirs or (
        not compiles(ours)
        if theirs is None
        else STRICT_TOKENIZER and not (compiles(ours) and compiles(theirs))
    )


@given(st.text(max_size=60))
def test_any_text_is_transformed_or_refused(source: str) -> None:
    text = by_us(source)
    assert text is None or text.endswith("\n")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("\n".join))
def test_unchanged_text_leads_back_to_itself(source: str) -> None:
    try:
        transformed = transform_cell(source)
    except TransformError:
        return
    changed = {command.line for command in transformed.commands}
    for number, line in enumerate(transformed.text.split("\n"), start=1):
        if number not in changed and line.isascii() and "\r" not in source and "\x0c" not in source:
            begin = transformed.offset(number, 0)
            assert source[begin : begin + len(line)] == line


@pytest.mark.parametrize(
    ("source", "written", "argument"),
    [
        ("x = 1\n  \n%pip  install x \ny", "%pip  install x", " install x"),
        ("if x:\n    !ls -l\n", "!ls -l", "ls -l"),
        ("  a = !ls -l", "!ls -l", "ls -l"),
        (">>> a\n>>> b = %time foo(x)", "%time foo(x)", "foo(x)"),
        ("%%time -n 3\nx", "%%time -n 3", "-n 3"),
        ("!!pwd", "!!pwd", "pwd"),
    ],
)
def test_place_of_commands(source: str, written: str, argument: str) -> None:
    (command,) = transform_cell(source).commands
    assert source[command.start : command.end] == written
    begin = command.argument_start
    assert source[begin : begin + len(argument)] == argument == command.argument


def automagic_by_ipython(source: str, names: tuple[str, ...]) -> str:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.user_ns.update(dict.fromkeys(names, 1))
    try:
        return shell.transform_cell(source)
    finally:
        for name in names:
            del shell.user_ns[name]


@pytest.mark.parametrize("names", [(), ("ls", "time", "pip", "cd")])
@pytest.mark.parametrize(
    "source",
    [
        "pip install x",
        "  pip install x  ",
        "pip install x\n",
        "pip install x\n\n",
        "\n\npip install x",
        "# c\npip install x",
        "cd ..",
        "ls",
        "ls -la",
        "ls = 3",
        "ls, x = 1, 2",
        "ls == 3",
        "ls.x",
        "time foo()",
        "time(3)",
        "time.sleep(3)",
        "matplotlib inline",
        "foo bar",
        "%pip install x",
        "print(3)",
        "conda install y",
        "load_ext x",
        "who",
        "x = 1",
        "history",
        ">>> ls -l",
    ],
)
def test_automagic_as_ipython(source: str, names: tuple[str, ...]) -> None:
    expected = automagic_by_ipython(source, names)
    assert automagic(transform_cell(source), names).text == expected


def test_automagic_when_names_are_not_known() -> None:
    def changes(source: str) -> bool:
        return bool(automagic(transform_cell(source)).commands)

    assert changes("pip install x")
    assert changes("ls")
    assert changes("cd data")
    assert not changes("time")
    assert not changes("run(app)")
    assert not changes("history - 1")


def test_ipython_gives_up_on_too_many_commands() -> None:
    # IPython takes half a minute to say so; its limit is the judge.
    assert TRANSFORM_LOOP_LIMIT == 500
    assert by_us("\n".join(["!ls"] * 499)) == "get_ipython().system('ls')\n" * 499
    assert by_us("\n".join(["!ls"] * 500)) is None


def test_commands_that_open_brackets_in_a_huge_cell_are_given_up_on() -> None:
    assert by_us("\n".join(["!echo ("] * 400 + ["x = 1"] * 2_000)) is None


@pytest.mark.parametrize("text", ["aé", "a\u0800b", "\U0001f600c", "abc"])
def test_places_in_long_lines_count_characters(text: str) -> None:
    line = text * 500
    lines = Lines(f"é\n{line}\nü")
    for index in (0, 1, 498, 999):
        column = len(line[:index].encode())
        assert lines.offset_of(2, column) == 2 + index
