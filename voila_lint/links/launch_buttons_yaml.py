"""The launch buttons of ``_config.yml`` (Jupyter Book 1) and ``myst.yml`` (MyST)."""

from collections.abc import Collection, Iterator

from voila_lint.files.yaml_tree import Mapping, Node, Scalar, YamlError, compose
from voila_lint.links.button_makers import LaunchButton, Setting, UnclearError, jupyter_book, myst


def buttons(path: str, text: str, hubs: Collection[str]) -> Iterator[LaunchButton]:
    """Yield the button that the settings make; nothing where they cannot be read."""
    if "launch_buttons" not in text and "jupyter" not in text and "thebe" not in text:
        return
    try:
        root = compose(text)
        if isinstance(root, Mapping):
            make = _myst if path.endswith("myst.yml") else _jupyter_book
            button = make(path, root, hubs)
            if button is not None:
                yield button
    except (YamlError, UnclearError):
        return


def _jupyter_book(path: str, root: Mapping, hubs: Collection[str]) -> LaunchButton | None:
    # What Sphinx is told directly comes last, and may say anything.
    if _at(root, "sphinx", "config", "html_theme_options") is not None:
        return None
    if _at(root, "sphinx", "config", "html_theme") is not None:
        return None
    if not isinstance(_at(root, "launch_buttons"), Mapping):
        return None
    return jupyter_book(path, lambda *keys: _text(root, *keys), hubs)


def _myst(path: str, root: Mapping, hubs: Collection[str]) -> LaunchButton | None:
    project = _at(root, "project")
    if not isinstance(project, Mapping):
        return None
    # The first is today's name of the second.
    thebe = project.get("jupyter") or project.get("thebe")
    if isinstance(thebe, Scalar):
        if thebe.value not in ("true", "binder"):
            return None
        binder: Node | None = thebe
    else:
        binder = _at(thebe, "binder")
    if isinstance(binder, Scalar) and binder.value in ("true", "binder"):
        switch = Setting(binder.value, binder.at)
    elif isinstance(binder, Mapping):
        switch = Setting("", binder.at)
    else:
        return None

    def look(key: str) -> Setting | None:
        return _text(project, "github") if key == "github" else _text(binder, key)

    return myst(path, look, hubs, switch)


def _at(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def _text(node: Node | None, *keys: str) -> Setting | None:
    found = _at(node, *keys)
    if found is None:
        return None
    if not isinstance(found, Scalar) or found.block or found.at.line != found.at.end_line:
        raise UnclearError
    if found.kind == "null":
        return Setting("")
    # A number is shown in another way than it is written.
    if found.kind not in ("str", "int") or (found.kind == "int" and not found.value.isdigit()):
        raise UnclearError
    return Setting(found.value, found.at)
