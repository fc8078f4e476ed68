"""Names under which pip or conda finds nothing that it can install, and what is meant by them.

PyPI reserves the names of standard-library modules, and nobody took over the others below: what
is listed here was seen to fail with pip 25.2 (``tests/rules`` has some of them), or was not among
the 886,000 names of PyPI in November 2026.
"""

from typing import NamedTuple

from voila_lint.packages.names import canonical, conda_name_of, is_conda_package, is_on_pypi
from voila_lint.packages.nearest import nearest
from voila_lint.packages.stdlib import is_stdlib

#: Import names whose distribution has another name. `sklearn` and `skimage` exist on PyPI, only
#: to fail with a message.
_IMPORT_NAMES = {
    "absl": "absl-py",
    "bidi": "python-bidi",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "dns": "dnspython",
    "git": "GitPython",
    "googleapiclient": "google-api-python-client",
    "linkify-it": "linkify-it-py",
    "magic": "python-magic",
    "markdown-it": "markdown-it-py",
    "mpl-toolkits": "matplotlib",
    "mysqldb": "mysqlclient",
    "nacl": "PyNaCl",
    "openssl": "pyOpenSSL",
    "pil": "pillow",
    "pptx": "python-pptx",
    "pylab": "matplotlib",
    "pymdownx": "pymdown-extensions",
    "pythonjsonlogger": "python-json-logger",
    "pywt": "PyWavelets",
    "scikitplot": "scikit-plot",
    "shapefile": "pyshp",
    "skbio": "scikit-bio",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "skopt": "scikit-optimize",
    "umap": "umap-learn",
    "wx": "wxPython",
    "yaml": "PyYAML",
}

#: conda's names of what PyPI has under another one. `pytorch` exists there, only to fail.
_CONDA_NAMES = {
    "dask-core": "dask",
    "keras-gpu": "keras",
    "matplotlib-base": "matplotlib",
    "numpy-base": "numpy",
    "opencv": "opencv-python-headless",
    "or-tools": "ortools",
    "ortools-python": "ortools",
    "pandas-base": "pandas",
    "py-opencv": "opencv-python-headless",
    "py-xgboost": "xgboost",
    "py-xgboost-cpu": "xgboost",
    "pyqt": "PyQt5",
    "pytables": "tables",
    "python-annoy": "annoy",
    "python-graphviz": "graphviz",
    "pytorch": "torch",
    "pytorch-cpu": "torch",
    "pytorch-gpu": "torch",
    "tensorflow-base": "tensorflow",
    "tensorflow-mkl": "tensorflow",
    "torchvision-cpu": "torchvision",
}

#: Packages of conda that hold no Python library, or only a part of one: what `conda list` shows,
#: and what people know from conda's environments. PyPI has nothing under these names, or nothing
#: that is to be installed (`conda`).
_CONDA_ONLY = frozenset(
    """
    blas boost-cpp bzip2 c-blosc2 ca-certificates cairo cfitsio conda conda-build console-shortcut
    cpuonly cudatoolkit curl dbus fftw freexl gcc gdk-pixbuf gnutls gst-plugins-base gstreamer gxx
    harfbuzz hdf4 hdf5 imagemagick jpeg json-c kealib lame ld-impl-linux-64 libblas libcurl
    libdap4 libffi libgdal libgfortran-ng libpng librsvg libspatialindex libspatialite libxgboost
    libxml2 libxslt lz4-c m2w64-gcc-libs menuinst miniconda msys2-conda-epoch nb-conda
    nb-conda-kernels ncurses nettle openh264 openjdk openssl pcre pixman poppler poppler-data
    powershell-shortcut pthread-stubs python pytorch-cuda pytorch-mutex qt r-base texlive-core
    vs2015-runtime x264 xerces-c xorg-libx11 xz zeromq zlib
    """.split()  # noqa: SIM905
)

#: What conda-forge has in place of a distribution that it does not have under any name.
_CONDA_INSTEAD = {"opencv-contrib-python": "opencv", "opencv-contrib-python-headless": "opencv"}

#: Standard-library modules that have a distribution on PyPI: mostly backports, which do no harm.
_BACKPORTS = frozenset(
    (
        *("argparse", "ast", "asyncio", "chunk", "configparser", "contextvars", "dataclasses"),
        *("datetime", "dis", "email", "enum", "formatter", "functools", "graphlib", "hmac", "html"),
        *("http", "importlib", "ipaddress", "lib", "logging", "mailbox", "modulefinder"),
        *("multiprocessing", "pathlib", "readline", "resource", "secrets", "selectors", "ssl"),
        *("statistics", "token", "typing", "uuid", "wave", "wsgiref", "antigravity"),
    )
)


def distribution_of_import_name(name: str) -> str | None:
    """Return the distribution that is meant by an import name pip cannot install."""
    return _IMPORT_NAMES.get(canonical(name))


def distribution_of_conda_name(name: str) -> str | None:
    """Return the distribution that is meant by a name that only conda-forge has."""
    return _CONDA_NAMES.get(canonical(name))


def is_only_on_conda(name: str) -> bool:
    """Whether a name is one of conda's, for what pip has no package of."""
    return canonical(name) in _CONDA_ONLY


class OnConda(NamedTuple):
    """What is meant by a name that conda-forge does not have.

    ``conda`` is the name there, ``pypi`` that of a package that only PyPI has; ``slip`` says that
    the former is a guess at a misspelt name. With neither, it is unknown what is meant.
    """

    conda: str | None = None
    pypi: str | None = None
    slip: bool = False


def meant_on_conda(name: str) -> OnConda:
    """Say what is meant by a name that conda-forge does not have (as ``is_conda_package`` says)."""
    lower = name.lower()
    plain = canonical(name)
    for spelling in (plain, lower.replace("-", "_"), plain.replace("-", "_")):
        if is_conda_package(spelling):
            return OnConda(spelling)
    distribution = distribution_of_import_name(name) or distribution_of_conda_name(name) or plain
    found = conda_name_of(distribution) or _CONDA_INSTEAD.get(canonical(distribution))
    if found:
        return OnConda(found)
    if is_on_pypi(distribution):
        return OnConda(pypi=distribution)
    near = nearest(name)
    found = near and conda_name_of(near)
    return OnConda(found, slip=True) if found else OnConda()


def is_stdlib_only(name: str, python_version: str | None) -> bool:
    """Whether a name is a module of Python itself, and PyPI has nothing under it."""
    return name not in _BACKPORTS and is_stdlib(name, python_version)
