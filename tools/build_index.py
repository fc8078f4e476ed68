"""Make ``voila_lint/packages/data/{modules,offers,conda}.txt`` from downloaded public mappings.

Give it the paths of these files, fetched beforehand (no network is used here)::

    python tools/build_index.py GRAYSKULL PIPREQS PARSELMOUTH OUTPUTS

GRAYSKULL     https://github.com/conda-incubator/conda-pypi conda_pypi/grayskull_pypi_mapping.json
PIPREQS       https://github.com/bndr/pipreqs pipreqs/mapping
PARSELMOUTH   https://github.com/prefix-dev/parselmouth
              files/v0/conda-forge/compressed_mapping.json
OUTPUTS       https://github.com/conda-forge/feedstock-outputs
              what `git ls-tree -r --name-only HEAD outputs` prints

``distributions.txt`` (of build_comes_with.py) has the first word on what a wheel offers, the two
overlays beside this script on what these mappings get wrong.
"""

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
DATA = HERE.parent / "voila_lint" / "packages" / "data"

#: Weights by which a distribution is taken for the one that a module comes from. Chosen so that
#: "its wheel was seen to hold the module" and "has the same name" together beat all else.
SAME_NAME, MEASURED, GRAYSKULL, PIPREQS, ON_CONDA = 6, 5, 4, 3, 1

#: Packages of conda-forge that hold nothing for Python: libraries, commands, other languages.
#: parselmouth tells them from Python packages without metadata by nothing.
NOT_PYTHON = re.compile(
    r"^(_.*|lib.*|r-.*|.*-dev(el)?|.*-cos\d.*|.*[_-]linux-\w+|xorg-.*|gst-.*|gcc.*|gxx.*|gfortran.*"
    r"|clang.*|llvm.*|cuda.*|perl.*|ruby.*|rb-.*|octave.*|julia.*|nodejs.*|npm.*|texlive.*|qt[56]?-.*"
    r"|font.*|aws-.*|mysql-.*|postgresql.*|boost.*|openmpi.*|mpich.*|.*-cpp|.*-tools)$"
)
NOT_PYTHON_NAMES = frozenset(
    """
    alsa-lib aom arpack attr backports binutils blas blis blosc brotli brotli-bin bzip2 c-ares
    c-blosc2
    c-compiler ca-certificates cairo cdo cfitsio cmake compilers coreutils cudatoolkit cudnn curl
    cxx-compiler dav1d dbus docker dpkg eigen expat ffmpeg fftw fish flatbuffers fmt
    fortran-compiler
    freetype freexl fribidi gawk gdk-pixbuf geos gettext gflags ghostscript giflib gifsicle git
    git-lfs gl2ps glib glog glpk gmp gnupg gnuplot gnutls go graphicsmagick graphite2 grep groovy
    gsl gstreamer gtk2 gtk3 gzip h3 harfbuzz hdf4 hdf5 htop icu igraph imagemagick inkscape
    intel-openmp ipopt jasper jbig jpeg jq jsoncpp json-c kealib keyutils krb5 kubernetes lame
    lapack lcms2 ld64 leveldb lerc lmdb lz4-c make maven maxima mesalib metis minizip mkl mpc mpfr
    mpg123 mujoco nano ncurses nco nettle ninja nlohmann_json nspr nss ollama openblas openh264
    openjdk openjpeg openldap openssl orc p7zip pandoc pango parallel pcre pcre2 pigz pixman
    pkg-config plumed podman poppler poppler-data proj proj-data protobuf-c pthread-stubs python
    python_abi qhull qt qt-main rapidjson readline redis rsync rust sdl2 sed sleef snappy sox
    spdlog sqlite suitesparse svt-av1 swig tar tbb tesseract tiledb tk tmux tzcode tzdata tzfpy
    udunits2 unixodbc unzip vim wget wkhtmltopdf x264 x265 xerces-c xz yaml yarn zeromq zip zlib
    zstd zsh
    """.split()  # noqa: SIM905
)


def same_name(module: str, distribution: str) -> bool:
    """Whether the names differ in nothing but dots, dashes, underscores and case."""
    return canonicalize_name(module) == distribution


def rows(path: Path) -> list[list[str]]:
    """The fields of a tab-separated file without its comment line."""
    text = path.read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]


def main() -> None:
    """Read the mappings, weigh them, write the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("grayskull", type=Path)
    parser.add_argument("pipreqs", type=Path)
    parser.add_argument("parselmouth", type=Path)
    parser.add_argument("outputs", type=Path)
    given = parser.parse_args()

    grayskull = list(json.loads(given.grayskull.read_text(encoding="utf-8")).values())
    parselmouth: dict[str, list[str] | None] = json.loads(
        given.parselmouth.read_text(encoding="utf-8")
    )
    pipreqs = [
        line.strip().split(":", 1)
        for line in given.pipreqs.read_text(encoding="utf-8").splitlines()
        if ":" in line
    ]
    overlay = {row[0]: (row[1], row[2]) for row in rows(HERE / "names_overlay.tsv")}
    twins = {row[0]: row[1] for row in rows(HERE / "conda_overlay.tsv")}
    wheels = {row[0]: row for row in rows(DATA / "distributions.txt") if "[" not in row[0]}
    measured = {name: row[1].split() for name, row in wheels.items()}

    outputs = [Path(line).stem for line in given.outputs.read_text(encoding="utf-8").splitlines()]
    conda = conda_table({**dict.fromkeys(outputs), **parselmouth}, grayskull, twins)
    conda_of: dict[str, list[str]] = defaultdict(list)
    for package, distributions in conda.items():
        for distribution in distributions.split():
            if distribution not in ("-", "?"):
                conda_of[distribution.partition("[")[0]].append(package)
    for entry in grayskull:
        if entry["conda_name"] in conda:
            conda_of[canonicalize_name(entry["pypi_name"])].append(entry["conda_name"])

    scores: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    offers: dict[str, set[str]] = defaultdict(set)

    def vote(module: str, distribution: str, weight: int) -> None:
        if re.fullmatch(r"[0-9a-f]{60}", distribution):  # a broken entry of the mapping
            return
        scores[module][distribution] += weight
        offers[distribution].add(module)

    for distribution, modules in measured.items():
        for module in modules:
            scores[module][distribution] += MEASURED
            # A package split in parts: people install the one that is named as the module.
            whole = canonicalize_name(module)
            if whole in wheels and distribution in re.split(r"[ \[]", wheels[whole][2]):
                scores[module][whole] += MEASURED
    for entry in grayskull:
        vote(entry["import_name"], canonicalize_name(entry["pypi_name"]), GRAYSKULL)
    for module, distribution in pipreqs:
        if module.isidentifier():
            vote(module, canonicalize_name(distribution), PIPREQS)
    for module, candidates in scores.items():
        for distribution in candidates:
            candidates[distribution] += SAME_NAME * same_name(module, distribution)
            candidates[distribution] += ON_CONDA * (distribution in conda_of)
    for module, (distribution, _) in overlay.items():
        if distribution != "-":
            offers[distribution].add(module)

    lines = []
    for module in sorted(scores.keys() | overlay.keys()):
        if module in overlay:
            distribution, package = overlay[module]
        else:
            distribution = max(scores[module], key=lambda d: (scores[module][d], -len(d), d))
            package = best_conda(distribution, conda_of.get(distribution, []), conda)
        lines.append(f"{module}\t{distribution}\t{package}")
    write("modules.txt", lines)

    every = {d.partition("[")[0] for found in conda.values() for d in found.split() if d.isascii()}
    known = {d for d in every | offers.keys() if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", d)}
    lines = []
    for distribution in known - measured.keys():
        found = sorted(offers.get(distribution, ()))
        guess = [distribution.replace("-", "_")]
        lines.append(f"{distribution}\t{'' if found == guess else ' '.join(found)}")
    write("offers.txt", lines)
    write(
        "conda.txt",
        [f"{name}\t{'=' if found == canonicalize_name(name) else found}"
         for name, found in conda.items()],
    )  # fmt: skip


def conda_table(
    packages: dict[str, list[str] | None],
    grayskull: list[dict[str, str]],
    twins: dict[str, str],
) -> dict[str, str]:
    """conda-forge package → PyPI names of what it holds, "-" for nothing, "" for unknown."""
    named: dict[str, str] = {}
    for entry in grayskull:
        named.setdefault(entry["conda_name"], canonicalize_name(entry["pypi_name"]))
    table = {}
    for package, distributions in packages.items():
        if re.search(r"_repodata_hack_|^r-", package):
            continue
        found = " ".join(canonicalize_name(d) for d in distributions or [])
        empty = "-" if package in NOT_PYTHON_NAMES or NOT_PYTHON.match(package) else ""
        table[package] = found or named.get(package, empty)
    return {**table, **twins}


def best_conda(distribution: str, packages: list[str], conda: dict[str, str]) -> str:
    """The package to write for a distribution.

    Of the same name, else the one that holds the least besides, else the shortest.
    """
    if not packages:
        return "-"

    def unlikeliness(package: str) -> tuple[bool, int, int, str]:
        other_name = canonicalize_name(package) != distribution
        return other_name, conda[package].count(" "), len(package), package

    return min(packages, key=unlikeliness)


def write(name: str, lines: list[str]) -> None:
    """Sorted by bytes, as the look-up's bisection expects."""
    (DATA / name).write_text(
        "\n".join(sorted(lines, key=lambda line: line.split("\t", 1)[0].encode())) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
