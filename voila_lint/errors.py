"""Errors that end a run."""


class UsageError(Exception):
    """The user asked for something that cannot be done; the message is one line for them."""
