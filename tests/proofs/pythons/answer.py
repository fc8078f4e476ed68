"""Tells what the Python that runs this compiles, or has in its standard library.

``python answer.py compiles`` and ``python answer.py has`` take a JSON list of texts, or of dotted
names, on standard input, and print one of truth values.
"""

import importlib
import json
import sys
import warnings


def compiles(text):
    try:
        compile(text + "\n", "<text>", "exec", 0, True)
    except (SyntaxError, ValueError):
        return False
    return True


def has(name):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
    else:
        return True
    module, _, attribute = name.rpartition(".")
    try:
        return bool(module) and hasattr(importlib.import_module(module), attribute)
    except ImportError:
        return False


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    answer = {"compiles": compiles, "has": has}[sys.argv[1]]
    print(json.dumps([answer(text) for text in json.load(sys.stdin)]))
