"""Runs the cells of a notebook as its kernel would, up to the first error.

Run it with the Python of this judge, which is the one that the repository names::

    python driver.py NOTEBOOK

prints JSON: ``error``, the type of the exception ("" where all cells ran), and ``cell``, the
number of the cell (from 1 over all cells, as Voilà counts; 0 where all ran).
"""

import contextlib
import io
import json
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell


def main():
    cells = json.loads(Path(sys.argv[1]).read_text("utf-8"))["cells"]
    shell = InteractiveShell.instance()
    seen = {"error": "", "cell": 0}
    with contextlib.redirect_stdout(io.StringIO()):
        for number, cell in enumerate(cells, 1):
            if cell["cell_type"] != "code":
                continue
            result = shell.run_cell("".join(cell["source"]))
            error = result.error_before_exec or result.error_in_exec
            if error is not None:
                seen = {"error": type(error).__name__, "cell": number}
                break
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
