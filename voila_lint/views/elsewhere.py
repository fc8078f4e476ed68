"""Whether visitors may find the way to an app by other means than a launch link."""

import re

from voila_lint.pattern import pattern
from voila_lint.repository import Repository

#: Hosts on which people run web apps, as they stand in addresses.
_APP_HOST = pattern(
    r"//huggingface\.co/spaces/|//[\w-]+\.(?:hf\.space|herokuapp\.com|onrender\.com|fly\.dev"
    r"|azurewebsites\.net|azurecontainerapps\.io|run\.app|appspot\.com|up\.railway\.app"
    r"|ploomberapp\.io|streamlit\.app|pythonanywhere\.com|voila-gallery\.org)\b|//voila-gallery\.org"
)
#: Services whose addresses lead to any other, so that nobody sees where. The DOIs of Zenodo and
#: arXiv lead to their own pages.
_FORWARDS = pattern(
    r"//(?:www\.)?(?:bit\.ly|bitly\.com|tinyurl\.com|tiny\.cc|tiny\.one|is\.gd|v\.gd|t\.ly|t\.co"
    r"|ow\.ly|goo\.gl|buff\.ly|cutt\.ly|rebrand\.ly|rb\.gy|shorturl\.at|short\.gy|shorter\.me|dub\.sh"
    r"|lnkd\.in|git\.io|aka\.ms|s\.id|w\.wiki|kutt\.it|qr\.ae|bl\.ink|edu\.nl|urlz\.fr|w3id\.org"
    r"|purl\.org|purl\.oclc\.org|n2t\.net|identifiers\.org|hdl\.handle\.net"
    r"|(?:dx\.)?doi\.org(?!/10\.(?:5281/zenodo|48550/arxiv)))/[^\s)\]>\"']",
    re.IGNORECASE,
)
#: What makes a website, beside its documents.
_OF_A_SITE = (".yml", ".yaml", ".js", ".ts", ".json", ".toml", ".html")


def is_linked_elsewhere(repository: Repository) -> bool:
    """Tell whether a document links to a host of apps, or a website's own files name a hub.

    The files may put a launch link together that nobody finds written out. So may a short link be
    the launch link.
    """
    project = repository.project
    documents = [project.text_or_empty(path) for path in project.documents]
    if any(_APP_HOST.search(text) or _FORWARDS.search(text) for text in documents):
        return True
    return any(
        "mybinder.org" in project.text_or_empty(path)
        for path in project.files
        if path.endswith(_OF_A_SITE)
    )
