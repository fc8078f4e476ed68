"""The files that apps read, run and show under names that are spelt in them."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from voila_lint.links.image_tags import image_tags
from voila_lint.notebook.file_reads import READERS
from voila_lint.notebook.model import Code, Read
from voila_lint.repository import Repository
from voila_lint.text import Span
from voila_lint.views.mentions import mentions

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

    def spelt(self, path: str) -> str:
        """Return how another file of the repository is written in the same place."""
        return posixpath.relpath(path, self.notebook.rpartition("/")[0] or ".")


class NamedFile(Struct, frozen=True):
    """A file that a cell of an app runs (``%run``) or shows (``<img src>``).

    ``written`` is its name as it stands ``at`` that place of the cell, ``path`` that from the root.
    ``verbatim`` is false where quotes or escapes belong to what stands there.
    """

    notebook: str
    cell: int
    written: str
    at: Span
    path: str
    verbatim: bool = True

    def target(self, written: str) -> str | None:
        """Return the path from the root of another file, written in the same place."""
        return _target(self.notebook, written)


def read_files(repository: Repository) -> Iterator[ReadFile]:
    """Yield the files of the repository that apps certainly read, and certainly do not make before.

    Nothing of notebooks that leave their folder, and nothing where a program or script may have
    made a file that is not named: then it is not known what is there.
    """
    if _build_makes_files(repository):
        return
    for path, status in repository.apps.status.items():
        cells = repository.code(path)
        if not status.is_app or not any(at.code.reads for at in cells):
            continue
        modules = _modules(repository, path)
        if _run_makes_files(repository, path, modules):
            continue
        texts = [_text(repository, path), *map(repository.project.text_or_empty, modules)]
        aliases: dict[str, str] = {}
        reads: list[ReadFile] = []
        for at in cells:
            aliases.update(at.code.names)
            for read in at.code.reads:
                target = _target(path, read.path)
                if target is not None and _resolved(read.function, aliases) in READERS:
                    reads.append(ReadFile(path, at.cell, read, target))
        known = Counter(read_file.path.rpartition("/")[2] for read_file in reads)
        named = mentions(known, texts)
        for read_file in reads:
            name = read_file.path.rpartition("/")[2]
            # Somebody else who speaks of a file may make it.
            if named[name] <= known[name]:
                yield read_file


def absent_files(repository: Repository) -> Iterator[ReadFile]:
    """Yield the files that apps certainly read, and that neither git nor this disk has.

    Nothing where the name differs in upper and lower case only, and nothing within submodules.
    """
    project = repository.project
    for file in read_files(repository):
        if (
            not project.clone.exists(file.path)
            and not project.is_cloned(file.path)
            and not project.is_ignored(file.path)
            and in_other_case(repository, file.path) is None
        ):
            yield file


def run_files(repository: Repository) -> Iterator[NamedFile]:
    """Yield the scripts and notebooks that apps certainly run by ``%run``.

    Only at the beginning of a line: elsewhere it may be under a condition. Nothing behind a file
    that may make others, or leaves the folder; nothing at all where the app does.
    """
    if _build_makes_files(repository):
        return
    for path, status in repository.apps.status.items():
        notebook = repository.notebooks.get(path)
        cells = repository.code(path)
        if not status.is_app or notebook is None or not any(at.code.runs for at in cells):
            continue
        if any(_may_make_files(at.code) for at in cells):
            continue
        if any(_may_make_files(repository.module(module)) for module in _modules(repository, path)):
            continue
        for at in cells:
            lines = notebook.cells[(at.cell or 1) - 1].source.split("\n")
            for written, span in at.code.runs:
                line = lines[span.line - 1]
                name = written if written.endswith((".py", ".ipy", ".ipynb")) else f"{written}.py"
                target = _target(path, name)
                if target is None or not line.startswith(("%run ", "run ")):
                    break
                verbatim = line[span.column - 1 : span.end_column - 1] == written
                yield NamedFile(path, at.cell or 1, written, span, target, verbatim)
                codes = [
                    each.code
                    for each in repository.code(in_other_case(repository, target) or target)
                ]
                if not codes or any(code.runs or _may_make_files(code) for code in codes):
                    break
            else:
                continue
            break


def shown_images(repository: Repository) -> Iterator[NamedFile]:
    """Yield the pictures of the repository that Markdown cells of apps show by an ``<img>`` tag.

    Only those that Voilà hands out, and none that the app or the build may make. Pictures in
    Markdown syntax are no matter here: Voilà hangs at them (VL517).
    """
    if _build_makes_files(repository):
        return
    for path, status in repository.apps.status.items():
        notebook = repository.notebooks.get(path)
        if not status.is_app or notebook is None:
            continue
        images = [
            NamedFile(path, cell.index, tag.source, tag.at, target, tag.verbatim)
            for cell in notebook.cells
            if cell.kind == "markdown" and "<img" in cell.source.lower()
            for tag in image_tags(cell.source)
            if (target := _target(path, tag.source)) is not None
        ]
        modules = _modules(repository, path) if images else []
        if not images or _run_makes_files(repository, path, modules):
            continue
        names = {image.path.rpartition("/")[2] for image in images}
        named = mentions(
            names, (_text(repository, path), *map(repository.project.text_or_empty, modules))
        )
        yield from (image for image in images if not named[image.path.rpartition("/")[2]])


def _build_makes_files(repository: Repository) -> bool:
    """Tell whether the build, or what starts the server, may make files that are not known."""
    plan = repository.plan
    scripts = (path for path in (plan.post_build, plan.start) if path)
    return plan.build_pack in ("docker", "legacy-docker", "nix") or any(
        map(repository.project.text_or_empty, scripts)
    )


def _modules(repository: Repository, path: str) -> list[str]:
    """Return the repository's modules in Python that a notebook reaches."""
    return sorted(
        {use.local for use in repository.uses(path) if use.local and use.local.endswith(".py")}
    )


def _run_makes_files(repository: Repository, path: str, modules: Sequence[str]) -> bool:
    codes = [*(at.code for at in repository.code(path)), *map(repository.module, modules)]
    return any(code.runs or _may_make_files(code) for code in codes)


def _may_make_files(code: Code) -> bool:
    if code.makes_files or code.moves or code.syntax_problem is not None:
        return True
    if any(magic.name in ("load", "loadpy", "store", "logstart") for magic in code.magics):
        return True
    return any(_first_word(shell.command) not in _HARMLESS for shell in code.shell)


def _first_word(command: str) -> str:
    words = command.split()
    if re.search(r"[>|;&`$]", command) or not words:
        return ""
    return words[0]


def _text(repository: Repository, path: str) -> str:
    notebook = repository.notebooks.get(path)
    if notebook is None:
        return repository.project.text_or_empty(path)
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


def in_other_case(repository: Repository, path: str) -> str | None:
    """Return the only file whose path differs from ``path`` in upper and lower case only."""
    if (
        path in repository.project.files
        or path in repository.project.directories
        or repository.project.is_ignored(path)
    ):
        return None
    found = _by_folded_name(repository.project.files).get(path.casefold(), [])
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def by_name(files: frozenset[str]) -> dict[str, list[str]]:
    """Return the paths of each file name, whatever the folder."""
    found: dict[str, list[str]] = {}
    for path in files:
        found.setdefault(path.rpartition("/")[2], []).append(path)
    return found


@lru_cache(maxsize=1)
def _by_folded_name(files: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in files:
        found.setdefault(path.casefold(), []).append(path)
    return found
