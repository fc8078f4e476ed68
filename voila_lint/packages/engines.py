"""Packages that a library imports only when one of its functions is called.

Observed with pandas 3.1.1, plotly 7.1.0, xarray 2026.9.0, networkx 3.6.1 and SQLAlchemy 2.1.9
without them: each of these calls raises an ImportError (xarray: a ValueError).
"""

from typing import TYPE_CHECKING

from msgspec import Struct

from voila_lint.notebook.model import FunctionCall
from voila_lint.pattern import pattern

if TYPE_CHECKING:
    import re

#: What makes a DataFrame.
_FRAME = r"pandas\.(?:DataFrame|read_\w+|concat|merge|json_normalize)\(\)\."

#: Function, library, modules of which one has to be there, the first being the usual one.
_TABLE: "tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]" = (
    (
        pattern(r"pandas\.(?:read_excel|ExcelFile)"),
        "pandas",
        ("openpyxl", "xlrd", "odf", "pyxlsb", "python_calamine"),
    ),
    (
        pattern(rf"{_FRAME}to_excel|pandas\.ExcelWriter"),
        "pandas",
        ("openpyxl", "xlsxwriter", "odf"),
    ),
    (pattern(rf"pandas\.read_parquet|{_FRAME}to_parquet"), "pandas", ("pyarrow", "fastparquet")),
    (pattern(rf"pandas\.read_(?:feather|orc)|{_FRAME}to_(?:feather|orc)"), "pandas", ("pyarrow",)),
    (pattern(rf"pandas\.(?:read_hdf|HDFStore)|{_FRAME}to_hdf"), "pandas", ("tables",)),
    # The second needs bs4 as well, which is in Binder's base image.
    (pattern(r"pandas\.read_html"), "pandas", ("lxml", "html5lib")),
    (pattern(rf"{_FRAME}to_markdown"), "pandas", ("tabulate",)),
    (pattern(r"plotly\.(?:graph_objects|graph_objs)\.FigureWidget"), "plotly", ("anywidget",)),
    (
        pattern(r"xarray\.(?:open_dataset|load_dataset|open_dataarray|load_dataarray)"),
        "xarray",
        ("netCDF4", "h5netcdf", "scipy"),
    ),
    (pattern(r"networkx\.draw\w*"), "networkx", ("matplotlib",)),
)
#: The engines by the end of a file's name, where pandas goes by it (python_calamine since 3.1).
_BY_ENDING = {
    ".xlsx": ("openpyxl", "xlsxwriter"),
    ".xlsm": ("openpyxl", "xlsxwriter"),
    ".xls": ("xlrd", "python_calamine"),
    ".ods": ("odf",),
    ".xlsb": ("pyxlsb", "python_calamine"),
}
_NETCDF = (".nc", ".nc4", ".cdf")
#: Values of `engine=` and their modules, where the names differ.
_ENGINES = {"calamine": "python_calamine", "netcdf4": "netCDF4"}
#: SQLAlchemy's drivers by the scheme of the address. Which one is meant by `postgresql` alone
#: changed with 2.1.
_DRIVERS = {
    "postgresql+psycopg2": "psycopg2",
    "postgresql+psycopg": "psycopg",
    "postgresql+asyncpg": "asyncpg",
    "mysql": "MySQLdb",
    "mysql+pymysql": "pymysql",
    "mysql+mysqldb": "MySQLdb",
    "mssql": "pyodbc",
    "mssql+pyodbc": "pyodbc",
    "oracle+oracledb": "oracledb",
}


class Engine(Struct, frozen=True):
    """What a call needs: the library whose function it is, and modules of which one must be there.

    The first of ``modules`` is the one to install.
    """

    library: str
    modules: tuple[str, ...]


def engine_for(call: FunctionCall) -> Engine | None:
    """Return what a call imports besides its library; None where nothing is sure.

    ``call.function`` is dotted from the library on, ``pandas.DataFrame().to_markdown`` for a
    method of what a function gives.
    """
    if call.engine == "":
        return None
    if call.function == "sqlalchemy.create_engine":
        driver = _DRIVERS.get((call.first or "").partition("://")[0])
        return Engine("sqlalchemy", (driver,)) if driver else None
    for functions, library, modules in _TABLE:
        if functions.fullmatch(call.function):
            if call.engine is None or call.engine == "auto":
                fitting = _by_file(call, library, modules)
            else:
                named = _ENGINES.get(call.engine, call.engine)
                fitting = tuple(module for module in modules if module == named)
            return Engine(library, fitting) if fitting else None
    return None


def _by_file(call: FunctionCall, library: str, modules: tuple[str, ...]) -> tuple[str, ...]:
    """Return the modules that do for the file which a call names; none where that is not sure."""
    ending = pattern(r"\.\w+$").search(call.first or "")
    end = ending[0].lower() if ending else ""
    if library == "xarray":
        return modules if end in _NETCDF else ()
    if "openpyxl" not in modules:
        return modules
    known = _BY_ENDING.get(end)
    return tuple(m for m in known if m in modules) if known else modules
