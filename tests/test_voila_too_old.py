"""When a declared Voilà is surely too old for Binder's image."""

import pytest

from tests.building import SLIDER, codes, notebook, write


def check(capsys, tmp_path, **files):
    named = {name.replace("_", "."): text for name, text in files.items()}
    return codes(
        capsys, write(tmp_path, {"app.ipynb": notebook(SLIDER), **named}), "--select", "VL108"
    )


@pytest.mark.parametrize(
    "requirements",
    ["voila==0.2.17\n", "voila<0.4\njupyterlab==3.3\n", "voila\nnbconvert<6\n"],
)
def test_releases_that_do_not_load(capsys, tmp_path, requirements):
    assert check(capsys, tmp_path, requirements_txt=requirements) == ["VL108"]


@pytest.mark.parametrize(
    "requirements",
    [
        "voila\n",
        "voila>=0.2.11\n",
        "voila==0.4.1\n",  # loads with the Jupyter Server 1 that it brings
        "voila==0.3.6\njinja2<3.1\nlxml<5.2\n",
        "voila>=0.5\nnbconvert<6\n",  # refused by pip, which is another matter
        "nbconvert<6\n",
    ],
)
def test_releases_that_may_well_load(capsys, tmp_path, requirements):
    assert check(capsys, tmp_path, requirements_txt=requirements) == []


def test_conda_may_take_the_rest_back_as_well(capsys, tmp_path):
    environment = "dependencies:\n  - python=3.10\n  - voila=0.2\n"
    assert check(capsys, tmp_path, environment_yml=environment) == []


def test_the_old_image_of_python_3_7_has_old_servers(capsys, tmp_path):
    files = {"requirements_txt": "voila==0.2.17\n", "runtime_txt": "python-3.7\n"}
    assert check(capsys, tmp_path, **files) == []
