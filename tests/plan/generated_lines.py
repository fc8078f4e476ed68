"""Requirement lines made at random: names, extras, conditions for versions, markers."""

import random

NAMES = ("numpy", "Foo.Bar_baz", "a", "1x", "scikit-learn", "zope.interface", "_x", "x-", "é", "")
VERSIONS = (
    *("1", "1.0", "2.0", "1.0.1", "1.0a1", "1.0rc1", "1.0.0", "0.9", "1!1.0", "1.0-1", "1.0.post1"),
    *("1.0.dev1", "2019.1", "1.0+cu11", "1.10", "10", "1.*", "1.0.*", "v1.0", "1.0_1", "1.0.RC.1"),
)
ODD_VERSIONS = ("*", "1*", "1..0", "1.", "", "=1", "A", "1.*.1", "'1.0'", "latest", "1.0+", "2019a")
OPERATORS = ("==", ">=", "<=", ">", "<", "!=", "~=", "===", "== ", ">= ", "~= ", " == ")
ODD_OPERATORS = ("=", "=>", "=<", "~", "^", "", "<>", "= =", "====")
JOINTS = (*(",",) * 6, ", ", " , ", " ", ",,", "|")
EXTRAS = ("", "", "", "", "[a]", "[a,b]", "[a, B_c]", "[]", "[a", "[a,]", " [a]", "[é]")
ENDS = (
    *("; python_version < '3'", ";os_name=='posix'", "; nonsense", ";", ",", " ;extra == 'x'", "."),
    *("; python_version in '3.8 3.9'", "; 'a' == 'b'", " @ https://example.org/a.zip", ")"),
    *("; (os_name=='x' or os_name=='y')", '; python_full_version>="3.8.1"', "; python_version<3"),
)

RELEASES = [
    *("1", "1.0", "1.0.1", "1.0a1", "1.0rc1", "0.9", "2.0", "1.10", "1!1.0", "1.0.post1", "10.0"),
    *("1.0.dev1", "2019.1", "1.0+cu11", "1.5"),
]


def generated_lines(seed: int, count: int) -> list[str]:
    """Return ``count`` lines, no two alike."""
    chance = random.Random(seed)
    lines: dict[str, None] = {}
    while len(lines) < count:
        line = chance.choice(NAMES[:6] if chance.random() < 0.9 else NAMES) + chance.choice(EXTRAS)
        conditions = chance.choice((0, 1, 1, 1, 2, 2, 3))
        for number in range(conditions):
            odd, odd_version = chance.random() < 0.05, chance.random() < 0.06
            line += chance.choice(JOINTS) if number else chance.choice(("", "", " ", " ("))
            line += chance.choice(ODD_OPERATORS if odd else OPERATORS)
            line += chance.choice(ODD_VERSIONS if odd_version else VERSIONS)
        if "(" in line and chance.random() < 0.9:
            line += ")"
        lines[(line or "a") + (chance.choice(ENDS) if chance.random() < 0.15 else "")] = None
    return list(lines)
