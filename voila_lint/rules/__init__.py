"""The rules: one file each, named after the rule, found by being in this folder.

A rule's file defines one function under the rule's name, decorated with :func:`rule`. It takes
the model of a repository and yields what it thinks is wrong. Its docstring is the rule's
documentation.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import Literal, TypeAlias

from msgspec import Struct

from voila_lint.errors import UsageError
from voila_lint.finding import Problem, Safety, Severity
from voila_lint.repository import Repository

Judge: TypeAlias = Literal[
    "voila", "repo2docker", "binderhub", "pip", "conda", "git", "ipython", "libraries", "advice"
]
Check: TypeAlias = Callable[[Repository], Iterable[Problem]]


class Rule(Struct, frozen=True):
    """One rule.

    ``judge`` is the real software whose behaviour proves it; an "advice" rule has none and is
    never an error. ``severity`` is the usual one, ``fix`` the safety of its repair, if any.
    """

    code: str
    severity: Severity
    judge: Judge
    fix: Safety | None
    check: Check

    @property
    def name(self) -> str:
        """The rule's name, which is also its file's: "missing-import"."""
        return self.check.__name__.replace("_", "-")

    @property
    def documentation(self) -> str:
        """What the rule finds, what a visitor sees and what to do, as Markdown."""
        from inspect import cleandoc

        return cleandoc(self.check.__doc__ or "")


def rule(
    code: str, *, severity: Severity, judge: Judge, fix: Safety | None = None
) -> Callable[[Check], Rule]:
    """Make a rule of the function that follows."""
    return lambda check: Rule(code, severity, judge, fix, check)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, by code."""
    from pkgutil import iter_modules

    names = [module.name for module in iter_modules(__path__)]
    rules: list[Rule] = [getattr(import_module(f"{__name__}.{name}"), name) for name in names]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def find(selector: str) -> tuple[Rule, ...]:
    """Return the rules that a code ("VL101"), prefix ("VL1", "VL") or name means.

    Raises UsageError where it means none.
    """
    name = selector.strip()
    rules = tuple(
        rule
        for rule in all_rules()
        if rule.name == name.lower()
        or (re.fullmatch(r"(?i)VL\d*", name) and rule.code.startswith(name.upper()))
    )
    if not rules:
        raise UsageError(f"unknown rule `{selector}` (`voila-lint rules` lists them)")
    return rules


def selected(select: Sequence[str] | None, ignore: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules to run, by code. The longer of two selectors wins, then ``ignore``.

    Raises UsageError for a selector that means no rule.
    """
    strength: dict[str, int] = dict.fromkeys((r.code for r in all_rules()), -1)
    if select is None:
        strength = dict.fromkeys(strength, 0)
    for chosen in select or ():
        for one in find(chosen):
            strength[one.code] = max(strength[one.code], len(chosen))
    for chosen in ignore:
        for one in find(chosen):
            if len(chosen) >= strength[one.code]:
                strength[one.code] = -1
    return tuple(rule for rule in all_rules() if strength[rule.code] >= 0)
