"""Plain English: messages, documentation, docstrings and comments keep clear of some phrases.

They are archaic, or word for word from another language, and readers stumble over them.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: A phrase to avoid, as a regular expression, and what to write instead.
PHRASES = {
    r"surely": "certainly, for certain, definitely",
    r"had": "the present or simple past: has, was",
    r"let alone": "much less, and certainly not",
    r"of (?:its|their|his|our|your) own": "its own X, a separate X",
    r"(?:to|by|in|of|for|with|under|from|at|on) what(?:so)?ever": "any",
    r"an information|informations|an advice|a software": "information",
    r"(?:an?|the|each|every|leading|trailing|first|last|no) points?(?! of\b| where\b)": "dot",
    r"an? (?:warning|error|information|note) are": "X and Y are warnings",
    r"(?:does|do|is|are|was|not|them|it|those|these), too": "also, as well",
    r"anew": "again",
    r"nobody knows|nobody can tell": "it is unknown, unless a person is meant",
    r"(?:is|are|was|were|does|do|has|have|exists?|works?|there) no more(?! than\b)": "no longer",
    r"nobody's any more": "no longer anybody's",
    r"the one (?:\w+ ){0,3}the other": "one … the other, the former … the latter",
    r"(?:allows?|permits?) to": "allows X to, lets X",
    r"a perhaps|a must": "a verb: may, must",
    r"an own|the own": "its own",
    r"has it not|have it not|knows? not|is it not that": "does not have it",
    r"until now|up to now": "so far",
    r"in the moment|in case of that": "at the moment",
    r"wherefore|whereupon|thereof|therein|hereby|hitherto|herewith|albeit|lest": "plain words",
}
_PATTERN = re.compile(rf"\b(?:{'|'.join(PHRASES)})\b")

#: Where a phrase is right: file, phrase, and why.
ALLOWED: dict[tuple[str, str], str] = {
    ("voila_lint/links/extents.py", "nobody knows"): "the file is being rewritten",
    ("voila_lint/links/extents.py", "surely"): "the file is being rewritten",
    ("voila_lint/rules/markdown_image.py", "of its own"): "the file is being rewritten",
    ("docs/rules.md", "of its own"): "made of voila_lint/rules/markdown_image.py",
}

DOCUMENTS = (
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("benchmarks/**/*.md"),
    *ROOT.glob("voila_lint/**/*.md"),
    ROOT / "tests/rules/README.md",
)
MODULES = tuple(ROOT.glob("voila_lint/**/*.py"))

#: Comments, those in lines one below the other as one. What looks like one in a string is harmless:
#: strings are searched as well.
_COMMENTS = re.compile(r"(?:(?:^|(?<=\s))#:?[ ][^\n]*\n?[ \t]*)+", re.MULTILINE)

#: What stands between two words of a text that is written as comments or literals.
_BETWEEN = re.compile(r"""(?:["'#:\s]|\bf(?=["']))+""")


def _is_suspect(source: str) -> bool:
    """Tell whether a module may have a phrase to avoid: most have none, and parsing takes long."""
    return _PATTERN.search(_BETWEEN.sub(" ", source).lower()) is not None


def _texts(source: str) -> Iterator[str]:
    """Yield the comments and strings of a module, each whole; "…" stands for what is filled in."""
    for comment in _COMMENTS.findall(source):
        yield re.sub(r"#:?", "", comment)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Yield each phrase to avoid as it is written, and a few words around it."""
    plain = " ".join(text.lower().split())
    for match in _PATTERN.finditer(plain):
        yield match[0], plain[max(match.start() - 40, 0) : match.end() + 40]


def _offences() -> set[tuple[str, str, str]]:
    """Return file, phrase and context of all that is met."""
    met = set()
    for path in (*DOCUMENTS, *MODULES):
        text = path.read_text("utf-8")
        parts: Iterable[str] = (text,)
        if path.suffix == ".py":
            parts = _texts(text) if _is_suspect(text) else ()
        for part in parts:
            for phrase, context in _phrases(part):
                met.add((path.relative_to(ROOT).as_posix(), phrase, context))
    return met


def test_words_to_avoid_are_avoided():
    met = _offences()
    assert sorted(each for each in met if each[:2] not in ALLOWED) == []
    assert {each[:2] for each in met} >= ALLOWED.keys(), "not needed any longer"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("x = 1  # It fails\n# of its\n# own accord.\n", "of its own"),
        ('"""It is\n    surely wrong."""\n', "surely"),
        ('f"{a} had " f"none"\n', "had"),
        ('("to " "whatever it is")\n', "to whatever"),
        ('("nobody " f"knows {a}")\n', "nobody knows"),
    ],
)
def test_a_phrase_is_seen_across_lines_and_literals(text, phrase):
    assert _is_suspect(text)
    assert phrase in {met for part in _texts(text) for met, _ in _phrases(part)}


@pytest.mark.parametrize("text", ["hadron, appoint, five code points", "The link points to it."])
def test_ordinary_words_are_not_taken_for_phrases(text):
    assert list(_phrases(text)) == []
