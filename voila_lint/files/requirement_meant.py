"""What somebody meant who wrote a line that pip refuses."""

from voila_lint.errors import NotJudged
from voila_lint.files.requirement import FileSystem, read_requirement
from voila_lint.pattern import pattern
from voila_lint.shell.options import Refused

_COMMAND = pattern(r"[!%$]?\s*(?:python3?\s+-m\s+)?pip3?\s+install\s+(?:-U\s+|--upgrade\s+)?(\S.*)")
_ONE_SIGN = pattern(r"([A-Za-z0-9][\w.-]*(?:\[[\w,.-]+\])?)\s*=\s*([0-9][\w.!+*]*)(?:=\w+)?")
_ADDRESS = pattern(r"((?:git\+)?https?)[:;]/{1,3}(\S+)")


def corrected_requirement(text: str) -> str | None:
    """Return the requirement that ``text`` certainly means, None where that is not sure.

    ``pandas==1.0`` for conda's ``pandas=1.0`` (a build string goes), ``pandas`` for
    ``pip install pandas``, ``https://…`` for ``https;//…``.
    """
    command = _COMMAND.fullmatch(text)
    one_sign = _ONE_SIGN.fullmatch(text)
    address = _ADDRESS.fullmatch(text)
    if command:
        meant = command[1].strip()
        if " " in meant:
            return None
    elif one_sign:
        meant = f"{one_sign[1]}=={one_sign[2]}"
    elif address:
        meant = f"{address[1]}://{address[2]}"
    else:
        return None
    try:
        read_requirement(meant, FileSystem())
    except (NotJudged, Refused):
        return None
    return meant
