"""Small repositories made at random from what people write, and from what nobody should."""

import random
from pathlib import Path
from typing import NamedTuple

PYTHONS = (
    *("python", "python=3.11", "python==3.12.*", "python=3.9.7", "python>=3.9", "python 3.11"),
    *("python = 3.7", "python=2.7", "python=3.6", "python=3.15", "python=3", "python=4"),
    *("python=", "python=3.", "python=.", "python=3..1", "python=3.11.", "Python=3.11"),
    *("conda-forge::python=3.12", "python~=3.11", "python!=3.9", "python=3.8=h1_0_cpython"),
    *("python=3.05", "python=2", "python[version='3.11']", "python===3.13", "python=03.11"),
    *("python=3.1٢", "pythonic=3.11", "python=3.14", "python=3.5", "python=1.0"),
)
ITEMS = (
    *("voila", "numpy=1.26", "bqplot", "pip", "r-base=4.1", "r-ggplot2", "'scipy'", '"pandas>=1"'),
    *("3.11", "null", "", "yes", "no", "~", "[a, b]", "{pip: [voila]}", "2020-01-01", "1_0"),
    *("&a voila", "*a", "!x voila", "|\n    voila", "-", "nodejs=18 # [linux]", "{{ pin }}"),
)
PIP_LINES = (
    *("voila", "voila==0.5.8", "-e .", "-r requirements.txt", "-rx.txt", "./pkg", "pkg/", "."),
    *("git+https://github.com/a/b.git", "git+file:///x", "https://x.org/a.whl", "--pre"),
    *("-c c.txt", "--requirement=x", "--find-links ./wheels", "--index-url https://x.org"),
    *("-e git+https://x.org/y.git#egg=y", "a @ file:///x", "# -e .", "voila # -e .", "-e"),
    *("--editable=.", "--no-binary :all:", "..", ".hidden", "-f .", "git://../x", "- .", "-"),
)
RUNTIMES = (
    *("python-3.11", "python-3", "python-2.7", "python-3.8.5", "python-3.15", "python-4"),
    *("python-", "", "python=3.11", "python 3.11", "3.11", "python-3.x", "Python-3.11"),
    *("r-2025-01-01", "r-4.4-2025-01-01", "r-4.4", "r-2010-01-01", "r-9-2025-01-01"),
    *("r-4.4.9-2025-02-30", "r-2025-13-01", "r-2025-1-1", "julia-1.9", "python-3.11-2024-01-01"),
    *("python-2024-01-01", " python-3.12 ", "python-3.11\n\n", "\tpython-3.9", "python-3.11-x"),
    *("python--3.11", "python-3.11-rc1", "python-v3.11", "python-3.11rc1", "python-3.10.0"),
    *("python-2.7.18", "-", "--", "r-2025-01-01T10", "python-1!3.11", "python-3.", "python-2"),
    *("python-3.1", "python-3.05", "r-4-2025-01-01x", "python- 3.11", "python-3.11 "),
)
PYPROJECTS = (
    "[project]\nname='x'\nversion='0'\nrequires-python='{}'\n",
    "[project]\nname='x'\nversion='0'\nrequires-python='{}'\n[build-system]\nrequires=[]\n",
    "[build-system]\nrequires=[]\n",
    "[tool.ruff]\nline-length=80\n",
    "[project]\nname='x'\n[build-system]\nrequires=[]\n",
    "project = 'x'\n",
    "project = 3\n",
    "[project]\nrequires-python=3.11\n",
    "[project]\nrequires-python=['>=3.11']\n",
    "[project\n",
    "a = 1\na = 2\n",
)
SPECIFIERS = (
    *(">=3.8", ">=3.11", ">=3.12,<3.14", "<3.10", ">=3.15", "^3.11", "==3.9.*", "~=3.9", "3.11"),
    *("", "!=3.10", ">=2.7", "*", ">3.10", "===3.11", ">=3.10.5", "<3.8", "==3.13", ">=3.10rc1"),
)
PIPFILES = (
    "[packages]\nvoila='*'\n[requires]\npython_version='{}'\n",
    "[packages]\nvoila='*'\n",
    "[requires]\npython_full_version='{}.4'\n",
    "[packages\n",
    "requires = 3\n",
    "[requires]\npython_version=3.11\n",
    "[packages]\nvoila = {{version='*', extras=['a']}}\n[requires]\npython_version='{}'\n",
    "[[source]]\nurl='https://pypi.org/simple'\nverify_ssl=true\n[packages]\n[dev-packages]\n",
)
LOCKS = (
    '{{"_meta": {{"requires": {{"python_version": "{}"}}}}, "default": {{}}}}',
    '{{"_meta": {{}}}}',
    "{{}}",
    "[]",
    "{{",
    '{{"_meta": 3}}',
    '{{"_meta": {{"requires": {{"python_full_version": "{}.1"}}}}}}',
    '{{"_meta": {{"requires": null}}}}',
    "",
)
NUMBERS = ("3.11", "3.12", "2.7", "3", "3.15", "3.7", "x", "4", "3.6", "", ">=3.9", "3.5", "3.8.1")
APTS = (
    *("graphviz\n", "# c\nlibgl1 # x\n\n", "Graphviz\n", "a_b\n", "_a\n", "", "g; rm -rf /\n"),
    *("\ufeffgraphviz", "apt-get install x\n", "b\na\n", "é\n", "  dot  \n", "x\ry\r"),
)
ENVIRONMENTS = (
    *("", "- python=3.11\n", "name: x\n", "dependencies:\n", "dependencies: python=3.11\n"),
    *("dependencies:\n  python: '3.11'\n", "dependencies: {python=3.11: 1}\n", "text\n", "3\n"),
    *("dependencies: 3\n", "dependencies: 3.5\n", "dependencies: true\n", "dependencies: ''\n"),
    *("dependencies:\n\t- python\n", "a: 1\na: 2\n", "---\na: 1\n---\nb: 2\n", "a: *b\n", "---\n"),
    *("b: &b [python=3.12]\ndependencies: *b\n", "b: &b {dependencies: [python=3.9]}\n<<: *b\n"),
    *("dependencies: !!set {a}\n", "!!set {a}\n", "dependencies: [python=3.11, {pip: [a: b]}]\n"),
    *("dependencies: [{pip: null}, {pip: x}, {pip: [./x, 3]}]\n", "dependencies: [{pip: [3]}]\n"),
    *("dependencies: [{pip: [~]}]\n", "'dependencies': ['python=3.13']\n", "yes: 1\nYes: 2\n"),
    *("dependencies: [{pip: [-e ., voila]}]\n", "dependencies: [{pip: [a]}, {pip: []}]\n"),
    *("dependencies:\n- a\n-\tb\n", "dependencies:\t[a]\n", "d: 2020-13-01\n", "a: |\n  x\n b\n"),
    *("%YAML 1.1\n---\ndependencies: [python=3.8]\n", "a: '\n", "a: [\n", "{\n", "a: b: c\n"),
    *("dependencies: [python=3.11]\t# c\n", "? a\n: b\n", "a: \x00\n", "a: \x7f\n", "...\n"),
    *("? {a: 1, a: 2}\n: 3\n", "1: a\n1.0: b\n", "<<: 3\n", "<<: [3]\n", "[a]: b\n"),
    *("dependencies: [[python=3.11]]\n", "!!int x\n"),
)  # fmt: skip
OTHERS = (
    "FROM x\n",
    "FROM andrewosh/binder-base\n",
    "# FROM andrewosh/binder-base\nRUN x\n",
    "",
    "x",
)
JULIAS = (
    *("", "[deps]\n", "[compat]\njulia = '1.6'\n", "[compat]\njulia = '~1.9'\n", "[compat\n"),
    *("[compat]\njulia = '1.6, 1.9'\n", "[compat]\njulia = 'x'\n", "[compat]\njulia = 1\n"),
    *("compat = 1\n", "[compat]\njulia = '>=1.6'\n", "[compat]\njulia = '^1.6'\n"),
)
PLACES = (("",), ("",), ("",), ("", "binder/"), ("binder/",), (".binder/", "", ""))
ODD_CHARACTERS = "\t\x00\r\n\ufeff\x85\u2028:-#'\"[]{}&*!|>%@`,?~=<\\ é🐍"


class Content(NamedTuple):
    """What stands at a path: bytes, a link, or a directory."""

    kind: str
    value: bytes = b""


class Repository(NamedTuple):
    """A generated repository and the number that makes it again."""

    seed: int
    files: dict[str, Content]

    def write(self, root: Path) -> None:
        """Create the files below ``root``."""
        for name, content in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content.kind == "directory":
                path.mkdir(exist_ok=True)
            elif content.kind == "link":
                path.symlink_to(content.value.decode())
            else:
                path.write_bytes(content.value)


def repository(seed: int) -> Repository:
    """Return the repository number ``seed``."""
    chance = random.Random(seed)
    files: dict[str, Content] = {}
    places = chance.choice(PLACES)
    if chance.random() < 0.01:
        places = ("binder/", ".binder/")
    for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
        name, text = _file(chance)
        files[chance.choice(places) + name] = _content(chance, text)
    if chance.random() < 0.05:
        files["binder"] = Content(chance.choice(("file", "directory")))
    clashes = [
        name for name in files if f"{name}/" in {f"{p.split('/')[0]}/" for p in files if "/" in p}
    ]
    for name in clashes:
        del files[name]
    return Repository(seed, files)


def _file(chance: random.Random) -> tuple[str, str]:
    kind = chance.choices(
        ("env", "req", "runtime", "pyproject", "pipfile", "lock", "apt", "other"),
        (30, 18, 16, 12, 8, 4, 6, 12),
    )[0]
    pick = chance.choice
    if kind == "env":
        name = pick(("environment.yml",) * 6 + ("environment.yaml", "Environment.yml", "env.yml"))
        return name, pick(ENVIRONMENTS) if chance.random() < 0.45 else _environment(chance)
    if kind == "req":
        name = pick(("requirements.txt",) * 5 + ("requirements3.txt", "Requirements.txt"))
        return name, "\n".join(chance.choices(PIP_LINES, k=chance.randint(0, 4)))
    if kind == "runtime":
        return "runtime.txt", pick(RUNTIMES) + pick(("", "\n", "\r\n"))
    if kind == "pyproject":
        return "pyproject.toml", pick(PYPROJECTS).replace("{}", pick(SPECIFIERS))
    if kind == "pipfile":
        return "Pipfile", pick(PIPFILES).format(pick(NUMBERS))
    if kind == "lock":
        return "Pipfile.lock", pick(LOCKS).format(pick(NUMBERS))
    if kind == "apt":
        return "apt.txt", pick(APTS)
    names = (
        *("setup.py", "setup.cfg", "postBuild", "start", "Dockerfile", "dockerfile", "REQUIRE"),
        *("Project.toml", "JuliaProject.toml", "default.nix", "DESCRIPTION", "install.R"),
        *("poetry.lock", "uv.lock", "README.md", ".dockerignore", "Pipfile.Lock", "postbuild"),
    )
    name = pick(names)
    return name, pick(JULIAS if name.endswith("roject.toml") else OTHERS)


def _environment(chance: random.Random) -> str:
    lines = [chance.choice(("name: x", "channels: [conda-forge]", "prefix: /x"))] * chance.randint(
        0, 1
    )
    lines.append("dependencies:")
    items = chance.choices(PYTHONS, k=chance.choice((0, 1, 1, 2)))
    items += chance.choices(ITEMS, k=chance.randint(0, 3))
    chance.shuffle(items)
    lines += [f"  - {item}" for item in items]
    if chance.random() < 0.4:
        lines.append("  - pip:")
        lines += [f"    - {line}" for line in chance.choices(PIP_LINES, k=chance.randint(0, 3))]
    return "\n".join(lines) + "\n"


def _content(chance: random.Random, text: str) -> Content:
    roll = chance.random()
    if roll < 0.015:
        return Content("directory")
    if roll < 0.03:
        targets = ("nowhere", "environment.yml", "requirements.txt", ".")
        return Content("link", chance.choice(targets).encode())
    # Tags are left alone: libyaml and ruamel.yaml disagree about their spelling.
    if roll < 0.15 and text and "!" not in text:
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice(ODD_CHARACTERS) + text[place + chance.randint(0, 2) :]
    elif roll < 0.2:
        text = text.replace("\n", chance.choice(("\r\n", "\r")))
    elif roll < 0.22:
        text = "\ufeff" + text
    encoding = chance.choices(("utf-8", "utf-16", "latin-1", "utf-16-le"), (96, 2, 2, 1))[0]
    if encoding == "latin-1":
        text += "# é\n"
    return Content("file", text.encode(encoding, "replace"))
