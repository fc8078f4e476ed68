"""Settings: ``[tool.voila-lint]`` of the root's pyproject.toml, or voila-lint.toml."""

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import translate
from functools import lru_cache
from typing import Annotated, Any, TypeAlias, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert, field
from msgspec.structs import fields

from voila_lint import toml_file
from voila_lint.errors import NotJudged, UsageError
from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.spelling import near

_FOLDERS = pattern(r"(?:^|(?<=/))\*\*/")

#: The files that may hold settings, the first one that does wins.
FILES = ("voila-lint.toml", "pyproject.toml")


_Strings: TypeAlias = Annotated[tuple[str, ...], Meta(description="a list of strings")]
_Module: TypeAlias = Annotated[str, Meta(pattern=r"^[^\W\d]\w*(\.[^\W\d]\w*)*$")]
_Modules: TypeAlias = Annotated[tuple[_Module, ...], Meta(description="a list of strings")]


class SettingsTable(Struct, frozen=True, rename="kebab"):
    """What a file of settings may say; what a value has to be is said in its type.

    ``select`` and ``ignore`` hold codes, names or prefixes of codes ("VL1"); ``select`` None
    means all rules. ``exclude`` and the keys of ``per_file_ignores`` are patterns for paths
    relative to the root, ``apps`` patterns for the notebooks that are apps (None: find out).
    ``repository`` is the one that launch links have to lead to, as "owner/name" on GitHub or as
    an address (None: the git remote). ``hubs`` are host names (or addresses) of BinderHubs besides
    the public ones. ``package_module_map`` says which import names a distribution or conda
    package offers.
    """

    select: _Strings | None = None
    extend_select: _Strings = ()
    ignore: _Strings = ()
    exclude: _Strings = ()
    per_file_ignores: Annotated[
        Mapping[str, _Strings], Meta(description="a table of lists of rule codes")
    ] = field(default_factory=dict)
    apps: _Strings | None = None
    repository: Annotated[str, Meta(pattern="/", description="owner/name or an address")] | None = (
        None
    )
    hubs: _Strings = ()
    package_module_map: Annotated[
        Mapping[str, _Modules],
        Meta(description='a table such as {"my-package" = ["mymodule"]}'),
    ] = field(default_factory=dict)


class Settings(SettingsTable, frozen=True):
    """What the user wants.

    ``source`` is the file that the settings come from, and ``flaw`` why a file that may hold some
    could not be read, for messages.
    """

    source: str | None = None
    flaw: str | None = None


def load(files: Files) -> Settings:
    """Read the settings in the root of a repository; the defaults where there are none.

    A pyproject.toml that is no TOML gives the defaults and says so in ``flaw``: it may be there
    for other tools only. Raises UsageError for a voila-lint.toml that is no TOML, and for keys
    and values that do not fit, and where the file is a symbolic link that leads out of the root
    or into git's own folder.
    """
    flaw = None
    for name in FILES:
        if files.leads_out(name):
            raise UsageError(
                f"{name}: a symbolic link that leads out of the repository; its settings are not "
                "read"
            )
        try:
            content = files.read(name)
        except OSError:
            continue
        own = name == FILES[0]
        # Most pyproject.toml files hold no settings, and parsing takes longer than a search.
        if not own and b"voila" not in content:
            continue
        try:
            data = toml_file.load(content)
        except (ValueError, RecursionError, NotJudged) as error:
            what = "not judged" if isinstance(error, NotJudged) else "not valid TOML"
            flaw = f"{name}: {what}: {error}"
            if own:
                raise UsageError(flaw) from None
            flaw += " (the settings in it, if any, are not used)"
            continue
        table = data if own else _table(data, name)
        if table is not None:
            return _settings(table, name)
    return Settings(flaw=flaw)


def matches(path: str, patterns: Sequence[str]) -> bool:
    """Tell whether a path, its name or a folder above it fits one of the patterns.

    ``*`` matches within the path as the shell's does, over ``/`` too; ``**/`` stands for any
    number of folders, none included. A pattern without ``/`` fits a name at any depth.
    """
    parts = path.split("/")
    for written in patterns:
        text = written.removeprefix("./").rstrip("/")
        fits = _fitting(text)
        for end in range(len(parts), 0, -1):
            if fits("/".join(parts[:end])) or ("/" not in text and fits(parts[end - 1])):
                return True
    return False


@lru_cache(maxsize=256)
def _fitting(text: str) -> Callable[[str], object]:
    """Return what tells whether a path fits a pattern."""
    # No path has this character, which fnmatch keeps as it is.
    marked = _FOLDERS.sub("\0", text)
    return re.compile(translate(marked).replace(re.escape("\0"), "(?:.*/)?")).match


def _table(pyproject: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    tool = pyproject.get("tool")
    if not isinstance(tool, dict):
        return None
    if "voila_lint" in tool:
        raise UsageError(f"{name}: the table is named tool.voila-lint, with a hyphen")
    table = tool.get("voila-lint")
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{name}: tool.voila-lint has to be a table")
    return table


def _settings(table: Mapping[str, Any], source: str) -> Settings:
    types = {known.encode_name: known for known in fields(SettingsTable)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key == "tool" and source == FILES[0]:
            raise UsageError(f"{source}: the keys stand without [tool.voila-lint] in this file")
        if key not in types:
            nearest = near(key, types)
            hint = f"did you mean `{nearest}`?" if nearest else f"known: {', '.join(sorted(types))}"
            raise UsageError(f"{source}: unknown setting `{key}` ({hint})")
        values[types[key].name] = _converted(value, types[key].type, key, source)
    return Settings(**values, source=source)


def _converted(value: object, kind: Any, key: str, source: str) -> Any:
    """Return a setting's value; raises UsageError, which says what it has to be."""
    try:
        return convert(value, kind)
    except ValidationError:
        # The type of a setting that may be left out is a union with None.
        annotated = next(one for one in (kind, *get_args(kind)) if get_origin(one) is Annotated)
        inner, meta = get_args(annotated)
        if isinstance(value, dict) and get_origin(inner) is Mapping:
            # The value of one of its keys is what does not fit.
            for name, item in value.items():
                _converted(item, get_args(inner)[1], f"{key}.{name}", source)
        for item in value if isinstance(value, list) else ():
            if isinstance(item, str) and inner == get_args(_Modules)[0]:
                _check_module(item, key, source)
        raise UsageError(f"{source}: `{key}` has to be {meta.description}") from None


def _check_module(name: str, key: str, source: str) -> None:
    try:
        convert(name, _Module)
    except ValidationError:
        text = f"{source}: `{key}` has `{name}`, which is no name to import"
        raise UsageError(text) from None
