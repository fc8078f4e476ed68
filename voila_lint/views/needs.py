"""What the notebooks need against what Binder will provide."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from voila_lint.build.model import BuildPlan
from voila_lint.edits.package_edits import Addition, add_package, new_environment
from voila_lint.finding import Fix, Severity
from voila_lint.notebook.model import Install
from voila_lint.packages.build_strings import System
from voila_lint.packages.local import resolve_folder, submodules
from voila_lint.packages.model import Names
from voila_lint.packages.names import OWN_NAMES
from voila_lint.packages.platforms import module_only_on
from voila_lint.packages.provision import Provision
from voila_lint.packages.python_changes import Change, change_that_takes
from voila_lint.packages.trace import CodeAt, Use
from voila_lint.repository import Repository
from voila_lint.versions.model import Package
from voila_lint.views.unread import is_in_refused_line, may_be_unread
from voila_lint.views.unsettled import runs_on_binder, why_unsettled
from voila_lint.views.voila_errors import cell_error

_NO_NAMES = Names(None, None, sure=False)

#: How many reasons are given where many packages leave something open.
_SHOWN = 3

#: The Python of a newly written environment.yml.
NEW_PYTHON = "3.11"


class MissingImport(Struct, frozen=True):
    """An import that will fail on Binder.

    ``module`` is what is missing and ``notebook`` needs it first. ``kind`` tells the rules apart:
    "backend" is what `%matplotlib` needs without an import, "colab" exists on Google Colab only,
    "local" is certainly a file of the repository's own, "ignored" one that git ignores, "python" is
    in the standard library of another Python, as ``change`` says. ``names`` are the packages that
    have the module.
    ``elsewhere`` is a file of the repository that has the name but is out of reach,
    ``in_other_case`` a module in reach that has it where upper and lower case do not count.
    ``error`` is Voilà's message about the cell, "" where the import is in no cell. ``ignored`` is
    the file of this disk that Python would find if git did not ignore it. ``only_on`` is the system
    that alone has the module; then no package helps.
    """

    use: Use
    module: str
    notebook: str
    by_app: bool
    names: Names
    elsewhere: str | None = None
    change: Change | None = None
    in_other_case: str | None = None
    error: str = ""
    ignored: str | None = None
    only_on: System | None = None

    @property
    def kind(self) -> Literal["import", "backend", "colab", "local", "python", "case", "ignored"]:
        """Which rule the import is for."""
        if self.ignored is not None and self.by_app:
            return "ignored"
        if self.in_other_case is not None:
            return "case"
        if self.use.imported.form == "matplotlib" and self.module == "ipympl":
            return "backend"
        if f"{self.module}.".startswith("google.colab."):
            return "colab"
        named = self.names.pypi or self.names.conda
        if self.elsewhere or (self.use.imported.top.lower() in OWN_NAMES and not named):
            return "local"
        return "python" if self.change else "import"

    @property
    def severity(self) -> Severity:
        """An error where an app certainly runs it."""
        return "error" if self.use.certain and self.by_app else "warning"

    @property
    def outcome(self) -> str:
        """What a visitor sees, as a sentence."""
        if self.use.via:
            if self.by_app:
                return f"`{self.notebook}` stops with an error where it imports this file."
            return (
                f"If it is an app, `{self.notebook}` stops with an error where it imports this "
                "file."
            )
        if self.use.cell is None:
            if self.by_app:
                return "The app stops there with an error."
            return "If this is an app, it stops there with an error."
        if self.by_app:
            return f"Visitors see {self.error}."
        return f"If this is an app, visitors see {self.error}."


@lru_cache(maxsize=1)
def missing_imports(repository: Repository) -> tuple[MissingImport, ...]:
    """Return the imports that certainly fail, one per file and import name, apps' first.

    None where Binder builds nothing, or nothing is known of what it builds. Several rules ask
    for them, each for its own kind: they are found once.
    """
    return tuple(_missing_imports(repository))


def _missing_imports(repository: Repository) -> Iterator[MissingImport]:
    if not repository.builds:
        return
    seen: set[tuple[str, str]] = set()
    provisions = {_Installation(): repository.provision}
    for path in sorted(
        repository.apps.status, key=lambda path: (not repository.apps.status[path].is_app, path)
    ):
        for use in repository.uses(path):
            key = (use.path, use.imported.top)
            if not use.needed or use.local is not None or key in seen:
                continue
            # What stands in a function runs when that is called, perhaps after all installing.
            later = use.cell is None or "function" in use.imported.guards
            before = None if later else (use.cell or 0, use.imported.at.line)
            installed = _installed(repository, path, before)
            if installed not in provisions:
                provisions[installed] = _with_installed(repository, installed)
            provision = provisions[installed]
            missing = next(
                (m for m in _asked(use, provision) if provision.verdict(m) == "no"), None
            )
            if missing is not None:
                seen.add(key)
                if may_be_unread(repository, missing):
                    # The cause is the place in which environment.yml names it: VL208 says so.
                    continue
                names, elsewhere = _named(repository, use, missing)
                if is_in_refused_line(repository, names):
                    # The cause is that line: VL110 says so.
                    continue
                if why_unsettled(repository, path, use, names, elsewhere) is None:
                    by_app = repository.apps.status[path].is_app
                    change = change_that_takes(missing, repository.kernel_python)
                    other = repository.module_in_other_case(path, use.module)
                    error = cell_error(repository, use.path, use.cell) if use.cell else ""
                    system = None if elsewhere else module_only_on(missing, names)
                    yield MissingImport(
                        use,
                        missing,
                        path,
                        by_app,
                        _NO_NAMES if system else names,
                        elsewhere,
                        change,
                        other,
                        error,
                        _ignored(repository, path, use.imported.top),
                        system,
                    )


def _ignored(repository: Repository, path: str, top: str) -> str | None:
    """Return the file that git ignores and in which a notebook would find a module."""
    for folder in repository.search_folders(path):
        inside = f"{folder}/{top}" if folder else top
        for name in (f"{inside}.py", f"{inside}/__init__.py"):
            if repository.project.is_ignored(name):
                return name
    return None


def _named(repository: Repository, use: Use, module: str) -> tuple[Names, str | None]:
    """Return the packages that have a module, and the repository's file that has its name."""
    top = use.imported.top
    names = repository.layers.names_for(module)
    elsewhere = repository.local_modules.elsewhere(top)
    # Folders are named after libraries, too: those of examples, for one.
    if elsewhere is None and not names.sure:
        elsewhere = repository.local_modules.folder_with_code(top)
    return _NO_NAMES if elsewhere else names, elsewhere


def unjudged_imports(repository: Repository) -> Iterator[tuple[Use, str]]:
    """Yield the imports of which it is unknown whether Binder's image has them, and why.

    One per file and import name.
    """
    seen: set[tuple[str, str]] = set()
    if not repository.builds:
        return
    for path in repository.apps.status:
        provision = notebook_provision(repository, path)
        for use in repository.uses(path):
            key = (use.path, use.imported.top)
            if use.local is None and use.needed and key not in seen:
                seen.add(key)
                verdict = provision.verdict(use.module)
                if verdict == "unknown":
                    yield use, _in_short(provision.why_unknown(use.module))
                elif verdict == "no":
                    why = why_unsettled(repository, path, use, *_named(repository, use, use.module))
                    if why is not None:
                        yield use, why


def _in_short(reasons: tuple[str, ...]) -> str:
    more = len(reasons) - _SHOWN
    return "; ".join(reasons[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _asked(use: Use, provision: Provision) -> Iterator[str]:
    """Yield the modules that an import needs: of a namespace package, the packages in it."""
    if use.imported.names and provision.is_namespace(use.module):
        return submodules(use.module, use.imported.names)
    return iter((use.module,))


def notebook_provision(repository: Repository, path: str) -> Provision:
    """Return the provision of one notebook: with all that it installs itself."""
    installed = _installed(repository, path, None)
    return (
        repository.provision
        if installed == _Installation()
        else _with_installed(repository, installed)
    )


class _Installation(Struct, frozen=True):
    """What a notebook installs itself, and why that may be more."""

    packages: tuple[Package, ...] = ()
    doubts: tuple[str, ...] = ()


def _installed(repository: Repository, path: str, before: tuple[int, int] | None) -> _Installation:
    """Return what a notebook installs itself, above a cell and a line in it if these are given."""
    packages: list[Package] = []
    doubts: list[str] = []
    for at in _that_install(repository, path):
        for install in at.code.installs:
            if before is not None and (at.cell or 0, install.at.line) >= before:
                continue
            if not runs_on_binder(install):
                continue
            brought = _brought(repository, path, install)
            packages += brought.packages
            doubts += brought.doubts
    return _Installation(tuple(packages), tuple(dict.fromkeys(doubts)))


@lru_cache(maxsize=64)
def _that_install(repository: Repository, path: str) -> tuple[CodeAt, ...]:
    return tuple(at for at in repository.code(path) if at.code.installs)


@lru_cache(maxsize=256)
def _brought(repository: Repository, path: str, install: Install) -> _Installation:
    """Return the packages that a word of a notebook's command stands for, or what is unclear."""
    from voila_lint.build.asked_packages import AskedPackages
    from voila_lint.files.requirements_txt import PipRun
    from voila_lint.versions.collected import Collected

    unclear = _Installation(doubts=(f"only running {path} tells what it installs",))
    asked = install.asked
    if asked.tool == "apt":
        return _Installation()
    if not asked.known:
        return unclear
    folder = path.rpartition("/")[0] or "."

    def resolve(word: str) -> str | None:
        parent, _, name = word.rpartition("/")
        where = resolve_folder(path.rpartition("/")[0], parent or ".")
        return None if where is None else posixpath.normpath(posixpath.join(where, name))

    collected = Collected(repository.project.clone, repository.kernel_python)
    AskedPackages(collected, PipRun(folder), path, resolve).note(asked, install.at)
    # Whatever file names them: the notebook has them installed.
    packages = tuple(replace(package, path=path, at=None) for package in collected.packages)
    is_unclear = collected.opaque or collected.invalid or collected.installs_project
    return _Installation(packages, unclear.doubts if is_unclear else ())


def _with_installed(repository: Repository, installed: _Installation) -> Provision:
    plan = replace(
        repository.plan,
        packages=(*repository.plan.packages, *installed.packages),
        opaque=(*repository.plan.opaque, *installed.doubts),
    )
    return Provision.of_plan(plan, layers=repository.layers)


@lru_cache(maxsize=64)
def addition(repository: Repository, names: Names) -> Addition | None:
    """Return the edits that add a package to the file that Binder reads, where there is a place."""
    path = repository.environment_path
    return add_package(path, repository.project.text_or_empty(path), names) if path else None


def addition_fix(repository: Repository, names: Names) -> Fix | None:
    """Return the fix that adds a package to the file that Binder reads, where there is a place.

    None where the package is a guess: under any name there may be somebody else's on PyPI.
    """
    added = addition(repository, names) if names.sure else None
    if added is None:
        return None
    return Fix(f"Add {added.written} {addition_place(repository, added)}", "safe", added.edits)


def addition_help(repository: Repository, names: Names) -> str:
    """Return the sentence that says what to add to which file."""
    added = addition(repository, names)
    if added is not None:
        return f"Add `{added.written}` {addition_place(repository, added, '`')}."
    known = " or ".join(
        f"`{name}` ({where})" if names.conda != names.pypi else f"`{name}`"
        for name, where in {names.conda: "conda", names.pypi: "pip"}.items()
        if name
    )
    plan = repository.plan
    path = repository.environment_path or {"pipfile": "Pipfile"}.get(plan.build_pack or "")
    if path is not None:
        return f"Add {known} to {path}."
    if plan.build_pack in ("docker", "legacy-docker"):
        return f"Install {known} in the Dockerfile."
    if plan.build_pack == "nix":
        return f"Add {known} to default.nix."
    if plan.installs_project:
        return f"Add {known} to the dependencies of the project."
    folder = "" if plan.config_directory == "." else f"{plan.config_directory}/"
    # Where the build stops, the plan may not have come to the file.
    for name in ("environment.yml", "requirements.txt"):
        if folder + name in repository.project.files:
            return f"Add {known} to {folder}{name}."
    return f"Name {known} in a new file {folder}environment.yml."


def addition_place(repository: Repository, added: Addition, quote: str = "") -> str:
    """Return where an addition goes: ``to requirements.txt``, ``under pip: in environment.yml``."""
    section = f"under {quote}pip:{quote} in" if added.under_pip else "to"
    return f"{section} {repository.environment_path}"


def environment_for(repository: Repository) -> str:
    """Return the text of an environment.yml with what the apps need, and Voilà."""
    base = Provision.of_plan(BuildPlan("conda", python_version=NEW_PYTHON))
    apps = [path for path, status in repository.apps.status.items() if status.is_app]
    conda, pip = {"voila"}, set[str]()
    for path in apps or repository.notebooks:
        for use in repository.uses(path):
            if not use.needed or use.local or base.verdict(use.module) != "no":
                continue
            if change_that_takes(use.module, NEW_PYTHON):
                continue
            names = repository.layers.names_for(use.module)
            if module_only_on(use.module, names):
                continue
            if names.conda:
                conda.add(names.conda)
            elif names.pypi:
                pip.add(names.pypi)
    return new_environment(NEW_PYTHON, sorted(conda), sorted(pip))
