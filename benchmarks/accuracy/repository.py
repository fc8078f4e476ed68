"""What Binder would install for a repository, read without voila_lint.

repo2docker's own build packs decide (the ``jupyter-repo2docker`` package must be installed);
what they would install is read from the file that they name, line by line, so that a mutant can
remove one declaration textually.
"""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from dataclasses import dataclass
from pathlib import Path

#: conda packages of old exports that PyPI has under another name and the name list lacks.
CONDA_ALIASES = {
    # conda's keras-gpu asks for tensorflow-gpu, and tensorflow for keras
    "keras-gpu": "tensorflow",
    "opencv": "opencv-python-headless",
    "py-opencv": "opencv-python-headless",
    "pymace": "mace-torch",
    "pyqt": "pyqt5",
    "tensorflow-gpu": "tensorflow",
    "vtk": "vtk",
}

#: A requirement in a file: a name, extras, the rest.
REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*(.*)")
CONDA_REQUIREMENT = re.compile(r"(?:[^\s:]+::)?([A-Za-z0-9_][A-Za-z0-9._-]*)\s*(.*)")
#: An address that says which distribution it is.
ADDRESS = re.compile(
    r"(?:(?:-e|--editable)[\s=]+)?(?:[A-Za-z0-9._-]+(?:\[[^\]]*\])?\s*@\s*)?[a-z+]+://.*|-e\s+.*|\./.*|.*\.whl"
)


EDITABLE = re.compile(r"-e|--editable")


@dataclass(frozen=True)
class Declared:
    """One declared package.

    ``name`` is the normalised PyPI name ("" where PyPI has no such package), ``specifier`` in
    pip's syntax, ``extras`` in brackets or "". ``path`` and ``line`` (from 1) say where it is
    declared; 0 for what a ``setup.py`` or ``pyproject.toml`` declares. ``written`` is the name
    as written, ``address`` true where no index is asked.
    """

    name: str
    specifier: str
    path: str
    line: int
    written: str
    extras: str = ""
    marker: str = ""
    address: bool = False

    @property
    def requirement(self) -> str:
        """The declaration as pip would take it."""
        marker = f" ; {self.marker}" if self.marker else ""
        return f"{self.name}{self.extras}{self.specifier}{marker}"


@dataclass(frozen=True)
class Plan:
    """The build: pack, Python ("3.10"), lock file of the base, declarations, remarks.

    ``project`` is true where ``pip install .`` runs. ``skip`` is a reason why there is no
    environment to build here, "" where there is.
    """

    pack: str
    python: str
    lock: Path | None
    declared: tuple[Declared, ...]
    notes: tuple[str, ...]
    project: bool = False
    skip: str = ""


def normalise(name: str) -> str:
    """The PyPI name in its normal form."""
    return re.sub(r"[-_.]+", "-", name).lower()


class CondaNames:
    """conda-forge package name to PyPI name, from lines ``conda<TAB>pypi,pypi…``."""

    def __init__(self, path: Path | None) -> None:
        """Read the list; without one, names are taken to be equal."""
        self._names: dict[str, str] | None = None
        if path is not None:
            self._names = {}
            for line in path.read_text("utf-8").splitlines():
                conda, _, pypi = line.partition("\t")
                candidates = pypi.split(",")
                same = normalise(conda)
                self._names[conda] = same if same in candidates else candidates[0]

    def pypi(self, conda: str) -> str:
        """The PyPI name, "" where the package is none of Python's."""
        conda = conda.lower()
        if conda in CONDA_ALIASES:
            return CONDA_ALIASES[conda]
        if conda in ("python", "pip"):
            return ""
        if self._names is None:
            return normalise(conda)
        found = self._names.get(conda)
        if found is None and conda.startswith(("r-", "lib", "_")):
            return ""
        return normalise(conda if found is None else found)


def base_packages(lock: Path, names: CondaNames) -> list[tuple[str, str]]:
    """PyPI name and version of every Python package in a lock file of repo2docker."""
    packages = set()
    for line in lock.read_text("utf-8").splitlines():
        if not line.startswith("http"):
            continue
        file = line.partition("#")[0].rpartition("/")[2]
        conda, version, _ = re.sub(r"\.(tar\.bz2|conda)$", "", file).rsplit("-", 2)
        pypi = names.pypi(conda)
        if pypi:
            packages.add((pypi, version))
        elif conda == "pip":
            packages.add(("pip", version))
    return sorted(packages)


def requirements_file(root: Path, path: str, seen: frozenset[str] = frozenset()) -> list[Declared]:
    """The declarations of a requirements file and of those that it includes."""
    declared: list[Declared] = []
    file = root / path
    if path in seen or not file.is_file():
        return declared
    text = file.read_bytes().decode("utf-8-sig", "replace")
    if "\x00" in text:  # repo2docker lets chardet find UTF-16
        text = file.read_bytes().decode("utf-16", "replace")
    for number, raw in enumerate(text.splitlines(), 1):
        line = re.sub(r"(^|\s)#.*$", "", raw).strip()
        include = re.match(r"(?:-r|--requirement)[\s=]*(\S+)", line)
        if include:
            target = (Path(path).parent / include.group(1)).as_posix()
            declared += requirements_file(root, target, seen | {path})
        elif line and (not line.startswith("-") or EDITABLE.match(line)):
            declared.append(_pip_line(line, path, number))
    return declared


def _pip_line(line: str, path: str, number: int) -> Declared:
    if ADDRESS.fullmatch(line):
        egg = re.search(r"[#&]egg=([A-Za-z0-9._-]+)", line)
        wheel = re.search(r"([A-Za-z0-9_.]+)-[^-/]+-[^-/]+-[^-/]+-[^-/]+\.whl", line)
        direct = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*@", line)
        last = re.sub(r"(\.git)?(@[^/]*)?$", "", line.partition("#")[0]).rpartition("/")[2]
        name = (direct or egg or wheel).group(1) if direct or egg or wheel else last  # type: ignore[union-attr]
        return Declared(normalise(name), "", path, number, name, address=True)
    requirement, _, marker = line.partition(";")
    match = REQUIREMENT.match(requirement.strip())
    if match is None:
        return Declared("", "", path, number, line)
    name, extras, specifier = match.groups()
    specifier = re.split(r"\s--", specifier)[0].replace(" ", "")
    return Declared(normalise(name), specifier, path, number, name, extras or "", marker.strip())


def _conda_specifier(text: str) -> str:
    """The syntax of pip for a conda match specification without its name; builds are dropped."""
    text = text.strip()
    if not text:
        return ""
    if re.match(r"[<>!~]", text):
        return text.replace(" ", "")
    exact = text.startswith("==")
    version = re.split(r"[=\s]", text.lstrip("= "))[0]
    builds = re.search(r"[^=\s]=[^=]", text)
    if not re.match(r"\d", version):
        return ""
    if exact or builds or version.endswith("*"):
        return f"=={version}"
    return f"=={version}.*"


def environment_file(root: Path, path: str, names: CondaNames) -> list[Declared]:
    """The declarations of an environment file, conda's and pip's, in the order of the file."""
    declared: list[Declared] = []
    in_dependencies = in_pip = False
    pip_indent = 0
    for number, raw in enumerate((root / path).read_text("utf-8-sig").splitlines(), 1):
        line = re.sub(r"(^|\s)#.*$", "", raw).rstrip()
        if not line.strip():
            continue
        if not line.startswith((" ", "-")):
            in_dependencies = line.startswith("dependencies:")
            in_pip = False
            continue
        item = re.match(r"(\s*)-\s*(.+)$", line)
        if not in_dependencies or item is None:
            continue
        indent, text = len(item.group(1)), item.group(2).strip().strip("'\"")
        if re.fullmatch(r"pip\s*:", text):
            in_pip, pip_indent = True, indent
        elif in_pip and indent > pip_indent:
            if not text.startswith("-") or EDITABLE.match(text):
                declared.append(_pip_line(text, path, number))
        else:
            in_pip = False
            match = CONDA_REQUIREMENT.match(text)
            if match is not None:
                declared.append(
                    Declared(
                        names.pypi(match.group(1)),
                        _conda_specifier(match.group(2)),
                        path,
                        number,
                        match.group(1),
                    )
                )
    return declared


def project_requirements(root: Path) -> tuple[list[Declared], list[str]]:
    """What ``pip install .`` brings along, without running anything of the project.

    A ``setup.py`` is only searched for a literal ``install_requires`` and for requirement files
    that it names.
    """
    declared: list[Declared] = []
    notes: list[str] = []
    pyproject = root / "pyproject.toml"
    if pyproject.is_file():
        import tomllib

        data = tomllib.loads(pyproject.read_text("utf-8"))
        lines = data.get("project", {}).get("dependencies", [])
        declared += [_pip_line(line, "pyproject.toml", 0) for line in lines]
        notes.append("own project not installed, its dependencies are (pyproject.toml)")
    setup = root / "setup.py"
    if setup.is_file():
        text = setup.read_text("utf-8", "replace")
        literal = re.search(r"install_requires\s*=\s*\[([^\]]*)\]", text)
        if literal:
            lines = re.findall(r"['\"]([^'\"]+)['\"]", literal.group(1))
            declared += [_pip_line(line, "setup.py", 0) for line in lines]
        for name in re.findall(r"['\"]([\w/.-]*requirements[\w.-]*\.txt)['\"]", text):
            for folder in ("", "requirements/", "config/"):
                if "install_requires" in text and (root / folder / name).is_file():
                    found = requirements_file(root, folder + name)
                    if not re.search(r"(dev|test|server|docs)", name):
                        declared += found
                    break
        notes.append("own project not installed, its dependencies are (setup.py)")
    return declared, notes


def read_plan(root: Path, names: CondaNames) -> Plan:
    """Let repo2docker decide, and read what it would install."""
    from repo2docker.app import Repo2Docker  # type: ignore[import-not-found]
    from repo2docker.buildpacks import conda  # type: ignore[import-not-found]

    logging.disable(logging.CRITICAL)
    locks = Path(conda.__file__).parent
    application = Repo2Docker()
    notes: list[str] = []
    packs = (kind(application.base_image) for kind in application.buildpacks)
    with contextlib.chdir(root):
        pack = next((p for p in packs if p.detect()), None)
        if pack is None:
            return Plan("", "", None, (), (), skip="no environment: no build on mybinder.org")
        name = type(pack).__name__
        if "Docker" in name or not hasattr(pack, "python_version"):
            return Plan(name, "", None, (), (), skip="a Dockerfile decides")
        python = pack.python_version
        if not re.fullmatch(r"\d+\.\d+", python):
            python = ".".join(python.split(".")[:2])
            notes.append(f"runtime.txt names a patch version: the build fails, {python} is meant")
        environment = getattr(pack, "environment_yaml_path", None) or ""
        requirements = pack.binder_path("requirements.txt")
        post_build = Path(pack.binder_path("postBuild"))
        is_project = bool(
            hasattr(pack, "_is_python_package") and pack._is_python_package() and not environment
        )
        if post_build.is_file():
            script = post_build.read_text("utf-8", "replace")
            is_project = is_project or bool(re.search(r"pip3? install (-e )?\.(\s|$)", script))
            if re.search(r"(pip|conda|mamba) install (?!(-e )?\.(\s|$))", script):
                notes.append("postBuild installs more")
    lock = locks / f"environment.py-{python}-linux-64.lock"
    if environment:
        declared = environment_file(root, Path(environment).as_posix(), names)
    else:
        declared = requirements_file(root, Path(requirements).as_posix())
    if is_project:
        more, remarks = project_requirements(root)
        declared += [one for one in more if one not in declared]
        notes += remarks
    return Plan(name, python, lock, tuple(declared), tuple(notes), is_project)


if __name__ == "__main__":
    conda_names = CondaNames(Path(sys.argv[1]) if sys.argv[1] != "-" else None)
    for folder in map(Path, sys.argv[2:]):
        plan = read_plan(folder, conda_names)
        print(folder.name, plan.pack, plan.python, plan.skip, *plan.notes, sep="\t")
        for one in plan.declared:
            print("  ", one.path, one.line, one.written, "->", one.requirement, sep="\t")
