"""Make ``voila_lint/packages/data/base_modules.txt``: what Binder's base packages offer.

Source: repo2docker's lock files, ``repo2docker/buildpacks/conda/environment.py-*-linux-64.lock``
of https://github.com/jupyterhub/repo2docker, and the RECORD of the PyPI wheel of each package at
the newest version that one of them names. Needs uv and PyPI; run by hand::

    python tools/build_base_modules.py WORK LOCK…
"""

import argparse
import re
import subprocess
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import Version
from wheel_facts import modules

TABLE = Path(__file__).parent.parent / "voila_lint" / "packages" / "data" / "base_modules.txt"

#: conda package → PyPI distribution, where the names differ.
TWINS = {
    "brotli-python": "brotli",
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
    "stack_data": "stack-data",
}
#: Packages without a wheel of their own, or whose wheel says something else.
BY_HAND = {
    "backports": "backports",
    "configparser": "configparser backports.configparser",
    "contextvars": "contextvars",
    "enum34": "enum",
    "futures": "concurrent.futures",
    "immutables": "immutables",
    "jupyterlab_launcher": "jupyterlab_launcher",
    "pathlib2": "pathlib2",
    "scandir": "scandir",
    "pycurl": "pycurl",
    "ruamel.yaml.clib": "_ruamel_yaml",
    "singledispatch": "singledispatch",
    "y-py": "y_py",
}
#: What a package makes importable besides what it holds: setuptools stands in for a module that
#: Python 3.12 lost (distutils-precedence.pth, setuptools 80.9).
STANDS_IN = {"setuptools": "distutils"}
#: What a conda package of the base is, if not Python.
NOT_PYTHON = re.compile(
    r"^(_|lib|ld_impl|ca-cert|bzip2|icu|key|krb5|ncurses|nodejs|openssl|python$|python_abi|readline"
    r"|tk$|tzdata|yaml$|zeromq|zlib|zstd$|xz|gmp|sqlite|pandoc$|c-ares|cpython|python-gil"
    r"|.*-with-|jupyterhub-singleuser|nbconvert-pandoc|types-)"
)


def main() -> None:
    """Read the locks, unpack the wheels, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("locks", type=Path, nargs="+")
    given = parser.parse_args()

    versions: dict[str, str] = {}
    for lock in given.locks:
        pattern = r"/([^/\s]+)-([^-/]+)-[^-/]+?(?:\.conda|\.tar\.bz2)|\s- ([\w.-]+)=([^=\s]+)="
        for match in re.finditer(pattern, lock.read_text(encoding="utf-8")):
            name, version = match[1] or match[3], match[2] or match[4]
            if NOT_PYTHON.match(name):
                continue
            if name not in versions or Version(version) > Version(versions[name]):
                versions[name] = version

    lines = []
    for name, version in sorted(versions.items()):
        if name in BY_HAND:
            lines.append(f"{name}\t{BY_HAND[name]}")
            continue
        twin = canonicalize_name(TWINS.get(name, name))
        site = given.work / "base" / name
        command = ["uv", "pip", "install", "--quiet", "--no-deps", "--target", str(site)]
        for python in ("3.11", "3.8", "2.7"):
            if site.exists():
                break
            subprocess.run(
                [*command, "--python-version", python, f"{twin}=={version}"], check=False
            )
        found: set[str] = set()
        for record in site.glob("*.dist-info/RECORD"):
            found.update(modules(record.read_text(encoding="utf-8")))
        if not found:
            print(f"no modules: {name} {version}")
        found.update(STANDS_IN.get(name, "").split())
        lines.append(f"{name}\t{' '.join(sorted(found))}")
    TABLE.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
