"""Where a hub with an older repo2docker decides otherwise about a repository."""

from voila_lint.build.config_directory import config_path
from voila_lint.build.model import BuildPlan
from voila_lint.reading import Files

#: Their ``detect`` and assembly ask whether the repository itself is a Python package.
_PACKS_WITH_PIP = frozenset(("python", "r", "julia-project", "julia-require"))


def older_release(files: Files, plan: BuildPlan) -> tuple[str, ...]:
    """Return what releases before 2026.4.0 do with a repository unlike ``plan``, for people.

    Each text continues "hubs with repo2docker …". Empty where they decide the same, and
    where the build stops with either. From the differences between the releases 2025.12.0 and
    2026.4.0: the former do not know ``environment.yaml``
    (repo2docker/buildpacks/conda/__init__.py); 2025.12.0 opens ``pyproject_toml`` where it
    means pyproject.toml, and those before it do not look for a package there
    (repo2docker/buildpacks/python/__init__.py).
    """
    texts = []
    yaml = config_path(plan.config_directory, "environment.yaml")
    stopped_at = plan.error.path if plan.error else None
    if yaml in (plan.environment_file, stopped_at):
        texts.append(f"before release 2026.4 do not read {yaml}, only environment.yml")
    if _asks_pyproject(files, plan):
        texts.append(
            "of release 2025.12 stop at pyproject.toml, those before it do not install from it"
        )
    return tuple(texts)


def _asks_pyproject(files: Files, plan: BuildPlan) -> bool:
    return (
        plan.build_pack in _PACKS_WITH_PIP
        and plan.config_directory == "."
        and not (plan.error or plan.fallback)
        and files.exists("pyproject.toml")
        and not files.exists("setup.py")
    )
