"""Which of the packages that nobody looked into may bring a module along."""

from collections.abc import Mapping

from voila_lint.packages.model import Names
from voila_lint.packages.names import canonical, requirements_of, times_brought

#: A module that no more of the known distributions than this bring along (2 % of some 4200) is
#: taken not to come with the one declared package that nobody looked at; beside more of those,
#: each gets its part of it, and beside more than this many nothing is sure. With each known package
#: of public repositories taken for unknown in turn, 198 of 199 such answers were right; up to 15 %
#: it would have been 220 of 227. That is so of modules of known distributions: what is itself in no
#: table mostly comes with its own family.
_RARELY = 84

#: Modules that come only with packages whose names have one of these words: what depends on a
#: server to show notebooks is about showing notebooks, and the tables have what is called else.
_BROUGHT_BY = {"voila": ("voila", "voici", "flex", "dashboard", "jdaviz", "aiidalab")}

#: Words that say nothing about a family of packages, and up to how long parts of words don't.
_COMMON_WORDS = {"python", "py", "jupyter", "widget", "widgets", "core", "data", "tools", "lib"}
_SHORT = 3


def may_bring(
    module: str, names: Names, unexplored: Mapping[str, str], unnamed: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the reasons why a module may be there that nothing is known to offer.

    ``names`` are the packages that have the module. ``unexplored`` gives, by their names, the
    reason for each installed package whose requirements are not known, ``unnamed`` for those
    whose modules are not known either.
    """
    words = _BROUGHT_BY.get(module.partition(".")[0])
    if words:
        return tuple(
            reason
            for name, reason in unexplored.items()
            if any(word in name or word in reason for word in words)
        )
    best = names.pypi or ""
    if max(times_brought(best), 1) * len(unexplored) > _RARELY:
        return tuple(unexplored.values())
    # What no table has may be the module of a package that no table has.
    doubtful = {} if names.sure else unnamed
    if best and requirements_of(best) is None:
        return tuple({**doubtful, **unexplored}.values())
    found = {n: r for n, r in unexplored.items() if _related(n, module, best)}
    return tuple({**doubtful, **found}.values())


def _related(unexplored: str, module: str, distribution: str) -> bool:
    """Whether the names suggest that a distribution belongs to the same family as a module.

    ``ipyleaflet-legend`` may well bring ``ipyleaflet``; ``langchain-x`` its siblings.
    """
    words = set(unexplored.partition("[")[0].split("-")) - _COMMON_WORDS
    others = {*canonical(module.partition(".")[0]).split("-"), *distribution.split("-")}
    mine = unexplored.replace("-", "")
    return any(
        word in words
        or (len(word) > _SHORT and word in mine)
        or any(len(w) > _SHORT and word.startswith(w) for w in words)
        for word in others - _COMMON_WORDS
    )
