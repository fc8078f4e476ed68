"""Lists of packages in environment.yml under a key at its top that nothing reads.

Of the keys at the top, libmamba 2.8.1 reads ``name``, ``channels``, ``dependencies`` and
``variables`` (``read_yaml_file`` in libmamba/src/api/install.cpp), repo2docker 2026.4.0 only
``dependencies``.
"""

from collections.abc import Iterator

from voila_lint.build.model import UnreadList
from voila_lint.files.environment_yml import EnvironmentFile, conda_items, pip_items
from voila_lint.files.requirements_txt import PipRun, install_items
from voila_lint.files.yaml_tree import Mapping, Node, Scalar, Sequence
from voila_lint.reading import Files
from voila_lint.versions.collected import Collected
from voila_lint.versions.match_spec import parse_match_spec
from voila_lint.versions.model import Package

_KEYS = ("pip", "packages", "requirements")


def unread_lists(files: Files, environment: EnvironmentFile, python: str) -> Iterator[UnreadList]:
    """Yield the lists at the top that name something, in the order of the file.

    ``python`` decides about environment markers.
    """
    alone = environment.dependencies is None
    for key, value in environment.root.entries if environment.root else ():
        if not isinstance(key, Scalar) or not isinstance(value, Sequence):
            continue
        misspelt = alone and key.value.lower().startswith("depend")
        if key.value not in _KEYS and not misspelt:
            continue
        in_place = _in_place(environment.path, key, value)
        collected = Collected(files, python)
        for item in conda_items(in_place):
            spec = parse_match_spec(item.value)
            collected.add([Package(spec.name, spec.version, "conda", environment.path, item.at)])
        pip = ((item.value, item.at) for item in pip_items(in_place))
        install_items(collected, PipRun(), environment.path, pip)
        if collected.packages or collected.opaque:
            packages = tuple(collected.packages)
            yield UnreadList(environment.path, key.value, key.at, packages, collected.opaque, alone)


def _in_place(path: str, key: Scalar, value: Sequence) -> EnvironmentFile:
    """Return the environment file that has the list where it would be read."""
    if key.value == "pip":
        section = _mapping("pip", value)
        value = Sequence(value.at)
        value.items.append(section)
    return EnvironmentFile(path, _mapping("dependencies", value))


def _mapping(key: str, value: Node) -> Mapping:
    mapping = Mapping(value.at)
    mapping.entries.append((Scalar(key, "str", value.at), value))
    return mapping
