"""The model of one deployable repository, handed to every rule.

Everything is computed when first asked for, and at most once. It holds facts; what is wrong
with them is for the rules to say.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from voila_lint import settings as settings_module
from voila_lint.build.model import BuildPlan
from voila_lint.errors import NotJudged
from voila_lint.failures import Failures
from voila_lint.finding import Severity
from voila_lint.link_facts import LinkFacts
from voila_lint.links.model import LaunchLink
from voila_lint.notebook.model import UNKNOWN_CODE, Cell, Code, Notebook, Unreadable
from voila_lint.packages.local import LocalModules
from voila_lint.packages.trace import CodeAt, Trace, Use, trace
from voila_lint.pattern import pattern
from voila_lint.project import Project
from voila_lint.reading import MAX_DOCUMENT
from voila_lint.settings import Settings

if TYPE_CHECKING:
    from voila_lint.files.voila_json import Flaw
    from voila_lint.packages.environment import Environment
    from voila_lint.packages.layers import Layers
    from voila_lint.packages.provision import Provision

#: How a launch link's path on the server begins where Voilà opens a notebook.
RENDER = "voila/render/"

#: Voilà in any spelling, in text and in names; in JSON, the accent may be escaped.
_VOILA = pattern(r"voil(?:a(?!-lint)|à|\\u00e0)", re.IGNORECASE)
#: Files in which people say how an app is installed, started and published.
_SETTINGS = pattern(
    r"(?:\A|/)(?:[\w.-]*\.(?:ya?ml|toml|cfg|ini|txt|json|sh|py|nix|lock)|Procfile|Makefile|postBuild"
    r"|start|justfile|Pipfile|[\w.-]*Dockerfile[\w.-]*|README)\Z",
    re.IGNORECASE,
)


class AppStatus(Struct, frozen=True):
    """Whether a notebook (or script) is a published app, and why it is taken for one or not."""

    is_app: bool
    why: str


class _Files:
    """The names of a project's files, which are listed only when asked about."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __contains__(self, path: object) -> bool:
        return path in self._project.files


class Repository:
    """One repository: its files, notebooks, build plan, provision, launch links and apps.

    The order of the facts, each asking only those before it: ``project`` (files, git) →
    ``notebooks`` and ``code`` → ``uses`` (imports, through ``local_modules``) · ``plan`` (what
    repo2docker builds) → ``layers`` → ``provision`` and ``server_provision`` (what can be
    imported) · ``links`` (where launch links lead) → ``apps`` (which notebooks are apps). Rules
    ask any of them, and none of them knows a rule.
    """

    def __init__(
        self, project: Project, settings: Settings, environment: "Environment | None" = None
    ) -> None:
        """Take the files, the settings and the environment of --python; nothing is read yet."""
        self.project = project
        self.settings = settings
        self.environment = environment
        #: Bugs of voila-lint that were met. What a fact depends on is then left out of it.
        self.failures = Failures(_Files(project))
        #: Files that decide much and are not judged, with the reason.
        self.not_judged: list[str] = []
        self._code: dict[str, tuple[CodeAt, ...]] = {}
        self._counts: dict[str, tuple[int | None, ...]] = {}
        self._modules: dict[str, Code] = {}
        self._traces: dict[str, Trace] = {}

    def without(self, path: str) -> "Repository":
        """Return the same repository as one whose settings also exclude ``path``."""
        pattern = "".join(f"[{char}]" if char in "*?[" else char for char in path)
        chosen = replace(self.settings, exclude=(*self.settings.exclude, pattern))
        reduced = Repository(self.project, chosen, self.environment)
        reduced.failures = self.failures
        return reduced

    # Notebooks and code

    @cached_property
    def notebook_files(self) -> Mapping[str, Notebook | Unreadable]:
        """All notebooks that are not excluded, by path, readable or not."""
        from voila_lint.notebook.read import read_notebook

        found: dict[str, Notebook | Unreadable] = {}
        for path in self.project.notebooks:
            if settings_module.matches(path, self.settings.exclude):
                continue
            try:
                data = self.project.read_bytes(path)
            except OSError as error:
                reason = f"it cannot be read: {error.strerror or error}"
                found[path] = Unreadable(path, "io", reason)
                continue
            try:
                found[path] = read_notebook(path, data)
            except Exception as error:
                self.failures.add(error, path)
        return found

    @cached_property
    def notebooks(self) -> Mapping[str, Notebook]:
        """The readable notebooks, by path."""
        return {p: n for p, n in self.notebook_files.items() if isinstance(n, Notebook)}

    def code(self, path: str) -> tuple[CodeAt, ...]:
        """Return the Python of a notebook, cell by cell, or of a ``.py`` file.

        Empty where the notebook's kernel is not Python.
        """
        if path not in self._code:
            self._code[path] = self._read_code(path)
        return self._code[path]

    def _read_code(self, path: str) -> tuple[CodeAt, ...]:
        if path.endswith(".py"):
            return (CodeAt(None, self.module(path)),)
        notebook = self.notebooks.get(path)
        if notebook is None or notebook.language != "python":
            return ()
        return tuple(
            CodeAt(cell.index, self._cell(path, cell))
            for cell in notebook.cells
            if cell.runs and cell.language is None
        )

    def execution_count(self, path: str, cell: int | None) -> int | None:
        """Return the number that Voilà's messages give a cell, None where it does not run."""
        notebook = self.notebooks.get(path)
        if cell is None or notebook is None:
            return None
        if path not in self._counts:
            self._counts[path] = notebook.execution_counts()
        return self._counts[path][cell - 1]

    def _cell(self, path: str, cell: Cell) -> Code:
        from voila_lint.notebook.code import read_code

        try:
            return read_code(cell.source)
        except Exception as error:
            self.failures.add(error, path, cell.index)
            return UNKNOWN_CODE

    def module(self, path: str) -> Code:
        """Return what a Python file of the repository does; nothing where it cannot be read."""
        if path not in self._modules:
            from voila_lint.notebook.code import read_module

            try:
                self._modules[path] = read_module(self.project.read_bytes(path))
            except OSError:
                self._modules[path] = Code()
            except Exception as error:
                self.failures.add(error, path)
                self._modules[path] = UNKNOWN_CODE
        return self._modules[path]

    @cached_property
    def local_modules(self) -> LocalModules:
        """The modules that the repository itself holds."""
        return LocalModules(self.project.files, self.project.directories)

    def uses(self, path: str) -> tuple[Use, ...]:
        """Return all imports of a notebook or script and of the local files that it reaches."""
        return self._trace(path).uses

    def search_folders(self, path: str) -> tuple[str, ...]:
        """Return the folders of the repository in which a notebook or script finds modules."""
        return self._trace(path).folders

    def _trace(self, path: str) -> Trace:
        if path not in self._traces:
            self._traces[path] = trace(
                path,
                self.code(path),
                local=self.local_modules,
                read=self.module,
                # `pip install .` makes the project's own packages importable everywhere.
                extra_folders=("", "src") if self.plan.installs_project else (),
            )
        return self._traces[path]

    def module_in_other_case(self, path: str, module: str) -> str | None:
        """Return the local module that a notebook would find where case did not count."""
        return self.local_modules.in_other_case(module, self.search_folders(path))

    @cached_property
    def links(self) -> "LinkFacts":
        """The launch links and buttons, and which of them lead to this repository."""
        return LinkFacts(self.project, self.settings, lambda: self.notebooks, self.failures)

    @cached_property
    def apps(self) -> "AppFacts":
        """Which notebooks are apps."""
        return AppFacts(self)

    # What Binder builds

    @cached_property
    def plan(self) -> BuildPlan:
        """What repo2docker will do with the repository."""
        from voila_lint.build.plan import build_plan

        try:
            return build_plan(self.project.clone)
        except NotJudged as limit:
            self.not_judged.append(str(limit))
            return BuildPlan(None, opaque=(str(limit),))
        except Exception as error:
            path = self.failures.add(error)
            return BuildPlan(None, opaque=(f"voila-lint fails on {path or 'the repository'}",))

    @cached_property
    def empty_folders(self) -> frozenset[str]:
        """The folders for Binder's files that no clone has, because git records files only."""
        from voila_lint.build.config_directory import FOLDERS

        project = self.project
        return frozenset(
            name
            for name in FOLDERS
            if not project.is_cloned(name) and project.reader.is_directory(name)
        )

    @cached_property
    def layers(self) -> "Layers":
        """Who says which modules a package offers: the setting, --python, the shipped tables."""
        from voila_lint.packages.layers import Layers

        return Layers(self.settings.package_module_map, self.environment)

    @cached_property
    def provision(self) -> "Provision":
        """What the notebook's kernel can import."""
        from voila_lint.packages.provision import Provision

        return Provision.of_plan(self.plan, "kernel", self.layers)

    @cached_property
    def server_provision(self) -> "Provision":
        """What the Jupyter server can import: Voilà has to be here."""
        if not self.plan.separate_kernel:
            return self.provision
        from voila_lint.packages.provision import Provision

        return Provision.of_plan(self.plan, "server", self.layers)

    @cached_property
    def specifies_nothing(self) -> bool:
        """Whether no file says what to install: the build stops, or installs the base only."""
        plan = self.plan
        return plan.fallback or (
            plan.build_pack == "python"
            and plan.requirements_file is None
            and not plan.installs_project
            # A postBuild may install what no file names.
            and not (plan.packages or plan.opaque)
        )

    @cached_property
    def builds(self) -> bool:
        """Whether mybinder.org makes an image of it by repo2docker's own environment files.

        False where the build stops (for more than Python's patch version), where nothing says what
        to install, and where a Dockerfile or Nix takes over: then nothing is known of what is in
        the image.
        """
        plan = self.plan
        return (
            (plan.error is None or plan.packages_known)
            and not self.specifies_nothing
            and plan.build_pack not in (None, "docker", "legacy-docker", "nix")
        )

    @cached_property
    def environment_path(self) -> str | None:
        """The file that names the packages and that Binder reads, None where there is none."""
        return self.plan.environment_file or self.plan.requirements_file

    @property
    def kernel_python(self) -> str:
        """The Python version of the notebook's kernel, repo2docker's default where unknown."""
        return self.plan.python_version or "3.10"

    @cached_property
    def misnamed_files(self) -> tuple[tuple[str, str], ...]:
        """Files meant for Binder under a wrong name, with the right one."""
        from voila_lint.build.misnamed import misnamed

        plan = self.plan
        if plan.error is not None and not plan.packages_known:
            return ()
        alone = self.specifies_nothing
        return tuple(misnamed(self.project.files, plan.config_directory, alone=alone))

    @cached_property
    def voila_json_flaw(self) -> "Flaw | None":
        """What keeps Voilà from reading its settings file, None where nothing does."""
        from voila_lint.files.voila_json import flaw

        if "voila.json" not in self.project.files:
            return None
        try:
            return flaw(self.project.read_bytes("voila.json", MAX_DOCUMENT))
        except OSError:
            # Where it is no file at all (a link that leads nowhere), Voilà goes on without it.
            return None

    @cached_property
    def sets_contents_manager(self) -> bool:
        """Whether a Jupyter configuration, or a script that may write one, names another one."""
        return "contentsmanager" in self._server_settings

    @cached_property
    def shows_hidden(self) -> bool:
        """Whether a Jupyter configuration, or a script that may write one, has hidden files."""
        return "allowhidden" in self._server_settings

    @cached_property
    def _server_settings(self) -> str:
        """The text of all that may configure the server, in lower case without underscores."""
        names = ("jupyter_server_config", "jupyter_config", "jupyter_notebook_config")
        plan = self.plan
        paths = [p for p in self.project.files if p.rpartition("/")[2].startswith(names)]
        return "\n".join(
            self.project.text_or_empty(path).lower().replace("_", "")
            for path in (*paths, plan.post_build, plan.start)
            if path is not None
        )


class AppFacts:
    """Which notebooks and scripts of one repository are apps, and whether it is meant for Voilà."""

    def __init__(self, repository: "Repository") -> None:
        """Take the repository; nothing is asked of it yet."""
        self._repository = repository

    @cached_property
    def names_voila(self) -> bool:
        """Whether the server of the image has Voilà, as far as is known."""
        return self._repository.server_provision.verdict("voila") == "yes"

    @cached_property
    def status(self) -> Mapping[str, AppStatus]:
        """Whether each notebook, and each script that a link renders, is an app."""
        linked = {
            link.server_path[len(RENDER) :]: link
            for link in reversed(self._repository.links.own)
            if link.server_path.startswith(RENDER)
        }
        found = {path: self._status(path, linked.get(path)) for path in self._repository.notebooks}
        for path in linked:
            if path.endswith(".py") and path in self._repository.project.files:
                found[path] = self._status(path, linked[path])
        return found

    def _status(self, path: str, link: LaunchLink | None) -> AppStatus:
        patterns = self._repository.settings.apps
        if patterns is not None:
            named = settings_module.matches(path, patterns)
            return AppStatus(named, "the `apps` setting " + ("names it" if named else "does not"))
        if link is not None:
            return AppStatus(True, f"a launch link opens it ({link.path}:{link.at.line})")
        if not self.displays_widgets(path):
            return AppStatus(False, "no launch link opens it and it shows no widgets")
        if self.names_voila:
            return AppStatus(True, "the environment has Voilà and it shows widgets")
        return AppStatus(True, "it shows widgets")

    def severity_in(self, path: str) -> Severity:
        """Return how much a broken notebook (or module that one reaches) matters."""
        return "error" if self.runs(path) else "warning"

    def runs(self, path: str) -> bool:
        """Tell whether a notebook or script is an app, or a module that one reaches."""
        apps = [app for app, status in self.status.items() if status.is_app]
        reached = any(use.path == path for app in apps for use in self._repository.uses(app))
        return path in apps or reached

    def may_be_app(self, path: str) -> bool:
        """Tell whether a notebook that cannot be read is meant for an app, as far as can be told.

        A link or the settings name it, or no other notebook is one.
        """
        patterns = self._repository.settings.apps
        if patterns is not None:
            return settings_module.matches(path, patterns)
        if any(link.server_path == RENDER + path for link in self._repository.links.own):
            return True
        return not any(status.is_app for status in self.status.values())

    def displays_widgets(self, path: str) -> bool:
        """Tell whether a notebook (or script) shows widgets, as far as its code tells."""
        return any(at.code.displays_widgets for at in self._repository.code(path))

    @cached_property
    def intent(self) -> str | None:
        """Why the repository is certainly meant for Voilà on Binder; None where that is unsure."""
        if self._repository.settings.apps is not None:
            return "the `apps` setting"
        for link in self._repository.links.own:
            if "voila" in link.target.lower():
                return f"the launch link in {link.path}"
        if self.names_voila:
            return "Voilà in the environment"
        return "voila.json" if "voila.json" in self._repository.project.files else None

    @cached_property
    def mentions_voila(self) -> bool:
        """Whether documents, settings, notebooks or names in the repository speak of Voilà.

        That voila-lint is used says nothing.
        """
        project = self._repository.project
        names = (*project.files, project.root.resolve().name, project.remote_address or "")
        if any(_VOILA.search(name) for name in names):
            return True
        read = (*project.documents, *self._repository.notebook_files)
        others = (path for path in project.files if _SETTINGS.search(path))
        return any(_VOILA.search(project.text_or_empty(path)) for path in (*read, *others))

    @cached_property
    def likely(self) -> bool:
        """Whether the repository may be meant for Voilà: some notebook shows widgets."""
        return any(self.displays_widgets(path) for path in self._repository.notebooks)
