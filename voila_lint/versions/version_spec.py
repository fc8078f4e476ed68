"""Conda's conditions for versions: ``>=1.2,<2|3.*``.

Modelled on libmamba's ``specs/version_spec.cpp`` (mamba 2.8.1). Where rattler 0.28, conda's other
reader, understands a condition in another way, nothing is said of what it allows.
"""

import re
from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint.pattern import pattern
from voila_lint.versions.conda_version import CondaVersion, VersionError, read_version

Operator: TypeAlias = Literal["any", "==", "!=", ">=", ">", "<=", "<", "~=", "=", "!=*"]

_TOKENS = pattern(r"\s*([,|()]|[^,|()]+)")
_OPERATOR = pattern(r">=|>|<=|<|~=|==|!=|=|")
#: Anywhere but as the last part, a ``*`` means something else for each reader.
_PLAIN = pattern(r"[^*]*\Z")
_READ_ALIKE = pattern(r"[0-9a-z][0-9a-z.!_+-]*(?<!\.)\Z", re.IGNORECASE)
#: Only where nothing stands beside it, rattler takes it for "begins with".
_ALONE = pattern(r"==\s*([0-9][0-9a-z.!]*)\.\*", re.IGNORECASE)


class Clause(Struct, frozen=True):
    """One condition: ``=`` is "begins with", ``!=*`` its opposite.

    ``clear`` is False where readers differ about what it allows.
    """

    operator: Operator
    version: CondaVersion
    clear: bool = True

    def contains(self, version: CondaVersion) -> bool:
        """Return whether the condition holds for ``version``."""
        if self.operator == "any":
            return True
        if self.operator in ("=", "!=*"):
            return version.starts_with(self.version) == (self.operator == "=")
        if self.operator == "~=":
            return version.compatible_with(self.version)
        order = version.compare(self.version)
        return {
            "==": order == 0,
            "!=": order != 0,
            ">=": order >= 0,
            ">": order > 0,
            "<=": order <= 0,
            "<": order < 0,
        }[self.operator]


class VersionSpec(Struct, frozen=True):
    """Conditions joined by ``,`` and ``|``.

    ``by_mamba`` and ``by_rattler`` hold clauses and operators with the operators behind what they
    join: for mamba ``|`` binds closer, for rattler and conda ``,`` does.
    """

    clauses: tuple[Clause, ...] = ()
    by_mamba: tuple[Clause | str, ...] = ()
    by_rattler: tuple[Clause | str, ...] = ()

    @classmethod
    def unclear(cls) -> "VersionSpec":
        """Return conditions of which nothing is known."""
        return cls.of(Clause("any", CondaVersion(0, ()), clear=False))

    @classmethod
    def of(cls, clause: Clause) -> "VersionSpec":
        """Return the one condition."""
        return cls((clause,), (clause,), (clause,))

    @property
    def joined_by_and(self) -> bool:
        """Whether all conditions have to hold."""
        return "|" not in self.by_mamba

    def contains(self, version: str) -> bool | None:
        """Return whether a release is allowed, None where readers differ or it is no version."""
        if not all(clause.clear for clause in self.clauses):
            return None
        try:
            release = read_version(version)
        except VersionError:
            return None
        if release.local and any(clause.operator == "~=" for clause in self.clauses):
            return None
        answers = {clause: clause.contains(release) for clause in self.clauses}
        both = {_evaluate(form, answers) for form in (self.by_mamba, self.by_rattler)}
        return both.pop() if len(both) == 1 else None


def read_version_spec(text: str) -> VersionSpec:
    """Return the conditions in ``text``; raises VersionError where mamba refuses them."""
    stripped = text.strip()
    if stripped in ("", "*", "=*", "==*"):
        return VersionSpec()
    prefix = _ALONE.fullmatch(stripped)
    if prefix:
        return VersionSpec.of(Clause("=", read_version(prefix[1])))
    tokens: list[Clause | str] = []
    depth = 0
    after_clause = False
    for match in _TOKENS.finditer(stripped):
        token = match[1]
        if token in (",", "|"):
            wrong, after_clause = not after_clause, False
        elif token == "(":
            wrong, depth = after_clause, depth + 1
        elif token == ")":
            wrong, depth = not after_clause or not depth, depth - 1
        else:
            wrong = after_clause
            if not wrong:
                tokens.append(_clause(token))
            after_clause = True
        if wrong:
            raise VersionError(f"`{token.strip()}` is not expected there in `{stripped}`")
        if token in (",", "|", "(", ")"):
            tokens.append(token)
    if depth:
        raise VersionError(f"a parenthesis is not closed in `{stripped}`")
    if not after_clause:
        raise VersionError(f"`{stripped}` ends too early")
    clauses = tuple(token for token in tokens if isinstance(token, Clause))
    return VersionSpec(clauses, _behind(tokens, closer="|"), _behind(tokens, closer=","))


def _clause(text: str) -> Clause:
    """Read one condition, in the order of decisions of ``parse_op_and_version``."""
    text = text.strip().removesuffix(".")
    if text in ("", "*", "=*", "==*"):
        return Clause("any", CondaVersion(0, ()))
    match = _OPERATOR.match(text)
    sign = match[0] if match else ""
    number = text[len(sign) :].strip()
    prefix = number.removesuffix(".*")
    globbed = prefix != number
    clear = bool(_READ_ALIKE.match(prefix if sign in ("", "=", "==", "!=") else number))
    if sign in (">=", ">", "<=", "<", "~="):
        return Clause(_as_operator(sign), read_version(number), clear)
    if not sign and not (number[:1].isascii() and (number[:1].isdigit() or number[:1].islower())):
        raise VersionError(f"`{text}` begins with none of conda's operators")
    if not sign and number.endswith("*") and _READ_ALIKE.match(number[:-1]):
        return Clause("=", read_version(number[:-1]))
    if not _PLAIN.match(prefix):
        # A pattern such as 1.*.2, or =1*.
        read_version(number)
        return Clause("any", CondaVersion(0, ()), clear=False)
    if globbed and sign == "==":
        clear = False
    if globbed or sign == "=":
        return Clause("!=*" if sign == "!=" else "=", read_version(prefix), clear)
    return Clause("!=" if sign == "!=" else "==", read_version(number), clear)


def _as_operator(sign: str) -> Operator:
    operators: dict[str, Operator] = {">=": ">=", ">": ">", "<=": "<=", "<": "<", "~=": "~="}
    return operators[sign]


def _behind(tokens: list[Clause | str], closer: str) -> tuple[Clause | str, ...]:
    """Put operators behind what they join (Dijkstra's shunting yard)."""
    output: list[Clause | str] = []
    waiting: list[str] = []
    for token in tokens:
        if isinstance(token, Clause):
            output.append(token)
        elif token == "(":
            waiting.append(token)
        elif token == ")":
            while waiting[-1] != "(":
                output.append(waiting.pop())
            waiting.pop()
        else:
            while waiting and waiting[-1] in (token, closer):
                output.append(waiting.pop())
            waiting.append(token)
    output.extend(reversed(waiting))
    return tuple(output)


def _evaluate(form: tuple[Clause | str, ...], answers: dict[Clause, bool]) -> bool:
    stack: list[bool] = []
    for token in form:
        if isinstance(token, Clause):
            stack.append(answers[token])
        else:
            right, left = stack.pop(), stack.pop()
            stack.append((left and right) if token == "," else (left or right))
    return stack[0] if stack else True
