"""Which modules belong to the standard library of a Python version.

From the package stdlib-list (its lists are made from CPython's documentation and source), plus
CPython's private modules, of which those lists have only some.
"""

from functools import lru_cache

from voila_lint.packages.build_strings import System
from voila_lint.packages.names import prefixes

#: The Python that repo2docker 2026.4.0 takes where nothing names one.
DEFAULT_PYTHON = "3.10"

#: In the documentation or source of some version, but not to be imported on Linux.
_OTHER_SYSTEMS: dict[System, str] = {
    "Windows": """
        _msi _overlapped _winapi _winreg _wmi msilib msvcrt nt winreg winsound
        asyncio.windows_events asyncio.windows_utils encodings.mbcs encodings.oem
        multiprocessing.popen_spawn_win32""",
    "macOS": "_scproxy",
}
_SYSTEM_OF = {name: system for system, text in _OTHER_SYSTEMS.items() for name in text.split()}

#: ``sys.stdlib_module_names`` of CPython 3.10 to 3.13 that begin with an underscore.
_PRIVATE_NAMES = """
    __future__ __main__ _abc _aix_support _ast _asyncio _bisect _blake2 _bz2 _codecs _codecs_cn
    _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections _collections_abc
    _compat_pickle _compression _contextvars _csv _ctypes _curses _curses_panel _datetime _dbm
    _decimal _elementtree _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib
    _heapq _imp _io _json _locale _lsprof _lzma _markupbase _md5 _multibytecodec _multiprocessing
    _opcode _operator _osx_support _pickle _posixshmem _posixsubprocess _py_abc _pydecimal _pyio
    _queue _random _sha1 _sha3 _sha512 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat
    _statistics _string _strptime _struct _symtable _thread _threading_local _tkinter
    _tracemalloc _typing _uuid _warnings _weakref _weakrefset _zoneinfo
"""
_PRIVATE = frozenset(_PRIVATE_NAMES.split())


def stdlib_only_on(module: str) -> System | None:
    """Return the one system on which Python has a module, or None if Linux has it as well.

    ``module`` is dotted; None also for what is no module of Python.
    """
    return next((_SYSTEM_OF[name] for name in prefixes(module) if name in _SYSTEM_OF), None)


def is_stdlib(module: str, python_version: str | None) -> bool:
    """Whether a module's top-level name belongs to the standard library.

    ``python_version`` is "3.11" or longer; None is Binder's default; of versions newer than the
    lists know, the newest list answers.
    """
    top = module.partition(".")[0]
    return top in _PRIVATE or top in _names(python_version or DEFAULT_PYTHON)


@lru_cache(maxsize=8)
def _names(python_version: str) -> frozenset[str]:
    import stdlib_list

    known = {numbers(version): version for version in stdlib_list.short_versions}
    wanted = numbers(python_version)
    # Nearest version below, else the oldest that there is a list for.
    best = max((found for found in known if found <= wanted), default=min(known))
    return frozenset(stdlib_list.stdlib_list(known[best]))


def numbers(version: str) -> tuple[int, int]:
    """Major and minor number of a Python version; what is not a number counts as the newest."""
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    # A bare "3" means the newest minor version.
    return (
        int(major) if major.isdecimal() else 3,
        int(minor) if minor.isdecimal() else 99,
    )
