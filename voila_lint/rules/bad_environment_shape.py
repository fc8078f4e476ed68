"""VL207: an environment.yml that is YAML, but not a list of packages."""

from collections.abc import Iterator

from voila_lint.app import App
from voila_lint.finding import Location, Problem
from voila_lint.rules import rule
from voila_lint.views.builds import build_severity


@rule("VL207", severity="error", judge="repo2docker")
def bad_environment_shape(app: App) -> Iterator[Problem]:
    """`environment.yml` is YAML, but its parts are not where Binder looks for them.

    The file is a mapping (`name:`, `channels:`, `dependencies:`), `dependencies` is a list of
    names, and `pip:` in it is a list of names again.

    **What a visitor sees**: the build on mybinder.org fails.

    **What to do**: write it in this form; what stands below something is moved to the right:

    ```yaml
    channels:
      - conda-forge
    dependencies:
      - python=3.11
      - voila
      - pip
      - pip:
          - a-package-from-pypi
    ```
    """
    error = app.plan.error
    if error is None or error.kind != "shape" or error.path is None:
        return
    yield Problem(
        Location.of(error.path, error.at) if error.at else Location(error.path),
        "Binder cannot use this part of the file, because it is not in the form of "
        "an environment file: the build on mybinder.org fails.",
        "The file needs `dependencies:` with a list of names (`- voila`), and a list again "
        "below `- pip:`. `voila-lint explain VL207` shows one.",
        severity=build_severity(app),
        data={"exception": error.type},
    )
