"""One table of spellings of installations, read alike wherever a command may stand."""

import pytest

from tests.building import SLIDER, notebook, write
from voila_lint.notebook.code import read_code
from voila_lint.project import Project
from voila_lint.repository import Repository
from voila_lint.settings import Settings
from voila_lint.shell.scripts import commands
from voila_lint.views.needs import notebook_provision

pytestmark = pytest.mark.long

FILES = {
    "more.txt": "emoji\n",
    "with-options.txt": "--pre\nemoji  # for fun\n",
    "more.yml": "name: x\ndependencies:\n  - emoji\n  - pip:\n      - cowsay\n",
    "specs.txt": "# for conda\nemoji\n",
}

#: What is written, and whether `emoji` is there afterwards: yes, no or nobody knows.
SPELLINGS = {
    "pip install emoji": "yes",
    "pip3 install emoji": "yes",
    "pip3.11 install 'emoji>=2' ": "yes",
    "pip install \"emoji[extra] >= 1 ; python_version > '3'\"": "yes",
    "pip install -q --no-cache-dir emoji": "yes",
    "pip --no-cache-dir -q --proxy http://x install emoji": "yes",
    "pip install emoji --target lib 2>&1 > log.txt": "yes",
    "pip install -- emoji": "yes",
    "pip install \\\n  numpy \\\n  emoji": "yes",
    "pip install -r more.txt": "yes",
    "pip install -rmore.txt": "yes",
    "pip install -qr more.txt": "yes",
    "pip install -qqUr more.txt": "yes",
    "pip install --requirement more.txt": "yes",
    "pip install --requirement=more.txt": "yes",
    "pip install --requirem more.txt": "yes",
    "pip install --requirement='more.txt'": "yes",
    "pip install -r with-options.txt": "yes",
    "pip install -c more.txt numpy": "no",
    "pip install --constraint=more.txt numpy": "no",
    "pip install --constr more.txt numpy": "no",
    "pip install --log emoji numpy": "no",
    "pip install -i emoji numpy": "no",
    "pip install --index-url=emoji numpy": "no",
    "pip install --upgrade-strategy eager emoji": "yes",
    "pip install numpy # emoji": "no",
    "pip install git+https://github.com/x/y#egg=emoji": "yes",
    "pip install 'git+https://github.com/x/y.git@main#egg=emoji&subdirectory=z'": "yes",
    "pip install -e git+https://github.com/x/y#egg=emoji": "yes",
    "pip install --editable=git+https://github.com/x/y#egg=emoji": "yes",
    "pip install 'emoji @ https://example.org/emoji.zip'": "yes",
    "pip install https://example.org/emoji-2.0-py3-none-any.whl": "yes",
    "pip install -r https://example.org/more.txt": "unknown",
    "pip install -r absent.txt": "unknown",
    "pip install $PACKAGES": "unknown",
    "pip install $(cat more.txt)": "unknown",
    "cat more.txt | xargs pip install": "unknown",
    "xargs -n 1 pip install < more.txt": "unknown",
    "pip download emoji": "no",
    "pip uninstall -y numpy": "no",
    "pip install --dry-run emoji": "no",
    "pip list | grep emoji": "no",
    "python -m pip install emoji": "yes",
    "python3 -m pip install -U emoji": "yes",
    "python -mpip install emoji": "yes",
    "python3.11 -I -W ignore -m pip install emoji": "yes",
    "/usr/bin/python3 -m pip install emoji": "yes",
    "uv pip install emoji": "yes",
    "uv pip install --system -r more.txt": "yes",
    "uv pip install --requirements=more.txt": "yes",
    "uv pip install --python emoji numpy": "no",
    "uv pip sync more.txt": "yes",
    "python -m uv pip install emoji": "yes",
    "uv sync": "unknown",
    "poetry install": "unknown",
    "conda install -y emoji": "yes",
    "conda install -y -c conda-forge 'emoji>=2'": "yes",
    "conda install --channel=conda-forge --yes conda-forge::emoji=2": "yes",
    "conda install -yc emoji numpy": "no",
    "mamba install -y emoji": "yes",
    "micromamba install --yes --name base emoji": "yes",
    "mamba install -y --file specs.txt": "yes",
    "mamba install -yf specs.txt": "yes",
    "conda install --file=specs.txt": "yes",
    "conda env update -f more.yml": "yes",
    "conda env update -n base --file=more.yml": "yes",
    "mamba env update --prune --file more.yml": "yes",
    "conda env update -f absent.yml": "unknown",
    "conda create -n other emoji": "unknown",
    "conda update --all": "unknown",
    "conda run -n base pip install emoji": "yes",
    "conda run --name base --no-capture-output python -m pip install emoji": "yes",
    "apt-get install -y emoji": "no",
    "sudo -H pip install emoji": "yes",
    "sudo apt-get install -y emoji": "no",
    "env PIP_PROGRESS_BAR=off pip install emoji": "yes",
    "PIP_NO_CACHE_DIR=1 pip install emoji": "yes",
    "time pip install emoji": "yes",
    "timeout -k 5 60 pip install emoji": "yes",
    "nice -n 5 pip install emoji": "yes",
    "exec pip install emoji": "yes",
    "true && pip install emoji || pip install cowsay": "yes",
    "pip install numpy; pip install emoji": "yes",
    "pip install emoji &": "yes",
    "(pip install emoji)": "yes",
    "if true; then pip install emoji; fi": "yes",
    "for i in 1 2; do pip install emoji; done": "yes",
    "bash -c 'pip install emoji'": "yes",
    "sh -ec 'true; pip install \"emoji\"'": "yes",
    "eval 'pip install emoji'": "yes",
    "echo pip install emoji": "no",
    "echo 'pip install emoji'": "no",
    "echo hello # pip install emoji": "no",
    "X=$(pip install emoji)": "yes",
    'echo "$(pip install emoji)"': "yes",
    "cat > script.txt <<EOF\npip install emoji\nEOF": "no",
}


def _source(place: str, spelling: str) -> str | None:
    """Return the cell that has a command at a place; None where it cannot stand there."""
    one_line = "\n" not in spelling.replace("\\\n", "")
    plain = spelling.startswith(("pip ", "conda ", "mamba ", "uv ", "micromamba "))
    if place == "%%bash" or place == "%%sh":
        return f"{place}\n{spelling}"
    if place == "os.system":
        return f"import os\nos.system({spelling!r})"
    if place == "subprocess":
        return f"import subprocess\nsubprocess.run({spelling!r}, shell=True)"
    if place == "!":
        return f"!{spelling}" if one_line else None
    if place == "!!":
        return f"x = !{spelling}" if one_line else None
    return f"%{spelling}" if one_line and plain else None


def _verdict(root, files: dict[str, str]) -> str:
    write(root, FILES | files)
    repository = Repository(Project(root), Settings())
    return notebook_provision(repository, "app.ipynb").verdict("emoji")


PLACES = (
    *("postBuild", "start", "called", "!", "!!", "%", "%%bash", "%%sh", "os.system", "subprocess"),
)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_reads_every_spelling(tmp_path, place):
    wrong = []
    asked = 0
    for number, (spelling, expected) in enumerate(SPELLINGS.items()):
        files = {"environment.yml": "dependencies:\n  - python=3.11\n  - voila\n"}
        script = f"#!/bin/bash\n{spelling}\n"
        source = None
        if place in ("postBuild", "start"):
            files[place] = script
        elif place == "called":
            files |= {"postBuild": "#!/bin/bash\nbash more.sh\n", "more.sh": script}
        else:
            source = _source(place, spelling)
            if source is None:
                continue
        asked += 1
        files["app.ipynb"] = notebook(*filter(None, (source, f"import emoji\n{SLIDER}")))
        verdict = _verdict(tmp_path / str(number), files)
        if verdict != expected:
            wrong.append((spelling, expected, verdict))
    assert wrong == []
    assert asked > 40


def test_lists_of_words_that_python_runs(tmp_path):
    for number, (words, expected) in enumerate(
        (
            ('["pip", "install", "emoji"]', "yes"),
            ('[sys.executable, "-m", "pip", "install", "-qr", "more.txt"]', "yes"),
            ('["pip", "install", "--requirement=more.txt"]', "yes"),
            ('["conda", "run", "-n", "base", "pip", "install", "emoji"]', "yes"),
            ('["pip", "install", "-c", "emoji", "numpy"]', "no"),
            ('["pip", "install", name]', "unknown"),
        )
    ):
        source = f"import subprocess, sys\nsubprocess.check_call({words})"
        files = {
            "environment.yml": "dependencies:\n  - voila\n",
            "app.ipynb": notebook(source, f"import emoji\n{SLIDER}"),
        }
        assert _verdict(tmp_path / str(number), files) == expected, words


def test_what_python_fills_in_is_unknown():
    for source in ("!pip install {name}", "!pip install '{name}'", "!pip install $name"):
        (install,) = read_code(source).installs
        assert not install.asked.known, source
    for python in ("{sys.executable}", "$sys.executable", "$PYTHON"):
        (install,) = read_code(f"!{python} -m pip install emoji").installs
        assert install.asked.known and install.asked.text == "emoji", python


def test_words_know_their_places():
    text = "sudo pip install \"a>=1\" b'c'd -r more.txt --requirement=x.txt"
    (command,) = commands(text)
    written = {word.text: text[word.start : word.end] for word in command.words}
    assert written["a>=1"] == '"a>=1"' and written["bcd"] == "b'c'd"
    assert {text[slice(*word.inner)] for word in command.words} >= {"a>=1", "more.txt"}


@pytest.mark.parametrize(
    "piece",
    ["'", '"', "`", "$(", "$((", "${", "{", "(", "<<A\n", "a='", "\\", "$'", "1>", "<(", "&&",
     "if ", "bash -c '", "eval ", "sudo ", "x=$(", "#", "é ", "}", "\t", "\\\n"]
)  # fmt: skip
def test_any_text_is_read_in_linear_steps(piece):
    for text in (piece * 3000, (piece + " pip install x\n") * 1000):
        assert isinstance(commands(text), list)
