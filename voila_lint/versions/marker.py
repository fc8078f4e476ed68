"""Environment markers as pip 25 on Binder evaluates them (packaging 25.0, ``markers.py``).

``packaging`` says which markers are well formed, which all its releases agree on but for two
variables; what a comparison gives differs between them and is decided here.
"""

import operator
from collections.abc import Mapping
from functools import lru_cache

from voila_lint.pattern import pattern
from voila_lint.versions.base_image import python_release
from voila_lint.versions.pep440 import admits, read_clause

_VARIABLES = (
    r"python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)"
    r"|platform[._](?:version|machine|python_implementation)|python_implementation"
    r"|implementation_(?:name|version)|extras?|dependency_groups"
)
_TOKEN = pattern(
    rf"""(?P<text>'[^']*'|"[^"]*")|(?P<sign>===|==|~=|!=|<=|>=|<|>|\bnot\s+in\b|\bin\b)"""
    rf"""|(?P<name>\b(?:{_VARIABLES})\b)|(?P<joint>\bor\b|\band\b|[()])"""
)
_NEW_VARIABLES = pattern(r"\b(?:extras|dependency_groups)\b(?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*\Z)")
_COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_OTHER_NAMES = {"python_implementation": "platform_python_implementation"}


class _UndefinedError(ValueError):
    """pip ends with an error when it comes to evaluate the marker."""


@lru_cache(maxsize=1024)
def check_marker(text: str) -> None:
    """Raise ValueError, with the reason, for what pip refuses as a marker."""
    from packaging.markers import Marker

    try:
        # packaging 24 does not know these two.
        Marker(_NEW_VARIABLES.sub("extra", text))
    except RecursionError as error:
        raise ValueError(str(error)) from None


@lru_cache(maxsize=1024)
def applies(marker: str | None, python: str, extras: tuple[str, ...] = ()) -> bool:
    """Return whether a requirement with ``marker`` is installed on Linux by CPython ``python``.

    ``extras`` are those of the project whose requirement it is. A marker that cannot be
    evaluated counts as true.
    """
    if marker is None:
        return True
    release = python_release(python)
    environment = {
        "implementation_name": "cpython",
        "implementation_version": release,
        "os_name": "posix",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Linux",
        "platform_version": "",
        "python_full_version": release,
        "python_version": python,
        "sys_platform": "linux" if python != "2.7" else "linux2",
    }
    try:
        check_marker(marker)
        return any(_holds(marker, {**environment, "extra": extra}) for extra in extras or ("",))
    except ValueError:
        return True


def _holds(marker: str, environment: Mapping[str, str]) -> bool:
    # A frame for each open parenthesis: groups joined by `or`, of values joined by `and`.
    frames: list[list[list[bool]]] = [[[]]]
    operands: list[tuple[str, bool]] = []
    sign = ""
    for token in _TOKEN.finditer(marker):
        word = token[0]
        if token.lastgroup == "sign":
            sign = " ".join(word.split())
        elif token.lastgroup in ("text", "name"):
            is_name = token.lastgroup == "name"
            operands.append((word if is_name else word[1:-1], is_name))
            if len(operands) == 2:
                frames[-1][-1].append(_compare(operands[0], sign, operands[1], environment))
                operands = []
        elif word == "(":
            frames.append([[]])
        elif word == ")":
            inner = frames.pop()
            frames[-1][-1].append(any(map(all, inner)))
        elif word == "or":
            frames[-1].append([])
    return any(map(all, frames[0]))


def _compare(
    left: tuple[str, bool], sign: str, right: tuple[str, bool], environment: Mapping[str, str]
) -> bool:
    """Return what ``_evaluate_markers`` and ``_eval_op`` of packaging 25.0 do."""
    variable, is_name = left if left[1] else right
    if is_name:
        variable = variable.replace(".", "_")
        variable = _OTHER_NAMES.get(variable, variable)
    if variable not in environment:
        raise _UndefinedError(variable)
    value = environment[variable]
    one, other = (value, right[0]) if left[1] else (left[0], value)
    if variable == "extra":
        from packaging.utils import canonicalize_name

        one, other = canonicalize_name(one), canonicalize_name(other)
    if sign in ("in", "not in"):
        return (one in other) is (sign == "in")
    try:
        clause = read_clause(sign + other)
    except ValueError:
        if sign not in _COMPARISONS:
            raise _UndefinedError(sign) from None
        return bool(_COMPARISONS[sign](one, other))
    return admits(clause, one)
