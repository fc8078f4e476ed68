"""Repositories of any size, each long, wide or deep in one way: for measuring how time grows.

Each case makes the files of a repository of size ``n``; what is counted by ``n`` depends on it.
"""

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias

from tests.building import ENVIRONMENT, SLIDER, notebook

Files: TypeAlias = Mapping[str, str | bytes]
Case: TypeAlias = Callable[[int], Files]

APP = {"app.ipynb": notebook(SLIDER), "environment.yml": ENVIRONMENT}
LINK = "https://mybinder.org/v2/gh/o/r/HEAD?urlpath=voila%2Frender%2Fapp.ipynb"


def _cell(make: Callable[[int], str]) -> Callable[[int], Files]:
    return lambda n: {**APP, "app.ipynb": notebook(SLIDER, make(n))}


def _document(name: str, make: Callable[[int], str]) -> Callable[[int], Files]:
    return lambda n: {**APP, name: make(n)}


def _file(name: str, make: Callable[[int], str | bytes]) -> Callable[[int], Files]:
    """The file is what Binder builds from: no environment.yml beside it."""
    return lambda n: {"app.ipynb": notebook(SLIDER, "import emoji"), name: make(n)}


#: What a cell may hold, by what there is much of.
CELLS: dict[str, Callable[[int], str]] = {
    "imported names": lambda n: "from emoji import " + ", ".join(f"a{i}" for i in range(n)),
    "imports": lambda n: "\n".join(f"import a{i}" for i in range(n)),
    "imports of one": lambda n: "import emoji\n" * n,
    "imports on a line": lambda n: "import " + ", ".join(f"a{i}" for i in range(n)),
    "imports after semicolons": lambda n: "; ".join(f"import a{i}" for i in range(n)),
    "aliases": lambda n: "\n".join(f"import emoji as a{i}" for i in range(n)),
    "dotted import": lambda n: "import " + ".".join("a" * n),
    "relative import": lambda n: "from " + "." * n + " import x",
    "long imported name": lambda n: "import " + "a" * n,
    "keywords": lambda n: "f(" + ", ".join(f"k{i}=1" for i in range(n)) + ")",
    "keywords of a reader": lambda n: (
        "import pandas\npandas.read_csv('x.csv', " + ", ".join(f"k{i}=1" for i in range(n)) + ")"
    ),
    "arguments": lambda n: "print(" + "1, " * n + ")",
    "paths": lambda n: "import os\nos.path.join(" + "'a', " * n + ")",
    "reads": lambda n: "import pandas\n" + "pandas.read_csv('x.csv')\n" * n,
    "different reads": lambda n: (
        "import pandas\n" + "".join(f"pandas.read_csv('x{i}.csv')\n" for i in range(n))
    ),
    "sums of paths": lambda n: "open(" + " + ".join("'a'" for _ in range(n)) + ")",
    "calls": lambda n: "f()\n" * n,
    "calls on a line": lambda n: "f(); " * n,
    "methods": lambda n: "x" + ".f()" * n,
    "attributes": lambda n: "x" + ".a" * n,
    "an if of attributes": lambda n: "if x" + ".a" * n + ": pass",
    "comparisons": lambda n: "if " + " < ".join("a" * n) + ": import emoji",
    "conditions": lambda n: "if " + " and ".join("a" * n) + ": import emoji",
    "elifs": lambda n: "if a: pass\n" + "elif b: import emoji\n" * n,
    "nested ifs": lambda n: (
        "".join(f"{' ' * i}if a:\n" for i in range(min(n, 90))) + " " * 95 + "f"
    ),
    "nested functions": lambda n: "".join(f"{' ' * i}def f():\n" for i in range(n)) + " " * n + "1",
    "nested lambdas": lambda n: "x = " + "lambda: " * n + "0.5",
    "nested comprehensions": lambda n: "w.value.items()\n" + "[" * n + "a" + " for a in b]" * n,
    "lambdas with members": lambda n: "w.value.items()\n" + "f(lambda a: a.data)\n" * n,
    "functions": lambda n: "def f(a): return a.data\n" * n,
    "handlers": lambda n: "try: import emoji\n" + "except A: pass\n" * n,
    "with items": lambda n: "with " + ", ".join("a as b" for _ in range(n)) + ": import emoji",
    "decorators": lambda n: "@f\n" * n + "def g(): pass",
    "classes": lambda n: "class A(B): pass\n" * n,
    "bases": lambda n: "class A(" + ", ".join("B" for _ in range(n)) + "): pass",
    "cases": lambda n: "match a:\n" + " case 1: pass\n" * n,
    "alternatives": lambda n: "match a:\n case " + " | ".join("1" for _ in range(n)) + ": pass",
    "assignments": lambda n: "".join(f"a{i} = f()\n" for i in range(n)),
    "one assignment": lambda n: "a = f()\n" * n,
    "targets": lambda n: "a = " * n + "f()",
    "unpacked names": lambda n: ", ".join("a" for _ in range(n)) + " = f()",
    "global names": lambda n: "def f():\n global " + ", ".join(f"a{i}" for i in range(n)),
    "widgets": lambda n: "import ipywidgets\n" + "a = ipywidgets.IntSlider()\na.data\n" * n,
    "path entries": lambda n: "import sys\n" + "sys.path.append('a')\n" * n,
    "different path entries": lambda n: (
        "import sys\n"
        + "".join(f"sys.path.append('a{i}')\n" for i in range(n))
        + "import emoji\n" * 9
    ),
    "sums of path entries": lambda n: "import sys\nsys.path = sys.path" + " + ['a']" * n,
    "changes of folder": lambda n: "import os\n" + "os.chdir('a')\n" * n + "open('x.csv')\n" * 9,
    "writes": lambda n: "!touch a.py\n" * n + "import emoji\n" * 9,
    "different writes": lambda n: "".join(f"!touch a{i}.py\n" for i in range(n)) + "import emoji",
    "installs": lambda n: "!pip install emoji\n" * n,
    "installs on a line": lambda n: "!pip install" + " emoji" * n,
    "different installs": lambda n: "!pip install" + "".join(f" emoji{i}" for i in range(n)),
    "options on a line": lambda n: "!pip install emoji" + " --a" * n,
    "magics": lambda n: "%time x = 1\n" * n,
    "magics in magics": lambda n: "%time " * n + "x = 1",
    "cell magics in cell magics": lambda n: "%%capture\n" * n + "x = 1",
    "a long magic": lambda n: "%matplotlib " + "a " * n,
    "a long name of a magic": lambda n: "%" + "a" * n,
    "help": lambda n: "a?\n" * n,
    "question marks": lambda n: "?" * n,
    "percent signs": lambda n: "%" * n,
    "exclamation marks": lambda n: "!" * n,
    "shell lines": lambda n: "!ls -l a | grep b > c && d\n" * n,
    "a long shell line": lambda n: "!" + "ls -l | " * n,
    "shell quotes": lambda n: "!echo " + "'\"" * n,
    "shell backslashes": lambda n: "!echo " + "\\" * n,
    "shell brackets": lambda n: "!echo " + "$(" * n,
    "shell braces": lambda n: "!echo " + "{" * n,
    "shell scripts": lambda n: "%%bash\n" + "pip install emoji\n" * n,
    "continued script": lambda n: "%%bash\npip install \\\n" + "emoji \\\n" * n,
    "a script of backslashes": lambda n: "%%bash\n" + "\\" * n,
    "shell in functions": lambda n: "import os\n" + "os.system('pip install emoji')\n" * n,
    "a long command": lambda n: "import os\nos.system('pip install" + " emoji" * n + "')",
    "a list of words": lambda n: (
        "import subprocess\nsubprocess.run(['pip', 'install', " + "'a', " * n + "])"
    ),
    "assigned commands": lambda n: "a = !ls\n" * n,
    "assigned magics": lambda n: "a = %time x\n" * n,
    "continued magics": lambda n: "%time x = [ \\\n" + "1, \\\n" * n + "]",
    "lines of blanks": lambda n: "x = 1\n" + "    \n" * n,
    "blanks": lambda n: "x = 1" + " " * n + "# a",
    "blanks before a magic": lambda n: " " * n + "%time x",
    "blanks and no end": lambda n: "x = 1\n" + " " * n,
    "tabs": lambda n: "if a:\n" + "\t" * n + "b",
    "blanks before a comment": lambda n: "x = 1\n" + " " * n + "# noqa",
    "comments": lambda n: "# noqa: VL101\n" * n + "import nope",
    "a long comment": lambda n: "#" + " a" * n + "\nimport nope",
    "codes of noqa": lambda n: "import nope  # noqa: " + ",".join("A1" for _ in range(n)),
    "prompts": lambda n: ">>> x = 1\n" * n,
    "prompts of IPython": lambda n: "".join(f"In [{i}]: x = 1\n" for i in range(n)),
    "continuation prompts": lambda n: ">>> x = (\n" + "... 1,\n" * n + "... )",
    "triple quotes": lambda n: "'''\n>>> a\n'''\n" * n,
    "an open string": lambda n: "x = '''" + "a\n" * n,
    "a string": lambda n: "x = '" + "a" * n + "'",
    "strings": lambda n: "x = [" + "'a', " * n + "]",
    "joined strings": lambda n: "x = (" + "'a' " * n + ")",
    "f-strings": lambda n: "x = [" + "f'{a}', " * n + "]",
    "an f-string": lambda n: "x = f'" + "{a}" * n + "'",
    "an f-string of braces": lambda n: "x = f'" + "{{" * n + "'",
    "fields in fields": lambda n: "x = f'" + "{a:" * n + "}" * n + "'",
    "quotes": lambda n: "'" * n,
    "double quotes": lambda n: '"' * n,
    "prefixes": lambda n: "x = " + "f" * n + "'a'",
    "brackets": lambda n: "(" * n,
    "closed brackets": lambda n: "(" * n + ")" * n,
    "closing brackets": lambda n: ")" * n,
    "square brackets": lambda n: "x = " + "[" * n + "]" * n,
    "braces": lambda n: "{" * n,
    "indexes": lambda n: "x" + "[0]" * n,
    "parents": lambda n: "from pathlib import Path\nopen(Path('a')" + ".parent" * n + ")",
    "a minus": lambda n: "x = " + "-" * n + "1",
    "nots": lambda n: "x = " + "not " * n + "1",
    "powers": lambda n: "x = " + "1 ** " * n + "1",
    "sums": lambda n: "x = " + "1 + " * n + "1",
    "walruses": lambda n: "\n".join(f"(a{i} := 1)" for i in range(n)),
    "sets of walruses": lambda n: "{" + ", ".join("a := 1" for _ in range(n)) + "}",
    "stars": lambda n: "x = [" + "*a, " * n + "]",
    "numbers": lambda n: "x = " + "9" * n,
    "a name": lambda n: "a" * n,
    "names beyond ASCII": lambda n: "é = 1; " * n + "import emoji",
    "an emoji": lambda n: "x = '" + "🙂" * n + "'; import emoji; import humanize",
    "awaits": lambda n: "await a\n" * n,
    "backslashes": lambda n: "x = 1 " + "\\\n" * n,
    "only backslashes": lambda n: "\\" * n,
    "semicolons": lambda n: "x;" * n,
    "commas": lambda n: "," * n,
    "colons": lambda n: ":" * n,
    "carriage returns": lambda n: "x = 1\r" * n + "import nope",
    "form feeds": lambda n: "x = 1\n\f" * n + "import nope",
    "separators": lambda n: "x = 1\u2028" * n + "import nope",
    "noqa in one line": lambda n: "import nope  " + "# noqa: X1 " * n,
    "a data address": lambda n: "x = 'data:image/png;base64," + "A" * n + "'",
    "engines": lambda n: "import pandas\n" + "pandas.read_excel('x')\n" * n,
    "dynamic imports": lambda n: "import importlib\n" + "importlib.import_module('a.b')\n" * n,
    "names in conditions": lambda n: "if sys.version_info" + " > a.b" * n + ": pass",
    "find_spec": lambda n: (
        "from importlib.util import find_spec\n" + "if find_spec('a'): import a\n" * n
    ),
}

MARKDOWN: dict[str, Callable[[int], str]] = {
    "an image of data": lambda n: "![a](data:image/png;base64," + "A" * n + ")",
    "a tag of data": lambda n: '<img src="data:image/png;base64,' + "A" * n + '">',
    "a reference of data": lambda n: "![a][b]\n\n[b]: data:image/png;base64," + "A" * n,
    "images of data": lambda n: "![a](data:image/png;base64,AAAA)\n" * n,
    "links": lambda n: f"[a]({LINK})\n" * n,
    "images": lambda n: "![a](b.png)\n" * n,
    "images on a line": lambda n: "![a](b.png)" * n,
    "tags": lambda n: '<img src="a.png">\n' * n,
    "open tags": lambda n: "<a " * n,
    "attributes": lambda n: "<a " + "b='c' " * n + ">",
    "angle brackets": lambda n: "<" * n,
    "comments": lambda n: "<!-- a -->\n" * n,
    "open comments": lambda n: "<!-- " * n,
    "quotes": lambda n: "> a\n" * n,
    "lists": lambda n: "- a\n" * n,
    "words": lambda n: "word " * n,
    "a word": lambda n: "a" * n,
    "blanks": lambda n: "a" + " " * n + "b",
    "blank lines": lambda n: "a\n\n" * n,
    "lines of blanks": lambda n: "a\n" + "     \n" * n,
    "references": lambda n: "".join(f"[a{i}]: b\n" for i in range(n)),
    "uses of references": lambda n: "[a]: b\n\n" + "![a] [a]\n" * n,
    "footnotes": lambda n: "[^a]: b\n\n" * n,
    "entities": lambda n: "&amp;" * n,
    "ampersands": lambda n: "&" * n,
    "escapes": lambda n: "\\!" * n,
    "backslashes": lambda n: "\\" * n,
    "percent signs": lambda n: f"{LINK}" + "%25" * n,
    "a long link": lambda n: LINK + "&a=b" * n,
    "a long path": lambda n: "https://mybinder.org/v2/gh/o/r/HEAD?urlpath=" + "a/" * n,
    "hubs": lambda n: "mybinder.org/v2/" * n,
    "headings": lambda n: "# a\n" * n,
    "numbers signs": lambda n: "#" * n,
    "tables": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "a wide table": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|c" * n + "|\n",
    "fences": lambda n: "```\na\n```\n" * n,
    "open fences": lambda n: "```a\n" * n,
    "dollars": lambda n: "$" * n,
    "formulas": lambda n: "$a$ " * n,
    "tildes": lambda n: "~~" * n,
    "pluses": lambda n: "+" * n,
    "equals signs": lambda n: "a\n" + "=" * n,
    "dashes": lambda n: "-" * n,
    "colons": lambda n: ":" * n,
    "addresses": lambda n: "https://example.org " * n,
    "www": lambda n: "www." * n,
    "at signs": lambda n: "a@" * n,
    "exclamation marks": lambda n: "!" * n,
    "noqa": lambda n: f"{LINK} <!-- noqa: VL999 -->\n" * n,
    "attachments": lambda n: "![a](attachment:b.png)\n" * n,
    "scripts": lambda n: "<script>a</script>\n" * n,
    "open scripts": lambda n: "<script>\n" * n,
    "carriage returns": lambda n: "a\r" * n,
    "NUL": lambda n: "\0" * n,
}
#: Those at which the Markdown parsers themselves are known to be slow.
BRACKETS: dict[str, Callable[[int], str]] = {
    "open images": lambda n: "![" * n,
    "brackets": lambda n: "[" * n,
    "closed brackets": lambda n: "[" * n + "]" * n,
    "images in images": lambda n: "![a" * n + "](b)" * n,
    "links in links": lambda n: "[a" * n + f"]({LINK})" * n,
    "stars": lambda n: "*a " * n,
    "double stars": lambda n: "**a *b " * n,
    "only stars": lambda n: "*" * n,
    "underscores": lambda n: "_a " * n,
    "backticks": lambda n: "".join("`" * (i % 99) + " " for i in range(n)),
    "nested quotes": lambda n: ">" * n + " a",
    "nested lists": lambda n: "".join(f"{'  ' * i}- a\n" for i in range(n)),
    "parentheses": lambda n: "[a](" + "(" * n,
    "titles": lambda n: '[a](b "' * n,
}

RST: dict[str, Callable[[int], str]] = {
    "links": lambda n: f"`a <{LINK}>`_\n" * n,
    "images": lambda n: f".. image:: a\n   :target: {LINK}\n\n" * n,
    "backticks": lambda n: "`" * n,
    "open links": lambda n: "`a <" * n,
    "blanks": lambda n: " " * n + "a",
    "dots": lambda n: ".. " * n,
    "substitutions": lambda n: f".. |a| image:: b\n   :target: {LINK}\n\n" + "|a| " * n,
    "targets": lambda n: "".join(f".. _a{i}: {LINK}\n" for i in range(n)),
    "underscores": lambda n: "a_ " * n,
    "underlines": lambda n: "a\n=\n" * n,
    "comments": lambda n: ".. a\n\n   b\n\n" * n,
    "code": lambda n: "::\n\n  a\n\n" * n,
}

REQUIREMENTS: dict[str, Callable[[int], str]] = {
    "lines": lambda n: "emoji\n" * n,
    "different lines": lambda n: "".join(f"emoji{i}\n" for i in range(n)),
    "blanks before a comment": lambda n: "emoji" + " " * n + "# a",
    "blanks and no comment": lambda n: "emoji" + " " * n + "a#",
    "blank lines": lambda n: "   \n" * n,
    "a long name": lambda n: "a" * n,
    "a name of dots": lambda n: "a" + "." * n + "b",
    "a name of dots that is none": lambda n: "a" + "." * n,
    "a name and a sign": lambda n: "a" * n + "$",
    "a version": lambda n: "emoji==" + "1." * n + "1",
    "a version that is none": lambda n: "emoji==" + "1." * n + "x",
    "a long number": lambda n: "emoji==" + "9" * n,
    "clauses": lambda n: "emoji" + ",".join(f">={i}" for i in range(n)),
    "clauses of another kind": lambda n: "emoji" + ",".join(f"!={i}.*" for i in range(n)),
    "clauses and a sign": lambda n: "emoji" + ",".join(f">={i}" for i in range(n)) + "$",
    "compatible clauses": lambda n: "emoji" + ",".join(f"~={i}.1" for i in range(n)),
    "extras": lambda n: "emoji[" + ",".join(f"a{i}" for i in range(n)) + "]",
    "open extras": lambda n: "emoji" + "[" * n,
    "closed extras": lambda n: "emoji" + "[a]" * n,
    "a marker": lambda n: "emoji; " + " and ".join("python_version > '3'" for _ in range(n)),
    "parentheses in a marker": lambda n: "emoji; " + "(" * n + "python_version > '3'" + ")" * n,
    "open parentheses": lambda n: "emoji; " + "(" * n,
    "a text in a marker": lambda n: "emoji; python_version > '" + "3" * n + "'",
    "a text that does not end": lambda n: "emoji; python_version > '" + "a" * n,
    "blanks in a marker": lambda n: "emoji;" + " " * n + "python_version > '3'",
    "markers": lambda n: "".join(f"emoji; python_version > '3.{i}'\n" for i in range(n)),
    "options": lambda n: "--pre " * n,
    "hashes": lambda n: "emoji" + " --hash=sha256:a" * n,
    "continued hashes": lambda n: "emoji " + "\\\n --hash=sha256:a " * n,
    "continuations": lambda n: "emoji \\\n" * n,
    "backslashes": lambda n: "emoji " + "\\" * n,
    "quotes": lambda n: "-r '" + "\"'" * n,
    "addresses": lambda n: "https://example.org/a.whl\n" * n,
    "a long address": lambda n: "https://example.org/" + "a/" * n,
    "fragments": lambda n: "git+https://example.org/a#egg=b" + "&egg=c" * n,
    "a long egg": lambda n: "git+https://example.org/a#egg=" + "a" * n,
    "a wheel": lambda n: "./" + "a-" * n + ".whl",
    "a wheel of dashes": lambda n: "-" * n + ".whl",
    "a wheel of one part": lambda n: "./" + "a" * n + "-1.whl",
    "an archive": lambda n: "a" * n + ".zip",
    "a path": lambda n: "./" + "a/" * n,
    "a path upward": lambda n: "./" + "../" * n,
    "editables": lambda n: "-e .\n" * n,
    "variables": lambda n: "${A}" * n,
    "open variables": lambda n: "${A" * n,
    "at signs": lambda n: "emoji @ " * n,
    "semicolons": lambda n: "emoji" + ";" * n,
    "percent signs": lambda n: "https://example.org/" + "%20" * n + "#egg=" + "%20" * n,
    "equals signs": lambda n: "emoji" + "=" * n,
    "number signs": lambda n: "emoji" + " #" * n,
    "comments": lambda n: "# a\n" * n + "emoji",
    "includes": lambda n: "-r other.txt\n" * n,
    "separators": lambda n: "emoji\u2028" * n,
    "punycode": lambda n: "# coding: punycode\n" + "a" * n + "-" + "b" * n,
    "idna": lambda n: "# coding: idna\n" + "a" * n,
    "UTF-7": lambda n: "# coding: utf-7\n" + "+" + "A" * n,
    "unicode_escape": lambda n: "# coding: unicode_escape\n" + "\\x41" * n,
    "a single sign": lambda n: "a" * n + "=1",
    "blanks around a sign": lambda n: "a" + " " * n + "=" + " " * n + "1" + " " * n + "x",
    "a command": lambda n: "pip install " + "-U " * n + "a",
}

ENVIRONMENTS: dict[str, Callable[[int], str]] = {
    "dependencies": lambda n: "dependencies:\n" + "".join(f"  - a{i}\n" for i in range(n)),
    "one dependency": lambda n: "dependencies:\n" + "  - voila\n" * n,
    "requirements": lambda n: (
        "dependencies:\n  - pip:\n" + "".join(f"    - a{i}\n" for i in range(n))
    ),
    "lists of requirements": lambda n: "dependencies:\n" + "  - pip:\n    - a\n" * n,
    "channels": lambda n: "channels:\n" + "  - a\n" * n + ENVIRONMENT,
    "keys": lambda n: "".join(f"a{i}: b\n" for i in range(n)) + ENVIRONMENT,
    "anchors": lambda n: "a:\n" + "".join(f"  - &a{i} b\n" for i in range(n)) + ENVIRONMENT,
    "aliases": lambda n: "a: &a [b]\nc:\n" + "  - *a\n" * n + ENVIRONMENT,
    "aliased dependencies": lambda n: "a: &a voila\ndependencies:\n" + "  - *a\n" * n,
    "aliases of aliases": lambda n: (
        "a0: &a0 [voila]\n"
        + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, n))
        + f"dependencies: *a{n - 1}\n"
    ),
    "merges": lambda n: (
        "a0: &a0 {b: c}\n"
        + "".join(f"a{i}: &a{i}\n  <<: *a{i - 1}\n" for i in range(1, n))
        + f"<<: *a{n - 1}\n{ENVIRONMENT}"
    ),
    "a wide merge": lambda n: "a: &a {b: c}\n<<: [" + "*a, " * n + "]\n" + ENVIRONMENT,
    "flow": lambda n: "dependencies: [" + "voila, " * n + "]",
    "nested flow": lambda n: "a: " + "[" * n + "]" * n,
    "open flow": lambda n: "a: " + "[" * n,
    "nested maps": lambda n: "a: " + "{a: " * n + "}" * n,
    "dashes": lambda n: "a:\n  " + "- " * n + "b",
    "only dashes": lambda n: "-" * n,
    "question marks": lambda n: "? " * n,
    "a long scalar": lambda n: "a: " + "b " * n + "\n" + ENVIRONMENT,
    "a long quoted scalar": lambda n: "a: '" + "b " * n + "'\n" + ENVIRONMENT,
    "quotes in a scalar": lambda n: "a: '" + "''" * n + "'\n" + ENVIRONMENT,
    "escapes in a scalar": lambda n: 'a: "' + "\\n" * n + '"\n' + ENVIRONMENT,
    "a block": lambda n: "a: |\n" + "  b\n" * n + ENVIRONMENT,
    "a folded block": lambda n: "a: >\n" + "  b\n\n" * n + ENVIRONMENT,
    "a long key": lambda n: "a" * n + ": b\n" + ENVIRONMENT,
    "comments": lambda n: "# a\n" * n + ENVIRONMENT,
    "blanks before a comment": lambda n: "name: a" + " " * n + "# b\n" + ENVIRONMENT,
    "blank lines": lambda n: "\n" * n + ENVIRONMENT,
    "lines of blanks": lambda n: "    \n" * n + ENVIRONMENT,
    "tabs": lambda n: "a: b" + "\t" * n + "# c\n" + ENVIRONMENT,
    "documents": lambda n: "---\na: b\n" * n,
    "document marks": lambda n: "---\n" * n,
    "directives": lambda n: "%TAG ! !\n" * n + "---\n" + ENVIRONMENT,
    "tags": lambda n: "a: !!str b\n" * 1 + "c:\n" + "  - !!str b\n" * n + ENVIRONMENT,
    "a long tag": lambda n: "a: !" + "a" * n + " b\n" + ENVIRONMENT,
    "numbers": lambda n: "a: " + "9" * n + "\n" + ENVIRONMENT,
    "a float": lambda n: "a: " + "9" * n + "." + "9" * n + "e\n" + ENVIRONMENT,
    "underscores": lambda n: "a: 1" + "_" * n + "x\n" + ENVIRONMENT,
    "odd anchors": lambda n: "a:\n" + "".join(f"  - &a.{i} b\n" for i in range(n)) + ENVIRONMENT,
    "a specification": lambda n: "dependencies:\n  - voila " + ",".join(">1" for _ in range(n)),
    "alternatives": lambda n: "dependencies:\n  - voila " + "|".join("1" for _ in range(n)),
    "parentheses": lambda n: "dependencies:\n  - voila " + "(" * n + "1" + ")" * n,
    "a long specification": lambda n: "dependencies:\n  - " + "a" * n,
    "brackets": lambda n: "dependencies:\n  - 'voila[" + "a=b," * n + "]'",
    "open brackets": lambda n: "dependencies:\n  - 'voila" + "[" * n + "'",
    "equals signs": lambda n: "dependencies:\n  - 'voila" + "=" * n + "'",
    "colons": lambda n: "dependencies:\n  - 'a" + "::a" * n + "'",
    "blanks in a specification": lambda n: "dependencies:\n  - 'voila" + " " * n + "1'",
    "a version": lambda n: "dependencies:\n  - voila=" + "1." * n,
    "a version of letters": lambda n: "dependencies:\n  - voila=" + "1a" * n,
    "pythons": lambda n: "dependencies:\n" + "  - python=3.11\n" * n,
    "a python": lambda n: "dependencies:\n  - python=" + "3." * n,
    "exported": lambda n: "dependencies:\n" + "".join(f"  - a{i}=1.0=h1234_0\n" for i in range(n)),
}

TOML: dict[str, Callable[[int], str]] = {
    "dotted keys": lambda n: ".".join("a" * n) + " = 1\n",
    "dotted tables": lambda n: "[" + ".".join("a" * n) + "]\n",
    "tables": lambda n: "".join(f"[a{i}]\nb = 1\n" for i in range(n)),
    "tables in a table": lambda n: "".join(f"[a.b{i}]\nc = 1\n" for i in range(n)),
    "lists of tables": lambda n: "[[a]]\nb = 1\n" * n,
    "keys": lambda n: "".join(f"a{i} = 1\n" for i in range(n)),
    "keys with dots": lambda n: "".join(f"a.b{i} = 1\n" for i in range(n)),
    "deep keys": lambda n: "".join(f"{'a.' * 30}b{i} = 1\n" for i in range(n)),
    "a list": lambda n: "a = [" + "1, " * n + "]\n",
    "nested lists": lambda n: "a = " + "[" * n + "]" * n + "\n",
    "nested tables": lambda n: "a = " + "{a = " * n + "1" + "}" * n + "\n",
    "an inline table": lambda n: "a = {" + ", ".join(f"b{i} = 1" for i in range(n)) + "}\n",
    "a dotted inline table": lambda n: "a = {" + ".".join("b" * n) + " = 1}\n",
    "a text": lambda n: "a = '" + "b" * n + "'\n",
    "a text of escapes": lambda n: 'a = "' + "\\n" * n + '"\n',
    "a long text": lambda n: "a = '''\n" + "b\n" * n + "'''\n",
    "quotes in a text": lambda n: "a = '''\n" + "b''c\n" * n + "'''\n",
    "a number": lambda n: "a = " + "9" * n + "\n",
    "underscores": lambda n: "a = 1" + "_1" * n + "_\n",
    "a float": lambda n: "a = 1." + "1" * n + "x\n",
    "comments": lambda n: "# a\n" * n,
    "blanks": lambda n: "a = 1" + " " * n + "# b\n",
    "a long key": lambda n: "a" * n + " = 1\n",
    "a quoted key": lambda n: '"' + "a" * n + '" = 1\n',
    "dates": lambda n: "a = [" + "1979-05-27, " * n + "]\n",
    "a key of many quotes": lambda n: ".".join('"a"' for _ in range(n)) + " = 1\n",
}

SCRIPTS: dict[str, Callable[[int], str]] = {
    "commands": lambda n: "pip install emoji\n" * n,
    "different commands": lambda n: "".join(f"pip install emoji{i}\n" for i in range(n)),
    "packages": lambda n: "pip install" + " emoji" * n + "\n",
    "continuations": lambda n: "pip install \\\n" + "emoji \\\n" * n,
    "files": lambda n: "pip install -r other.txt\n" * n,
    "folders": lambda n: "cd a\n" * n + "pip install -r other.txt\n",
    "ifs": lambda n: "if a; then\n" * n + "pip install emoji\n" + "fi\n" * n,
    "ands": lambda n: "a && " * n + "pip install emoji\n",
    "pipes": lambda n: "a | " * n + "pip install emoji\n",
    "semicolons": lambda n: "a;" * n,
    "quotes": lambda n: "echo '" + "a'b" * n,
    "double quotes": lambda n: 'echo "' + "a$(b)" * n + '"\n',
    "substitutions": lambda n: "echo " + "$(a " * n + ")" * n,
    "backticks": lambda n: "`" * n,
    "braces": lambda n: "{ " * n + "}" * n,
    "functions": lambda n: "f() { a; }\n" * n,
    "here-documents": lambda n: "cat << E\na\nE\n" * n,
    "an open here-document": lambda n: "cat << E\n" + "a\n" * n,
    "open here-documents": lambda n: "".join(f"cat << E{i}\n" for i in range(n)),
    "variables": lambda n: "a=b\n" * n,
    "expansions": lambda n: "echo " + "${a}" * n,
    "comments": lambda n: "# a\n" * n,
    "blanks": lambda n: "a" + " " * n + "# b\n",
    "backslashes": lambda n: "echo " + "\\" * n,
    "redirections": lambda n: "a" + " > b" * n + "\n",
    "clones": lambda n: "".join(
        f"git clone https://example.org/a{i}\npip install ./a{i}\n" for i in range(n)
    ),
    "condas": lambda n: "conda install -y emoji\n" * n,
    "environments": lambda n: "conda env update -f environment.yml\n" * n,
    "extensions": lambda n: "jupyter labextension install a\n" * n,
    "globs": lambda n: "pip install " + "*" * n + "\n",
    "a long word": lambda n: "a" * n + "\n",
    "parentheses": lambda n: "(" * n,
    "fetched files": lambda n: "".join(f"wget https://example.org/a{i}.py\n" for i in range(n)),
}

SETUPS: dict[str, Callable[[int], str]] = {
    "requirements": lambda n: "setup(install_requires=[" + "'emoji', " * n + "])",
    "different requirements": lambda n: (
        "setup(install_requires=[" + ", ".join(f"'a{i}'" for i in range(n)) + "])"
    ),
    "extras": lambda n: (
        "setup(extras_require={" + ", ".join(f"'a{i}': ['b']" for i in range(n)) + "})"
    ),
    "names": lambda n: "".join(f"a{i} = ['b']\n" for i in range(n)) + "setup(install_requires=a0)",
    "keywords": lambda n: "setup(" + ", ".join(f"k{i}=1" for i in range(n)) + ")",
    "a chain of names": lambda n: (
        "a0 = ['b']\n"
        + "".join(f"a{i} = a{i - 1}\n" for i in range(1, n))
        + f"setup(install_requires=a{n - 1})"
    ),
    "a name twice": lambda n: "a = ['b']\n" + "a += ['c']\n" * n + "setup(install_requires=a)",
    "one long line": lambda n: "x = 1; " * n + "setup(install_requires=['é'])",
    "a text": lambda n: "setup(install_requires='''" + "emoji\n" * n + "''')",
    "calls": lambda n: "f()\n" * n + "setup()",
    "lists of files": lambda n: "open('requirements.txt')\n" * n + "setup(install_requires=f())",
    "brackets": lambda n: "setup(" + "[" * n,
    "requirements beyond ASCII": lambda n: "setup(install_requires=[" + "'é', " * n + "])",
}

CFG: dict[str, Callable[[int], str]] = {
    "requirements": lambda n: "[options]\ninstall_requires =\n" + "  emoji\n" * n,
    "different requirements": lambda n: (
        "[options]\ninstall_requires =\n" + "".join(f"  a{i}\n" for i in range(n))
    ),
    "requirements on a line": lambda n: "[options]\ninstall_requires = " + "emoji; " * n,
    "extras": lambda n: "[options.extras_require]\n" + "".join(f"a{i} = b\n" for i in range(n)),
    "sections": lambda n: "".join(f"[a{i}]\nb = c\n" for i in range(n)),
    "keys": lambda n: "[options]\n" + "".join(f"a{i} = b\n" for i in range(n)),
    "equals signs": lambda n: "[options]\na" + "=" * n,
    "blanks": lambda n: "[options]\na" + " " * n + "b\n",
    "blanks and a sign": lambda n: "[options]\na" + " " * n + "= b\n",
    "blank lines": lambda n: "[options]\na = b\n" + "\n" * n + "  c\n",
    "comments": lambda n: "# a\n" * n,
    "a long key": lambda n: "[options]\n" + "a" * n + " = b\n",
    "lines that are none": lambda n: "[options]\n" + "a\n" * n,
    "number signs": lambda n: "[options]\ninstall_requires = emoji" + " #" * n,
}

JSON: dict[str, Callable[[int], str]] = {
    "keys": lambda n: json.dumps({f"a{i}": i for i in range(n)}),
    "a list": lambda n: json.dumps({"a": list(range(n))}),
    "depth": lambda n: '{"a": ' * n + "1" + "}" * n,
    "open lists": lambda n: "[" * n,
    "a number": lambda n: '{"a": ' + "9" * n + "}",
    "a float": lambda n: '{"a": 0.' + "9" * n + "}",
    "a text": lambda n: json.dumps({"a": "b" * n}),
    "escapes": lambda n: json.dumps({"a": "\n" * n}),
    "blanks": lambda n: '{"a": 1' + " " * n + "}",
    "one key": lambda n: "{" + '"a": 1, ' * n + '"a": 1}',
}


def _notebook_with(**fields: object) -> Files:
    return {**APP, "app.ipynb": notebook(SLIDER, **fields)}


def _cells(make: Callable[[int], str]) -> Callable[[int], Files]:
    return lambda n: {**APP, "app.ipynb": notebook(*(make(i) for i in range(n)))}


def _deep(n: int) -> str:
    return "/".join(f"d{i % 7}" for i in range(min(n, 500)))


NOTEBOOKS: dict[str, Callable[[int], Files]] = {
    "cells": _cells(lambda i: f"a{i} = {i}"),
    "cells that import": _cells(lambda i: f"import a{i}"),
    "cells that import one": _cells(lambda i: "import emoji"),
    "cells that do not compile": _cells(lambda i: "a b"),
    "cells that show": _cells(lambda i: "widgets.IntSlider()"),
    "cells that read": _cells(lambda i: f"open('a{i}.csv')"),
    "cells that write": _cells(lambda i: f"%%writefile a{i}.py\nx"),
    "cells that install": _cells(lambda i: f"!pip install a{i}"),
    "cells that change sys.path": _cells(lambda i: f"import sys, a{i}\nsys.path.append('d{i}')"),
    "cells of Markdown": _cells(lambda i: f"#md\n![a](b{i}.png)"),
    "cells of text": _cells(lambda i: "#md\nSome words."),
    "cells with links": _cells(lambda i: f"#md\n[a]({LINK})"),
    "empty cells": _cells(lambda i: ""),
    "one bad import at the end": lambda n: {
        **APP,
        "app.ipynb": notebook(*["x = 1"] * n, "import nope"),
    },
    "metadata": lambda n: _notebook_with(metadata={f"a{i}": i for i in range(n)}),
    "deep metadata": lambda n: {
        **APP,
        "app.ipynb": notebook(SLIDER).replace(
            '"metadata": {}', '"metadata": ' + '{"a":' * n + "1" + "}" * n
        ),
    },
    "tags": lambda n: {
        **APP,
        "app.ipynb": notebook(SLIDER).replace(
            '"metadata": {}', '"metadata": {"tags": [' + ",".join(['"a"'] * n) + "]}", 1
        ),
    },
    "outputs": lambda n: {
        **APP,
        "app.ipynb": notebook(SLIDER, "import nope").replace(
            '"outputs": []',
            '"outputs": ['
            + ",".join(['{"output_type": "stream", "name": "stdout", "text": ["a"]}'] * n)
            + "]",
        ),
    },
    "a large output": lambda n: {
        **APP,
        "app.ipynb": notebook(SLIDER, "import nope").replace(
            '"outputs": []',
            '"outputs": [{"output_type": "display_data", "metadata": {}, "data": {"image/png": "'
            + "A" * n
            + '"}}]',
        ),
    },
    "source as a text": lambda n: {
        **APP,
        "app.ipynb": json.dumps(
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "metadata": {},
                        "outputs": [],
                        "execution_count": None,
                        "source": "x = 1\n" * n + "import nope",
                    }
                ],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        ),
    },
    "source in letters": lambda n: {
        **APP,
        "app.ipynb": json.dumps(
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "metadata": {},
                        "outputs": [],
                        "execution_count": None,
                        "source": ["#"] + ["x"] * n + ["\nimport nope"],
                    }
                ],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        ),
    },
    "format 3": lambda n: {
        **APP,
        "app.ipynb": json.dumps(
            {
                "worksheets": [
                    {
                        "metadata": {},
                        "cells": [
                            {
                                "cell_type": "code",
                                "language": "python",
                                "metadata": {},
                                "outputs": [],
                                "input": f"import a{i}",
                            }
                            for i in range(n)
                        ],
                    }
                ],
                "metadata": {"name": ""},
                "nbformat": 3,
                "nbformat_minor": 0,
            }
        ),
    },
    "worksheets": lambda n: {
        **APP,
        "app.ipynb": json.dumps(
            {
                "worksheets": [{"metadata": {}, "cells": []} for _ in range(n)],
                "metadata": {"name": ""},
                "nbformat": 3,
                "nbformat_minor": 0,
            }
        ),
    },
    "attachments": lambda n: {
        **APP,
        "app.ipynb": notebook("#md\n![a](attachment:a0)").replace(
            '"source"',
            '"attachments": {'
            + ",".join(f'"a{i}": {{"image/png": "AAAA"}}' for i in range(n))
            + '}, "source"',
        ),
    },
    "text that is no JSON": lambda n: {**APP, "app.ipynb": "a" * n},
    "conflict marks": lambda n: {**APP, "app.ipynb": "<<<<<<< a\n" * n},
    "blanks": lambda n: {**APP, "app.ipynb": notebook(SLIDER) + " " * n},
    "bytes that are no text": lambda n: {**APP, "app.ipynb": b"\xff" * n},
    "keys twice": lambda n: {
        **APP,
        "app.ipynb": '{"cells": [], ' * 1 + '"a": 1, ' * n + '"nbformat": 4}',
    },
}

TREES: dict[str, Callable[[int], Files]] = {
    "files": lambda n: {**APP, **{f"f{i}.csv": "" for i in range(n)}},
    "folders": lambda n: {**APP, **{f"d{i}/f.csv": "" for i in range(n)}},
    "depth": lambda n: {**APP, f"{_deep(n)}/f.csv": ""},
    "notebooks": lambda n: {**APP, **{f"n{i}.ipynb": notebook("import emoji") for i in range(n)}},
    "apps": lambda n: {
        **APP,
        **{f"n{i}.ipynb": notebook(SLIDER, "import emoji") for i in range(n)},
    },
    "modules": lambda n: {
        **APP,
        "app.ipynb": notebook(SLIDER, "import m0"),
        **{f"m{i}.py": f"import m{i + 1}" for i in range(n)},
    },
    "modules that import all": lambda n: {
        **APP,
        "app.ipynb": notebook(SLIDER, "import m0"),
        **{
            f"m{i}.py": "\n".join(f"import m{j}" for j in range(0, n, n // 20 + 1))
            for i in range(n)
        },
    },
    "apps with one module": lambda n: {
        **APP,
        "m.py": "import emoji",
        **{f"n{i}.ipynb": notebook(SLIDER, "import m") for i in range(n)},
    },
    "documents": lambda n: {**APP, **{f"d{i}.md": f"[a]({LINK})" for i in range(n)}},
    "settings of pages": lambda n: {
        **APP,
        **{f"d{i}/_config.yml": "repository:\n  url: https://github.com/o/r\n" for i in range(n)},
    },
    "includes in a chain": lambda n: {
        "app.ipynb": notebook(SLIDER),
        "requirements.txt": "voila\n-r r0.txt\n",
        **{f"r{i}.txt": f"a{i}\n-r r{i + 1}.txt\n" for i in range(n)},
    },
    "includes twice": lambda n: {
        "app.ipynb": notebook(SLIDER),
        "requirements.txt": "voila\n-r r0.txt\n",
        **{f"r{i}.txt": f"-r r{i + 1}.txt\n-r r{i + 1}.txt\n" for i in range(n)},
    },
    "includes of all": lambda n: {
        "app.ipynb": notebook(SLIDER),
        "requirements.txt": "voila\n" + "".join(f"-r r{i}.txt\n" for i in range(n)),
        **{f"r{i}.txt": f"a{i}\n-c requirements.txt\n" for i in range(n)},
    },
    "names that differ in case": lambda n: {
        **APP,
        **{f"a{i}/B.py": "" for i in range(n)},
        **{f"A{i}/b.py": "" for i in range(n)},
    },
    "spaces in names": lambda n: {**APP, **{f"a b {i}.ipynb": notebook(SLIDER) for i in range(n)}},
    "links to apps": lambda n: {
        **APP,
        "README.md": "".join(f"{LINK.replace('app', f'app{i}')}\n\n" for i in range(n)),
        **{f"app{i}.ipynb": notebook(SLIDER) for i in range(n)},
    },
    "links to nothing": lambda n: {
        **APP,
        "README.md": "".join(f"{LINK.replace('app', f'app{i}')}\n\n" for i in range(n)),
    },
    "findings": lambda n: {
        **APP,
        **{f"n{i}.ipynb": notebook(SLIDER, "import nope") for i in range(n)},
    },
}

SETTINGS: dict[str, Callable[[int], Files]] = {
    "patterns": lambda n: {
        **APP,
        "voila-lint.toml": "exclude = [" + ", ".join(f"'a{i}'" for i in range(n)) + "]",
    },
    "stars": lambda n: {**APP, "voila-lint.toml": "exclude = ['" + "*a" * n + "']"},
    "stars and a long name": lambda n: {
        **APP,
        "a" * 200 + ".ipynb": notebook(SLIDER),
        "voila-lint.toml": "exclude = ['" + "*a" * n + "*b']",
    },
    "brackets": lambda n: {**APP, "voila-lint.toml": "exclude = ['" + "[" * n + "']"},
    "ignores by file": lambda n: {
        **APP,
        "voila-lint.toml": "[per-file-ignores]\n"
        + "".join(f"'a{i}' = ['VL1']\n" for i in range(n)),
    },
    "apps": lambda n: {
        **APP,
        "voila-lint.toml": "apps = [" + ", ".join(f"'a{i}'" for i in range(n)) + "]",
    },
    "hubs": lambda n: {
        **APP,
        "README.md": LINK,
        "voila-lint.toml": "hubs = [" + ", ".join(f"'a{i}'" for i in range(n)) + "]",
    },
    "modules": lambda n: {
        **APP,
        "voila-lint.toml": "[package-module-map]\n" + "".join(f"a{i} = ['b']\n" for i in range(n)),
    },
    "codes": lambda n: {**APP, "voila-lint.toml": "ignore = [" + "'VL101', " * n + "]"},
}


def cases() -> dict[str, Callable[[int], Files]]:
    """Return all cases by name."""
    found: dict[str, Callable[[int], Files]] = {}
    for name, make in CELLS.items():
        found[f"cell: {name}"] = _cell(make)
        found[f"module: {name}"] = lambda n, make=make: {
            **APP,
            "app.ipynb": notebook(SLIDER, "import m"),
            "m.py": make(n),
        }
    for name, make in MARKDOWN.items():
        found[f"Markdown cell: {name}"] = _cell(lambda n, make=make: f"#md\n{make(n)}")
        found[f"README.md: {name}"] = _document("README.md", make)
    for name, make in BRACKETS.items():
        found[f"README.md: {name}"] = _document("README.md", make)
    for name, make in RST.items():
        found[f"README.rst: {name}"] = _document("README.rst", make)
    for name, make in MARKDOWN.items():
        found[f"index.html: {name}"] = _document("index.html", make)
    for name, make in REQUIREMENTS.items():
        found[f"requirements.txt: {name}"] = _file("requirements.txt", make)
    for name, make in ENVIRONMENTS.items():
        found[f"environment.yml: {name}"] = _file("environment.yml", make)
        found[f"_config.yml: {name}"] = _document("_config.yml", make)
    for name, make in TOML.items():
        found[f"pyproject.toml: {name}"] = _file("pyproject.toml", make)
        found[f"settings: {name}"] = _document(
            "pyproject.toml", lambda n, make=make: f"{make(n)}[tool.voila-lint]\n"
        )
        found[f"Pipfile: {name}"] = _file("Pipfile", make)
        found[f"Project.toml: {name}"] = _file(
            "Project.toml", lambda n, make=make: f"{make(n)}[deps]\n"
        )
        found[f"dependencies in TOML: {name}"] = _file(
            "pyproject.toml",
            lambda n, make=make: (
                f"[build-system]\nrequires=[]\n[project]\nname='a'\ndependencies=['b']\n[tool.x]\n{make(n)}"
            ),
        )
    for name, make in SCRIPTS.items():
        found[f"postBuild: {name}"] = _document(
            "postBuild", lambda n, make=make: f"#!/bin/bash\n{make(n)}"
        )
        found[f"start: {name}"] = _document("start", lambda n, make=make: f"#!/bin/bash\n{make(n)}")
    for name, make in SETUPS.items():
        found[f"setup.py: {name}"] = _file(
            "setup.py", lambda n, make=make: f"from setuptools import setup\n{make(n)}"
        )
    for name, make in CFG.items():
        found[f"setup.cfg: {name}"] = lambda n, make=make: {
            "app.ipynb": notebook(SLIDER),
            "setup.py": "from setuptools import setup\nsetup()",
            "setup.cfg": make(n),
        }
    for name, make in JSON.items():
        found[f"voila.json: {name}"] = _document("voila.json", make)
        found[f"Pipfile.lock: {name}"] = _file("Pipfile.lock", make)
    for name, make in CELLS.items():
        if name in (
            "strings",
            "a string",
            "calls",
            "brackets",
            "assignments",
            "keywords",
            "numbers",
            "sums",
        ):
            found[f"conf.py: {name}"] = _document("conf.py", make)
    for name, text in (
        ("runtime.txt", "python-3.11"),
        ("apt.txt", "libgl1"),
        (".gitattributes", "* -text"),
    ):
        found[f"{name}: lines"] = _document(name, lambda n, text=text: f"{text}\n" * n)
        found[f"{name}: blanks"] = _document(name, lambda n, text=text: text + " " * n + "#a")
        found[f"{name}: a long line"] = _document(name, lambda n, text=text: text + "-1" * n)
    for name in (
        "Dockerfile",
        "DESCRIPTION",
        "REQUIRE",
        "default.nix",
        "install.R",
        "environment.yaml",
    ):
        found[f"{name}: lines"] = _file(name, lambda n: "a: b\n" * n)
    for kind, table in (("notebook", NOTEBOOKS), ("tree", TREES), ("settings", SETTINGS)):
        found |= {f"{kind}: {name}": make for name, make in table.items()}
    return found


def warm() -> Files:
    """Return a repository that has a little of everything, for what is imported when met."""
    files: dict[str, str | bytes] = dict(APP)
    for number, make in enumerate(cases().values()):
        files |= {f"r{number}/{path}": text for path, text in make(2).items() if number % 9 == 0}
    return files
