"""Names under which pip finds nothing that it can install, and what is meant by them.

PyPI reserves the names of standard-library modules, and nobody took over the others below: what
is listed here was seen to fail with pip 25.2 (``tests/rules`` has some of them).
"""

from voila_lint.packages.names import canonical
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

#: conda-forge's names of what PyPI has under another one.
_CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "opencv": "opencv-python-headless",
    "py-opencv": "opencv-python-headless",
    "pytables": "tables",
    "python-graphviz": "graphviz",
    "pytorch": "torch",
}

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


def is_stdlib_only(name: str, python_version: str | None) -> bool:
    """Whether a name is a module of Python itself, and PyPI has nothing under it."""
    return name not in _BACKPORTS and is_stdlib(name, python_version)
