"""Text in an unknown encoding, as repo2docker guesses it."""

from voila_lint.text import MARKS


def decode_by_guess(content: bytes) -> str:
    """Return ``content`` as text.

    repo2docker asks charset_normalizer (``open_guess_encoding``, 2026.4.0); the guess matters
    only for ASCII characters, so any single-byte encoding stands for all of them. A UTF-8
    byte-order mark stays in the text, as it does there.
    """
    for mark, encoding in MARKS[1:]:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
