"""Parts of environment.yml in a form for which mamba gives up, though repo2docker takes them.

As libmamba 2.8.1 reads the file: ``read_yaml_file`` in libmamba/src/api/install.cpp.
"""

from collections.abc import Iterator

from voila_lint.build.model import Misshapen
from voila_lint.files.environment_yml import EnvironmentFile
from voila_lint.files.yaml_tree import Mapping, Node, Scalar, Sequence


def misshapen_parts(environment: EnvironmentFile) -> Iterator[Misshapen]:
    """Yield the parts of which mamba cannot make what it needs, in the order of the file."""
    for key, value in _entries(environment.root):
        if key.value == "dependencies":
            yield from _sections(environment.path, value)
        elif (
            (key.value == "channels" and not _is_list(value))
            or (key.value == "name" and not isinstance(value, Scalar))
            or (key.value == "variables" and not _is_table(value))
        ):
            yield Misshapen(environment.path, key.value, key.at, _is_empty(value))


def _sections(path: str, dependencies: Node) -> Iterator[Misshapen]:
    for item in dependencies.items if isinstance(dependencies, Sequence) else ():
        for key, value in _entries(item):
            if key.value == "pip" and not _is_list(value):
                yield Misshapen(path, "pip", key.at, _is_empty(value))


def _entries(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    """Yield the entries of a mapping whose keys are text; mamba knows no merged ones."""
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if isinstance(key, Scalar):
            yield key, value


def _is_list(node: Node) -> bool:
    """Whether it is a list of texts: numbers, too, are taken as they are written."""
    return isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items)


def _is_table(node: Node) -> bool:
    return isinstance(node, Mapping) and all(
        isinstance(part, Scalar) for entry in node.entries for part in entry
    )


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.kind == "null"
