"""Whether visitors may find the way to an app by other means than a launch link."""

from voila_lint.pattern import pattern
from voila_lint.repository import Repository

#: Hosts on which people run web apps, as they stand in addresses.
_APP_HOST = pattern(
    r"//huggingface\.co/spaces/|//[\w-]+\.(?:hf\.space|herokuapp\.com|onrender\.com|fly\.dev"
    r"|azurewebsites\.net|azurecontainerapps\.io|run\.app|appspot\.com|up\.railway\.app"
    r"|ploomberapp\.io|streamlit\.app|pythonanywhere\.com|voila-gallery\.org)\b|//voila-gallery\.org"
)
#: What makes a website, beside its documents.
_OF_A_SITE = (".yml", ".yaml", ".js", ".ts", ".json", ".toml", ".html")


def is_linked_elsewhere(repository: Repository) -> bool:
    """Tell whether a document links to a host of apps, or a website's own files name a hub.

    The files may put a launch link together that nobody finds written out.
    """
    project = repository.project
    if any(_APP_HOST.search(project.text_or_empty(path)) for path in project.documents):
        return True
    return any(
        "mybinder.org" in project.text_or_empty(path)
        for path in project.files
        if path.endswith(_OF_A_SITE)
    )
