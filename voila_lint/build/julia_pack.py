"""What the Julia build pack refuses in Project.toml."""

from voila_lint.errors import NotJudged
from voila_lint.files.toml_text import find_string
from voila_lint.reading import Files
from voila_lint.toml_file import TOMLDecodeError, load
from voila_lint.versions.model import PlanError
from voila_lint.versions.stops import BuildStops, stop


def check_julia(files: Files, path: str) -> None:
    """Raise BuildStops for a file that is no TOML, or a ``compat`` of Julia that is no version.

    Modelled on ``JuliaProjectTomlBuildPack.julia_version`` and repo2docker/semver.py, 2026.4.0.
    Whether a release of Julia fits is not asked.
    """
    try:
        text = files.text(path)
        document = load(text.encode("utf-8"))
    except NotJudged as limit:
        raise NotJudged(f"{path}: not judged: {limit}") from None
    except TOMLDecodeError as error:
        raise BuildStops(PlanError("TomlDecodeError", str(error), path)) from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise stop(error, path) from None
    table = document.get("compat")
    compat = table.get("julia") if isinstance(table, dict) else None
    if compat is None:
        return
    try:
        _check_constraint(compat)
    except (AttributeError, ValueError) as error:
        raise stop(error, path, find_string(text, str(compat), after="compat")) from None


def _check_constraint(compat: object) -> None:
    if not isinstance(compat, str):
        raise AttributeError(f"'{type(compat).__name__}' object has no attribute 'strip'")
    digit = next((i for i, character in enumerate(compat) if character.isdecimal()), None)
    if digit is None:
        raise AttributeError("'str' object has no attribute 'match'")
    for number in compat[digit:].strip().split("."):
        int(number)
