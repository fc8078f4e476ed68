"""The shipped data about Binder's base image."""

from voila_lint.versions.base_image import base_environments, base_packages, server_python
from voila_lint.versions.python_version import BASE_PYTHONS


def test_there_is_a_base_for_each_supported_python() -> None:
    assert tuple(base_environments()) == BASE_PYTHONS


def test_the_base_of_today_has_widgets_and_a_server_but_no_voila() -> None:
    packages = base_packages("3.11")
    assert packages["ipywidgets"].startswith("8.")
    assert packages["jupyter_server"].startswith("2.")
    assert "voila" not in packages


def test_an_old_kernel_has_a_server_elsewhere() -> None:
    assert "jupyter_server" not in base_packages("2.7")
    assert [server_python(version) for version in ("2.7", "3.6", "3.7", "3.14")] == [
        *("3.10", "3.10", "3.7", "3.14")
    ]


def test_unknown_python_has_no_base() -> None:
    assert base_packages("3.15") == {}
