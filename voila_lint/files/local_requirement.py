"""Which lines of a requirements file repo2docker takes for references to the repository."""


def is_local_requirement(line: str) -> bool:
    """Return whether repo2docker waits for the whole repository because of this line.

    Where no line is local, it copies only the files that it knows and installs before the rest
    of the repository is there. It looks only at how the line begins: ``./pkg`` and ``-r x.txt``
    are local, ``pkg/`` and ``wheels/x.whl`` are not. Modelled on ``is_local_pip_requirement``
    in repo2docker/utils.py, release 2026.4.0.
    """
    words = line.partition("#")[0].strip()
    if words.startswith(("-r", "-c", "--requirement", "--constraint")):
        return True
    if not words or words.startswith("--pre"):
        return False
    if words.startswith("--"):
        flag, equals, value = words.partition("=")
        words = value if equals else flag
    if words.startswith("-"):
        # What follows the flag; a flag alone says nothing.
        words = "".join(words.split(None, 1)[1:])
    if "file://" in words:
        return True
    _, has_scheme, address = words.partition("://")
    return (address if has_scheme else words).startswith(".")
