"""Repositories with files in a state in which nobody means them to be, by name."""

from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = (
    *("environment.yml", "environment.yaml", "requirements.txt", "runtime.txt", "apt.txt"),
    *("Pipfile", "Pipfile.lock", "pyproject.toml", "setup.py", "postBuild", "start"),
    *("Dockerfile", "Project.toml", "DESCRIPTION", "binder", ".binder"),
)
#: What a file of that name has inside when all is well.
_USUAL = {
    "environment.yml": "dependencies:\n  - python=3.11\n  - voila\n",
    "environment.yaml": "dependencies:\n  - python=3.11\n  - voila\n",
    "requirements.txt": "voila\nnumpy\n",
    "runtime.txt": "python-3.11\n",
    "apt.txt": "graphviz\nlibgl1\n",
    "Pipfile": "[packages]\nvoila = '*'\n",
    "Pipfile.lock": '{"_meta": {}, "default": {}}\n',
    "pyproject.toml": "[project]\nname = 'x'\n[build-system]\nrequires = []\n",
    "Project.toml": "[deps]\n[compat]\njulia = '1.9'\n",
}
_DEPTHS = (100, 400, 1000)


def _contents(usual: str) -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "utf-16", usual.encode("utf-16")
    yield "utf-16-le", usual.encode("utf-16-le")
    yield "utf-32", usual.encode("utf-32")
    yield "mark", usual.encode("utf-8-sig")
    yield "latin-1", (usual + "# é\n").encode("latin-1")
    yield "nul", usual.encode() + b"\0"
    yield "nul-first", b"\0" + usual.encode()
    yield "binary", bytes(range(256))
    yield "cr", usual.replace("\n", "\r").encode()
    yield "crlf", usual.replace("\n", "\r\n").encode()
    yield "form-feed", usual.replace("\n", "\f\n").encode()


def _yaml() -> Iterator[tuple[str, str]]:
    for depth in _DEPTHS:
        yield f"flow-{depth}", "a: " + "[" * depth + "]" * depth
        yield f"braces-{depth}", "a: " + "{a: " * depth + "b" + "}" * depth
        yield f"dashes-{depth}", "a:\n  " + "- " * depth + "b"
        yield f"block-{depth}", "".join(f"{' ' * n}a:\n" for n in range(depth))
    lines = ["a0: &a0 [voila]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    yield "aliases", "\n".join([*lines, "dependencies: *a39", ""])
    yield "aliases-in-pip", "\n".join([*lines, "dependencies: [{pip: *a39}]", ""])
    yield "own-alias", "dependencies: &a [voila, *a]\n"


def bad_input() -> Iterator[tuple[str, Callable[[Path], object]]]:
    """Yield names, and what makes such a repository in an empty directory.

    Whatever may never end when it is read is left out.
    """
    for name in NAMES:
        yield f"{name} directory", lambda root, name=name: (root / name).mkdir()
        for target in ("nowhere", name, ".", "other"):
            yield f"{name} -> {target}", lambda root, a=name, b=target: _link(root, a, b)
        for kind, content in _contents(_USUAL.get(name, "#!/bin/sh\n")):
            yield f"{name} {kind}", lambda root, a=name, b=content: (root / a).write_bytes(b)
    for kind, text in _yaml():
        yield f"yaml {kind}", lambda root, text=text: (root / "environment.yml").write_text(text)


def _link(root: Path, name: str, target: str) -> None:
    (root / name).symlink_to(target)
    if target == "other":
        # In a circle of two.
        (root / target).symlink_to(name)
