"""What the R build pack refuses."""

import datetime

from voila_lint.files.runtime_txt import Runtime
from voila_lint.versions.stops import stop

# Before this day there are no snapshots of CRAN (RSPM_CUTOFF_DATE, repo2docker 2026.4.0).
_FIRST_SNAPSHOT = datetime.date(2018, 12, 7)
# Versions that may be given by their first two numbers (RBuildPack.r_version, same release).
_SHORT_VERSIONS = frozenset(("3.3", "3.4", "3.5", "3.6", "4.0", "4.1", "4.2", "4.3", "4.4", "4.5"))


def check_r(runtime: Runtime, snapshot: datetime.date | None) -> None:
    """Raise BuildStops for a snapshot that is too old or an unknown version of R."""
    if snapshot and snapshot < _FIRST_SNAPSHOT:
        message = (
            "Microsoft killed MRAN, the source of R package snapshots before "
            f"{_FIRST_SNAPSHOT:%Y-%m-%d}. This repo has a snapshot date of "
            f"{snapshot.isoformat()} specified in runtime.txt. Please use a newer snapshot date"
        )
        raise stop(RuntimeError(message), runtime.path, runtime.at)
    version = runtime.version
    if version and version not in _SHORT_VERSIONS and version.count(".") != 2:
        message = (
            f"R version {version} is not supported. Please open an issue at "
            "https://github.com/jupyterhub/repo2docker/issues/new/choose."
        )
        raise stop(RuntimeError(message), runtime.path, runtime.at)
