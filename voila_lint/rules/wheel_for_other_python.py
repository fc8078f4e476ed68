"""VL109: a wheel, or a release that has wheels only, for another Python than Binder's."""

from collections.abc import Iterator

from voila_lint.finding import Problem
from voila_lint.packages.wheels import oldest_wheel, wheel_fits
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.declared import by_pip, declared, place


@rule("VL109", severity="error", judge="pip")
def wheel_for_other_python(repository: Repository) -> Iterator[Problem]:
    """A requirement for pip can only be met on another Python than the one that Binder takes.

    The address of a wheel names its Python and its system: `…-cp36-cp36m-linux_x86_64.whl` is
    for Python 3.6 on Linux. torch, torchvision and tensorflow have nothing but wheels, and old
    releases have none for newer Pythons. Binder takes Python 3.10 where nothing else is said.

    **What a visitor sees**: the build fails.

    **What to do**: ask for a release that has a wheel for Binder's Python, or for the Python that
    the wheel is for: `python=3.8` in environment.yml, `python-3.8` in runtime.txt.
    """
    plan = repository.plan
    for package in declared(repository):
        if not by_pip(package):
            continue
        server = package.environment == "server" and plan.separate_kernel
        python = plan.server_python if server else plan.python_version
        if python is None:
            continue
        if package.url is not None:
            if not wheel_fits(package.url, python):
                yield Problem(
                    place(package),
                    f"This wheel is for another Python or system than Binder's, which is Python "
                    f"{python} on Linux: pip refuses it, and the build fails.",
                    f"Write `{package.name}`, and pip finds the wheel that fits.",
                    data={"package": package.name, "python": python},
                )
            continue
        oldest = oldest_wheel(package.name, package.specifier, python)
        if oldest is not None:
            yield Problem(
                place(package),
                f"{package.name} {package.specifier.lstrip('=')} has no wheel for Binder's Python "
                f"{python}: pip cannot install it, and the build fails.",
                f"Ask for `{package.name}>={oldest}`, or for an older Python.",
                data={"package": package.name, "python": python, "oldest": oldest},
            )
