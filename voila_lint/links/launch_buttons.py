"""Launch buttons in the settings of tools for documentation, found by the names of their files.

What each tool makes of them is in ``button_makers``.
"""

import posixpath
from collections.abc import Collection, Iterator

from voila_lint.links.button_makers import LaunchButton
from voila_lint.links.launch_link import DEFAULT_HUBS

#: Settings are written by hand; larger ones (characters) are not looked at.
_LARGEST = 400_000


def find_buttons(
    path: str, text: str, *, hubs: Collection[str] = DEFAULT_HUBS
) -> Iterator[LaunchButton]:
    """Yield the buttons for a BinderHub that the settings in a document make.

    Nothing for documents of other names, for what is computed and for placeholders.
    """
    name = posixpath.basename(path)
    if len(text) > _LARGEST:
        return
    if name in ("_config.yml", "myst.yml"):
        from voila_lint.links.launch_buttons_yaml import buttons
    elif name == "conf.py":
        from voila_lint.links.launch_buttons_sphinx import buttons
    else:
        return
    for button in buttons(path, text, hubs):
        if not button.link.is_template:
            yield button
