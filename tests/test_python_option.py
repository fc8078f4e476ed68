"""`--python` and `package-module-map`: who says what a declared package holds."""

import json

import pytest

from tests.building import ENVIRONMENT, SLIDER, codes, found, notebook, run, write
from tests.packages.test_environment import SITE, wheel

#: A package that no table knows, so that it may bring along whatever many packages bring.
PRIVATE = ENVIRONMENT + "  - pip:\n    - lab-tool\n"
MAP = '[tool.voila-lint.package-module-map]\nlab-tool = ["labtool"]\n'


def repository(root, code, environment=PRIVATE, **files):
    write(root, {"app.ipynb": notebook(SLIDER, code), "environment.yml": environment})
    return write(root, {name.replace("__", "."): text for name, text in files.items()})


def installed(root, *wheels):
    for files in wheels:
        write(root / SITE, files)
    return root


def test_the_setting_says_what_a_package_offers(tmp_path, capsys):
    environment = PRIVATE.replace("lab-tool", "emoji\n    - lab-tool")
    settings = 'package-module-map = {"LAB_tool" = ["fastbook", "labtool.core"]}\n'
    repository(tmp_path, "import fastbook, labtool.core.x", environment)
    assert [f["data"]["module"] for f in found(capsys, tmp_path)] == ["fastbook"]
    write(tmp_path, {"voila-lint.toml": settings})
    assert codes(capsys, tmp_path) == []


def test_the_setting_goes_before_the_tables(tmp_path, capsys):
    settings = 'package-module-map = {"emoji" = ["smileys"]}\n'
    environment = ENVIRONMENT + "  - emoji\n"
    repository(tmp_path, "import emoji\nimport smileys", environment, voila_lint__toml="")
    assert [f["data"]["module"] for f in found(capsys, tmp_path)] == ["smileys"]
    write(tmp_path, {"voila-lint.toml": settings})
    assert [f["data"]["module"] for f in found(capsys, tmp_path)] == ["emoji"]


@pytest.mark.parametrize("package", ["opencv", "py-opencv", "nodejs", "pandas"])
def test_the_setting_knows_conda_packages_too(tmp_path, capsys, package):
    environment = f"{ENVIRONMENT}  - {package}\n"
    settings = f'package-module-map = {{"{package}" = ["labtool"]}}\n'
    repository(tmp_path, "import labtool", environment)
    assert codes(capsys, tmp_path) == ["VL101"]
    write(tmp_path, {"voila-lint.toml": settings})
    assert codes(capsys, tmp_path) == []


def test_what_is_to_be_added_for_a_module_is_what_the_setting_names(tmp_path, capsys):
    mapped = MAP + 'lab-utils = ["utils"]\n"conda-only-x" = ["xxl"]\n'
    repository(tmp_path, "import utils\nimport xxl", ENVIRONMENT, pyproject__toml=mapped)
    assert [f["help"] for f in found(capsys, tmp_path)] == [
        "Add `lab-utils` under `pip:` in environment.yml.",
        "Add `conda-only-x` under `pip:` in environment.yml.",
    ]
    run(capsys, tmp_path, "--fix")
    assert codes(capsys, tmp_path) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('["lab-tool"]', "`package-module-map` has to be a table such as"),
        ('"lab-tool"', "`package-module-map` has to be a table such as"),
        ('{"lab-tool" = "labtool"}', "`package-module-map.lab-tool` has to be a list of strings"),
        ('{"lab-tool" = [1]}', "`package-module-map.lab-tool` has to be a list of strings"),
        ('{"lab-tool" = ["lab-tool"]}', "has `lab-tool`, which is no name to import"),
        ('{"lab-tool" = [""]}', "has ``, which is no name to import"),
    ],
)
def test_a_setting_of_the_wrong_shape_is_refused(tmp_path, capsys, value, said):
    repository(tmp_path, "", voila_lint__toml="")
    write(tmp_path, {"voila-lint.toml": f"package-module-map = {value}\n"})
    code, out, err = run(capsys, tmp_path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_what_a_declared_package_brings_is_told_by_the_environment(tmp_path, capsys):
    repository(tmp_path / "r", "import labtool, numpy, pandas")
    env = installed(tmp_path / "env", wheel("lab-tool", "labtool.py", requires="numpy>=1"))

    assert codes(capsys, tmp_path / "r") == []
    _, _, err = run(capsys, tmp_path / "r", "-v")
    assert "what lab-tool brings along is not known" in err

    assert [
        (f["code"], f["data"]["module"]) for f in found(capsys, tmp_path / "r", "--python", env)
    ] == [("VL103", "numpy"), ("VL101", "pandas")]
    _, _, err = run(capsys, tmp_path / "r", "--python", env, "-v")
    assert "1 packages are installed there" not in err
    assert "1 package is installed there" in err
    assert "not known" not in err


def test_what_is_installed_but_not_declared_is_missing_all_the_same(tmp_path, capsys):
    repository(tmp_path / "r", "import labtool", ENVIRONMENT)
    env = installed(tmp_path / "env", wheel("lab-tool", "labtool.py"))
    (finding,) = found(capsys, tmp_path / "r", "--python", env)
    assert (finding["code"], finding["data"]["pypi"]) == ("VL101", "lab-tool")
    assert finding["help"] == "Add `lab-tool` under `pip:` in environment.yml."


def test_requirements_are_followed_with_extras_and_binders_markers(tmp_path, capsys):
    repository(
        tmp_path / "r",
        "import deep, extra_one, windows, seaborn",
        PRIVATE.replace("lab-tool", "lab-tool[more]"),
    )
    env = installed(
        tmp_path / "env",
        wheel(
            "lab-tool",
            "labtool.py",
            requires='middle & one; extra == "more" & w; os_name == "nt" & gone; extra == "x"',
        ),
        wheel("middle", requires="deepest & lab-tool & (("),
        wheel("deepest", "deep/__init__.py"),
        wheel("one", "extra_one.py", requires="seaborn"),
        wheel("w", "windows.py"),
    )
    result = found(capsys, tmp_path / "r", "--python", env)
    assert [(f["code"], f["data"]["module"]) for f in result if f["code"] == "VL101"] == [
        ("VL101", "windows")
    ]


def test_another_release_than_the_declared_one_is_not_asked(tmp_path, capsys):
    repository(tmp_path / "r", "import numpy", PRIVATE.replace("lab-tool", "lab-tool<2"))
    for version, expected in (("1.9", ["VL101"]), ("2.0", [])):
        env = installed(tmp_path / version, wheel("lab-tool", "labtool.py", version=version))
        assert codes(capsys, tmp_path / "r", "--python", env) == expected


def test_conda_packages_are_found_in_a_conda_environment(tmp_path, capsys):
    repository(tmp_path / "r", "import thing, helper, pandas", ENVIRONMENT + "  - lab-thing\n")
    for name, depends in (("lab-thing", ["lab-helper >=1", "python"]), ("lab-helper", [])):
        module = name.partition("-")[2]
        record = {"name": name, "version": "1", "files": [f"{SITE}/{module}.py"]}
        record["depends"] = depends
        write(tmp_path, {f"env/conda-meta/{name}-1-0.json": json.dumps(record)})
    result = found(capsys, tmp_path / "r", "--python", tmp_path / "env")
    assert [(f["code"], f["data"]["module"]) for f in result] == [("VL101", "pandas")]


def test_an_address_is_known_where_it_is_installed(tmp_path, capsys):
    address = "git+https://github.com/owner/lab-tool"
    repository(tmp_path / "r", "import nobodys_module", PRIVATE.replace("lab-tool", address))
    assert codes(capsys, tmp_path / "r") == []
    env = installed(tmp_path / "env", wheel("lab-tool", "labtool.py"))
    assert codes(capsys, tmp_path / "r", "--python", env) == ["VL101"]


def test_opencv_is_named_in_the_form_that_works_on_binder(tmp_path, capsys):
    repository(tmp_path / "r", "import cv2", requirements__txt="voila\n")
    (tmp_path / "r/environment.yml").unlink()
    env = installed(tmp_path / "env", wheel("opencv-python", "cv2/__init__.py"))
    (finding,) = [f for f in found(capsys, tmp_path / "r", "--python", env) if f["code"] == "VL101"]
    assert finding["data"]["pypi"] == "opencv-python-headless"


def test_a_name_that_is_installed_is_no_slip(tmp_path, capsys):
    requirements = "voila\npanadas\n"
    write(tmp_path / "r", {"app.ipynb": notebook(SLIDER), "requirements.txt": requirements})
    assert "VL106" in codes(capsys, tmp_path / "r")
    env = installed(tmp_path / "env", wheel("panadas", "panadas.py"))
    assert "VL106" not in codes(capsys, tmp_path / "r", "--python", env)


@pytest.mark.parametrize("command", [(), ("plan",), ("why", "labtool")])
def test_an_environment_that_is_none_ends_the_run(tmp_path, capsys, command):
    repository(tmp_path, "")
    code, out, err = run(capsys, *command, tmp_path, "--python", tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert "no such file or folder" in err and err.count("\n") == 1


def test_a_damaged_record_is_told_and_leaves_the_rest(tmp_path, capsys):
    repository(tmp_path / "r", "import numpy")
    env = installed(tmp_path / "env", {"lab_tool-1.0.dist-info/METADATA": "\0"})
    code, out, err = run(capsys, tmp_path / "r", "--python", env, "-v")
    assert code == 0 and "No problems" in out
    assert "lab_tool-1.0.dist-info/METADATA is damaged" in err
    assert "what lab-tool brings along is not known" in err


# why


def test_why_says_who_knows_it(tmp_path, capsys):
    repository(tmp_path / "r", "import labtool, numpy, lab_tool")
    env = installed(tmp_path / "env", wheel("lab-tool", "labtool.py", requires="numpy"))

    def reason(module, *options):
        _, out, _ = run(capsys, "why", module, tmp_path / "r", *options)
        return " ".join(out.partition("Binder")[2].split())

    assert reason("labtool").startswith("not known The reason: what lab-tool brings along")
    assert reason("lab_tool") == (
        "provided by lab-tool (environment.yml:5), to go by its name: nothing else is known of it"
    )
    assert reason("labtool", "--python", env) == (
        f"provided by lab-tool (environment.yml:5), as it is installed in {env}"
    )
    assert reason("numpy", "--python", env) == (
        "provided by numpy, which comes with lab-tool (environment.yml:5), as it is installed in "
        f"{env}"
    )
    assert reason("lab_tool", "--python", env).startswith("missing")
    write(tmp_path / "r", {"pyproject.toml": MAP})
    assert reason("labtool") == (
        "provided by lab-tool (environment.yml:5), as the package-module-map in pyproject.toml says"
    )


def test_why_names_what_to_add_from_the_layers(tmp_path, capsys):
    repository(tmp_path / "r", "import labtool", ENVIRONMENT)
    env = installed(tmp_path / "env", wheel("lab-tool", "labtool.py"))
    _, out, _ = run(capsys, "why", "labtool", tmp_path / "r")
    assert "none is known to hold `labtool`" in out
    for options in (("--python", env), ()):
        _, out, _ = run(capsys, "why", "labtool", tmp_path / "r", *options)
        assert "To add it   Add `lab-tool` under `pip:` in environment.yml." in out
        write(tmp_path / "r", {"pyproject.toml": MAP})


def test_why_tells_how_a_package_of_the_setting_is_imported(tmp_path, capsys):
    repository(tmp_path, "", pyproject__toml=MAP)
    code, _, err = run(capsys, "why", "lab-tool", tmp_path)
    assert code == 2 and "imported as labtool" in err


def test_plan_knows_voila_from_the_environment(tmp_path, capsys):
    environment = "dependencies:\n  - python=3.11\n  - pip:\n    - voila-of-ours\n"
    repository(tmp_path / "r", "", environment)
    env = installed(
        tmp_path / "env",
        wheel("voila-of-ours", "ours.py", requires="voila"),
        wheel("voila", "voila/__init__.py"),
    )
    _, out, _ = run(capsys, "plan", tmp_path / "r")
    assert "it is not known whether the build brings it" in out
    _, out, _ = run(capsys, "plan", tmp_path / "r", "--python", env)
    assert "is installed: notebooks can be shown as apps" in out
