"""Errors that end a run, and what keeps a part of the input from being judged."""


class UsageError(Exception):
    """The user asked for something that cannot be done; the message is one line for them."""


class NotJudged(Exception):  # noqa: N818 - it is the input's state, not an error of ours
    """What is to be read would keep a reader busy for minutes; the message says what is too long.

    Nobody writes such input by hand. Readers whose time grows faster than their input get none of
    it: what is not read is not known, and is said to be not judged.
    """
