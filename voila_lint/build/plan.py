"""The build plan: what repo2docker 2026.4.0 does with a repository."""

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from voila_lint.build import python_pack
from voila_lint.build.config_directory import config_directory, config_path
from voila_lint.build.detect import Detected, detect
from voila_lint.build.ignored import ignored_files
from voila_lint.build.misshapen import misshapen_parts
from voila_lint.build.model import BuildPack, BuildPlan
from voila_lint.build.unread_lists import unread_lists
from voila_lint.files import environment_yml
from voila_lint.files.apt_txt import read_apt
from voila_lint.files.requirements_txt import (
    Inclusion,
    PipRun,
    install_file,
    install_items,
    install_project,
)
from voila_lint.files.runtime_txt import Runtime, read_runtime
from voila_lint.reading import Files
from voila_lint.versions.base_image import server_python
from voila_lint.versions.collected import Collected
from voila_lint.versions.match_spec import LONGEST_SPEC, parse_match_spec
from voila_lint.versions.model import Package, PlanError
from voila_lint.versions.python_version import (
    check_base,
    is_below_3_6,
    needs_separate_kernel,
    without_patch,
)
from voila_lint.versions.stops import BuildStops, stop

# What only few repositories have is imported where it is met.
if TYPE_CHECKING:
    from voila_lint.files.pipfile import Pipfiles

#: Names of repo2docker's classes, as they appear in its messages.
_CLASSES: dict[BuildPack, str] = {
    "julia-project": "JuliaProjectTomlBuildPack",
    "julia-require": "JuliaRequireBuildPack",
    "r": "RBuildPack",
    "conda": "CondaBuildPack",
    "pipfile": "PipfileBuildPack",
    "python": "PythonBuildPack",
}


def build_plan(files: Files) -> BuildPlan:
    """Return what repo2docker will do with a repository.

    A pure function of the files: nothing is run. Whatever the files hold, the answer is a plan;
    where the build would stop, ``error`` says how.
    """
    try:
        detected = detect(files)
    except BuildStops as stopped:
        return BuildPlan(None, config_directory=_directory(files), error=stopped.error)
    return _Planner(files, detected).plan()


def _directory(files: Files) -> Literal[".", "binder", ".binder"]:
    try:
        return config_directory(files)
    except BuildStops:
        return "."


class _Planner:
    """Goes through a build in repo2docker's order and keeps what is known when it stops."""

    def __init__(self, files: Files, detected: Detected) -> None:
        self._files = files
        self._detected = detected
        self._pack = detected.pack
        self._directory = detected.directory
        self._python: python_pack.ChosenPython | None = None
        self._separate = False
        self._environment: environment_yml.EnvironmentFile | None = None
        self._pipfiles: Pipfiles | None = None
        self._conda_waits = False
        self._pip_waits = False
        self._installs_project = False
        self._apt: tuple[Package, ...] = ()
        self._too_exact: PlanError | None = None

    def plan(self) -> BuildPlan:
        """Return the plan."""
        known = True
        try:
            self._build()
            error = self._too_exact
        except BuildStops as stopped:
            error = self._too_exact or stopped.error
            known = False
        python = self._python.version if self._python else None
        collected = Collected(self._files, python or "3.10")
        if known:
            self._collect(collected)
        environment = self._environment.path if self._environment else None
        requirements = self._existing("requirements.txt") if self._uses_pip() else None
        return BuildPlan(
            build_pack=self._pack,
            fallback=self._detected.fallback,
            config_directory=self._directory,
            python_version=python,
            server_python=server_python(python) if python else None,
            separate_kernel=self._separate,
            environment_file=environment,
            requirements_file=requirements,
            requirements_files=tuple(collected.requirements_files),
            installs_project=self._installs_project or collected.installs_project,
            apt_packages=tuple(
                word for name in sorted(apt.name for apt in self._apt) for word in name.split()
            ),
            post_build=self._existing("postBuild") if self._runs_scripts() else None,
            start=self._existing("start") if self._runs_scripts() else None,
            ignored=tuple(
                ignored_files(
                    self._files,
                    self._directory,
                    self._pack,
                    self._used(collected, environment),
                    self._detected.decider,
                )
            ),
            packages=tuple(collected.packages),
            opaque=collected.opaque,
            error=error,
            invalid=tuple(collected.invalid),
            includes=tuple(collected.includes),
            python_path=self._python_path(),
            python_at=self._python.at if self._python else None,
            packages_known=known,
            fetched=tuple(collected.fetched),
            channels=environment_yml.channels_of(self._environment) if self._environment else (),
            misshapen=tuple(misshapen_parts(self._environment))
            if known and self._environment
            else (),
            unread_lists=tuple(unread_lists(self._files, self._environment, collected.python))
            if known and self._environment
            else (),
        )

    def _path(self, name: str) -> str:
        return config_path(self._directory, name)

    def _existing(self, name: str) -> str | None:
        path = self._path(name)
        return path if self._files.exists(path) else None

    def _uses_pip(self) -> bool:
        return self._pack in ("python", "r", "julia-project", "julia-require")

    def _runs_scripts(self) -> bool:
        return self._pack not in ("docker", "legacy-docker")

    # The order of what follows decides which of several errors is raised: that of
    # BuildPack.render and BuildPack.build in repo2docker/buildpacks/base.py.

    def _build(self) -> None:
        if self._pack == "docker":
            self._read_text(self._path("Dockerfile"))
            return
        if self._pack == "r":
            from voila_lint.build.r_pack import check_r

            check_r(self._runtime(), self._detected.cran_date)
        if self._pack == "nix":
            self._apt = read_apt(self._files, self._path("apt.txt"))
        else:
            self._assemble()
        if self._pack == "julia-project":
            from voila_lint.build.julia_pack import check_julia

            names = map(self._existing, ("JuliaProject.toml", "Project.toml"))
            check_julia(self._files, next(filter(None, names)))
        if self._pack == "julia-require":
            message = (
                "Julia REQUIRE no longer supported due to removed infrastructure. Use Project.toml."
            )
            raise stop(ValueError(message), self._path("REQUIRE"))
        for name in (".dockerignore", ".containerignore"):
            if self._existing(name):
                self._read_text(self._path(name))

    def _assemble(self) -> None:
        path = next(filter(None, map(self._existing, environment_yml.ENVIRONMENT_FILES)), None)
        if path:
            self._environment = environment_yml.read_environment(self._files, path)
            self._conda_waits = environment_yml.waits_for_repository(self._environment)
        if self._conda_waits:
            self._choose_python()
        if self._uses_pip():
            self._pip_waits = python_pack.waits_for_repository(self._files, self._directory)
            self._installs_project = python_pack.is_python_package(self._files, self._directory)
        if self._pip_waits or self._pack == "pipfile":
            self._choose_python()
        self._apt = read_apt(self._files, self._path("apt.txt"))
        chosen = self._choose_python()
        if self._pack == "pipfile":
            is_below_3_6(chosen.version, chosen.path)
        try:
            check_base(_CLASSES[self._pack], chosen.version, chosen.path, chosen.at)
        except BuildStops as stopped:
            minor = without_patch(chosen.version)
            if minor is None:
                raise
            # The build stops here, but what it would install is plain all the same.
            self._too_exact = stopped.error
            self._python = replace(chosen, version=minor)

    def _choose_python(self) -> python_pack.ChosenPython:
        """Return the Python version; raises where it cannot be compared with 3.7."""
        if self._python is None:
            if self._pack == "conda":
                assert self._environment is not None
                version, at = environment_yml.python_of(self._environment)
                chosen = python_pack.ChosenPython(version, self._environment.path, at)
            elif self._pack == "pipfile":
                from voila_lint.files import pipfile

                self._pipfiles = pipfile.read_pipfiles(
                    self._files, self._path("Pipfile"), self._path("Pipfile.lock")
                )
                chosen = python_pack.ChosenPython(*pipfile.python_of(self._pipfiles))
            else:
                chosen = python_pack.python_of(self._files, self._directory, self._runtime())
            self._separate = needs_separate_kernel(chosen.version, chosen.path, chosen.at)
            self._python = chosen
        return self._python

    def _python_path(self) -> str | None:
        # Conda's choice names the environment file even where that says nothing.
        if self._python is None or (self._pack == "conda" and self._python.at is None):
            return None
        return self._python.path

    def _runtime(self) -> Runtime:
        if self._detected.runtime is not None:
            return self._detected.runtime
        # Only Julia's packs come here: they look at it for the Python version alone.
        return read_runtime(self._files, self._path("runtime.txt"))

    def _read_text(self, path: str) -> None:
        try:
            self._files.text(path)
        except (OSError, UnicodeDecodeError) as error:
            raise stop(error, path) from None

    def _collect(self, collected: Collected) -> None:
        """Note what is installed, in the order in which it is."""
        collected.add(self._apt)
        if self._pack == "docker":
            collected.doubt(f"{self._path('Dockerfile')} decides what is installed")
            return
        if self._pack == "nix":
            collected.doubt(f"{self._path('default.nix')} decides what is installed")
            return
        if self._environment:
            self._collect_environment(collected, self._environment)
        if self._uses_pip():
            self._collect_requirements(collected)
        if self._pipfiles:
            self._collect_server_requirements(collected, waits=True)
            from voila_lint.files import pipfile

            pipfile.install(collected, self._pipfiles)
        script = self._existing("postBuild")
        if script:
            from voila_lint.build import post_build

            post_build.install(collected, script, self._separate)
        start = self._existing("start")
        if start:
            from voila_lint.build import post_build

            post_build.install(collected, start, self._separate, starts=True)

    def _collect_environment(
        self, collected: Collected, environment: environment_yml.EnvironmentFile
    ) -> None:
        for item in environment_yml.conda_items(environment):
            if len(item.value) > LONGEST_SPEC:
                place = f"{environment.path}, line {item.at.line}"
                collected.doubt(f"{place}: not judged: {len(item.value):,} characters")
                continue
            spec = parse_match_spec(item.value)
            if spec.refused:
                collected.refuse(environment.path, item.value, spec.refused, item.at, "conda")
            collected.add(
                [
                    Package(
                        spec.name,
                        spec.version,
                        "conda",
                        environment.path,
                        item.at,
                        url=spec.url,
                        channel=spec.channel,
                        build=spec.build,
                    )
                ]
            )
        collected.doubt(*environment_yml.unclear_shapes(environment))
        copied = None if self._conda_waits else self._copied()
        run = PipRun(directory=self._directory, copied=copied)
        items = environment_yml.pip_items(environment)
        install_items(collected, run, environment.path, ((item.value, item.at) for item in items))

    def _collect_requirements(self, collected: Collected) -> None:
        self._collect_server_requirements(collected, self._pip_waits)
        copied = None if self._pip_waits else self._copied()
        requirements = self._existing("requirements.txt")
        if requirements:
            install_file(collected, PipRun(copied=copied), Inclusion(requirements))
        if self._installs_project:
            install_project(collected, PipRun(), ".")

    def _collect_server_requirements(self, collected: Collected, waits: bool) -> None:
        path = self._existing("requirements3.txt")
        if self._separate and path:
            copied = None if waits else self._copied()
            run = PipRun(copied=copied, environment="server")
            install_file(collected, run, Inclusion(path))

    def _copied(self) -> frozenset[str]:
        """Return the files that repo2docker copies before it copies the whole repository."""
        names = ["requirements3.txt"]
        if self._uses_pip():
            names.append("requirements.txt")
        if self._pack == "pipfile":
            names += ["Pipfile", "Pipfile.lock"]
        copied = {path for path in map(self._existing, names) if path}
        if self._environment and not self._conda_waits:
            copied.add(self._environment.path)
        return frozenset(copied)

    def _used(self, collected: Collected, environment: str | None) -> frozenset[str]:
        used = set(collected.requirements_files)
        used.update(include.target for include in collected.includes if include.target)
        if environment:
            used.add(environment)
        runtime = self._detected.runtime
        if (
            runtime
            and runtime.path
            and (self._pack == "r" or runtime.name == "python")
            and self._uses_pip()
        ):
            used.add(runtime.path)
        chosen = self._python
        if chosen and chosen.path:
            used.add(chosen.path)
        if self._installs_project or collected.installs_project:
            used.update(("setup.py", "pyproject.toml"))
        if self._pack.startswith("julia"):
            used.update(map(self._path, ("JuliaProject.toml", "Project.toml", "REQUIRE")))
        return frozenset(used)
