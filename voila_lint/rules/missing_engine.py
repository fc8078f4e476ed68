"""VL115: a function of a declared library needs another package, which Binder will not have."""

from collections.abc import Iterator

from voila_lint.finding import Location, Problem
from voila_lint.repository import Repository
from voila_lint.rules import rule
from voila_lint.views.missing_engines import missing_engines
from voila_lint.views.needs import addition_fix, addition_help
from voila_lint.views.voila_errors import cell_error


@rule("VL115", severity="warning", judge="voila", fix="safe")
def missing_engine(repository: Repository) -> Iterator[Problem]:
    """A function needs a package that its library does not bring along.

    pandas reads Excel files with `openpyxl` (`xlrd` for .xls), Parquet with `pyarrow`, web pages
    with `lxml`, HDF with `tables`, and `to_markdown` asks for `tabulate`; plotly's `FigureWidget`
    wants `anywidget` since plotly 6; xarray opens NetCDF with `netCDF4`; networkx draws with
    `matplotlib`; SQLAlchemy needs the driver of the database. They are imported when the function
    is called, and no `import` in the notebook names them. Only where it is sure whose function is
    called, and that none of the packages that would do is there. In notebooks that are not apps it
    is an info.

    **What a visitor sees**: “There was an error when executing cell [n]”, or, where the function
    is called by a button, nothing at all.

    **What to do**: add the package to the environment file.
    """
    for call in missing_engines(repository):
        module = call.engine.modules[0]
        names = repository.layers.names_for(module)
        is_app = repository.apps.runs(call.path)
        if call.cell is None:
            outcome = (
                "The app stops there with an error, or nothing happens where a widget calls it."
                if is_app
                else "If this is an app, it stops there with an error, or nothing happens where a "
                "widget calls it."
            )
        else:
            error = cell_error(repository, call.path, call.cell)
            outcome = (
                f"Visitors see {error}, or nothing happens where a widget calls it."
                if is_app
                else f"If this is an app, visitors see {error}, or nothing happens where a widget "
                "calls it."
            )
        written = call.function.replace("()", "")
        yield Problem(
            Location.of(call.path, call.at, call.cell),
            f"`{written}` needs `{module}`, which nothing brings. {outcome}",
            addition_help(repository, names),
            severity=None if is_app else "info",
            data={"function": written, "module": module, "pypi": names.pypi, "conda": names.conda},
            fix=addition_fix(repository, names),
        )
