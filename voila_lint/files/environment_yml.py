"""environment.yml: what repo2docker reads in it, and what conda installs from it."""

from collections.abc import Iterator

from msgspec import Struct

from voila_lint.files.local_requirement import is_local_requirement
from voila_lint.files.yaml_tree import Mapping, Node, Scalar, Sequence, YamlError, compose
from voila_lint.pattern import pattern
from voila_lint.reading import Files
from voila_lint.text import Span
from voila_lint.versions.model import ErrorKind, PlanError
from voila_lint.versions.python_version import DEFAULT_PYTHON, MAJOR_PYTHONS
from voila_lint.versions.stops import BuildStops, stop

#: In the order in which repo2docker 2026.4.0 looks for them.
ENVIRONMENT_FILES = ("environment.yml", "environment.yaml")

# Which items name a Python version (PYTHON_REGEX in repo2docker/buildpacks/conda/__init__.py).
_PYTHON = pattern(r"python\s*=+\s*([\d.]*)")

_CLASSES = {
    "null": "NoneType",
    "bool": "bool",
    "int": "int",
    "float": "ruamel.yaml.scalarfloat.ScalarFloat",
    "timestamp": "datetime.date",
    "tagged": "ruamel.yaml.comments.TaggedScalar",
}


class EnvironmentFile(Struct, frozen=True):
    """An environment file that has been read. ``root`` is None where the file is empty."""

    path: str
    root: Mapping | None = None

    @property
    def dependencies(self) -> Node | None:
        """The value of ``dependencies``, None where there is no such key."""
        return self.root.get("dependencies") if self.root else None


def read_environment(files: Files, path: str) -> EnvironmentFile:
    """Read the environment file at ``path``.

    Raises BuildStops where repo2docker refuses it (``CondaBuildPack.environment_yaml``,
    repo2docker 2026.4.0).
    """
    try:
        root = compose(files.text(path))
    except (OSError, UnicodeDecodeError) as error:
        raise stop(error, path) from None
    except YamlError as error:
        message = str(error).replace('"<unicode string>"', f'"{path}"')
        raise BuildStops(PlanError(error.type, message, path, error.at)) from None
    if root is None or (isinstance(root, Scalar) and root.kind == "null"):
        return EnvironmentFile(path)
    if not isinstance(root, Mapping) or root.is_set:
        message = f"{path} should contain a dictionary. Got <class '{_class_of(root)}'>"
        raise _stop("TypeError", message, path, root.at)
    return EnvironmentFile(path, root)


def python_of(environment: EnvironmentFile) -> tuple[str, Span | None]:
    """Return the Python version that repo2docker takes from the file, and where it is said.

    Raises BuildStops for a major version that it does not know
    (``CondaBuildPack.python_version``, repo2docker 2026.4.0).
    """
    for item in _iterate(environment):
        if not isinstance(item, Scalar) or item.kind != "str":
            continue
        match = _PYTHON.match(item.value)
        if match is None:
            continue
        numbers = match.group(1).split(".")
        if len(numbers) > 1:
            return ".".join(numbers[:2]), item.at
        if not numbers[0]:
            break
        if numbers[0] not in MAJOR_PYTHONS:
            raise _stop("KeyError", repr(numbers[0]), environment.path, item.at, "python")
        return MAJOR_PYTHONS[numbers[0]], item.at
    return DEFAULT_PYTHON, None


def waits_for_repository(environment: EnvironmentFile) -> bool:
    """Return whether a line of the pip section is local, so that conda runs later.

    Raises BuildStops where an item is no string (``CondaBuildPack._should_preassemble_env``,
    repo2docker 2026.4.0).
    """
    section: Node | None = None
    for item in _iterate(environment):
        value = item.get("pip") if isinstance(item, Mapping) and not item.is_set else None
        if value is not None and _is_true(value):
            section = value
    if not isinstance(section, Sequence):
        return False
    for line in section.items:
        if not isinstance(line, Scalar) or line.kind != "str":
            message = f"'{_class_of(line).rpartition('.')[2]}' object has no attribute 'split'"
            raise _stop("AttributeError", message, environment.path, line.at)
        if is_local_requirement(line.value):
            return True
    return False


def conda_items(environment: EnvironmentFile) -> Iterator[Scalar]:
    """Yield the items of ``dependencies`` that conda is to install.

    Numbers are names to libmamba 2.8.1, too, and only what is empty is none.
    """
    dependencies = environment.dependencies
    if isinstance(dependencies, Sequence):
        for item in dependencies.items:
            if isinstance(item, Scalar) and item.kind != "null":
                yield item


def channels_of(environment: EnvironmentFile) -> tuple[str, ...] | None:
    """Return the channels that the file names, None where they are in no form that mamba reads.

    To them mamba adds Binder's own, conda-forge (repo2docker 2026.4.0, install-base-env.bash).
    """
    named = environment.root.get("channels") if environment.root else None
    if named is None:
        return ()
    if not isinstance(named, Sequence):
        return None
    items = [item for item in named.items if isinstance(item, Scalar) and item.kind == "str"]
    return tuple(item.value for item in items) if len(items) == len(named.items) else None


def pip_items(environment: EnvironmentFile) -> Iterator[Scalar]:
    """Yield the items of all pip sections."""
    dependencies = environment.dependencies
    if isinstance(dependencies, Sequence):
        for item in dependencies.items:
            section = item.get("pip") if isinstance(item, Mapping) else None
            if isinstance(section, Sequence):
                for line in section.items:
                    if isinstance(line, Scalar) and line.kind != "null":
                        yield line


def unclear_shapes(environment: EnvironmentFile) -> Iterator[str]:
    """Yield reasons why it is not known what conda makes of the file."""
    dependencies = environment.dependencies
    if dependencies is not None and not isinstance(dependencies, Sequence):
        yield f"`dependencies` in {environment.path} is not a list"
    elif isinstance(dependencies, Sequence):
        for item in dependencies.items:
            section = item.get("pip") if isinstance(item, Mapping) else None
            if isinstance(section, Mapping) or (
                isinstance(section, Scalar) and section.kind != "null"
            ):
                yield f"the pip section of {environment.path} is not a list"


def _iterate(environment: EnvironmentFile) -> list[Node]:
    """Return what Python's ``for`` would go through in ``dependencies``."""
    node = environment.dependencies
    if node is None:
        return []
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Mapping):
        return list(node.keys())
    if node.kind != "str":
        name = _class_of(node).rpartition(".")[2]
        message = f"'{name}' object is not iterable"
        raise _stop("TypeError", message, environment.path, node.at)
    return [Scalar(character, "str", node.at) for character in node.value]


def _is_true(node: Node) -> bool:
    if isinstance(node, Sequence):
        return bool(node.items)
    if isinstance(node, Mapping):
        return bool(node.entries)
    if node.kind == "str":
        return node.value != ""
    return node.kind != "null"


def _class_of(node: Node) -> str:
    """Return the class that ruamel.yaml's round-trip loader makes of ``node``."""
    if isinstance(node, Sequence):
        return "ruamel.yaml.comments.CommentedSeq"
    if isinstance(node, Mapping):
        return f"ruamel.yaml.comments.Commented{'Set' if node.is_set else 'Map'}"
    if node.block:
        name = "LiteralScalarString" if node.block == "|" else "FoldedScalarString"
        return f"ruamel.yaml.scalarstring.{name}"
    return _CLASSES.get(node.kind, "str")


def _stop(
    type_: str, message: str, path: str, at: Span | None, kind: ErrorKind = "shape"
) -> BuildStops:
    return BuildStops(PlanError(type_, message, path, at, kind))
