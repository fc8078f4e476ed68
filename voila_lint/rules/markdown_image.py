"""VL517: an image in Markdown syntax, at which Voilà hangs on Binder."""

from collections.abc import Iterator

from voila_lint.finding import Edit, Fix, Location, Problem
from voila_lint.notebook.markdown import img_tag
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.visits import app_images

_OTHER_WAY = (
    "Save the picture as a png, jpg, gif or svg file beside the notebook and write "
    '<img src="picture.png"> instead.'
)


@rule("VL517", severity="error", judge="voila", fix="safe")
def markdown_image(repository: Repository) -> Iterator[Problem]:
    """A Markdown cell of an app has an image in Markdown syntax, `![…](…)`.

    It does not matter whether the image is a file, an address on the web or pasted into the
    cell. On Binder, Voilà 0.5 asks the server for it in a way that never ends
    (voila-dashboards/voila#1473). The `voila` command on one's own machine shows such images,
    so that nobody notices. Fine are the HTML tag `<img src="…">` and images that code displays.
    Not judged where the repository sets a contents manager of its own.

    **What a visitor sees**: the spinner, for ever, for the whole app.

    **What to do**: write `<img src="picture.png">` instead; the page gets files with the endings
    `.png`, `.jpg`, `.gif` and `.svg` only. Save a pasted image as such a file first.
    """
    if repository.sets_contents_manager:
        return
    for path, cell, image in app_images(repository):
        tag = img_tag(image) if image.is_served else None
        at = Location.of(path, image.at, cell)
        yield Problem(
            at,
            "An image in Markdown syntax hangs the whole app on Binder: "
            "a visitor sees the spinner for ever.",
            f"Write {tag} instead." if tag else _OTHER_WAY,
            data={"target": image.target},
            fix=Fix("Use an <img> tag", "safe", (Edit.of(at, tag),)) if tag else None,
        )
