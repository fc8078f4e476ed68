"""Which calls are said to lack the package that they import."""

import pytest

from tests.building import SLIDER, found, notebook, write


def engines(tmp_path, capsys, *sources, packages=("pandas",), python="3.11"):
    """Return the modules that a notebook's calls are said to lack."""
    lines = "".join(f"  - {name}\n" for name in (f"python={python}", "voila", *packages))
    files = {"app.ipynb": notebook(*sources, SLIDER), "environment.yml": f"dependencies:\n{lines}"}
    write(tmp_path, files)
    return [finding["data"]["module"] for finding in found(capsys, tmp_path, "--select", "VL115")]


PANDAS = "import pandas as pd"
ALL = ("pandas", "plotly", "xarray", "networkx")


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("table = pd.read_excel('a.xlsx')", "openpyxl"),
        ("table = pd.read_excel(path)", "openpyxl"),
        ("table = pd.read_excel('a.xls')", "xlrd"),
        ("table = pd.read_excel('a.xls', engine='openpyxl')", "openpyxl"),
        ("table = pd.read_parquet('a.parquet')", "pyarrow"),
        ("table = pd.read_parquet('a', engine='fastparquet')", "fastparquet"),
        ("table = pd.read_html(address)[0]", "lxml"),
        ("table = pd.read_hdf('a.h5')", "tables"),
        ("table = pd.read_csv('a.csv')\ntable.to_markdown()", "tabulate"),
        ("print(pd.DataFrame({'a': [1]}).to_markdown())", "tabulate"),
        ("from pandas import read_feather\nread_feather('a')", "pyarrow"),
        ("def load(change):\n    pd.read_excel('a.xlsx')", "openpyxl"),
        ("import plotly.graph_objects as go\ngo.FigureWidget()", "anywidget"),
        ("from plotly.graph_objs import FigureWidget\nFigureWidget()", "anywidget"),
        ("import xarray as xr\nxr.open_dataset('a.nc')", "netCDF4"),
        ("import networkx as nx\nnx.draw_networkx(graph)", "matplotlib"),
        ("import sqlalchemy\nsqlalchemy.create_engine('mysql+pymysql://a/b')", "pymysql"),
    ],
)
def test_a_call_without_its_engine_is_found(tmp_path, capsys, source, module):
    assert engines(tmp_path, capsys, PANDAS, source, packages=ALL) == [module]


@pytest.mark.parametrize(
    "source",
    [
        "pd.read_csv('a.csv')",
        "pd.read_excel('a.xlsx', engine=engine)",
        "pd.read_html(address, flavor='bs4')",
        "pd.read_excel('a.xlsx', **options)",
        "try:\n    pd.read_excel('a.xlsx')\nexcept ImportError:\n    pass",
        "if False:\n    pd.read_excel('a.xlsx')",
        "pd = other\npd.read_excel('a.xlsx')",
        "read_excel('a.xlsx')",
        "table.to_markdown()",
        "table = load()\ntable.to_markdown()",
        "import polars as pl\npl.read_excel('a.xlsx')",
        "import xarray as xr\nxr.open_dataset(path)",
        "import sqlalchemy\nsqlalchemy.create_engine('sqlite://')",
    ],
)
def test_what_is_not_sure_is_left_alone(tmp_path, capsys, source):
    assert engines(tmp_path, capsys, PANDAS, source, packages=ALL) == []


@pytest.mark.parametrize(
    ("packages", "source"),
    [
        (("pandas", "openpyxl"), "pd.read_excel('a.xlsx')"),
        (("pandas", "xlsxwriter"), "pd.DataFrame().to_excel('a.xlsx')"),
        (("pandas", "fastparquet"), "pd.read_parquet('a')"),
        (("pandas", "pytables"), "pd.read_hdf('a')"),
        (("pandas=1.1",), "pd.read_excel('a.xlsx')"),
        (("plotly<6",), "import plotly.graph_objects as go\ngo.FigureWidget()"),
        (("pandas",), "!pip install openpyxl\npd.read_excel('a.xlsx')"),
        ((), "pd.read_excel('a.xlsx')"),
    ],
)
def test_what_is_there_or_not_needed_is_fine(tmp_path, capsys, packages, source):
    assert engines(tmp_path, capsys, PANDAS, source, packages=packages) == []


def test_old_pythons_have_old_libraries(tmp_path, capsys):
    assert engines(tmp_path, capsys, PANDAS, "pd.read_excel('a.xlsx')", python="3.7") == []
