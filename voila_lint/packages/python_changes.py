"""What the standard library gained and lost between Python 3.6 and 3.14.

From the "What's new" of each release, and held against the real interpreters
(tests/proofs/pythons). Of the names in modules, those that people import.
"""

from functools import cache

from msgspec import Struct

from voila_lint.notebook.model import PythonVersion
from voila_lint.packages.names import prefixes
from voila_lint.packages.stdlib import numbers

_GAINED = {
    (3, 7): """
        contextvars dataclasses importlib.abc.ResourceReader importlib.resources asyncio.run
        contextlib.nullcontext contextlib.AsyncExitStack contextlib.asynccontextmanager
        typing.ForwardRef typing.OrderedDict""",
    (3, 8): """
        importlib.metadata multiprocessing.shared_memory asyncio.exceptions
        functools.cached_property functools.singledispatchmethod math.comb math.dist
        math.isqrt math.perm math.prod statistics.NormalDist statistics.fmean
        statistics.geometric_mean statistics.multimode statistics.quantiles typing.Final
        typing.Literal typing.Protocol typing.SupportsIndex typing.TypedDict typing.final
        typing.get_args typing.get_origin typing.runtime_checkable
        unittest.IsolatedAsyncioTestCase unittest.mock.AsyncMock""",
    (3, 9): """
        graphlib zoneinfo asyncio.to_thread functools.cache importlib.abc.Traversable
        importlib.abc.TraversableResources importlib.resources.files math.lcm math.nextafter
        math.ulp random.randbytes typing.Annotated""",
    (3, 10): """
        contextlib.aclosing dataclasses.KW_ONLY inspect.get_annotations itertools.pairwise
        statistics.correlation statistics.covariance statistics.linear_regression
        types.EllipsisType types.NoneType types.NotImplementedType types.UnionType
        typing.Concatenate typing.ParamSpec typing.TypeAlias typing.TypeGuard
        typing.is_typeddict""",
    (3, 11): """
        tomllib wsgiref.types asyncio.Barrier asyncio.Runner asyncio.TaskGroup
        asyncio.timeout contextlib.chdir datetime.UTC enum.EnumType enum.ReprEnum
        enum.StrEnum enum.member enum.nonmember enum.verify importlib.resources.abc
        math.cbrt math.exp2 operator.call typing.LiteralString typing.Never
        typing.NotRequired typing.Required typing.Self typing.TypeVarTuple typing.Unpack
        typing.assert_never typing.assert_type typing.dataclass_transform typing.reveal_type""",
    (3, 12): """
        calendar.Day calendar.Month collections.abc.Buffer inspect.markcoroutinefunction
        itertools.batched math.sumprod random.binomialvariate types.get_original_bases
        typing.TypeAliasType typing.override uuid.main""",
    (3, 13): """
        base64.z85decode base64.z85encode copy.replace dbm.sqlite3 math.fma statistics.kde
        typing.NoDefault typing.ReadOnly typing.TypeIs typing.get_protocol_members
        typing.is_protocol warnings.deprecated queue.ShutDown os.process_cpu_count""",
    (3, 14): """
        annotationlib compression concurrent.interpreters concurrent.futures.interpreter
        concurrent.futures.InterpreterPoolExecutor pathlib.types string.templatelib
        functools.Placeholder heapq.heappush_max uuid.uuid6 uuid.uuid7 uuid.uuid8""",
}
_LOST = {
    (3, 7): "macurl2path",
    (3, 8): "macpath time.clock cgi.escape cgi.parse_qs cgi.parse_qsl",
    (3, 9): """
        _dummy_thread dummy_threading fractions.gcd sys.setcheckinterval base64.encodestring
        base64.decodestring""",
    (3, 10): """
        formatter parser symbol collections.Callable collections.Container
        collections.Hashable collections.Iterable collections.Iterator collections.Generator
        collections.Mapping collections.MappingView collections.MutableMapping
        collections.MutableSequence collections.MutableSet collections.Sequence
        collections.Set collections.Sized""",
    (3, 11): """
        binhex asyncio.coroutine inspect.formatargspec inspect.getargspec gettext.lgettext""",
    (3, 12): """
        asynchat asyncore distutils imp smtpd configparser.SafeConfigParser
        importlib.find_loader pkgutil.ImpImporter ssl.match_hostname ssl.wrap_socket
        sqlite3.enable_shared_cache""",
    (3, 13): """
        aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap nis nntplib ossaudiodev
        pipes sndhdr spwd sunau telnetlib tkinter.tix uu xdrlib locale.resetlocale typing.io
        typing.re unittest.findTestCases unittest.getTestCaseNames unittest.makeSuite""",
    (3, 14): """
        ast.Bytes ast.Ellipsis ast.NameConstant ast.Num ast.Str asyncio.set_child_watcher
        asyncio.get_child_watcher importlib.abc.ResourceReader importlib.abc.Traversable
        importlib.abc.TraversableResources pkgutil.find_loader pkgutil.get_loader
        pty.master_open typing.ByteString""",
}

#: What to write where Python cannot be another: other names for the same or the like.
_INSTEAD = {
    "asynchat": "`pyasynchat` from PyPI has it",
    "asyncore": "`pyasyncore` from PyPI has it",
    "audioop": "`audioop-lts` from PyPI has it",
    "cgi": "`legacy-cgi` from PyPI has it",
    "cgitb": "`legacy-cgi` from PyPI has it",
    "collections": "`collections.abc` has it",
    "contextvars": "the package `contextvars` has it",
    "dataclasses": "the package `dataclasses` has it",
    "distutils": "the package `setuptools` has it",
    "fractions.gcd": "`math.gcd` does the same",
    "graphlib": "the package `graphlib-backport` has it",
    "imp": "`importlib` does the same",
    "importlib.metadata": "the package `importlib_metadata` has it",
    "importlib.resources": "the package `importlib_resources` has it",
    "inspect.getargspec": "`inspect.getfullargspec` does the same",
    "pipes": "`shlex.quote` does the same as `pipes.quote`",
    "time.clock": "`time.perf_counter` is much like it",
    "tomllib": "the package `tomli` has it under that name",
    "typing": "`typing_extensions` has it",
    "zoneinfo": "the package `backports.zoneinfo` has it under that name",
}


#: Distributions that bring back what Python lost, and their modules.
_STAND_INS = {
    "legacy-cgi": ("cgi", "cgitb"),
    "pyasynchat": ("asynchat",),
    "pyasyncore": ("asyncore",),
    "zombie-imp": ("imp",),
}


class Change(Struct, frozen=True):
    """A module, or a name in one, that came with a Python version (``gained``) or left with it."""

    name: str
    version: PythonVersion
    gained: bool

    @property
    def instead(self) -> str | None:
        """What to write where Python stays as it is, as a clause; None where nothing is known."""
        return next((_INSTEAD[name] for name in prefixes(self.name) if name in _INSTEAD), None)


@cache
def _changes() -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for table, gained in ((_GAINED, True), (_LOST, False)):
        for version, names in table.items():
            for name in names.split():
                found.setdefault(name, []).append(Change(name, version, gained))
    return found


def all_changes() -> tuple[Change, ...]:
    """Return every known change."""
    return tuple(change for changes in _changes().values() for change in changes)


def stand_ins(distribution: str) -> tuple[str, ...] | None:
    """Return the lost modules that a distribution brings back; None where it brings none.

    ``standard-telnetlib`` and its siblings bring one each.
    """
    lost = distribution.removeprefix("standard-")
    if lost != distribution and any(not change.gained for change in _changes().get(lost, ())):
        return (lost,)
    return _STAND_INS.get(distribution)


def change_that_takes(name: str, python: str) -> Change | None:
    """Return why a Python ("3.9") has no such module or name in its standard library.

    ``name`` is dotted (``typing.Self``, ``tomllib``). None where nothing is known against it.
    """
    version = numbers(python)
    for part in prefixes(name):
        for change in _changes().get(part, ()):
            if (version < change.version) == change.gained:
                return change
    return None
