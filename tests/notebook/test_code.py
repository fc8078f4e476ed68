import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voila_lint.notebook.code import read_code, read_module
from voila_lint.notebook.model import Code
from voila_lint.text import Span


def written(source: str, at: Span) -> str:
    assert at.line == at.end_line
    return source.split("\n")[at.line - 1][at.column - 1 : at.end_column - 1]


def modules(source: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(found.module, found.guards) for found in read_code(source).imports]


@pytest.mark.parametrize(
    ("source", "module", "at", "form"),
    [
        ("import a.b as c", "a.b", "a.b", "import"),
        ("x = 1; import a", "a", "a", "import"),
        ("é = 1; import a", "a", "a", "import"),
        ("from a.b import c", "a.b", "a.b", "from"),
        ("from  a import (\n  b,\n  c)", "a", "a", "from"),
        ("from . import x", "", ".", "from"),
        ("from ..a import x", "a", "..a", "from"),
        ("\n\n    from a import x", "a", "a", "from"),
        (">>> import a", "a", "a", "import"),
        ("In [3]: import a", "a", "a", "import"),
        ("import importlib\nimportlib.import_module('a.b')", "a.b", "a.b", "import_module"),
        ("from importlib import import_module as im\nim('a')", "a", "a", "import_module"),
        ("import importlib as il\nil.import_module('.a', 'p')", "a", ".a", "import_module"),
        ("__import__('a')", "a", "a", "__import__"),
        ("%load_ext a", "a", "a", "load_ext"),
        ("if x:\n    %reload_ext  a.b", "a.b", "a.b", "load_ext"),
        ("get_ipython().run_line_magic('load_ext', 'a')", "a", "a", "load_ext"),
        ("get_ipython().magic('load_ext a')", "a", "a", "load_ext"),
        ("%run -m a.b x y", "a.b", "a.b", "run_module"),
        ("%matplotlib widget", "ipympl", "widget", "matplotlib"),
        ("x = 1\n%matplotlib ipympl", "ipympl", "ipympl", "matplotlib"),
        ("%%time\nimport a", "a", "a", "import"),
        ("%%capture out\n%%time\n!ls\nimport a", "a", "a", "import"),
        ("%%timeit -n 3 import a\nb", "a", "a", "import"),
        ("%time import a", "a", "a", "import"),
        ("%timeit -n 3 -r4 import a", "a", "a", "import"),
        ("load_ext a", "a", "a", "load_ext"),
        ("eval('import b'); import a", "a", "a", "import"),
    ],
)
def test_import_and_its_place(source: str, module: str, at: str, form: str) -> None:
    found = read_code(source).imports[-1]
    assert (found.module, written(source, found.at), found.form) == (module, at, form)


def test_relative_level_and_names() -> None:
    found = read_code("from ..a import x, y as z\nfrom b import *").imports
    assert [(each.level, each.names) for each in found] == [(2, ("x", "y")), (0, ("*",))]


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib --list",
        "%load_ext autoreload",
        "from __future__ import annotations",
        "%%bash\nimport a",
        "%%writefile a.py\nimport a",
        "%%javascript\nimport a from 'b'",
        "# import a",
        "'import a'",
        "import a\nprint 'b'",
        "importlib.import_module(name)",
    ],
)
def test_no_import(source: str) -> None:
    assert read_code(source).imports == ()


@pytest.mark.parametrize(
    ("source", "guards"),
    [
        ("try:\n    import a\nexcept ImportError:\n    x", ["import-error"]),
        ("try:\n    import a\nexcept (ValueError, ModuleNotFoundError):\n    x", ["import-error"]),
        ("try:\n    import a\nexcept Exception:\n    x", ["import-error"]),
        ("try:\n    import a\nexcept:\n    x", ["import-error"]),
        ("try:\n    %load_ext a\nexcept:\n    x", ["import-error"]),
        ("try:\n    x\nexcept ImportError:\n    import a", ["import-error"]),
        ("try:\n    import a\nexcept ValueError:\n    x", []),
        ("try:\n    import a\nexcept ImportError:\n    raise OSError('install a')", []),
        ("try:\n    import a\nfinally:\n    x", []),
        (
            "from contextlib import suppress\nwith suppress(ImportError):\n    import a",
            ["suppressed"],
        ),
        ("with contextlib.suppress(Exception):\n    import a", ["suppressed"]),
        ("if TYPE_CHECKING:\n    import a", ["type-checking"]),
        ("if typing.TYPE_CHECKING:\n    x\nelse:\n    import a", []),
        ("if False:\n    import a", ["never"]),
        ("if 0:\n    import a", ["never"]),
        ("if not False:\n    import a", []),
        ("if sys.version_info >= (3, 9):\n    import a", ["version"]),
        ("if x:\n    y\nelif sys.platform == 'win32':\n    import a", ["conditional", "version"]),
        ("if platform.system() == 'Windows':\n    import a", ["version"]),
        ("if 'google.colab' in sys.modules:\n    import a", ["colab"]),
        ("if 'google.colab' not in sys.modules:\n    import a", []),
        ("if 'google.colab' in str(get_ipython()):\n    x\nelse:\n    import a", []),
        ("if 'COLAB_GPU' in os.environ:\n    import a", ["colab"]),
        ("if not IN_COLAB:\n    import a", []),
        ("if x:\n    import a", ["conditional"]),
        ("for x in y:\n    import a", ["conditional"]),
        ("while True:\n    import a", []),
        ("match x:\n    case 1:\n        import a", ["conditional"]),
        ("def f():\n    import a", ["function"]),
        ("async def f():\n    if x:\n        import a", ["function", "conditional"]),
        ("class A:\n    import a", []),
        ("class A:\n    def f(self):\n        import a", ["function"]),
        ("f = lambda: __import__('a')", ["function"]),
        ("if __name__ == '__main__':\n    import a", ["main"]),
        ("if x:\n    %time import a", ["conditional"]),
    ],
)
def test_guards(source: str, guards: list[str]) -> None:
    (found,) = [each for each in read_code(source).imports if each.module == "a"]
    assert list(found.guards) == guards


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("!pip install x y==1", [("pip", "x"), ("pip", "y==1")]),
        ("!pip install -q --upgrade 'x>=2'", [("pip", "x>=2")]),
        ("%pip install x", [("pip", "x")]),
        ("pip install x", [("pip", "x")]),
        ("!python -m pip install x", [("pip", "x")]),
        ("!{sys.executable} -m pip install x", [("pip", "x")]),
        ("!pip3 install -r req.txt", [("pip", "req.txt")]),
        ("!conda install -y -c conda-forge x", [("conda", "x")]),
        ("%conda install x", [("conda", "x")]),
        ("!mamba install x", [("mamba", "x")]),
        ("!sudo apt-get -qq install -y x > /dev/null 2>&1", [("apt", "x")]),
        ("!cd d && pip install x; apt install y", [("pip", "x"), ("apt", "y")]),
        ("%%bash\n# c\npip install x\napt-get install \\\n  y", [("pip", "x"), ("apt", "y")]),
        ("%%sh\npip install x", [("pip", "x")]),
        ("import os\nos.system('pip install x')", [("pip", "x")]),
        (
            "subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'x'])",
            [("pip", "x")],
        ),
        ("subprocess.run('pip install x', shell=True)", [("pip", "x")]),
        ("os.system(f'{sys.executable} -m pip install x')", [("pip", "x")]),
        ("pip.main(['install', 'x'])", [("pip", "x")]),
        ("import ipydeps\nipydeps.pip('x')", [("pip", "x")]),
        ("import ipydeps as d\nd.pip(['x', 'y>=2'])", [("pip", "x"), ("pip", "y>=2")]),
        ("from ipydeps import pip\npip('x')", [("pip", "x")]),
        ("import ipydeps\nipydeps.pip(names)", []),
        ("get_ipython().system('pip install x')", [("pip", "x")]),
        ("r = !pip install x", [("pip", "x")]),
        ("!pip install {name} # why", [("pip", "{name}")]),
        ("!pip install -qU x", [("pip", "x")]),
        ("!mamba install -yc conda-forge x", [("mamba", "x")]),
        ("subprocess.run(['pip', 'install', name])", [("pip", "{}")]),
        ("!apt-get update", []),
        ("!pip list", []),
        ("print('!pip install x')", []),
        ("if False:\n    !pip install x", []),
    ],
)
def test_installs(source: str, expected: list[tuple[str, str]]) -> None:
    found = read_code(source).installs
    assert [(each.tool, each.asked.text) for each in found] == expected
    for each in found:
        assert each.asked.text == "{}" or each.asked.text in written(source, each.at)


@pytest.mark.parametrize(
    "source",
    [
        "!poetry install", "!pipenv install x", "!bash setup.sh", "!./setup.sh", "!sudo make",
        "%%bash\nsource setup.sh", "!conda create -n x y",
        "!cat r.txt | xargs pip install", "!uv sync", "!easy_install x",
    ],
)  # fmt: skip
def test_installs_of_what_the_command_does_not_name(source: str) -> None:
    assert [each.asked.text for each in read_code(source).installs] == ["{}"]


def test_installs_know_their_guards() -> None:
    (found,) = read_code("if 'google.colab' in sys.modules:\n    !pip install x").installs
    assert found.guards == ("colab",)


def test_magics_and_shell_commands_with_their_places() -> None:
    source = "x = 1\nif x:\n    %config A.b = 1\ny = !ls -l"
    code = read_code(source)
    (magic,), (shell,) = code.magics, code.shell
    assert (magic.name, magic.argument, magic.cell) == ("config", "A.b = 1", False)
    assert written(source, magic.at) == "%config A.b = 1"
    assert (shell.command, written(source, shell.at)) == ("ls -l", "!ls -l")


@pytest.mark.parametrize(
    "source", ["%%bash\nls", "%%HTML\n<b>", "%%writefile a.py\nx", "%%R\nx <- 1"]
)
def test_other_languages(source: str) -> None:
    code = read_code(source)
    assert code.magics[0].cell
    assert code.syntax_problem is None


def test_files_and_folders() -> None:
    assert read_code("%%writefile -a data/a.py\nx").writes == ("data/a.py",)
    source = "%run -i 'my script.py' --flag"
    ((target, at),) = read_code(source).runs
    assert (target, written(source, at)) == ("my script.py", "'my script.py'")
    code = read_code(
        "import sys, os\n"
        "sys.path.append('..')\nsys.path.insert(0, os.path.join('a', 'b'))\n"
        "sys.path.append(os.path.abspath('c'))\nsys.path.append(str(Path('d') / 'e'))\n"
        "sys.path.append(unknown)\nos.chdir('f')\n%cd g"
    )
    assert code.path_entries == ("..", "a/b", "c", "d/e")
    assert code.path_unknown
    assert set(code.chdir) == {"f", "g"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import ipywidgets as w\nw.IntSlider()", True),
        ("widgets.Button(description='x')", True),
        ("from ipywidgets import interact\n@interact(x=1)\ndef f(x): pass", True),
        ("interact(f, x=1)", True),
        ("import ipyleaflet\nm = ipyleaflet.Map()", True),
        ("from bqplot import pyplot as plt\nplt.show()", True),
        ("import plotly.graph_objects as go\ngo.FigureWidget()", True),
        ("%matplotlib widget", True),
        ("class App(widgets.VBox): pass", True),
        ("import ipywidgets", False),
        ("layout = widgets.Layout(width='1px')", False),
        ("import matplotlib.pyplot as plt\nplt.show()", False),
        ("from IPython.display import HTML\nHTML('x')", False),
        ("%%html\n<b>IntSlider()", False),
    ],
)
def test_displays_widgets(source: str, expected: bool) -> None:
    assert read_code(source).displays_widgets is expected


@pytest.mark.parametrize(
    ("source", "line", "certain"),
    [
        ("x\nprint 'a'", 2, True),
        ("f(1\n", 1, True),
        ("x = 1)\n", 1, True),
        ("\n\n  if x:\n  y", 4, True),
        ("x\n  y", 2, True),
        ("return 1", 1, True),
        ("yield 1", 1, True),
        ("break", 1, True),
        ("%time x\n  y", 2, True),
        ("%%time\nx\nreturn", 3, True),
        ("x\n%%time\ny\n%%", None, True),
        (">>> x =", 1, True),
        ("if x:\n    y\n  !ls", None, True),
        ("a = \0", None, True),
        ("\n".join(["!ls"] * 500), 1, True),
    ],
)
def test_syntax_problem(source: str, line: int | None, certain: bool) -> None:
    code = read_code(source)
    problem = code.syntax_problem
    if source.startswith("x\n%%time"):
        assert problem is None  # IPython makes a line magic named "%time" of it
        return
    assert problem is not None
    assert problem.message
    assert problem.certain is certain
    assert line is None or problem.at.line == line
    assert code == Code(syntax_problem=problem)


@pytest.mark.parametrize(
    "source",
    [
        "await x",
        "async with x: pass",
        "[y async for y in z]",
        "x = 1\nglobal x",
        "x = 1\nfrom __future__ import annotations",
        "x = '\\d'",
        "x is 1",
        "assert (1, 2)",
        "x?\n!ls\n%foo",
        "%%html\n<b",
        "if x:\n    %pip install y",
        "  x\ny",  # IPython 9 refuses it, IPython 8 does not
    ],
)
def test_no_syntax_problem(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_code(source).syntax_problem is None


NEWER = [
    ((3, 11), "try:\n    x\nexcept* ValueError:\n    y"),
    ((3, 11), "a[*b]"),
    ((3, 12), "f'{x['a']}'"),
    ((3, 12), "f'''{\nx['''a''']\n}'''"),
    ((3, 12), "f'{'\\n'.join(x)}'"),
    ((3, 12), "type X = int"),
    ((3, 12), "def f[T](x: T): pass"),
    ((3, 12), "class A[T]: pass"),
    ((3, 13), "class A[T = int]: pass"),
    ((3, 14), "t'{x}'"),
    ((3, 14), "try:\n    x\nexcept A, B:\n    y"),
    ((3, 15), "lazy import x"),
    ((3, 15), "[*x for x in y]"),
    ((3, 15), "{**x for x in y}"),
]


@pytest.mark.parametrize(("version", "source"), NEWER)
def test_newer_syntax_is_never_certainly_wrong(version: tuple[int, int], source: str) -> None:
    problem = read_code(source).syntax_problem
    if sys.version_info >= version:
        assert problem is None
    else:
        assert problem is None or not problem.certain


def test_module_encodings() -> None:
    assert read_module(b"import a").imports[0].module == "a"
    assert read_module(b"\xef\xbb\xbfimport a").imports[0].at.column == 8
    assert read_module("# -*- coding: latin-1 -*-\nx = 'é'; import a".encode("latin-1")).imports
    assert read_module("import a  # é".encode("latin-1")).syntax_problem is not None
    assert read_module(b"# coding: nonsense\nimport a").syntax_problem is not None
    assert read_module(b"# coding: rot13\nimport a").syntax_problem is not None


def test_module_is_no_cell() -> None:
    assert read_module(b"await x").syntax_problem is not None
    assert read_module(b"x = 1\nglobal x").syntax_problem is not None


def test_script_that_voila_renders_may_hold_magics() -> None:
    code = read_module(b"%matplotlib widget\nimport a")
    assert code.syntax_problem is None
    assert [found.module for found in code.imports] == ["ipympl", "a"]


DEEP = [
    "(" * 5000,
    "[" * 300 + "]" * 300,
    "-" * 50_000 + "1",
    "a" + "+a" * 20_000,
    "a" + ".a" * 20_000,
]
DEEP += ["if x:\n" + "".join(" " * depth + "if x:\n" for depth in range(1, 150)), "%%time\n" * 50]


@pytest.mark.parametrize("source", DEEP)
def test_deep_code_ends(source: str) -> None:
    assert isinstance(read_code(source), Code)


PARTS = [
    "import a",
    "%time ",
    "%%time\n",
    "!",
    "try:\n ",
    "except:\n ",
    "x?",
    "f'{",
    "'",
    "'''",
    "(",
    "\\\n",
]
PARTS += [
    "%load_ext a",
    "%run ",
    "pip install x",
    "get_ipython().system(",
    "if x:\n ",
    "é",
    "\x0c",
    "\r",
    "\0",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PARTS), max_size=8).map("".join)))
def test_any_source_can_be_read(source: str) -> None:
    code = read_code(source)
    for found in (*code.imports, *code.magics, *code.shell, *code.installs):
        at = found.at
        assert (1, 1) <= (at.line, at.column) <= (at.end_line, at.end_column)


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_file_can_be_read(data: bytes) -> None:
    assert isinstance(read_module(data), Code)
