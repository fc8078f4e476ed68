"""Packages that need a library of the system which Binder's image does not have."""

from collections.abc import Iterator

from voila_lint.packages.layers import HEADLESS
from voila_lint.packages.names import canonical
from voila_lint.repository import Repository
from voila_lint.versions.base_image import base_packages
from voila_lint.versions.model import Package
from voila_lint.versions.specifier import is_since
from voila_lint.views.declared import by_pip, declared

#: Conda packages, beside those of the base image, that certainly bring no libGL along.
_PLAIN = frozenset(("pip", "python", "voila"))

#: The first release of opencv-python whose wheels have Qt 5, which is what needs libGL.
_WITH_QT5 = "4.3.0.36"


def lacking_libgl(repository: Repository) -> Iterator[Package]:
    """Yield the distributions of OpenCV that an app imports and that do not find libGL.

    The image is buildpack-deps:24.04 with what repo2docker 2026.4.0 adds (``buildpacks/base.py``).
    Nothing where something else may bring the library, or OpenCV without need of it: packages of
    apt or conda, a postBuild, requirements of packages that nobody looked at.
    """
    plan = repository.plan
    if plan.build_pack not in ("python", "conda", "pipfile") or not _imports_cv2(repository):
        return
    if plan.opaque or plan.apt_packages or plan.post_build or repository.provision.incomplete:
        return
    if any(repository.provision.offers_distribution(name) for name in HEADLESS.values()):
        return
    packages = list(declared(repository, "kernel"))
    plain = _PLAIN | base_packages(repository.kernel_python).keys()
    if any(package.source == "conda" and package.name.lower() not in plain for package in packages):
        return
    for package in packages:
        is_meant = by_pip(package) and not package.url and canonical(package.name) in HEADLESS
        if is_meant and is_since(package, _WITH_QT5):
            yield package


def _imports_cv2(repository: Repository) -> bool:
    return any(
        use.needed and use.imported.top == "cv2"
        for path, status in repository.apps.status.items()
        if status.is_app
        for use in repository.uses(path)
    )
