"""Text in an unknown encoding, as repo2docker guesses it."""

import codecs

_MARKS = (
    # UTF-32 first: its mark for little endian begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_by_guess(content: bytes) -> str:
    """Return ``content`` as text.

    repo2docker asks charset_normalizer (``open_guess_encoding``, 2026.4.0); the guess matters
    only for ASCII characters, so any single-byte encoding stands for all of them. A UTF-8
    byte-order mark stays in the text, as it does there.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
