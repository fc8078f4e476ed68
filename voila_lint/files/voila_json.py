"""Voilà's own settings file, ``voila.json`` in the repository's root."""

import json

from msgspec import Struct


class Flaw(Struct, frozen=True):
    """Why Voilà cannot read the file; line and column from 1 where known."""

    message: str
    line: int | None = None
    column: int | None = None


def flaw(data: bytes) -> Flaw | None:
    """Return what keeps Voilà from loading the settings, None where nothing does.

    traitlets' JSONFileConfigLoader (5.x) opens the file as UTF-8 and wants a JSON object.
    """
    try:
        content = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Flaw(f"it is not UTF-8 (byte {error.start})")
    except json.JSONDecodeError as error:
        return Flaw(f"it is not JSON ({error.msg})", error.lineno, error.colno)
    except ValueError:  # an integer of more digits than Python converts
        return Flaw("it holds a number of more digits than Python reads")
    except RecursionError:
        return Flaw("it is nested too deeply")
    if not isinstance(content, dict):
        return Flaw("it is not a JSON object", 1, 1)
    return None
