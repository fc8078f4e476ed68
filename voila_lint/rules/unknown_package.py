"""VL106: pip or conda is asked for a package that it does not have."""

from collections.abc import Iterator
from typing import Literal

from voila_lint.edits.line_edits import holds_requirements, with_name
from voila_lint.edits.package_edits import move_to_pip
from voila_lint.finding import Edit, Fix, Location, Problem, Severity
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.match_spec import version_for_pip
from voila_lint.versions.model import Package
from voila_lint.views.declared import place
from voila_lint.views.unknown_names import UnknownName, unknown_names


@rule("VL106", severity="error", judge="pip", fix="safe")
def unknown_package(repository: Repository) -> Iterator[Problem]:
    """PyPI has no package of this name, or conda-forge has none.

    Some things have different names in the two: pip does not find conda's `opencv` or `pytables`,
    conda does not find PyPI's `torch` or `scikit_learn`. Some are in one of them only: `mediapipe`
    is for pip, `libgdal` for conda. And sometimes a letter is wrong in the name of a widely used
    package. Where environment.yml names other channels than conda-forge, its conda packages are
    not judged.

    It is a warning where a package of the name may be there all the same: a newer one than
    voila-lint's lists (of August 2026), or somebody's on PyPI with nearly the name of a well-known
    one.

    **What a visitor sees**: the build fails, because pip and conda install either all or nothing.

    **What to do**: write the name that the message gives. What only PyPI has belongs to the `pip:`
    section of environment.yml:

    ```yaml
    dependencies:
      - voila
      - pip
      - pip:
          - mediapipe
    ```

    `--fix` does it where no version is asked for that might have been meant for something else.
    """
    for unknown in unknown_names(repository):
        package = unknown.package
        message, help_text, severity = _words(unknown)
        yield Problem(
            place(package),
            message,
            help_text,
            severity=severity,
            data={"package": package.name, _list_with(unknown): unknown.meant},
            fix=_fix(repository, unknown),
        )


def _list_with(unknown: UnknownName) -> Literal["pypi", "conda"]:
    """Return which of the two lists has what is meant."""
    is_conda = unknown.package.source == "conda" and unknown.why != "only-pypi"
    return "conda" if is_conda else "pypi"


def _words(unknown: UnknownName) -> tuple[str, str, Severity]:
    name, meant = unknown.package.name, unknown.meant
    if unknown.package.source == "conda":
        message = f"conda-forge has no package `{name}`: the build on mybinder.org fails."
        if unknown.why == "other-name":
            return message, f"There it is called `{meant}`.", "error"
        if unknown.why == "slip":
            return message, f"Did you mean `{meant}`?", "error"
        if unknown.why == "only-pypi":
            message = (
                f"conda-forge has no package `{name}`, only PyPI has it: the build on "
                "mybinder.org fails."
            )
            return message, f"Write `{meant}` under `- pip:`.", "error"
        message = (
            f"conda-forge has no package `{name}` as far as voila-lint knows: then the build on "
            "mybinder.org fails."
        )
        help_text = (
            "If it is on PyPI, write it under `- pip:`; if another channel has it, name that one "
            "under `channels:`."
        )
        return message, help_text, "warning"
    if unknown.why == "other-name":
        message = (
            f"`{name}` is conda's name; pip cannot install anything under it, and the build on "
            "mybinder.org fails."
        )
        return message, f"Write `{meant}`.", "error"
    if unknown.why == "only-conda":
        message = (
            f"`{name}` is a package of conda, which pip does not have: the build on mybinder.org "
            "fails."
        )
        return message, _without(name), "error"
    message = (
        f"`{name}` is no package that voila-lint knows, and looks like a typing mistake: if PyPI "
        "does not have it, the build on mybinder.org fails."
    )
    return message, f"Did you mean `{meant}`?", "warning"


def _without(name: str) -> str:
    if name.lower() == "python":
        return "Delete it here; runtime.txt (`python-3.11`) says which Python Binder takes."
    return "Delete it if a package here brings it along, else install it from an environment.yml."


def _fix(repository: Repository, unknown: UnknownName) -> Fix | None:
    package, meant = unknown.package, unknown.meant
    if meant is None or package.at is None or not holds_requirements(package.path):
        return None
    at = place(package)
    plain = not package.specifier and not package.build and not package.extras
    if unknown.why == "only-pypi":
        return _moved(repository, package, at, meant, safe=plain)
    if package.source == "conda":
        text = repository.project.text_or_empty(package.path)
        return _renamed(text, package, at, meant, safe=unknown.why == "other-name" and plain)
    written = meant if package.marker is None else f"{meant}; {package.marker}"
    safe = plain and unknown.why == "other-name"
    return Fix(f"Write {written}", "safe" if safe else "unsafe", (Edit.of(at, written),))


def _renamed(text: str, package: Package, at: Location, name: str, *, safe: bool) -> Fix | None:
    """Write another name and leave the version as it is: it is conda's of the same thing."""
    edit = with_name(text, at, package.name, name)
    if edit is None:
        return None
    spelling = canonical(name) == canonical(package.name)
    return Fix(f"Write {name}", "safe" if safe or spelling else "unsafe", (edit,))


def _moved(
    repository: Repository, package: Package, at: Location, name: str, *, safe: bool
) -> Fix | None:
    version = version_for_pip(package.specifier)
    if version is None:
        return None
    text = repository.project.text_or_empty(package.path)
    edits = move_to_pip(package.path, text, at, name + version)
    title = f"Move {name}{version} to the pip section"
    return Fix(title, "safe" if safe else "unsafe", edits) if edits else None
