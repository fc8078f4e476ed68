"""Tells which system libraries wheels need that Binder's base image does not have.

Runs in the judge's environment, with a folder of wheels as argument; prints
``{"missing": [NAME, …]}``. Followed is what an extension module (``*.abi3.so``,
``*.cpython-*.so``) names, in the wheel as far as it is there. The image's libraries are those of
``image.txt``, made by ``tools/build_image_libraries.py``.
"""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

from elftools.elf.elffile import ELFFile

IMAGE = frozenset(Path(__file__).with_name("image.txt").read_text("utf-8").split())
EXTENSION = re.compile(r"\.(abi3|cpython-[^.]*)\.so\Z")


def needed(content: bytes) -> list[str]:
    """Return the libraries that a library names."""
    section = ELFFile(io.BytesIO(content)).get_section_by_name(".dynamic")
    return [tag.needed for tag in section.iter_tags("DT_NEEDED")] if section else []


def missing(wheel: Path) -> set[str]:
    """Return what neither the wheel nor the image has."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {Path(name).name: name for name in archive.namelist()}
        waiting = [name for name in archive.namelist() if EXTENSION.search(name)]
        seen = set(waiting)
        outside = set()
        while waiting:
            for library in needed(archive.read(waiting.pop())):
                found = inside.get(library)
                if found is None:
                    outside.add(library)
                elif found not in seen:
                    seen.add(found)
                    waiting.append(found)
    return outside - IMAGE


wheels = sorted(Path(sys.argv[1]).glob("*.whl"))
print(json.dumps({"missing": sorted(set().union(*map(missing, wheels)))}))
