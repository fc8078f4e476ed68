"""What the address of a requirement tells about the distribution behind it."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from voila_lint.pattern import pattern

_VERSION_CONTROL = ("git", "hg", "svn", "bzr")
# What ends the names of archives, and a version in front of it.
_ENDING = pattern(r"\.(?:git|zip|whl|tgz|tbz|txz|tlz|tar(?:\.\w+)?)\Z", re.IGNORECASE)
_VERSION = pattern(r"-v?\d[^-]*\Z")
# Archives that GitHub and GitLab make of a commit: the repository's name comes before this.
_SNAPSHOT = pattern(r"/(?:-/)?(?:archive|zipball|tarball)/")


def name_of_address(address: str) -> str:
    """Return the name that an address gives to what it holds, "" where it gives none.

    That of the repository or the archive, without version; the distribution may be called
    otherwise.
    """
    try:
        path = unquote(urlsplit(address.replace("\\", "/")).path)
    except ValueError:
        return ""
    path = _SNAPSHOT.split(path, maxsplit=1)[0].partition("@")[0]
    name = posixpath.basename(path.rstrip("/"))
    return _VERSION.sub("", _ENDING.sub("", name))


def is_source(address: str) -> bool:
    """Return whether an address leads to source code in any state, not to a release.

    A wheel is the release that its name says, and so is what conda wrote as
    ``name @ file:///…/work`` on the machine where the list was made.
    """
    scheme = address.partition(":")[0].lower()
    path = address.partition("#")[0].lower()
    return scheme.partition("+")[0] in _VERSION_CONTROL or not (
        scheme == "file" or path.endswith(".whl")
    )
