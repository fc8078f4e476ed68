"""What an environment on Binder will offer to ``import``, asked forward from the build plan."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from voila_lint.build.model import BuildPlan
from voila_lint.files.address import is_source
from voila_lint.packages.base_modules import modules_of_base
from voila_lint.packages.closure import Age, closure
from voila_lint.packages.layers import Layers
from voila_lint.packages.model import Evidence
from voila_lint.packages.names import canonical, holds_python, prefixes, pypi_names_of_conda
from voila_lint.packages.stdlib import DEFAULT_PYTHON, is_stdlib, numbers, stdlib_only_on
from voila_lint.packages.unexplored import may_bring
from voila_lint.versions.base_image import base_packages
from voila_lint.versions.marker import applies
from voila_lint.versions.model import Package
from voila_lint.versions.specifier import excludes, holds_back, is_since

if TYPE_CHECKING:
    from voila_lint.packages.environment import Installed

#: On images that these make there is no base of repo2docker's.
_OWN_IMAGE = ("docker", "legacy-docker", "nix")

#: Modules that no package brings, whatever else is installed: they exist on one host only.
_ELSEWHERE = frozenset(("google.colab",))

#: The order in which evidence is given.
_STRONGEST = ("declared", "base", "comes-with")

#: The oldest Python that today's releases of most packages still support.
_OLDEST_CURRENT = (3, 11)

#: Below this one, the newest releases that can be installed are about as old as those of 2021.
_OLDEST_KNOWN = (3, 8)


class _Wanted(NamedTuple):
    """One distribution that a declared package stands for."""

    name: str
    extras: tuple[str, ...]
    itself: bool  # false: the conda package brings it along


class Provision:
    """The modules of one environment, with the evidence for each.

    Answers about a module (dotted, as imported): ``evidence`` says why it can be imported,
    ``verdict`` whether, ``why_unknown`` what keeps the verdict open. Local files and what the
    notebook itself installs are not asked here.
    """

    def __init__(self, python_version: str, layers: Layers | None = None) -> None:
        self.python_version = python_version
        self._layers = layers or Layers()
        self.incomplete: tuple[str, ...] = ()
        self._opaque: tuple[str, ...] = ()
        self._unexplored: dict[str, str] = {}
        self._unnamed: dict[str, str] = {}
        self._modules: dict[str, dict[Evidence, None]] = {}
        self._namespaces: set[str] = set()
        self._distributions: dict[str, dict[Evidence, None]] = {}
        self._perhaps: dict[str, str] = {}
        self._declared: set[str] = set()

    @classmethod
    def of_plan(
        cls,
        plan: BuildPlan,
        environment: Literal["kernel", "server"] = "kernel",
        layers: Layers | None = None,
    ) -> "Provision":
        """What ``plan`` puts into the kernel's or the server's environment.

        ``layers`` say what the packages offer; by default the shipped tables alone.
        """
        python = plan.python_version if environment == "kernel" else plan.server_python
        self = cls(python or plan.python_version or DEFAULT_PYTHON, layers)
        reasons = list(plan.opaque)
        if plan.error is not None and not plan.packages_known:
            reasons.append(f"the build stops: {plan.error.message}")
        if plan.build_pack in _OWN_IMAGE:
            if not reasons:
                reasons.append(f"the image is made by the repository's own {plan.build_pack} file")
        elif not self._add_base():
            reasons.append(f"there is no base image of Python {self.python_version}")
        for package in plan.packages:
            if package.source == "apt":
                continue
            if plan.separate_kernel and package.environment != environment:
                continue
            if not applies(package.marker, self.python_version):
                continue
            reasons.extend(self._add_declared(package))
        for fetched in plan.fetched:
            self._unnamed.setdefault(fetched.reason, fetched.reason)
            self._perhaps.update(
                dict.fromkeys(self._modules_of(canonical(fetched.name)), fetched.reason)
            )
        self._opaque = tuple(dict.fromkeys(reasons))
        self.incomplete = (*self._opaque, *dict.fromkeys(self._unexplored.values()))
        return self

    def evidence(self, module: str) -> tuple[Evidence, ...]:
        """Why ``module`` can be imported: every reason known, the strongest first.

        The longest known prefix decides: what offers ``google.cloud.storage`` also offers
        ``google.cloud.storage.blob``, ``google.cloud`` and ``google``, but not
        ``google.cloud.vision``.
        """
        found = sorted(self._offered(module), key=lambda e: _STRONGEST.index(e.kind))
        top = module.partition(".")[0]
        if is_stdlib(top, self.python_version) and stdlib_only_on(module) is None:
            return (Evidence("stdlib", self.python_version), *found)
        return tuple(found)

    def _offered(self, module: str) -> tuple[Evidence, ...]:
        for name in prefixes(module):
            if name in self._modules:
                return tuple(self._modules[name])
        if module in self._namespaces:
            below = (self._modules[name] for name in self._modules if name.startswith(module + "."))
            return tuple(dict.fromkeys(found for group in below for found in group))
        return ()

    def is_namespace(self, module: str) -> bool:
        """Whether ``module`` is only shared by several distributions (``google.cloud``).

        ``from google.cloud import vision`` then has to be asked as ``google.cloud.vision``.
        """
        return module in self._namespaces and module not in self._modules

    def verdict(self, module: str) -> Literal["yes", "no", "unknown"]:
        """Whether ``module`` can be imported; "unknown" where the plan leaves it open."""
        if self.evidence(module):
            return "yes"
        return "unknown" if self.why_unknown(module) else "no"

    def why_unknown(self, module: str) -> tuple[str, ...]:
        """What might offer a module that has no evidence; empty where nothing does."""
        for name in prefixes(module):
            if name in _ELSEWHERE:
                return ()
            if name in self._perhaps:
                return (self._perhaps[name],)
        named_alike = canonical(module.partition(".")[0])
        if named_alike in self._declared:
            # `SimPEG` was the module of simpeg once. `sklearn`: what is wrong with it is the
            # declaration, not a missing one.
            return (f"{named_alike} is declared, which has no module of that name today",)
        if stdlib_only_on(module) is not None:
            return ()
        if self._opaque:
            return self._opaque
        names = self._layers.names_for(module)
        return may_bring(module, names, self._unexplored, self._unnamed)

    def offers_distribution(self, name: str) -> bool:
        """Whether a distribution (PyPI name) is installed, in any way."""
        return canonical(name) in self._distributions

    def evidence_for_distribution(self, name: str) -> tuple[Evidence, ...]:
        """Why a distribution (PyPI name) is installed; empty where nothing speaks for it."""
        return tuple(self._distributions.get(canonical(name), ()))

    def _add_base(self) -> bool:
        """Add the base image's packages; false where there is none of this Python."""
        packages = base_packages(self.python_version)
        for package in packages:
            names = [*pypi_names_of_conda(package), canonical(package)]
            self._offer(modules_of_base(package), names, Evidence("base", package))
        return bool(packages)

    def _add_declared(self, package: Package) -> list[str]:
        """Add a declared package and what comes with it; reasons why that may be too little."""
        line = package.at.line if package.at else None
        wanted, reasons = _distributions(package)
        mapped = self._layers.is_mapped(package.name)
        if mapped and not wanted:
            wanted = [_Wanted(canonical(package.name), (), True)]
        age = self._age(package)
        unknown: dict[str, str] = {}
        is_address = package.url is not None and is_source(package.url)
        for name, extras, itself in wanted:
            kind: Literal["declared", "comes-with"] = "declared" if itself else "comes-with"
            via = None if itself else package.name
            found = Evidence(kind, name, via, package.path, line)
            self._offer_distribution(name, found, package.name if mapped and itself else name)
            brought = closure(
                name,
                extras,
                age=age,
                python=self.python_version,
                # The specifier is for what bears the name, and says nothing of an address.
                is_since=partial(is_since, package) if itself and not package.url else None,
            )
            for other in brought.certain:
                found = Evidence("comes-with", other, package.name, package.path, line)
                self._offer_distribution(other, found)
            for other in brought.perhaps:
                reason = f"some releases of {package.name} bring {other}"
                self._perhaps.update(dict.fromkeys(self._modules_of(other), reason))
            if is_address or not brought.known:
                unknown[name] = (
                    f"what {package.url if is_address else name} brings along is not known"
                )
        if not self._add_installed(package, wanted):
            if not mapped:
                self._declared.update(one.name for one in wanted if one.itself)
            for name, reason in unknown.items():
                self._unexplored.setdefault(name, reason)
                if not mapped and (is_address or self._layers.modules_of(name) is None):
                    self._unnamed.setdefault(name, reason)
        return reasons

    def _add_installed(self, package: Package, wanted: list[_Wanted]) -> bool:
        """Add what the environment given says of a declared package; whether it knows all of it.

        It is not asked about another release than the one that is declared.
        """
        environment = self._layers.environment
        if environment is None:
            return False
        conda = package.name if package.source == "conda" else None
        names = [(requested.name, requested.extras) for requested in wanted]
        asked = [
            requested
            for requested in names
            if not _is_other(package, environment.distribution(requested[0]))
        ]
        if conda is not None and _is_other(package, environment.conda_package(conda)):
            conda = None
        brought = self._layers.brought(asked, conda, self.python_version)
        line = package.at.line if package.at else None
        own = {requested.name for requested in wanted if requested.itself} or {package.name.lower()}
        for name, modules in brought.modules.items():
            itself = name in own or name == (conda or "").lower()
            if itself and self._layers.is_mapped(package.name):
                continue
            kind: Literal["declared", "comes-with"] = "declared" if itself else "comes-with"
            via = None if itself else package.name
            found = Evidence(kind, name, via, package.path, line, "environment")
            self._offer(modules, [name], found)
        for name, extras in brought.absent:
            for other in (name, *closure(name, extras).certain):
                found = Evidence(
                    "comes-with", other, package.name, package.path, line, "environment"
                )
                self._offer(self._modules_of(other), [other], found)
        return brought.known

    def _modules_of(self, distribution: str) -> tuple[str, ...]:
        return tuple(m for _, modules in self._layers.offers(distribution) for m in modules)

    def _offer_distribution(self, name: str, found: Evidence, mapped: str | None = None) -> None:
        """Add the modules of a distribution, by the name under which the setting has it."""
        for basis, modules in self._layers.offers(mapped or name):
            self._offer(modules, [name], replace(found, basis=basis))

    def _age(self, package: Package) -> Age:
        if package.url or holds_back(package):
            return "any"
        python = numbers(self.python_version)
        if python < _OLDEST_KNOWN:
            return "any"
        return "aging" if python < _OLDEST_CURRENT else "current"

    def _offer(self, modules: Iterable[str], names: Iterable[str], found: Evidence) -> None:
        for module in modules:
            into = self._modules.setdefault(module, {})
            if found not in into and not (
                # Two layers may say the same: one of them is enough.
                found.basis == "environment" and replace(found, basis="tables") in into
            ):
                into[found] = None
            self._namespaces.update(list(prefixes(module))[1:])
        for name in names:
            self._distributions.setdefault(name, {})[found] = None


def _distributions(package: Package) -> tuple[list[_Wanted], list[str]]:
    """The PyPI distributions that a declared package amounts to, and reasons for doubt."""
    if package.source != "conda":
        return [_Wanted(canonical(package.name), package.extras, True)], []
    twins = pypi_names_of_conda(package.name)
    if twins == ("?",):
        return [], [f"{package.name} stands for hundreds of packages"]
    if not twins:
        if not holds_python(package.name) or package.name.lower().startswith(("r-", "lib", "_")):
            return [], []
        return [_Wanted(canonical(package.name), (), True)], []
    wanted = []
    own = [twin for twin in twins if twin.partition("[")[0] == canonical(package.name)]
    for twin in twins:
        name, _, inner = twin.partition("[")
        extras = tuple(filter(None, inner.rstrip("]").split(",")))
        wanted.append(_Wanted(name, extras, itself=not own or twin in own))
    return wanted, []


def _is_other(package: Package, installed: "Installed | None") -> bool:
    """Whether what is installed is a release that the declaration does not admit."""
    return installed is not None and excludes(package, installed.version)
