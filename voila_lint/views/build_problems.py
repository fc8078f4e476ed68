"""What the build does, against what the files for it mean."""

from voila_lint.build.model import Ignored
from voila_lint.finding import Severity
from voila_lint.packages.model import Names
from voila_lint.packages.names import canonical
from voila_lint.pattern import pattern
from voila_lint.repository import Repository

#: Lists of packages in the root, in a folder for them, or in that for Binder.
_LIST = pattern(
    r"(?:requirements/|binder/|\.binder/)?[\w.-]*requirements[\w.-]*\.txt$|requirements/[\w.-]+\.txt$"
)


def build_severity(repository: Repository) -> Severity:
    """Return how much a failing build matters: it depends on how clearly Binder is meant."""
    return "error" if repository.apps.intent else "warning" if repository.apps.likely else "info"


def misformed_runtime(repository: Repository) -> str | None:
    """Return a runtime.txt that means a Python in a form that keeps Binder from building."""
    from voila_lint.files.runtime_form import corrected_runtime

    error = repository.plan.error
    if error is not None:
        formal = error.kind in ("runtime-form", "python-form")
        is_runtime = error.path is not None and error.path.endswith("runtime.txt")
        return error.path if formal and is_runtime else None
    # `Python-3.11` is another language, so that nothing is recognised.
    for ignored in repository.plan.ignored if repository.plan.fallback else ():
        text = repository.project.text_or_empty(ignored.path)
        if ignored.path.endswith("runtime.txt") and corrected_runtime(text):
            return ignored.path
    return None


def pins_packages(repository: Repository) -> bool:
    """Return whether the build installs one release only of some package, or may do so."""
    plan = repository.plan
    known = plan.packages_known or plan.error is None
    return not known or any("=" in p.specifier.replace(">=", "") for p in plan.packages)


def stranded_specification(repository: Repository) -> str | None:
    """Return the file that would say what to install if no ``binder/`` made Binder pass over it."""
    if not repository.plan.fallback or repository.plan.config_directory == ".":
        return None
    here = {ignored.path for ignored in repository.plan.ignored}
    names = ("environment.yml", "requirements.txt", "Pipfile", "Dockerfile")
    return next((name for name in names if name in here), None)


def misplaced_specification(repository: Repository) -> str | None:
    """Return the file that would say what to install if it did not lie in an app's folder."""
    if (
        not repository.plan.fallback
        or repository.misnamed_files
        or stranded_specification(repository)
    ):
        return None
    folders = {
        path.rpartition("/")[0] for path, status in repository.apps.status.items() if status.is_app
    }
    beside = (
        f"{folder}/{name}"
        for name in ("environment.yml", "environment.yaml", "requirements.txt", "Pipfile")
        for folder in sorted(folders)
        if folder
    )
    return next((path for path in beside if path in repository.project.files), None)


def misplaced_together(repository: Repository, path: str) -> tuple[str, ...]:
    """Return a misplaced file and those beside it that have a meaning for Binder only with it.

    ``path`` comes first. Left out are those that Binder has already where it looks.
    """
    names = ("environment.yml", "environment.yaml", "requirements.txt", "Pipfile", "Pipfile.lock",
             "runtime.txt", "apt.txt", "postBuild", "start")  # fmt: skip
    folder = path.rpartition("/")[0]
    looked_into = (
        "" if repository.plan.config_directory == "." else f"{repository.plan.config_directory}/"
    )
    beside = (
        f"{folder}/{name}" for name in names if looked_into + name not in repository.project.files
    )
    return (
        path,
        *(other for other in beside if other != path and other in repository.project.files),
    )


def unincluded_lists(repository: Repository) -> list[Ignored]:
    """Return the lists of packages, for people or other tools, that no file for Binder includes."""
    plan = repository.plan
    read = {*plan.requirements_files, *(ignored.path for ignored in plan.ignored)}
    found = [
        Ignored(path, "nothing that Binder reads includes it")
        for path in sorted(repository.project.files - read)
        if _LIST.match(path)
    ]
    if not plan.installs_project and "setup.cfg" in repository.project.files:
        found.append(Ignored("setup.cfg", "Binder does not install this project itself"))
    return found


def ignored_file_naming(repository: Repository, names: Names) -> Ignored | None:
    """Return a file that the build passes over although it names one of these packages."""
    from voila_lint.build.named_packages import named_packages

    spellings = {canonical(name) for name in (names.pypi, names.conda) if name}
    passed_over = list(repository.plan.ignored)
    misplaced = misplaced_specification(repository)
    if misplaced is not None:
        passed_over.append(Ignored(misplaced, "it lies where Binder does not look"))
    passed_over += unincluded_lists(repository)
    for path, right in repository.misnamed_files if repository.plan.fallback else ():
        passed_over.append(Ignored(path, f"only one that is named {right} is read"))
    for ignored in passed_over:
        named = named_packages(repository.project.clone, ignored.path, repository.kernel_python)
        if not spellings.isdisjoint(map(canonical, named)):
            return ignored
    return None
