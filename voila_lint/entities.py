"""HTML entities in text."""


def unescaped(text: str) -> str:
    """Return the text with its entities replaced.

    The table of entities is read only for a text that may have some.
    """
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)
