"""The files that apps read under names that are spelt in their code."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from voila_lint.app import App
from voila_lint.notebook.files import READERS
from voila_lint.notebook.model import Code, Read

#: Programs that make no files which an app reads.
_HARMLESS = frozenset(
    (
        *("pip", "pip3", "conda", "mamba", "apt", "apt-get", "jupyter", "ls", "pwd", "echo", "cat"),
        *("head", "tail", "which", "nvidia-smi", "free", "df", "du", "date", "whoami", "wc"),
    )
)


class ReadFile(Struct, frozen=True):
    """A file that an app reads: ``path`` from the root, ``written`` as the code has it."""

    notebook: str
    cell: int | None
    read: Read
    path: str

    def target(self, written: str) -> str | None:
        """Return the path from the root of another file, written in the same place."""
        return _target(self.notebook, written)


def read_files(app: App) -> Iterator[ReadFile]:
    """Yield the files of the repository that apps surely read, and surely do not make before.

    Nothing of notebooks that leave their folder, and nothing where a program or script may have
    made a file that is not named: then it is not known what is there.
    """
    plan = app.plan
    made = "\n".join(
        app.project.text_or_empty(path) for path in (plan.post_build, plan.start) if path
    )
    if plan.build_pack in ("docker", "legacy-docker", "nix") or made:
        return
    for path, status in app.apps.items():
        cells = app.code(path)
        if not status.is_app or not any(at.code.reads for at in cells):
            continue
        modules = {use.local for use in app.uses(path) if use.local and use.local.endswith(".py")}
        codes = [*(at.code for at in cells), *map(app.module, sorted(modules))]
        if any(map(_may_make_files, codes)):
            continue
        texts = [_text(app, path), *(app.project.text_or_empty(m) for m in sorted(modules))]
        aliases: dict[str, str] = {}
        found: list[ReadFile] = []
        for at in cells:
            aliases.update(at.code.names)
            for read in at.code.reads:
                target = _target(path, read.path)
                if target is not None and _resolved(read.function, aliases) in READERS:
                    found.append(ReadFile(path, at.cell, read, target))
        known = Counter(one.path.rpartition("/")[2] for one in found)
        # Somebody else who speaks of a file may make it.
        named = {name: sum(text.count(name) for text in texts) for name in known}
        for one in found:
            name = one.path.rpartition("/")[2]
            if named[name] <= known[name]:
                yield one


def _may_make_files(code: Code) -> bool:
    if code.makes_files or code.moves or code.runs or code.syntax_problem is not None:
        return True
    if any(magic.name in ("load", "loadpy", "store", "logstart") for magic in code.magics):
        return True
    return any(_first_word(shell.command) not in _HARMLESS for shell in code.shell)


def _first_word(command: str) -> str:
    words = command.split()
    if re.search(r"[>|;&`$]", command) or not words:
        return ""
    return words[0]


def _text(app: App, path: str) -> str:
    notebook = app.notebooks.get(path)
    if notebook is None:
        return app.project.text_or_empty(path)
    return "\n".join(cell.source for cell in notebook.cells if cell.kind == "code")


def _target(notebook: str, written: str) -> str | None:
    """The path from the root, None where the file does not lie in the repository."""
    if (
        "://" in written
        or written.startswith(("/", "~", "data:"))
        or re.search(r"[\\:*?\0]", written)
    ):
        return None
    path = posixpath.normpath(posixpath.join(notebook.rpartition("/")[0], written))
    return None if path in (".", "..") or path.startswith("../") else path


def _resolved(function: str, aliases: dict[str, str]) -> str:
    head, dot, rest = function.partition(".")
    return aliases.get(head, head) + dot + rest


def in_other_case(app: App, path: str) -> str | None:
    """Return the only file whose path differs from ``path`` in upper and lower case only."""
    if path in app.project.files or path in app.project.directories or app.project.is_ignored(path):
        return None
    found = [other for other in app.project.files if other.casefold() == path.casefold()]
    return found[0] if len(found) == 1 else None
