"""One requirement as pip reads it: a name, an address or something of the repository."""

import posixpath
import re
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from voila_lint.errors import NotJudged
from voila_lint.pattern import pattern
from voila_lint.shell.options import Refused
from voila_lint.shell.pip_options import LONGEST
from voila_lint.versions.marker import check_marker
from voila_lint.versions.pep440 import ARBITRARY, clauses

_ARCHIVES = (
    *(".zip", ".whl", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz"),
    *(".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma"),
)
_VERSION_CONTROL = {
    "git": ("http", "https", "ssh", "git", "file"),
    "hg": ("http", "https", "ssh", "static-http", "file"),
    "svn": ("http", "https", "ssh", "svn", "file"),
    "bzr": ("http", "https", "ssh", "sftp", "ftp", "lp", "file"),
}
_SCHEMES = frozenset(
    (
        *("http", "https", "file", "ftp"),
        *(f"{tool}+{way}" for tool, ways in _VERSION_CONTROL.items() for way in ways),
    )
)
_WHEEL = pattern(r"([^\s-]+)-([^\s-]*)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl\Z", re.IGNORECASE)
_EGG = pattern(r"[#&]egg=([^&]*)")
_VERSION = r"\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?"
_CLAUSE = rf"(?:==|!=|<=|>=|<|>)\s*{_VERSION}"
# What most lines are: a name and plain versions, which need no parser.
_PLAIN = pattern(
    rf"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*({_CLAUSE}(?:\s*,\s*{_CLAUSE})*)?\Z", re.ASCII
)
_EXTRAS = pattern(r"(.+)\[([^\[\]]*)\]\Z")
_ARBITRARY = pattern(ARBITRARY)
# What stands before the specifier of a requirement that packaging has read.
_NAME_AND_EXTRAS = pattern(r"\s*[\w.-]+\s*(?:\[[^\]]*\])?\s*")


class Wanted(Struct, frozen=True):
    """What a requirement asks for.

    ``name`` is "" where only an installation can tell it. ``local`` is the path as written of
    something in the file system, with its ``kind``.
    """

    name: str = ""
    specifier: str = ""
    extras: tuple[str, ...] = ()
    marker: str | None = None
    url: str | None = None
    local: str | None = None
    kind: Literal["index", "address", "directory", "archive"] = "index"


def read_requirement(text: str, looks_at: "FileSystem") -> Wanted:
    """Return what ``text`` asks for, in the order of decisions of pip 25's ``constructors.py``.

    Raises Refused with the reason for which pip refuses it, and NotJudged for very long text.
    """
    _check_length(text)
    is_address = _is_address(text)
    name, separator, marker = text.partition("; " if is_address else ";")
    name = name.strip()
    condition = marker.strip() or None if separator else None
    if condition is not None:
        _check_marker(condition)
    if is_address:
        return _of_address(name, condition)
    path, extras = _without_extras(name)
    if looks_like_path(name) and looks_at.is_directory(path):
        if not looks_at.is_project(path):
            raise Refused(
                f"Directory {name!r} is not installable. "
                "Neither 'setup.py' nor 'pyproject.toml' found."
            )
        return Wanted(local=path, kind="directory", extras=extras, marker=condition)
    if _is_archive(path) and not _is_named_address(name):
        return _of_archive(path, extras, condition)
    return _of_name(name, condition)


def read_editable(text: str, looks_at: "FileSystem") -> Wanted:
    """Return what ``-e text`` asks for; raises Refused as :func:`read_requirement`."""
    _check_length(text)
    name, _, marker = text.partition(";")
    path, extras = _without_extras(name.strip())
    condition = marker.strip() or None
    if looks_at.is_directory(path):
        if not looks_at.is_project(path):
            raise Refused(
                f"file://{path} does not appear to be a Python project: "
                "neither 'setup.py' nor 'pyproject.toml' found."
            )
        return Wanted(local=path, kind="directory", extras=extras, marker=condition)
    scheme = text.partition(":")[0].lower()
    if scheme == "file" or ("+" in scheme and scheme in _SCHEMES):
        return _of_address(text.strip(), None)
    raise Refused(
        f"{text} is not a valid editable requirement. It should either be a path to a local "
        "project or a VCS URL (beginning with bzr+http, bzr+https, …, git+https, …)."
    )


def is_named(text: str) -> bool:
    """Return whether ``text`` is a requirement that begins with a name, as packages state them."""
    name, separator, marker = text.partition(";")
    try:
        _of_name(name.strip(), None)
        if separator:
            _check_marker(marker.strip())
    except Refused:
        return False
    return True


class FileSystem:
    """What pip finds where it runs; this one is empty."""

    def is_directory(self, path: str) -> bool:
        """Return whether ``path`` as written is a directory."""
        return False

    def is_project(self, path: str) -> bool:
        """Return whether the directory has a setup.py or pyproject.toml."""
        return False


def looks_like_path(text: str) -> bool:
    """Return whether pip takes ``text`` for a path before it looks at the disk."""
    return "/" in text or text.startswith(".")


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise NotJudged(f"a requirement of {len(text):,} characters")


def _is_address(text: str) -> bool:
    scheme, colon, _ = text.partition(":")
    return bool(colon) and scheme.lower() in _SCHEMES


def _is_named_address(text: str) -> bool:
    """Return whether ``text`` has the form ``name @ address``."""
    before, at, _ = text.partition("@")
    return bool(at) and not looks_like_path(before)


def _is_archive(path: str) -> bool:
    return path.lower().endswith(_ARCHIVES)


def _without_extras(text: str) -> tuple[str, tuple[str, ...]]:
    match = _EXTRAS.match(text)
    if match is None:
        return text, ()
    extras = tuple(extra.strip() for extra in match.group(2).split(",") if extra.strip())
    return match.group(1), extras


def _of_name(text: str, marker: str | None) -> Wanted:
    plain = _PLAIN.match(text)
    if plain is not None:
        clauses = ["".join(clause.split()) for clause in (plain[2] or "").split(",")]
        return Wanted(plain[1], ",".join(sorted(clauses)), marker=marker)
    # The parser takes longer to import than all else takes to run.
    from packaging.requirements import InvalidRequirement, Requirement

    specifier = ""
    try:
        # Releases of packaging differ about `===`, which pip reads before commas.
        requirement = Requirement(_ARBITRARY.sub("==0+any", text))
        if requirement.url is not None:
            requirement = Requirement(text)
        elif requirement.specifier:
            specifier = _specifier(text)
    except InvalidRequirement as error:
        reason = str(error).splitlines()[0] if str(error) else ""
        hint = ""
        if "/" in text:
            hint = ". It looks like a path, but there is no such file or directory"
        elif "=" in text and not any(sign in text for sign in ("==", "<", ">", "~=", "!=")):
            hint = ". = is not a valid operator. Did you mean == ?"
        raise Refused(f"Invalid requirement: {text!r}: {reason}{hint}") from None
    except ValueError as error:  # InvalidSpecifier, for a part of what `===` has taken
        raise Refused(f"Invalid requirement: {text!r}: {error}") from None
    wanted = Wanted(
        requirement.name,
        specifier,
        tuple(sorted(requirement.extras)),
        marker,
        requirement.url,
        kind="address" if requirement.url else "index",
    )
    if requirement.url is None:
        return wanted
    return Wanted(
        wanted.name,
        wanted.specifier,
        wanted.extras,
        wanted.marker,
        wanted.url,
        _local_of(requirement.url),
        "archive" if _local_of(requirement.url) else "address",
    )


def _specifier(text: str) -> str:
    """Return the clauses of a requirement without address, in the order of the alphabet."""
    prefix = _NAME_AND_EXTRAS.match(text)
    written = text[prefix.end() if prefix else 0 :].strip()
    if written.startswith("("):
        written = written[1:].removesuffix(")")
    return ",".join(sorted({"".join(clause) for clause in clauses(written)}))


def _of_address(text: str, marker: str | None) -> Wanted:
    address = urlsplit_or_refuse(text)
    fragment = _EGG.search(text)
    egg = ""
    extras: tuple[str, ...] = ()
    if fragment and fragment[1]:
        named = _of_name(unquote(fragment[1]), None)
        egg, extras = named.name, named.extras
    wheel = _wheel_name(address[1])
    name, specifier = wheel or (egg, "")
    local = _local_of(text)
    return Wanted(name, specifier, extras, marker, text, local, "archive" if local else "address")


def urlsplit_or_refuse(text: str) -> tuple[str, str, str]:
    """Return scheme, path and fragment of an address; raises Refused where it is none."""
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise Refused(f"Invalid requirement: {text!r}: {error}") from None
    return parts.scheme, parts.path, parts.fragment


def _of_archive(path: str, extras: tuple[str, ...], marker: str | None) -> Wanted:
    if path.lower().endswith(".whl") and _wheel_name(path) is None:
        raise Refused(f"Invalid wheel filename: {posixpath.basename(path)!r}")
    name, specifier = _wheel_name(path) or ("", "")
    if name:
        _of_name(f"{name}{specifier}", None)
    return Wanted(name, specifier, extras, marker, None, path, "archive")


def _wheel_name(path: str) -> tuple[str, str] | None:
    if not path.lower().endswith(".whl"):
        return None
    match = _WHEEL.match(unquote(posixpath.basename(path)))
    if match is None:
        return None
    from packaging.utils import canonicalize_name

    return canonicalize_name(match[1]), f"=={match[2]}"


def _local_of(url: str) -> str | None:
    """Return the path that a ``file:`` address names."""
    scheme, colon, rest = url.partition(":")
    if not colon or scheme.lower() != "file":
        return None
    path = unquote(rest.partition("#")[0])
    return path[2:] if path.startswith("//") else path


def _check_marker(text: str) -> None:
    try:
        check_marker(text)
    except ValueError as error:  # InvalidMarker is one
        raise Refused(str(error).splitlines()[0]) from None
