"""VL117: a whole machine's packages, or a GPU's libraries, for an app on Binder."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.versions.model import Package
from voila_lint.views.declared import declared

#: More exact pins than this in one file nobody wrote by hand.
_PINS = 50

#: Packages that are of use on a machine with a GPU only, which Binder's are not.
_GPU = frozenset(
    ("cudatoolkit", "cudnn", "cupy", "onnxruntime-gpu", "pytorch-cuda", "tensorflow-gpu")
)


@rule("VL117", severity="info", judge="advice")
def heavy_environment(repository: Repository) -> Iterator[Problem]:
    """An environment file lists everything that was installed somewhere, or libraries for a GPU.

    The output of `pip freeze` or `conda env export` makes the build slow, and fragile: each of
    its pins has to be there for Binder's Python still. Binder has no GPU, and what is made for
    one takes gigabytes.

    **What a visitor sees**: nothing as long as it works, but a long wait when the image has to
    be built.

    **What to do**: list what the notebooks import, and `voila`; pin what needs it.
    """
    by_path: dict[str, list[Package]] = {}
    for package in declared(repository):
        by_path.setdefault(package.path, []).append(package)
    for path, packages in by_path.items():
        pins = sum(_is_pin(package) for package in packages)
        gpu = [package for package in packages if canonical(package.name).startswith(tuple(_GPU))]
        if pins > _PINS:
            yield Problem(
                Location(path),
                f"{pins} exact versions are asked for, like the record of a whole machine: the "
                "build is slow, and fails when one of them can no longer be installed.",
                "List what the notebooks import, and `voila`; what they need comes along.",
                data={"pins": pins},
            )
        elif gpu and (at := gpu[0].at) is not None:
            yield Problem(
                Location.of(path, at),
                f"`{gpu[0].name}` is for a GPU, which Binder does not have: it makes the image "
                "larger by gigabytes, and the build slow.",
                "Ask for the build without it (`pytorch` with `cpuonly`, `tensorflow-cpu`).",
                data={"package": gpu[0].name},
            )


def _is_pin(package: Package) -> bool:
    return package.specifier.startswith("=") and "*" not in package.specifier
