"""Record what libmamba reads in environment files: ``record_mamba_files.py LIBMAMBA [FLAG ...]``.

LIBMAMBA is the folder ``libmamba`` of mamba's sources, of the release that Binder runs. The flags
are those that g++ needs for yaml-cpp and nlohmann-json (``-lyaml-cpp``, if they are installed).
mamba_reader.cpp is built with them, and asked about the files of written_files.py and of the pairs
whose judge is ``mamba``.

Writes tests/files/mamba.jsonl. Each line is ``[TEXT, null]`` where libmamba
refuses the file, else ``[TEXT, DEPENDENCIES, PIP]`` with the items that it installs.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests/files"
sys.path[:0] = [str(ROOT), str(FOLDER)]

from written_files import written_files  # noqa: E402

from tests.pairs import load_pairs  # noqa: E402

texts = list(written_files())
for pair in load_pairs():
    if pair.judge.name == "mamba":
        files = (pair.home / side / "environment.yml" for side in ("bad", "good"))
        texts += [file.read_text("utf-8") for file in files]

source = (Path(sys.argv[1]) / "src/api/install.cpp").read_text("utf-8")
start = source.index("        yaml_file_contents read_yaml_file(")
end = source.index("        bool operator==(", start)
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "read_yaml_file.inc").write_text(source[start:end], "utf-8")
    reader = str(folder / "reader")
    code = str(Path(__file__).with_name("mamba_reader.cpp"))
    subprocess.run(
        ["g++", "-std=c++20", f"-I{folder}", code, "-o", reader, *sys.argv[2:]], check=True
    )
    paths = [folder / f"{number}.yml" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    run = subprocess.run([reader, *map(str, paths)], stdout=subprocess.PIPE, text=True, check=True)

with (FOLDER / "mamba.jsonl").open("w", encoding="utf-8") as file:
    for text, line in zip(texts, run.stdout.splitlines(), strict=True):
        answer = json.loads(line)
        row = [text, None]
        if answer["refused"] is None:
            row = [text, answer["dependencies"], answer["pip"]]
        file.write(json.dumps(row) + "\n")
