"""Environment files of every shape, about which libmamba was asked."""

from collections.abc import Iterator
from itertools import product

#: What may stand where a list of names, a name or a mapping is meant.
VALUES = (
    *("", " ~", " emoji", " 1.5", " true", " ''", " |\n          emoji", " []", " {}"),
    *(" [emoji]", " [emoji, 1.5]", " [~]", " [[emoji]]", " [{emoji: 1}]", " {emoji: 1.5}"),
    *(" {emoji: ~}", " {emoji: [1]}", " {emoji: {a: 1}}", " &anchor [emoji]", " !!str emoji"),
    *(" [1.5, emoji]", " [emoji, true]", " [2020-01-01]", " [-1]", " [0x1F]", " [.inf]"),
    *(" ['1.5']", " [!odd emoji]", " [!!int 1]", " !odd [emoji]", " !!set {emoji}"),
    " [!!set {emoji}]",
    *("\n          - emoji\n          -", "\n          - emoji\n          - - rich"),
)
KEYS = ("name", "channels", "variables", "prefix", "pip", "packages", "Dependencies")
ITEMS = ("pip", "Pip", "'pip'", "conda", "python")


def written_files() -> Iterator[str]:
    """Yield the files: one place in each of them has one of the values."""
    head = "dependencies:\n  - voila\n"
    for value in VALUES:
        yield f"dependencies:{value}\n"
        yield f"{head}  -{value}\n"
    for key, value in product(KEYS, VALUES):
        yield f"{key}:{value}\n{head}"
    for key, value in product(ITEMS, VALUES):
        yield f"{head}  - {key}:{value}\n"
    for first, second in product((*VALUES[:4], " [1.5]", " [[rich]]"), VALUES[8:12]):
        yield f"{head}  - pip:{first}\n  - pip:{second}\n"
        yield f"{head}  - rich\n    pip:{first}\n"
