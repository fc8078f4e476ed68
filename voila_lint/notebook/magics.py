"""Names of magics and what they do with their text."""

from voila_lint.pattern import pattern

#: Line magics of IPython 9.18 on Linux (``lsmagic`` and its aliases) and of ipykernel 7.
LINE_MAGICS = frozenset(
    (
        *("alias", "alias_magic", "autoawait", "autocall", "automagic", "autosave", "bookmark"),
        *("cat", "cd", "clear", "code_wrap", "colors", "conda", "config"),
        *("connect_info", "cp", "debug", "dhist", "dirs", "doctest_mode", "ed"),
        *("edit", "env", "gui", "hist", "history", "killbgscripts", "ldir"),
        *("less", "lf", "lk", "ll", "load", "load_ext", "loadpy"),
        *("logoff", "logon", "logstart", "logstate", "logstop", "ls", "lsmagic"),
        *("lx", "macro", "magic", "mamba", "man", "matplotlib", "micromamba"),
        *("mkdir", "more", "mv", "notebook", "page", "pastebin", "pdb"),
        *("pdef", "pdoc", "pfile", "pinfo", "pinfo2", "pip", "popd"),
        *("pprint", "precision", "prun", "psearch", "psource", "pushd", "pwd"),
        *("pycat", "pylab", "qtconsole", "quickref", "recall", "rehashx", "reload_ext"),
        *("rep", "rerun", "reset", "reset_selective", "rm", "rmdir", "run"),
        *("save", "sc", "set_env", "subshell", "sx", "system", "tb"),
        *("time", "timeit", "unalias", "unload_ext", "uv", "who", "who_ls"),
        *("whos", "xdel", "xmode"),
    )
)

#: Cell magics that run the cell's text as Python in the user's namespace: those of IPython, and
#: of well-known extensions.
PYTHON_CELL_MAGICS = frozenset(
    (
        *("time", "timeit", "capture", "prun", "debug", "code_wrap"),
        *("memit", "snakeviz", "pyinstrument", "scalene", "wandb", "manim", "mprun", "lprun"),
    )
)

#: Line magics that run their text as Python; each with the options that take a value.
PYTHON_LINE_MAGICS = {
    "time": "",
    "timeit": "nrp",
    "prun": "lsTD",
    "memit": "rti",
    "mprun": "fT",
    "lprun": "fmTDus",
    "snakeviz": "f",
}

#: Cell magics whose lines a shell runs.
SHELL_CELL_MAGICS = frozenset(("bash", "sh", "!", "sx", "system"))

#: Extensions that come with IPython: loading one asks for no other package.
IPYTHON_EXTENSIONS = frozenset(
    ("autoreload", "storemagic", "cythonmagic", "rmagic", "sympyprinting")
)

_OPTION = pattern(r"\s*-(\w)(\S*)")
_VALUE = pattern(r"\s+\S+")


def statement(magic: str, argument: str) -> tuple[str, int]:
    """Return the Python of a magic that runs its text, and where it starts in the argument."""
    valued = PYTHON_LINE_MAGICS.get(magic, "")
    position = 0
    while match := _OPTION.match(argument, position):
        position = match.end()
        if match.group(1) in valued and not match.group(2):
            value = _VALUE.match(argument, position)
            position = value.end() if value else position
    text = argument[position:]
    return text.lstrip(), len(argument) - len(text.lstrip())
