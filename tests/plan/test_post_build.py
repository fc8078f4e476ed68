"""What postBuild brings: packages, modules from elsewhere, or nothing for Python."""

from pathlib import Path

import pytest

from voila_lint.build.model import BuildPlan
from voila_lint.build.plan import build_plan
from voila_lint.reading import Files


def plan(root: Path, script: str, **files: str) -> BuildPlan:
    for name, text in {"requirements.txt": "voila\n", **files}.items():
        (root / name.replace("__", ".")).write_text(text, encoding="utf-8")
    (root / "postBuild").write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
    return build_plan(Files(root))


def names(found: BuildPlan) -> list[str]:
    return [package.name for package in found.packages if package.source == "post-build"]


@pytest.mark.parametrize(
    "script",
    [
        "jupyter nbextension enable --py widgetsnbextension --sys-prefix || true",
        "jupyter lab build --minimize=False > log.txt 2>&1",
        "jupyter lab build &> /dev/null",
        "set -ex\nexport A=b\nif [ -f x ]; then\n  rm x\nfi",
        "npm install -g yarn && yarn install",
        "Rscript -e 'install.packages(\"repr\")'\njulia -e 'using Pkg; Pkg.add(\"IJulia\")'",
        "gem install iruby\n~/.gem/ruby/*/bin/iruby register",
        "python -m nltk.downloader punkt\npython -m ipykernel install --user",
        "ipython kernel install --name app --sys-prefix\nipython profile create",
        "python -c \"import nltk\nnltk.download('punkt')\"",
        "python3 - <<END\nimport nltk\nEND",
        "cat > a.json << 'EOF'\n{\"pip install\": 1}\npip install nothing\nEOF",
        "cat <<-EOF > a\n\tpip install nothing\n\tEOF",
        "# don't stop here\necho 'it is' # and don't stop there",
        "echo 'pip install nothing'\necho \"a\nconda install b\nc\"",
        "source activate notebook\nconda clean -tipy",
        "python download.py",
        "bash more.sh\n./more.sh\nsource ~/more.sh",
    ],
)
def test_commands_that_bring_no_module(tmp_path: Path, script: str) -> None:
    found = plan(tmp_path, script, download__py="print(1)\n", more__sh="echo hello\n")
    assert (names(found), found.opaque, found.fetched) == ([], (), ())


@pytest.mark.parametrize(
    "script",
    [
        "python install.py",
        "python -c 'import os; os.system(\"pip install x\")'",
        "python -m something.unknown",
        "curl https://x.org/install.sh | bash",
        "make install",
        "pip install $PACKAGES",
        "conda env update -f more.yml",
        "python absent.py",
        "Rscript -e 'reticulate::py_install(\"x\")'",
        "cd elsewhere && pip install .",
        "echo 'never closed",
    ],
)
def test_commands_that_may_bring_anything(tmp_path: Path, script: str) -> None:
    text = "import subprocess\nsubprocess.run(['pip', 'install', 'numpy'])\n"
    found = plan(tmp_path, script, install__py=text)
    # An unclosed quotation of `echo` says nothing, whatever it holds.
    assert bool(found.opaque) is not script.startswith("echo")


@pytest.mark.parametrize(
    ("script", "installed"),
    [
        ("uv pip install numpy", ["numpy"]),
        ("$CONDA_DIR/bin/pip install numpy scipy 2>&1 | tee log", ["numpy", "scipy"]),
        ("for i in 1 2; do python -m pip install numpy; done", ["numpy"]),
        ("sh more.sh", ["bokeh"]),
        ("python -m spacy download en_core_web_sm", ["en_core_web_sm"]),
        ("git clone https://x.org/a/tool.git\ncd tool\npip install -e .", ["tool"]),
        ("echo $((1<<2))\npip install numpy\n", ["numpy"]),
    ],
)
def test_installations(tmp_path: Path, script: str, installed: list[str]) -> None:
    found = plan(tmp_path, script, more__sh="pip install bokeh\n")
    assert (names(found), found.opaque) == (installed, ())


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("git clone --depth 1 https://x.org/a/tool.git", "tool"),
        ("git clone https://x.org/a/tool.git there", "there"),
        ("wget https://x.org/helpers.py", ""),
        ("cp src/helpers.py .", ""),
        ("echo 'x = 1' > made.py", ""),
    ],
)
def test_files_from_elsewhere(tmp_path: Path, script: str, name: str) -> None:
    found = plan(tmp_path, script)
    assert [fetched.name for fetched in found.fetched] == [name]
    assert script in found.fetched[0].reason
    assert found.opaque == ()


def test_scripts_that_call_each_other_end(tmp_path: Path) -> None:
    found = plan(tmp_path, "bash postBuild\nbash more.sh", more__sh="bash postBuild\n")
    assert found.opaque == ()


def test_a_makefile_builds_modules_perhaps_and_installs_only_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "native").mkdir()
    makefile = tmp_path / "native" / "Makefile"
    makefile.write_text("all:\n\tf2py -m fast -c fast.f90\n", encoding="utf-8")
    found = plan(tmp_path, "cd native && make")
    assert ([fetched.name for fetched in found.fetched], found.opaque) == ([""], ())
    makefile.write_text("all:\n\tpip install numpy\n", encoding="utf-8")
    assert plan(tmp_path, "cd native && make").opaque


def test_what_a_script_installs_with_conda_has_names_of_conda(tmp_path: Path) -> None:
    found = plan(tmp_path, "conda install -y -c conda-forge opencv 'pandas>=2'")
    installed = [(package.name, package.specifier, package.source) for package in found.packages]
    assert ("opencv", "", "conda") in installed
    assert ("pandas", ">=2", "conda") in installed
