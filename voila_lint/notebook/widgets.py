"""Which calls likely make or show a Jupyter widget."""

#: Packages whose classes are widgets.
_LIBRARIES = frozenset(
    (
        *(
            "ipywidgets",
            "ipyvuetify",
            "bqplot",
            "bqplot_gl",
            "bqplot_image_gl",
        ),
        *(
            "ipyleaflet",
            "ipympl",
            "ipycanvas",
            "ipydatagrid",
            "ipyvolume",
        ),
        *(
            "ipytree",
            "ipyaggrid",
            "ipyevents",
            "ipyfilechooser",
            "ipygany",
        ),
        *(
            "ipyvtklink",
            "ipycytoscape",
            "ipywebrtc",
            "ipymaterialui",
            "ipysheet",
        ),
        *(
            "ipyreact",
            "ipyannotations",
            "ipyniivue",
            "ipyautoui",
            "ipywidgets_bokeh",
        ),
        *(
            "qgrid",
            "pythreejs",
            "nglview",
            "sidecar",
            "jp_proxy_widget",
        ),
        *(
            "anywidget",
            "solara",
            "reacton",
            "k3d",
            "itkwidgets",
        ),
        *(
            "pywwt",
            "keplergl",
            "lonboard",
            "leafmap",
            "geemap",
        ),
        *(
            "mpl_interactions",
            "jscatter",
            "aiidalab_widgets_base",
            "optimade_client",
            "jupyter_bokeh",
        ),
        *(
            "jupyter_cadquery",
            "perspective",
        ),
    )
)
#: Names under which notebooks import these, for cells that use another cell's import.
_ALIASES = frozenset(("widgets", "ipyw", "ipw", "wdg", "wdgts", "wg", "widget", "bq", "ipv", "v"))
#: Classes that only widgets have, also after ``import *``.
_CLASSES = frozenset(
    (
        *("IntSlider", "FloatSlider", "FloatLogSlider", "IntRangeSlider", "FloatRangeSlider"),
        *("IntProgress", "FloatProgress", "BoundedIntText", "BoundedFloatText", "IntText"),
        *("FloatText", "ToggleButton", "ToggleButtons", "Checkbox", "Dropdown", "RadioButtons"),
        *("SelectMultiple", "SelectionSlider", "SelectionRangeSlider", "Combobox", "Textarea"),
        *("HTMLMath", "VBox", "HBox", "GridBox", "GridspecLayout", "TwoByTwoLayout", "AppLayout"),
        *("Accordion", "DatePicker", "TimePicker", "ColorPicker", "FileUpload", "TagsInput"),
        *("FigureWidget", "FileChooser", "interact", "interact_manual", "interactive"),
        *("interactive_output",),
    )
)
#: Functions of widget libraries that show something, beside their classes.
_FUNCTIONS = frozenset(
    (
        "interact",
        "interact_manual",
        "interactive",
        "interactive_output",
        "show",
        "figure",
        "quickshow",
    )
)
_NOT_SHOWN = frozenset(("Layout", "ButtonStyle", "DescriptionStyle"))


def makes_widget(name: str) -> bool:
    """Whether calling the dotted ``name`` (aliases resolved) likely makes or shows a widget."""
    top, _, rest = name.partition(".")
    tail = name.rpartition(".")[2]
    if tail in _CLASSES:
        return True
    if not rest or (top not in _LIBRARIES and top not in _ALIASES):
        return False
    return tail in _FUNCTIONS or (tail[:1].isupper() and tail not in _NOT_SHOWN)
