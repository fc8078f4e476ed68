"""Repositories with mistakes, made from the rules' pairs by mutations that a seed decides."""

import codecs
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.building import git
from tests.pairs import SIDES, Pair, load_pairs, materialise

#: Text that stands in somebody's way: other scripts, comments, quotes, escapes, control bytes.
_SNIPPETS = (
    *(b"\\", b"\\\n", b"#", b" # x", b"\t", b"\x0c", b"\r", b"\r\n", b"\n", b"\0", b"\x1b[2J"),
    *(b"\xff", b"\xe9", b"\xc3", b"\xf0\x9f\x98", "\u2028".encode(), "\ufeff".encode()),
    *("，谢谢".encode(), "点击".encode("gbk"), "é".encode(), "\U0001f600".encode()),
    *(b"[", b"]", b"{", b"}", b",", b": ", b"- ", b"&a ", b"*a", b"!!str ", b"'", b'"', b"|\n"),
    *(b"---\n", b"...\n", b"%YAML 1.1\n", b"# coding: latin-1\n", b"# coding: undefined\n"),
    *(b"<!-- noqa -->", b"# noqa: VL101", b"\\ud800", b"\\u00e9", b"![a](b.png)", b"\n\n"),
    b"https://mybinder.org/v2/gh/o/r/HEAD?labpath=voila%2Frender%2Fapp.ipynb",
)

#: File names that mean something to somebody.
_NAMES = (
    *("environment.yml", "environment.yaml", "requirements.txt", "apt.txt", "runtime.txt"),
    *("postBuild", "start", "Pipfile", "pyproject.toml", "setup.py", "README.md", "voila.json"),
    *("binder", ".binder", "Binder/environment.yml", "enviroment.yml", "sub/app.ipynb", ".git/x"),
)


def iterate(seed: int, folder: Path) -> Iterator[Path]:
    """Yield mutated repositories without end, each in a folder of its own below ``folder``.

    Each is removed when the next one is asked for. The same seed gives the same repositories.
    """
    source = random.Random(seed)
    pairs = load_pairs()
    number = 0
    while True:
        number += 1
        parent = folder / str(number)
        yield make(source.choice(pairs), random.Random(source.getrandbits(64)), parent)
        restore(parent)
        shutil.rmtree(parent, ignore_errors=True)


def make(pair: Pair, source: random.Random, parent: Path) -> Path:
    """Return the root of one side of a pair with a few mutations, made below ``parent``."""
    parent.mkdir(parents=True)
    root = materialise(pair, source.choice((*SIDES, "bad")), parent)
    (parent / "outside").mkdir()
    (parent / "outside" / "secret.yml").write_text("dependencies:\n  - voila\n  - secret\n")
    for _ in range(source.choice((0, 1, 1, 2, 3, 5))):
        mutate = source.choice(_MUTATIONS)
        files = sorted(path for path in root.rglob("*") if _is_ours(path, root))
        if files:
            mutate(source, root, source.choice(files))
    return root


def restore(parent: Path) -> None:
    """Make everything below a folder writable again, so that it can be removed."""
    for path in parent.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


def _is_ours(path: Path, root: Path) -> bool:
    inner = path.relative_to(root).parts
    return ".git" not in inner and (path.is_symlink() or path.is_file())


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    if path.is_file() and not path.is_symlink() and path.stat().st_size < 1 << 20:
        mode = path.stat().st_mode
        path.chmod(0o644)
        path.write_bytes(change(path.read_bytes()))
        path.chmod(mode)


def _bytes(source: random.Random, root: Path, path: Path) -> None:
    def change(data: bytes) -> bytes:
        for _ in range(source.randint(1, 4)):
            start = source.randint(0, len(data))
            end = min(len(data), start + source.choice((0, 0, 0, 1, 2, 8)))
            data = data[:start] + source.choice(_SNIPPETS) + data[end:]
        return data

    _rewrite(path, change)


def _lines(source: random.Random, root: Path, path: Path) -> None:
    def change(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True) or [b""]
        at = source.randrange(len(lines))
        kind = source.randrange(5)
        if kind == 0:
            lines.insert(at, source.choice(lines))
        elif kind == 1:
            del lines[at]
        elif kind == 2:
            lines[at] = lines[at].rstrip(b"\r\n") + source.choice(_SNIPPETS) + b"\n"
        elif kind == 3:
            other = source.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at:at] = [lines[at]] * source.randint(2, 30)
        return b"".join(lines)

    _rewrite(path, change)


def _encode(source: random.Random, root: Path, path: Path) -> None:
    encoding, mark = source.choice(
        (
            *(("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)),
            *(("utf-32-le", codecs.BOM_UTF32_LE), ("utf-32-be", codecs.BOM_UTF32_BE)),
            *(("utf-8", codecs.BOM_UTF8), ("latin-1", b""), ("gbk", b""), ("utf-16-le", b"")),
            *(("latin-1", b"# coding: latin-1\n"), ("gbk", b"# -*- coding: gbk -*-\n")),
        )
    )
    _rewrite(path, lambda data: mark + data.decode("utf-8", "replace").encode(encoding, "ignore"))


def _line_ends(source: random.Random, root: Path, path: Path) -> None:
    end = source.choice((b"\r\n", b"\r", b"\n\r", b"\x0b"))
    share = source.choice((1.0, 0.5))

    def change(data: bytes) -> bytes:
        lines = data.split(b"\n")
        ends = [end if source.random() < share else b"\n" for _ in lines[1:]]
        return b"".join(line + mark for line, mark in zip(lines, [*ends, b""], strict=True))

    _rewrite(path, change)


def _cut(source: random.Random, root: Path, path: Path) -> None:
    _rewrite(path, lambda data: data[: source.randint(0, len(data))])


def _rename(source: random.Random, root: Path, path: Path) -> None:
    target = root / source.choice(_NAMES)
    if ".git" not in target.relative_to(root).parts and not os.path.lexists(target):
        if not os.path.lexists(target.parent):
            target.parent.mkdir(parents=True)
        if target.parent.is_dir():
            path.rename(target)


def _copy(source: random.Random, root: Path, path: Path) -> None:
    target = root / source.choice(_NAMES)
    parent = target.parent
    if ".git" not in target.relative_to(root).parts and not os.path.lexists(target):
        if not os.path.lexists(parent):
            parent.mkdir(parents=True)
        if path.is_file() and parent.is_dir():
            shutil.copy(path, target)


def _link(source: random.Random, root: Path, path: Path) -> None:
    """Put the file elsewhere, inside or outside, and a link in its place."""
    kind = source.randrange(7)
    target = [
        *(f"real-{path.name}", f"../outside/{path.name}", "../outside/secret.yml", ".git/config"),
        *("nowhere", path.name, str(root / f"real-{path.name}")),
    ][kind]
    elsewhere = (path.parent / target) if kind in (0, 1) else None
    if elsewhere is not None and elsewhere.parent.is_dir() and not os.path.lexists(elsewhere):
        path.rename(elsewhere)
    else:
        path.unlink()
    path.symlink_to(target)


def _protect(source: random.Random, root: Path, path: Path) -> None:
    if path.is_symlink():
        return
    kind = source.randrange(3)
    if kind == 0:
        path.chmod(source.choice((0o444, 0o755, 0o600)))
    elif kind == 1:
        path.parent.chmod(0o555)
    else:
        other = root.parent / "outside" / f"hard-{path.name}"
        if not other.exists():
            os.link(path, other)


def _git_state(source: random.Random, root: Path, path: Path) -> None:
    kind = source.randrange(5)
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
    if kind == 0:
        # What other mutations have done to git itself may be in its way.
        with suppress(subprocess.CalledProcessError):
            git(root, "add", "--all")
    elif kind == 1:
        with (root / ".gitignore").open("a") as file:
            file.write(f"{path.name}\n")
    elif kind == 2:
        (root / ".git" / "HEAD").write_text("ref: refs/heads/nothing\n")
    elif kind == 3:
        (root / ".git" / "index").write_bytes(b"DIRC" + source.randbytes(40))
    else:
        (root / ".git" / "index.lock").write_bytes(b"")


_MUTATIONS: tuple[Callable[[random.Random, Path, Path], None], ...] = (
    *(_bytes, _bytes, _bytes, _lines, _lines, _lines, _encode, _encode, _line_ends),
    *(_cut, _rename, _copy, _link, _link, _protect, _git_state),
)
