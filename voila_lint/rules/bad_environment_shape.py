"""VL207: an environment.yml that is YAML, but not a list of packages."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.build_problems import build_severity

#: What belongs behind a key, and how that is written.
_FORMS = {
    "pip": ("a list of names", "each name on a separate line below it: `- a-package`"),
    "channels": ("a list of names", "each name on a separate line below it: `- conda-forge`"),
    "name": ("a name", "one word behind it: `name: app`"),
    "variables": ("names with values", "`NAME: value` on separate lines below it"),
}


@rule("VL207", severity="error", judge="repo2docker")
def bad_environment_shape(repository: Repository) -> Iterator[Problem]:
    """`environment.yml` is YAML, but its parts are not where Binder looks for them.

    The file is a mapping (`name:`, `channels:`, `dependencies:`), `dependencies` is a list of
    names, and `pip:` in it is a list of names again. What is empty (`- pip:`, `channels:`) has to
    be left out.

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
    severity = build_severity(repository)
    error = repository.plan.error
    if error is not None and error.kind == "shape" and error.path is not None:
        yield Problem(
            Location.of(error.path, error.at) if error.at else Location(error.path),
            "Binder cannot use this part of the file, because it is not in the form of "
            "an environment file: the build on mybinder.org fails.",
            "The file needs `dependencies:` with a list of names (`- voila`), and a list again "
            "below `- pip:`. `voila-lint explain VL207` shows one.",
            severity=severity,
            data={"exception": error.type},
        )
    for part in repository.plan.misshapen:
        form, example = _FORMS[part.key]
        if part.empty:
            message = (
                f"`{part.key}:` needs {form}, but nothing is there: mamba, which installs the "
                "packages, refuses the file, and the build on mybinder.org fails."
            )
            instead = f"Write {example}, or remove `{part.key}:`."
        else:
            message = (
                f"`{part.key}:` needs {form}, but something else is there: mamba, which installs "
                "the packages, refuses the file, and the build on mybinder.org fails."
            )
            instead = f"Write {example}."
        yield Problem(
            Location.of(part.path, part.at),
            message,
            instead,
            severity=severity,
            data={"exception": "BadConversion"},
        )
