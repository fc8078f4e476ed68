"""Made-up match specifications: mostly what people write, with slips and rare forms among it."""

import random

NAMES = ("numpy", "NumPy", "scikit-learn", "_libgcc_mutex", "ruamel.yaml", "r-base")
VERSIONS = (
    *("1", "1.0", "2.0", "1.0.1", "1.0.1a", "1.0rc1", "1.0.0", "0.9", "1!1.0", "1.0_", "1.0-1"),
    *("1_0", "1.0.post1", "1.0.dev1", "2019a", "1.0+cu11", "1.10", "10", "3.7.3"),
    *("1.*", "1.0.*", "*", "1*"),
)
ODD_VERSIONS = (
    *("1.*.1", "1..0", "1.", "", "=1", "v1", "A", "1.0-1_1", "!", "1!", "1+", "'1.0'", "1.0;"),
    *("latest", "1.0#c", "\u0661"),
)
OPERATORS = ("", "=", "==", ">=", "<=", ">", "<", "!=", "~=", "= ", ">= ", "== ", " ", " >=", " =")
ODD_OPERATORS = ("=>", "=<", "~", "^", "===", "> =", " == = ", "!", "@")
BUILDS = ("", "", "", "", "=py37_0", "=0", " py37_0", " py*", "=*_cpython", "==x", " 0")
JOINTS = (*(",",) * 8, *(", ",) * 3, *("|",) * 4, " , ", " ", ",,", "| ")
CHANNELS = ("conda-forge::", "conda-forge/linux-64::", "defaults::", "a:b:")
ENDS = ("[version='>=1']", "[build=py37_0]", "[subdir=linux-64]", "[version=1.0]", "[]", "[x")
ENDS += ("[extra]", "; python_version < '3'", " # c", " ", "\t", ")")

#: What people write, right and wrong.
WRITTEN = [
    *("numpy", "numpy=1.0", "numpy==1.0", "numpy>=1.0", "numpy >=1.0,<2", "numpy 1.0"),
    *("numpy=1.0.*", "numpy==1.*", "numpy =1", "numpy = 1.0", "numpy >= 1.0, < 2", "numpy 1.*"),
    *("numpy=1.0=py37_0", "numpy 1.0 py37_0", "numpy==1.0=py37_0", "tensorflow=2.*=mkl*"),
    *("conda-forge::numpy", "conda-forge::numpy>=1.0", "numpy[version='>=1']", "numpy~=1.0"),
    *("numpy!=1.0", "numpy>=1.0,!=1.0.1", "numpy=1|2", "numpy>=1.0|0.9", "python=3.6,<3.9"),
    *("numpy=>1.0", "numpy=<1.0", "numpy >= ", "numpy>=", "numpy~1.2", "numpy^1.0", "numpy^=1.0"),
    *("numpy===1.0", "numpy==1.0==x=y", "numpy>=1.0<2.0", "python>3.6<3.9", "numpy<2.0,"),
    *("numpy,pandas", "numpy, pandas", "numpy;", "numpy==1.0;", "numpy=='1.0'", 'numpy="1.0"'),
    *("numpy==1.0; python_version<'3'", "numpy @ file:///x", "git+https://example.org/x/y"),
    *("dask[complete]>=2", "numpy 1..0", "numpy=1.0.", "numpy=", "numpy==", "python 3.7"),
    *("python=3.7.1=h33f2d9_1", "numpy >=1.0 <2", "numpy, >=1.0", ">=1.0", "=1.0", "-e .", "./x"),
]

#: Releases and builds that are held against each specification.
CANDIDATES = [
    [version, "py37_0"]
    for version in (
        *("1", "1.0", "1.0.0", "1.0.1", "1.0.1a", "1.0rc1", "0.9", "2.0", "1.10", "1!1.0", "1.0_"),
        *("1.0.post1", "1.0.dev1", "2019a", "10.0", "3.7.3", "1.0+cu11", "1.5", "1.0-1"),
    )
]


def generated(seed: int, count: int) -> list[str]:
    """Return ``count`` specifications, no two alike."""
    chance = random.Random(seed)
    specs: dict[str, None] = {}
    while len(specs) < count:
        specs[_one(chance)] = None
    return list(specs)


def _one(chance: random.Random) -> str:
    text = chance.choice(NAMES)
    for number in range(chance.choice((0, 1, 1, 1, 1, 2, 2, 3))):
        joint = chance.choice(JOINTS) if number else chance.choice(("", " ", ""))
        odd = chance.random() < 0.08
        clause = chance.choice(ODD_OPERATORS if odd else OPERATORS)
        clause += chance.choice(ODD_VERSIONS if chance.random() < 0.06 else VERSIONS)
        text += joint + (f"({clause})" if chance.random() < 0.03 else clause)
    text += chance.choice(BUILDS)
    if chance.random() < 0.05:
        text = chance.choice(CHANNELS) + text
    if chance.random() < 0.08:
        text += chance.choice(ENDS)
    return text
