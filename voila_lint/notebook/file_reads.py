"""Files that code reads under a literal name, and whether it may make files of other names.

The calls are those of the standard library, IPython, and of the libraries that apps commonly read
data with, at their releases of 2026; each opens the file at once and raises where it is absent.
"""

import ast
from collections.abc import Callable, Iterator

from voila_lint.pattern import pattern

#: Functions that open a file, by their dotted names.
READERS = frozenset(
    (
        *("open", "io.open", "builtins.open", "codecs.open", "pathlib.Path"),
        *("pandas.read_csv", "pandas.read_table", "pandas.read_fwf", "pandas.read_stata"),
        *("pandas.read_pickle", "pandas.read_sas", "pandas.read_parquet", "pandas.read_feather"),
        *("pandas.read_orc", "pandas.read_excel", "pandas.ExcelFile", "pandas.read_hdf"),
        *("polars.read_csv", "polars.read_parquet", "polars.read_excel", "geopandas.read_file"),
        *("numpy.load", "numpy.fromfile", "numpy.loadtxt", "numpy.genfromtxt", "joblib.load"),
        *("torch.load", "keras.models.load_model", "tensorflow.keras.models.load_model"),
        *("PIL.Image.open", "matplotlib.pyplot.imread", "matplotlib.image.imread"),
        *("skimage.io.imread", "imageio.imread", "imageio.v2.imread", "imageio.v3.imread"),
        *("xarray.open_dataset", "xarray.open_dataarray", "scipy.io.loadmat"),
        *("scipy.io.wavfile.read", "librosa.load", "soundfile.read"),
        *("xml.etree.ElementTree.parse", "ipywidgets.Image.from_file"),
        *("ipywidgets.Video.from_file", "ipywidgets.Audio.from_file"),
        *("IPython.display.Image", "IPython.display.Video", "IPython.display.Audio"),
    )
)
_LAST = frozenset(name.rpartition(".")[2] for name in READERS)
#: What they call the path, where it is not the first argument.
_KEYWORDS = frozenset(
    (
        *("filepath_or_buffer", "path", "io", "path_or_buf", "source", "filename", "file", "fname"),
        *("f", "filepath", "fp", "uri", "filename_or_obj", "file_name"),
    )
)
_OPENERS = frozenset(("open", "io.open", "builtins.open", "codecs.open"))
_PATH_READERS = frozenset(("read_text", "read_bytes"))

#: What writes or fetches files, by the last part of its name. With a literal name among its
#: arguments it is a mention of that name, without one it may make any file.
_MAKERS = frozenset(
    (
        *("to_csv", "to_excel", "to_pickle", "to_parquet", "to_hdf", "to_feather", "to_file"),
        *("to_netcdf", "savefig", "savez", "savez_compressed", "savetxt", "imwrite", "imsave"),
        *("write_text", "write_bytes", "write_html", "write_image", "urlretrieve", "retrieve"),
        *("download", "download_url", "download_file", "download_data", "untar_data", "get_file"),
        *("extract", "extractall", "unpack_archive", "clone_from", "snapshot_download"),
        *("copyfile", "copy2", "copytree", "copyfileobj", "hf_hub_download", "symlink"),
    )
)
_MAKING_MODULES = ("shutil.", "subprocess.", "os.system", "os.popen", "os.rename", "os.replace")

_MENTIONED = pattern("|".join(sorted({*_LAST, *_PATH_READERS})))
#: Statements whose parts may not run, or run where somebody is ready for a failure.
_UNSURE = (
    *(ast.If, ast.IfExp, ast.While, ast.For, ast.AsyncFor, ast.Try, ast.Match, ast.BoolOp),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def reads(
    text: str,
    tree: ast.Module,
    resolve: Callable[[ast.expr], str],
    literal: Callable[[ast.expr], str | None],
) -> Iterator[tuple[str, str, ast.expr]]:
    """Yield (function, path, node of the path) for the files that code reads.

    Whether it certainly does depends on the function being one of ``READERS`` when the names that
    other cells import are known: only its last part is looked at here. ``resolve`` gives the
    dotted name of what is called, ``literal`` the path that an expression spells. Not what
    stands in a function, under a condition or an exception handler.
    """
    if not _MENTIONED.search(text):
        return
    stack: list[ast.AST] = list(reversed(tree.body))
    while stack:
        node = stack.pop()
        if isinstance(node, (*_UNSURE, *_FUNCTIONS)) or type(node).__name__ == "TryStar":
            continue
        if isinstance(node, (ast.With, ast.AsyncWith)) and any(
            isinstance(item.context_expr, ast.Call)
            and resolve(item.context_expr.func).rpartition(".")[2] in ("suppress", "raises")
            for item in node.items
        ):
            continue
        if isinstance(node, ast.Call):
            argument = _path_argument(node, resolve)
            path = literal(argument) if argument is not None else None
            if path and argument is not None:
                yield resolve(node.func) or "pathlib.Path", path, argument
        stack.extend(reversed(list(ast.iter_child_nodes(node))))


def makes_files(tree: ast.Module, resolve: Callable[[ast.expr], str]) -> bool:
    """Tell whether code may make files whose names are not spelt in it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = resolve(node.func)
        last = name.rpartition(".")[2]
        if isinstance(node.func, ast.Attribute):
            last = node.func.attr
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if last in _MAKERS or name.startswith(_MAKING_MODULES):
            if last.startswith(("download", "untar", "extract", "unpack", "clone", "snapshot")):
                return True
            if not any(map(_spelt, arguments)):
                return True
        elif name in _OPENERS and node.args and not _spelt(node.args[0]) and not _only_reads(node):
            return True
    return False


def _path_argument(node: ast.Call, resolve: Callable[[ast.expr], str]) -> ast.expr | None:
    """The argument (or object) of a call that is the path of a file to read."""
    name = resolve(node.func)
    last = name.rpartition(".")[2]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _PATH_READERS:
        inner = node.func.value
        is_path = isinstance(inner, ast.Call) and resolve(inner.func).rpartition(".")[2] == "Path"
        return inner if is_path else None
    if last not in _LAST or last == "Path" or (name in _OPENERS and not _only_reads(node)):
        return None
    if node.args:
        return node.args[0]
    return next((k.value for k in node.keywords if k.arg in _KEYWORDS), None)


def _only_reads(node: ast.Call) -> bool:
    mode = node.args[1] if len(node.args) > 1 else None
    for keyword in node.keywords:
        if keyword.arg == "mode":
            mode = keyword.value
    if mode is None:
        return True
    return isinstance(mode, ast.Constant) and not set("wax+") & set(str(mode.value))


def _spelt(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
