"""Build a virtual environment like Binder's: the base first, then what the repository declares.

uv installs wheels. Where that is impossible the declaration is weakened step by step, and every
step is a deviation that is written down.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from repository import Declared, normalise

#: Packages that cannot do without torch; they take the Python that a torch is at hand for.
TORCH_USERS = {
    "accelerate",
    "fastai",
    "fastai2",
    "fastbook",
    "kornia",
    "onnx2torch",
    "sentence-transformers",
    "torch",
    "torchaudio",
    "torchvision",
}
#: Seconds that one installation may take.
TIME_LIMIT = 900
#: Seconds for packages that have to be built.
BUILD_LIMIT = 240


@dataclass
class Settings:
    """Where things are: uv, local wheels, replacements, the Pythons at hand."""

    uv: str
    cache: Path
    find_links: list[str] = field(default_factory=list)
    #: distribution → requirement taken in its place, whoever asks for it
    replace: dict[str, str] = field(default_factory=dict)
    #: The Python for users of a replaced torch, "" for Binder's.
    torch_python: str = ""
    pythons: Sequence[str] = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13")


def nearest(wanted: str, available: Sequence[str]) -> str:
    """The Python at hand whose minor version is nearest to the one wanted, the newer on a tie."""
    minor = int(wanted.partition(".")[2])
    return min(available, key=lambda one: (abs(int(one.partition(".")[2]) - minor), -int(one[2:])))


class Environment:
    """One virtual environment and the deviations that its building needed."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """An environment that exists."""
        self.settings = settings
        self.folder = folder
        self.deviations: list[tuple[str, str]] = []
        self._overrides = folder / "overrides.txt"

    @classmethod
    def create(cls, settings: Settings, folder: Path, python: str) -> Environment:
        """Make an empty environment, replacing what is there."""
        shutil.rmtree(folder, ignore_errors=True)
        environment = cls(settings, folder)
        environment._run(["venv", "-q", "-p", python, str(folder)], 120)
        environment._overrides.write_text("\n".join(settings.replace.values()), "utf-8")
        return environment

    @property
    def python(self) -> str:
        """Its Python version, "3.10"."""
        settings = (self.folder / "pyvenv.cfg").read_text("utf-8")
        version = re.search(r"version_info = (\d+\.\d+)", settings)
        return version.group(1) if version else ""

    @property
    def executable(self) -> Path:
        """The environment's Python."""
        return self.folder / "bin" / "python"

    def _run(self, arguments: list[str], limit: float) -> tuple[bool, str]:
        try:
            done = subprocess.run(
                [self.settings.uv, *arguments],
                capture_output=True,
                text=True,
                timeout=limit,
                check=False,
                env={**os.environ, "VIRTUAL_ENV": str(self.folder)},
            )
        except subprocess.TimeoutExpired:
            return False, f"no end after {limit:.0f} s"
        return done.returncode == 0, done.stderr

    def _pip(
        self, action: Sequence[str], lines: Iterable[str], *, build: bool = False, deps: bool = True
    ) -> tuple[bool, str]:
        wanted = self.folder / "wanted.txt"
        wanted.write_text("\n".join(lines) + "\n", "utf-8")
        source = [str(wanted)] if action[0] == "compile" else ["-r", str(wanted)]
        command = ["pip", *action, "-q", *source, "--python", str(self.executable)]
        command += ["--index-strategy", "unsafe-best-match"]
        for place in self.settings.find_links:
            command += ["--find-links", place]
        if self.settings.replace:
            command += ["--override", str(self._overrides)]
        if not build:
            command += ["--only-binary", ":all:"]
        if not deps:
            command.append("--no-deps")
        return self._run(command, BUILD_LIMIT if build else TIME_LIMIT)

    def _deviate(self, what: str, how: str) -> None:
        self.deviations.append((what, how))

    def install_base(self, packages: list[tuple[str, str]], lock: str) -> None:
        """Install the base's packages in exactly their versions, or the nearest that has wheels."""
        remembered = self.settings.cache / f"base-{lock}-python{self.python}.json"
        if remembered.is_file():
            lines, _ = json.loads(remembered.read_text("utf-8"))
        else:
            lines, deviations = [f"{name}=={version}" for name, version in packages], []
            if not self._compiles(lines):
                lines = []
                for name, version in packages:
                    line, how = self._weaken(name, f"=={version}", "")
                    if line:
                        lines.append(line)
                    if how:
                        deviations.append((f"{name}=={version}", how))
            remembered.write_text(json.dumps([lines, deviations]), "utf-8")
        done, message = self._pip(["install"], lines, deps=False)
        if not done:
            raise RuntimeError(f"base {lock} on Python {self.python}: {message[-500:]}")

    def _compiles(self, lines: list[str]) -> bool:
        return self._pip(["compile", "--no-header", "--no-annotate"], lines, deps=False)[0]

    def _weaken(self, name: str, specifier: str, extras: str) -> tuple[str, str]:
        """The requirement in the strictest form that a wheel exists for, and what was done."""
        if name in self.settings.replace:
            return self.settings.replace[name], f"replaced by {self.settings.replace[name]}"
        exact = f"{name}{extras}{specifier}"
        version = re.fullmatch(r"==(\d+)\.(\d+).*", specifier)
        tries = [(exact, "")]
        if version:
            tries.append((f"{name}{extras}=={version[1]}.{version[2]}.*", "patch version loosened"))
            tries.append((f"{name}{extras}>={version[1]}", "pin loosened to its major or later"))
        if specifier:
            tries.append((f"{name}{extras}", "any version"))
        for line, how in tries:
            if self._compiles([line]):
                return line, how and f"no wheel: {how}"
        return "", "not installed: no wheel for this Python"

    def install_declared(self, declared: Iterable[Declared]) -> None:
        """Install the declarations in their order, weakening what cannot be had."""
        lines: list[str] = []
        builds: list[str] = []
        declared = list(declared)
        as_written = [one.requirement for one in declared if one.name]
        weaken = not self._compiles(as_written)
        for one in declared:
            if not one.name:
                if one.written not in ("python", "pip"):
                    self._deviate(one.written, "not installed: not a Python package of PyPI")
                continue
            if one.address:
                self._deviate(one.written, "address replaced by the release of that name on PyPI")
            marker = f" ; {one.marker}" if one.marker else ""
            line, how = f"{one.name}{one.extras}{one.specifier}", ""
            if weaken or one.name in self.settings.replace:
                line, how = self._weaken(one.name, one.specifier, one.extras)
            if not line:
                builds.append(one.name + marker)
                continue
            if how:
                self._deviate(one.requirement, how)
            lines.append(line + marker)
        done, message = self._pip(["install"], lines)
        if not done:
            self._one_by_one(lines, message)
        for line in builds:
            done, message = self._pip(["install"], [line], build=True)
            how = "built from source, any version" if done else "not installed: no wheel, no build"
            self._deviate(line, how)

    def install_beside(self, requirements: Iterable[str], target: Path) -> None:
        """Install what a notebook installs itself into a folder of its own, with all it needs."""
        shutil.rmtree(target, ignore_errors=True)
        if not self._pip(["install", "--target", str(target)], requirements)[0]:
            for one in requirements:
                self._pip(["install", "--target", str(target)], [one])

    def _one_by_one(self, lines: list[str], message: str) -> None:
        """Where the whole cannot be resolved (pip would refuse too), install line after line."""
        self._deviate("(all)", "the declarations contradict each other: installed one by one")
        for line in lines:
            if self._pip(["install"], [line])[0]:
                continue
            requirement, separator, marker = line.partition(" ;")
            match = re.match(r"[A-Za-z0-9._-]+(\[[^\]]*\])?", requirement)
            bare = (match.group(0) if match else requirement) + separator + marker
            if self._pip(["install"], [bare])[0]:
                self._deviate(line, "its requirements cannot be met: any version")
            elif self._pip(["install"], [bare], build=True)[0]:
                self._deviate(line, "a requirement of it was built from source, any version")
            elif self._pip(["install"], [bare], deps=False)[0]:
                self._deviate(line, "installed without its requirements: they cannot be had")
            else:
                self._deviate(line, "not installed: cannot be resolved")

    def ask(self, request: dict[str, object], limit: float, folder: Path) -> object:
        """What probe.py answers in this environment, None where it crashed or took too long."""
        probe = Path(__file__).with_name("probe.py")
        try:
            done = subprocess.run(
                [str(self.executable), "-E", "-s", str(probe.resolve())],
                input=json.dumps(request),
                capture_output=True,
                text=True,
                timeout=limit,
                cwd=folder,
                check=False,
                env={"PATH": f"{self.folder}/bin:/usr/bin:/bin", "HOME": str(folder)},
            )
        except subprocess.TimeoutExpired:
            return None
        _, mark, answer = done.stdout.rpartition("\n--- probe\n")
        return json.loads(answer) if mark else None


def uses_torch(declared: Iterable[Declared]) -> bool:
    """Whether anything declared needs torch."""
    return any(normalise(one.name) in TORCH_USERS for one in declared)
