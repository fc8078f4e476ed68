"""What environments on Binder offer: yes, no, or not to be known."""

import pytest

from voila_lint.build.model import BuildPlan
from voila_lint.packages.provision import Provision
from voila_lint.text import Span
from voila_lint.versions.model import Fetched, Package, PlanError


def provision(
    *requirements: str, source: str = "pip", python: str = "3.11", **plan: object
) -> Provision:
    """The kernel's provision where ``requirements`` ("name[extra]>=1") are declared, one a line."""
    packages = []
    for line, text in enumerate(requirements, start=1):
        head, sep, specifier = text.partition(" ")
        name, _, extras = head.partition("[")
        packages.append(
            Package(
                name,
                specifier if sep else "",
                source,  # type: ignore[arg-type]
                "environment.yml" if source == "conda" else "requirements.txt",
                Span(line, 1, line, len(text) + 1),
                extras=tuple(filter(None, extras.rstrip("]").split(","))),
            )
        )
    settings = {"python_version": python, "server_python": python, **plan}
    return Provision.of_plan(BuildPlan("python", packages=tuple(packages), **settings))  # type: ignore[arg-type]


def kinds(found: Provision, module: str) -> list[str]:
    return [evidence.kind for evidence in found.evidence(module)]


def test_an_empty_environment_has_the_base_and_the_standard_library() -> None:
    found = provision()
    assert kinds(found, "os.path") == ["stdlib"]
    assert kinds(found, "ipywidgets") == ["base"]
    assert kinds(found, "IPython.display") == ["base"]
    assert kinds(found, "yaml") == ["base"]
    assert found.verdict("numpy") == "no"
    assert found.verdict("voila") == "no"
    assert found.incomplete == ()


def test_a_declared_package_is_told_with_its_place() -> None:
    found = provision("voila", "scikit-learn >=1")
    (evidence, *_) = found.evidence("sklearn.linear_model")
    assert (evidence.kind, evidence.detail, evidence.path, evidence.line) == (
        "declared", "scikit-learn", "requirements.txt", 2,
    )  # fmt: skip


def test_what_comes_with_a_declared_package() -> None:
    found = provision("bqplot")
    (evidence, *_) = found.evidence("numpy.random")
    assert (evidence.kind, evidence.detail, evidence.via) == ("comes-with", "numpy", "bqplot")
    assert kinds(found, "traittypes") == ["comes-with"]
    assert found.verdict("matplotlib") == "no"


@pytest.mark.parametrize(
    ("requirement", "brought"),
    [
        ("seaborn", ["matplotlib", "pandas", "numpy", "mpl_toolkits.mplot3d", "PIL", "pylab"]),
        ("fastai", ["torch", "torchvision", "pandas", "matplotlib", "sklearn", "fastcore"]),
        ("scikit-learn", ["scipy", "numpy", "joblib"]),
        ("ipympl", ["matplotlib", "numpy", "PIL"]),
        ("geopandas", ["pandas", "shapely", "pyproj"]),
        ("hvplot", ["holoviews", "bokeh", "panel", "param", "colorcet"]),
        ("torchvision", ["torch", "numpy", "PIL"]),
        ("pymatgen", ["matplotlib", "scipy", "sympy"]),
    ],
)
@pytest.mark.parametrize("source", ["pip", "conda"])
def test_well_known_closures(source: str, requirement: str, brought: list[str]) -> None:
    found = provision(requirement, source=source)
    for module in brought:
        assert found.verdict(module) == "yes", module
    assert found.verdict("google.colab") == "no"


@pytest.mark.parametrize("source", ["pip", "conda"])
@pytest.mark.parametrize(
    "package",
    [
        "voila", "voila-vuetify", "voila-gridstack", "voila-material",
        "voila-materialscloud-template", "jupyter-flex",
    ],
)  # fmt: skip
def test_voila_comes_with_its_templates(package: str, source: str) -> None:
    found = provision(package, source=source)
    assert found.evidence("voila")
    assert found.offers_distribution("voila")
    assert not provision("jupyterlab", source=source).offers_distribution("Voila")


def test_extras_count() -> None:
    assert provision("dask").verdict("distributed") == "no"
    assert provision("dask[complete]").verdict("distributed") == "yes"
    assert provision("dask[complete]").verdict("bokeh") == "yes"
    assert provision("dask", source="conda").verdict("distributed") == "yes"
    assert provision("dask-core", source="conda").verdict("distributed") == "no"


def test_names_on_conda() -> None:
    found = provision("pytorch", "opencv", "pytables", "seaborn", "nodejs", source="conda")
    for module in ("torch", "cv2", "tables", "statsmodels", "matplotlib"):
        assert found.verdict(module) == "yes", module
    assert found.verdict("plotly") == "no"


def test_namespaces_are_told_apart() -> None:
    found = provision("google-cloud-storage")
    assert found.verdict("google.cloud.storage.blob") == "yes"
    assert found.verdict("google.auth") == "yes"
    assert found.verdict("google") == "yes"
    assert found.verdict("google.cloud.vision") == "no"
    assert found.verdict("google.colab") == "no"
    assert found.is_namespace("google.cloud")
    assert not found.is_namespace("google.cloud.storage")
    assert provision("matplotlib").verdict("mpl_toolkits.basemap") == "no"


def test_a_package_nobody_looked_at_leaves_common_modules_open() -> None:
    found = provision("surely-nobody-has-this")
    assert kinds(found, "surely_nobody_has_this") == ["declared"]
    assert found.verdict("numpy") == "unknown"
    assert "surely-nobody-has-this" in found.why_unknown("numpy")[0]
    assert found.incomplete
    # Hardly anything brings these along, so one unknown package does not excuse them …
    assert found.verdict("fastbook") == "no"
    assert found.verdict("google.colab") == "no"
    # … unless its name says that it belongs to them.
    assert provision("fastbook-extras-of-somebody").verdict("fastbook") == "unknown"


def test_more_packages_nobody_looked_at_leave_more_modules_open() -> None:
    one = provision("surely-nobody-has-this")
    three = provision("surely-nobody-has-this", "nor-this-one", "and-not-that-either")
    verdicts = [(p.verdict("seaborn"), p.verdict("sklearn")) for p in (one, three)]
    assert verdicts == [("no", "unknown"), ("unknown", "unknown")]
    assert three.verdict("ipyleaflet") == "no"


def test_an_older_release_may_bring_what_today_s_does_not() -> None:
    pinned = Package("itables", "==1.4.1", "pip", "requirements.txt")
    plan = BuildPlan("python", python_version="3.11", packages=(pinned,))
    assert Provision.of_plan(plan).verdict("pandas") == "unknown"
    assert provision("itables").verdict("pandas") == "no"


def test_what_is_in_no_table_may_come_with_what_is_in_no_table() -> None:
    assert provision("surely-nobody-has-this").verdict("atomistics_of_nobody") == "unknown"
    assert provision("pandas").verdict("atomistics_of_nobody") == "no"


def test_a_declared_package_may_have_had_a_module_of_its_name() -> None:
    assert provision("simpeg").verdict("SimPEG") == "unknown"
    assert provision("pandas").verdict("SimPEG") == "no"


def test_small_utilities_are_known_to_bring_nothing() -> None:
    for utility in ("emoji", "python-slugify", "num2words", "pyfiglet", "unidecode"):
        assert provision(utility).verdict("numpy") == "no", utility
    assert provision("uproot").verdict("numpy") == "yes"


def test_a_python_that_new_releases_have_dropped_leaves_former_requirements_open() -> None:
    assert provision("seaborn", python="3.11").verdict("scipy") == "no"
    assert provision("seaborn", python="3.9").verdict("scipy") == "no"
    assert provision("seaborn", python="3.6").verdict("scipy") == "unknown"
    assert provision("seaborn", python="3.6").verdict("matplotlib") == "yes"


def test_an_address_leaves_open_what_its_name_suggests_and_what_nobody_knows() -> None:
    package = Package("tool", "", "pip", "requirements.txt", url="git+https://x.org/a/tool.git")
    found = Provision.of_plan(BuildPlan("python", python_version="3.11", packages=(package,)))
    assert found.verdict("tool") == "yes"
    assert found.verdict("a_module_of_whom") == "unknown"
    assert found.verdict("numpy") == "unknown"
    assert found.verdict("fastbook") == "no"
    assert found.verdict("voila") == "no"
    wheel = Package("numpy", "", "pip", "requirements.txt", url="https://x.org/numpy-1-a-b-c.whl")
    known = Provision.of_plan(BuildPlan("python", python_version="3.11", packages=(wheel,)))
    assert (known.verdict("numpy"), known.verdict("pandas")) == ("yes", "no")


def test_a_declared_placeholder_is_no_missing_package() -> None:
    assert provision("sklearn").verdict("sklearn") == "unknown"
    assert provision("numpy").verdict("sklearn") == "no"


def test_beside_a_hundred_unknown_packages_nothing_is_missing_for_sure() -> None:
    unknown = [f"surely-nobody-{number}" for number in range(100)]
    assert provision(*unknown[:10]).verdict("emoji") == "no"
    assert provision(*unknown).verdict("emoji") == "unknown"


def test_hardly_anything_brings_voila_along() -> None:
    assert provision("surely-nobody-has-this").verdict("voila") == "no"
    assert provision("surely-a-voila-theme").verdict("voila") == "unknown"


def test_files_from_elsewhere_leave_open_what_nobody_knows() -> None:
    plan = BuildPlan(
        "python", python_version="3.11", fetched=(Fetched("tool", "`git clone …` in postBuild"),)
    )
    found = Provision.of_plan(plan)
    assert found.why_unknown("tool") == ("`git clone …` in postBuild",)
    assert found.verdict("a_module_of_whom") == "unknown"
    assert found.verdict("pandas") == "no"


def test_a_python_too_exact_for_the_build_leaves_the_packages_known() -> None:
    error = PlanError("ValueError", "got 3.11.4")
    plan = BuildPlan("python", python_version="3.11", error=error, packages_known=True)
    assert Provision.of_plan(plan).verdict("numpy") == "no"


@pytest.mark.parametrize(
    "plan",
    [
        {"opaque": ("postBuild runs a script",)},
        {"error": PlanError("ValueError", "no such Python")},
        {"build_pack": "docker"},
    ],
)
def test_an_opaque_plan_leaves_everything_open(plan: dict[str, object]) -> None:
    pack = plan.pop("build_pack", "python")
    found = Provision.of_plan(BuildPlan(pack, python_version="3.11", **plan))  # type: ignore[arg-type]
    assert found.verdict("seaborn") == "unknown"
    assert found.why_unknown("seaborn") == found.incomplete
    assert found.verdict("json") == "yes"
    assert found.verdict("google.colab") == "no"


def test_a_dockerfile_has_no_base_image() -> None:
    found = Provision.of_plan(BuildPlan("docker", python_version="3.11", opaque=("Dockerfile",)))
    assert found.verdict("ipywidgets") == "unknown"


def test_anaconda_stands_for_hundreds() -> None:
    assert provision("anaconda", source="conda").verdict("seaborn") == "unknown"


def test_markers_are_judged_by_binders_python() -> None:
    package = Package("seaborn", "", "pip", "requirements.txt", marker="sys_platform == 'win32'")
    plan = BuildPlan("python", python_version="3.11", packages=(package,))
    assert Provision.of_plan(plan).verdict("seaborn") == "no"


def test_windows_modules_are_missing_on_binder() -> None:
    assert provision().verdict("winreg") == "no"


def test_a_separate_kernel_has_its_own_packages() -> None:
    plan = BuildPlan(
        "python",
        python_version="3.6",
        server_python="3.10",
        separate_kernel=True,
        packages=(
            Package("numpy", "", "pip", "requirements.txt"),
            Package("voila", "", "pip", "requirements3.txt", environment="server"),
        ),
    )
    kernel, server = Provision.of_plan(plan), Provision.of_plan(plan, "server")
    assert (kernel.verdict("numpy"), server.verdict("numpy")) == ("yes", "no")
    assert (kernel.verdict("voila"), server.verdict("voila")) == ("no", "yes")
    assert kernel.verdict("nbclient") == "yes"
    assert kernel.verdict("httpx") == "no"
    assert server.verdict("httpx") == "yes"


def test_apt_packages_are_not_for_this_python() -> None:
    assert provision("python3-numpy", source="apt").verdict("numpy") == "no"


def test_a_python_without_base_image_leaves_everything_open() -> None:
    assert provision(python="3.4").verdict("numpy") == "unknown"


@pytest.mark.parametrize("name", ["", "-", "é", "[", "a b", "x" * 10_000])
@pytest.mark.parametrize("source", ["pip", "conda"])
def test_odd_package_names_do_not_crash(name: str, source: str) -> None:
    package = Package(name, "<<;", source, "requirements.txt", marker="what?")  # type: ignore[arg-type]
    found = Provision.of_plan(BuildPlan("python", python_version="3.x", packages=(package,)))
    assert found.verdict("json") == "yes"
    assert found.verdict("") in ("no", "unknown")


@pytest.mark.parametrize(
    ("text", "source", "kept"),
    [
        ("seaborn ==0.9", "pip", True),
        ("seaborn <0.12", "pip", True),
        ("seaborn ~=0.9.0", "pip", True),
        ("seaborn ~=0.9", "pip", False),
        ("seaborn ~=0.12.2", "pip", False),
        ("seaborn <0.13", "pip", False),
        ("seaborn ===nonsense", "pip", True),
        ("seaborn >=0.9", "pip", False),
        ("seaborn !=0.9", "pip", False),
        ("seaborn ", "pip", False),
        ("seaborn 0.9", "conda", True),
        ("seaborn =0.9", "conda", True),
        ("seaborn >=0.9,<1", "conda", True),
    ],
)
def test_pins_leave_open_what_former_releases_required(text: str, source: str, kept: bool) -> None:
    """seaborn required SciPy until 0.11."""
    found = provision(text, source=source)
    assert found.verdict("scipy") == ("yes" if source == "conda" else "unknown" if kept else "no")


def test_a_conda_package_without_metadata_leaves_common_modules_open() -> None:
    assert provision("pythonocc-core", source="conda").verdict("numpy") == "unknown"
    assert provision("nodejs", "ffmpeg", "git", source="conda").verdict("numpy") == "no"
