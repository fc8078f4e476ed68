"""Settings: ``[tool.voila-lint]`` of the root's pyproject.toml, or voila-lint.toml."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct, field

from voila_lint import toml_file
from voila_lint.errors import UsageError
from voila_lint.reading import Files

#: The files that may hold settings, the first one that does wins.
FILES = ("voila-lint.toml", "pyproject.toml")


class Settings(Struct, frozen=True):
    """What the user wants.

    ``select`` and ``ignore`` hold codes, names or prefixes of codes ("VL1"); ``select`` None
    means all rules. ``exclude`` and the keys of ``per_file_ignores`` are patterns for paths
    relative to the root, ``apps`` patterns for the notebooks that are apps (None: find out).
    ``repository`` is the one that launch links have to lead to, as "owner/name" on GitHub or as
    an address (None: the git remote). ``hubs`` are host names (or addresses) of BinderHubs besides
    the public ones. ``package_module_map`` says which import names a distribution or conda
    package offers. ``source`` is the file that the settings come from, and ``flaw`` why a file
    that may hold some could not be read, for messages.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apps: tuple[str, ...] | None = None
    repository: str | None = None
    hubs: tuple[str, ...] = ()
    package_module_map: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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
        except (ValueError, RecursionError) as error:
            flaw = f"{name}: not valid TOML: {error}"
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

    ``*`` matches within the path as the shell's does, over ``/`` too. A pattern without ``/``
    fits a name at any depth.
    """
    parts = path.split("/")
    for pattern in patterns:
        wanted = pattern.removeprefix("./").rstrip("/")
        for end in range(len(parts), 0, -1):
            if fnmatchcase("/".join(parts[:end]), wanted):
                return True
            if "/" not in wanted and fnmatchcase(parts[end - 1], wanted):
                return True
    return False


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
    known = {name.replace("_", "-") for name in Settings.__struct_fields__} - {"source", "flaw"}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key == "tool" and source == FILES[0]:
            raise UsageError(f"{source}: the keys stand without [tool.voila-lint] in this file")
        if key not in known:
            expected = ", ".join(sorted(known))
            raise UsageError(f"{source}: unknown setting `{key}` (known: {expected})")
        if key == "repository":
            if not isinstance(value, str) or "/" not in value:
                raise UsageError(f"{source}: `{key}` has to be owner/name or an address")
            values[key] = value
        elif key == "per-file-ignores":
            if not isinstance(value, dict):
                raise UsageError(f"{source}: `{key}` has to be a table of lists of rule codes")
            values["per_file_ignores"] = {
                pattern: _strings(codes, f"{key}.{pattern}", source)
                for pattern, codes in value.items()
            }
        elif key == "package-module-map":
            if not isinstance(value, dict):
                raise UsageError(
                    f'{source}: `{key}` has to be a table such as {{"my-package" = ["mymodule"]}}'
                )
            values["package_module_map"] = {
                package: _modules(names, f"{key}.{package}", source)
                for package, names in value.items()
            }
        else:
            values[key.replace("-", "_")] = _strings(value, key, source)
    return Settings(**values, source=source)


def _modules(value: object, key: str, source: str) -> tuple[str, ...]:
    names = _strings(value, key, source)
    for name in names:
        if not all(part.isidentifier() for part in name.split(".")):
            raise UsageError(f"{source}: `{key}` has `{name}`, which is no name to import")
    return names


def _strings(value: object, key: str, source: str) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise UsageError(f"{source}: `{key}` has to be a list of strings")
