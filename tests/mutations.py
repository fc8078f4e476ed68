"""Random damage to repositories: every choice comes from the generator that is given."""

import random
from collections.abc import Mapping, Sequence

#: What means something to one reader or another.
PIECES: tuple[bytes, ...] = tuple(
    piece.encode()
    for piece in (
        *(
            "\n",
            "\r",
            "\r\n",
            "\t",
            " ",
            "\0",
            "\f",
            "\u2028",
            "\ufeff",
            "\x1b[2J",
            "\u202e",
            "é",
            "🙂",
        ),
        *(
            "'",
            '"',
            "'''",
            '"""',
            "`",
            "```",
            "~~~",
            "$",
            "${",
            "$(",
            "\\",
            "\\\n",
            "\\u0000",
            "\\ud800",
        ),
        *(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "<",
            ">",
            "<!--",
            "-->",
            "![",
            "](",
            "[[",
            "]]",
            "{{",
            "}}",
        ),
        *(
            "#",
            "# noqa",
            "##[error]",
            "::error::",
            "!",
            "!pip install a\n",
            "%",
            "%%",
            "%%bash\n",
            "?",
            "??",
        ),
        *(
            "=",
            "==",
            ":=",
            "~=",
            "<=",
            ",",
            ";",
            ":",
            "|",
            "||",
            "&&",
            "&",
            "*",
            "**",
            "/",
            "//",
            "..",
            "-",
            "--",
        ),
        *(
            "- ",
            "- pip:\n",
            "? ",
            "&a ",
            "*a",
            "<<: ",
            "!!",
            "---\n",
            "...\n",
            "|\n",
            ">\n",
            "null",
            "true",
            "~",
        ),
        *(
            "0",
            "1",
            "9999999999",
            "-1",
            "0.5",
            "1e999",
            "NaN",
            "import a",
            "from . import b",
            "lambda: 0.5",
        ),
        *(
            "def f():\n",
            "match a:\n case 1: pass\n",
            "async ",
            "await ",
            "type X = 1",
            "f'{a}'",
            "t'{a}'",
        ),
        *(
            "-r requirements.txt\n",
            "-e .",
            "--hash=sha256:a",
            "; python_version < '3'",
            "[a]",
            " @ git+https://a",
        ),
        *(
            "https://mybinder.org/v2/gh/o/r/HEAD?urlpath=",
            "voila%2Frender%2F",
            "%2F",
            "%zz",
            "?",
            "labpath=",
            "filepath=",
        ),
        *(
            '{"a": ',
            '"cells": [',
            '"source": ',
            '"cell_type": "code"',
            '"nbformat": 3',
            '"metadata": {}',
        ),
        *(
            "[tool.voila-lint]\n",
            "[project]\n",
            "[[a]]\n",
            "a.b.c = 1\n",
            "python-3.11",
            "data:image/png;base64,AA",
        ),
    )
)


def mutate(content: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return the content with one to eight pieces of damage; ``others`` may be spliced in."""
    for _ in range(chance.randint(1, 8)):
        content = _one(content, others, chance)
    return content


def _one(content: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    end = min(len(content), at + chance.choice((1, 1, 2, 5, 20, 100)))
    kind = chance.randrange(9)
    if kind <= 2:
        return content[:at] + chance.choice(PIECES) + content[at:]
    if kind == 3:
        return content[:at] + content[end:]
    if kind == 4:
        return content[:at] + bytes((chance.randrange(256),)) + content[at + 1 :]
    if kind == 5:
        return content[:at] + content[at:end] * chance.choice((2, 3, 50)) + content[end:]
    if kind == 6:
        lines = content.split(b"\n")
        chance.shuffle(lines) if chance.random() < 0.2 else lines.append(chance.choice(lines))
        return b"\n".join(lines)
    if kind == 7 and others:
        other = chance.choice(others)
        start = chance.randint(0, len(other))
        return content[:at] + other[start : start + 200] + content[end:]
    return content[:at] + chance.choice(PIECES) * chance.choice((1, 2, 30)) + content[end:]


def mutated(
    files: Mapping[str, bytes], others: Sequence[bytes], chance: random.Random
) -> dict[str, bytes]:
    """Return the files of a repository, some of them damaged, gone, or under another's name."""
    changed = dict(files)
    for path in sorted(files):
        if chance.random() < 0.6:
            changed[path] = mutate(changed[path], others, chance)
        if chance.random() < 0.03:
            del changed[path]
    if changed and chance.random() < 0.05:
        one, other = chance.choice(sorted(changed)), chance.choice(sorted(changed))
        changed[one], changed[other] = changed[other], changed[one]
    return changed
