"""Names: import name ↔ PyPI distribution ↔ conda-forge package."""

import pytest

from voila_lint.packages import names


@pytest.mark.parametrize(
    ("module", "pypi", "conda"),
    [
        ("numpy", "numpy", "numpy"),
        ("sklearn", "scikit-learn", "scikit-learn"),
        ("sklearn.linear_model", "scikit-learn", "scikit-learn"),
        ("skimage", "scikit-image", "scikit-image"),
        ("cv2", "opencv-python-headless", "opencv"),
        ("PIL", "pillow", "pillow"),
        ("yaml", "pyyaml", "pyyaml"),
        ("bs4", "beautifulsoup4", "beautifulsoup4"),
        ("docx", "python-docx", "python-docx"),
        ("torch.nn", "torch", "pytorch"),
        ("igraph", "igraph", "python-igraph"),
        ("graphviz", "graphviz", "python-graphviz"),
        ("tables", "tables", "pytables"),
        ("pylab", "matplotlib", "matplotlib"),
        ("mpl_toolkits.mplot3d", "matplotlib", "matplotlib"),
        ("mpl_toolkits.basemap", "basemap", "basemap"),
        ("google.cloud.storage.blob", "google-cloud-storage", "google-cloud-storage"),
        ("google.protobuf", "protobuf", "protobuf"),
        ("ruamel.yaml", "ruamel-yaml", "ruamel.yaml"),
        ("solara", "solara", "solara"),
    ],
)
def test_what_to_install_for_a_module(module: str, pypi: str, conda: str) -> None:
    found = names.names_for(module)
    assert (found.pypi, found.conda) == (pypi, conda)
    assert found.sure


@pytest.mark.parametrize("module", ["google.colab", "google", "google.cloud"])
def test_nothing_to_install(module: str) -> None:
    assert names.names_for(module).pypi is None


def test_an_unknown_module_is_named_as_itself_without_certainty() -> None:
    found = names.names_for("Surely_Nobody_Has.this")
    assert (found.pypi, found.conda, found.sure) == ("surely-nobody-has", None, False)


@pytest.mark.parametrize("module", ["", ".", "é", "a\tb", "\udcff", "x" * 10_000])
def test_nothing_is_sure_of_odd_names(module: str) -> None:
    assert not names.names_for(module).sure
    assert names.modules_of(module) is None
    assert names.modules_of_conda(module) is None


@pytest.mark.parametrize(
    ("distribution", "module"),
    [
        ("Pillow", "PIL"),
        ("scikit_learn", "sklearn"),
        ("opencv-contrib-python", "cv2"),
        ("matplotlib", "mpl_toolkits.mplot3d"),
        ("google-cloud-storage", "google.cloud.storage"),
        ("ruamel.yaml", "ruamel.yaml"),
        ("attrs", "attr"),
        ("ipyvuetify", "ipyvuetify"),
    ],
)
def test_what_a_distribution_offers(distribution: str, module: str) -> None:
    assert module in (names.modules_of(distribution) or ())


def test_a_distribution_that_nobody_knows() -> None:
    assert names.modules_of("surely-nobody-has-this") is None
    assert names.modules_of_conda("surely-nobody-has-this") is None


@pytest.mark.parametrize(
    ("package", "modules"),
    [("opencv", "cv2"), ("pytorch", "torch"), ("pytables", "tables"), ("vtk", "vtkmodules"),
     ("matplotlib-base", "matplotlib"), ("python-graphviz", "graphviz")],
)  # fmt: skip
def test_what_a_conda_package_offers(package: str, modules: str) -> None:
    assert modules in (names.modules_of_conda(package) or ())


@pytest.mark.parametrize("package", ["nodejs", "ffmpeg", "graphviz", "cpuonly", "libgdal"])
def test_a_conda_package_without_python(package: str) -> None:
    assert names.modules_of_conda(package) == ()


@pytest.mark.parametrize(
    ("package", "answer"),
    [("nodejs", False), ("libgdal", False), ("pythonocc-core", True),
     ("numpy", True), ("surely-nobody-has-this", True)],
)  # fmt: skip
def test_whether_a_conda_package_may_hold_python(package: str, answer: bool) -> None:
    assert names.holds_python(package) is answer


def test_twins_of_conda_packages() -> None:
    assert names.pypi_names_of_conda("dask") == ("dask[complete]",)
    assert names.pypi_names_of_conda("dask-core") == ("dask",)
    assert names.pypi_names_of_conda("Jupyter_Client") == ("jupyter-client",)
    assert set(names.pypi_names_of_conda("seaborn")) == {"seaborn", "statsmodels"}
    assert names.pypi_names_of_conda("anaconda") == ("?",)


@pytest.mark.parametrize(
    ("written", "normal"),
    [("Foo.Bar_baz", "foo-bar-baz"), ("ruamel.yaml", "ruamel-yaml"), ("a--b", "a-b")],
)
def test_normal_form(written: str, normal: str) -> None:
    assert names.canonical(written) == normal
