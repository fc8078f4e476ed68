"""The launch buttons of Sphinx's ``conf.py``, as far as it says them in plain strings.

It is parsed, never run: what is computed, or may be changed afterwards, is unclear.
"""

import ast
import warnings
from collections.abc import Callable, Collection, Iterator

from voila_lint.links.button_makers import (
    LaunchButton,
    Lookup,
    Setting,
    UnclearError,
    book_theme,
    gallery,
)
from voila_lint.text import Lines


def buttons(path: str, text: str, hubs: Collection[str]) -> Iterator[LaunchButton]:
    """Yield the buttons that the settings make; nothing where they cannot be read."""
    if "binder" not in text or "\r" in text.replace("\r\n", ""):
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nodes = list(ast.walk(tree := ast.parse(text)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    names: dict[str, int] = {}
    strings: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            names[node.id] = names.get(node.id, 0) + 1
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
    assigned = {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        # A name that is met once more may be changed there.
        if isinstance(target, ast.Name) and names[target.id] == 1
    }
    lines = Lines(text)
    theme = assigned.get("html_theme")
    if isinstance(theme, ast.Constant) and theme.value == "sphinx_book_theme":
        yield from _made(book_theme, path, assigned.get("html_theme_options"), lines, hubs)
    if "sphinx_gallery.gen_gallery" in strings:
        try:
            binder = _value(assigned.get("sphinx_gallery_conf"), ("binder",))
        except UnclearError:
            return
        yield from _made(gallery, path, binder, lines, hubs)


def _made(
    make: Callable[[str, Lookup, Collection[str]], LaunchButton | None],
    path: str,
    options: ast.expr | None,
    lines: Lines,
    hubs: Collection[str],
) -> Iterator[LaunchButton]:
    def look(*keys: str) -> Setting | None:
        return _setting(_value(options, keys), lines)

    try:
        button = make(path, look, hubs)
    except UnclearError:
        return
    if button is not None:
        yield button


def _value(node: ast.expr | None, keys: tuple[str, ...]) -> ast.expr | None:
    """Return what a dictionary that is written out has under a key, or None without such a key."""
    for key in keys:
        if node is None:
            return None
        if not isinstance(node, ast.Dict):
            raise UnclearError
        found = None
        for name, value in zip(node.keys, node.values, strict=True):
            if not isinstance(name, ast.Constant):
                raise UnclearError
            if name.value == key:
                found = value  # the last one counts
        node = found
    return node


def _setting(node: ast.expr | None, lines: Lines) -> Setting | None:
    if node is None:
        return None
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str | None):
        raise UnclearError
    if node.value is None:
        return Setting("")
    return Setting(node.value, lines.span_of_string(node))
