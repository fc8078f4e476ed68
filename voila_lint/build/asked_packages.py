"""The packages that a command of a script or of a notebook brings."""

from collections.abc import Callable

from voila_lint.files import environment_yml
from voila_lint.files.requirement import looks_like_path
from voila_lint.files.requirements_txt import (
    Inclusion,
    PipRun,
    install_file,
    install_items,
    install_project,
    install_requirement,
)
from voila_lint.pattern import pattern
from voila_lint.shell.installers import Asked
from voila_lint.text import Span
from voila_lint.versions.collected import Collected
from voila_lint.versions.match_spec import parse_match_spec
from voila_lint.versions.model import Package
from voila_lint.versions.stops import BuildStops

_COMMENT = pattern(r"(?:^|\s)#.*")


class AskedPackages:
    """Notes what commands ask for, and doubts about what they do not say."""

    def __init__(
        self, collected: Collected, run: PipRun, path: str, resolve: Callable[[str], str | None]
    ) -> None:
        """Take what is noted in, how pip is run, and the file in which the commands stand.

        ``resolve`` turns a path as written into one from the root, None where it leads nowhere.
        """
        self._collected = collected
        self._run = run
        self._path = path
        self._resolve = resolve

    def note(self, asked: Asked, at: Span) -> None:
        """Note one thing that a command asks for, which is written at ``at``."""
        text = asked.text
        if asked.tool == "apt":
            return
        if not asked.known:
            self._collected.doubt(f"`{text}` in {self._path}")
        elif asked.kind == "requirements":
            self._file(text, lambda path: install_file(self._collected, self._run, Inclusion(path)))
        elif asked.kind == "environment":
            self._file(text, lambda path: self._environment(path, text))
        elif asked.kind == "specifications":
            self._file(text, lambda path: self._specifications(path, text))
        elif asked.kind == "project":
            self._project(text)
        elif asked.tool in ("conda", "mamba"):
            self._add_conda(text, self._path, at)
        else:
            self._requirement(text, at, editable=asked.kind == "editable")

    def _file(self, text: str, read: Callable[[str], None]) -> None:
        path = self._resolve(text)
        if path is None or not self._collected.files.is_file(path):
            self._doubt_file(text)
        else:
            read(path)

    def _doubt_file(self, text: str) -> None:
        self._collected.doubt(f"what {self._path} installs from {text}")

    def _requirement(self, text: str, at: Span, *, editable: bool) -> None:
        if "://" not in text and (editable or looks_like_path(text)):
            target = self._resolve(text.partition("[")[0])
            files = self._collected.files
            is_at_root = self._resolve(".") == "."
            is_there = target is not None and files.exists(target)
            if not is_at_root or not is_there or files.is_elsewhere(target or ""):
                # A command before it may have brought it, and pip looks from where it is called.
                self._collected.doubt(f"`{text}` in {self._path}")
                return
        install_requirement(self._collected, self._run, self._path, text, at, editable=editable)

    def _project(self, folder: str) -> None:
        if self._resolve(folder) != ".":
            self._collected.doubt(f"the modules of the project {folder}")
            return
        self._collected.installs_project = True
        install_project(self._collected, self._run, ".")

    def _environment(self, path: str, text: str) -> None:
        try:
            environment = environment_yml.read_environment(self._collected.files, path)
        except BuildStops:
            self._doubt_file(text)
            return
        for item in environment_yml.conda_items(environment):
            self._add_conda(item.value, path, item.at)
        self._collected.doubt(*environment_yml.unclear_shapes(environment))
        items = ((item.value, item.at) for item in environment_yml.pip_items(environment))
        install_items(self._collected, self._run, path, items)

    def _specifications(self, path: str, text: str) -> None:
        if path.endswith((".yml", ".yaml")):
            self._environment(path, text)
            return
        try:
            content = self._collected.files.text(path)
        except (OSError, UnicodeDecodeError):
            content = "@EXPLICIT"
        if "@EXPLICIT" in content:
            self._doubt_file(text)
            return
        for number, line in enumerate(content.split("\n"), start=1):
            written = _COMMENT.sub("", line).strip()
            if written:
                column = line.find(written) + 1
                at = Span(number, column, number, column + len(written))
                self._add_conda(written, path, at)

    def _add_conda(self, text: str, path: str, at: Span | None) -> None:
        spec = parse_match_spec(text)
        found = Package(
            spec.name,
            spec.version,
            "conda",
            path,
            at,
            url=spec.url,
            channel=spec.channel,
            build=spec.build,
        )
        self._collected.add([found])
