"""Say which images nbconvert renders: Markdown cells as JSON lines in, images as JSON lines out.

Each line of the answer is a list of ``[kind, address]`` in the order of rendering, where the
address is what Voilà's renderer is asked for.
"""

import json
import sys

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class Recorder(IPythonRenderer):
    """Voilà's renderer up to the place where it would read the picture."""

    def __init__(self):
        super().__init__(escape=False)
        self.images = []

    def render_token(self, token, state):
        if token["type"] == "image":
            kind = "reference" if "ref" in token else "inline"
            self.images.append([kind, token["attrs"]["url"]])
        return super().render_token(token, state)

    def image(self, text, url, title=None):
        return "(image)"


def main():
    for line in sys.stdin:
        renderer = Recorder()
        try:
            MarkdownWithMath(renderer=renderer).render(json.loads(line))
        except Exception as error:
            print(json.dumps([["error", repr(error)]]))
        else:
            print(json.dumps(renderer.images))


main()
