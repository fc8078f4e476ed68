"""One pass over a syntax tree: imports, calls, commands and what else a rule asks about."""

import ast
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from voila_lint.notebook.code_uses import MODULE, Uses
from voila_lint.notebook.file_reads import makes_files, reads
from voila_lint.notebook.guards import branches, catches_import_error, names_import_error
from voila_lint.notebook.ipython import IPythonCommand
from voila_lint.notebook.magics import PYTHON_LINE_MAGICS, statement
from voila_lint.notebook.members import members
from voila_lint.notebook.model import (
    Binding,
    FunctionCall,
    Guard,
    Import,
    Install,
    Member,
    Read,
    Shell,
)
from voila_lint.notebook.paths import Paths
from voila_lint.notebook.widgets import makes_widget
from voila_lint.pattern import pattern
from voila_lint.shell.installers import Asked
from voila_lint.shell.scripts import Word, listed
from voila_lint.text import Lines, Span

_FROM = pattern(r"from[\s\\]*((?:\.[\s\\]*)*)")
_DOTTED = pattern(r"\w+(?:\s*\.\s*\w+)*")
_NOTHING: tuple[Guard, ...] = ()
_UNREACHED = frozenset(("never", "type-checking"))

#: Methods that put files in place whose names are not said.
_UNPACKING = frozenset(("extractall", "unpack_archive", "clone_from"))
_SHELL_FUNCTIONS = frozenset(
    (
        *("os.system", "os.popen", "subprocess.run", "subprocess.call", "subprocess.check_call"),
        *("subprocess.check_output", "subprocess.Popen", "subprocess.getoutput"),
        "subprocess.getstatusoutput",
    )
)
_ONE_ENTRY = frozenset(("sys.path.append", "sys.path.insert", "site.addsitedir"))
_PIP_FUNCTIONS = frozenset(("pip.main", "pip._internal.main", "pip._internal.cli.main.main"))
#: Functions and methods that import a package only when they are called.
_WITH_ENGINE = frozenset(
    (
        *("read_excel", "ExcelFile", "ExcelWriter", "to_excel", "read_parquet", "to_parquet"),
        *("read_feather", "to_feather", "read_orc", "to_orc", "read_hdf", "HDFStore", "to_hdf"),
        *("read_html", "to_markdown", "FigureWidget", "create_engine"),
        *("open_dataset", "load_dataset", "open_dataarray", "load_dataarray"),
    )
)
#: What a call of ``get_ipython()`` is resolved to.
_SHELL = "get_ipython()"


class Pass:
    """The pass over one tree; what it finds goes to a :class:`Uses`."""

    def __init__(
        self,
        uses: Uses,
        text: str,
        lines: Lines,
        to_source: Callable[[int], int],
        commands: Sequence[IPythonCommand],
        outside: Callable[[int], int],
        python: Callable[[str, int, tuple[Guard, ...]], None],
    ) -> None:
        """Take the text of the tree and the way from its offsets to those of the source.

        ``commands`` is the IPython syntax that was replaced in ``text``; ``outside`` leads from
        its offsets, those before the replacement, to the source. ``python`` reads more Python
        that stands at such an offset, under guards.
        """
        self._uses = uses
        self._text = text
        self._lines = lines
        self._to_source = to_source
        self._commands = {command.line: command for command in commands}
        self._outside = outside
        self._python = python
        self._aliases: dict[str, str] = {}
        self._calls: list[tuple[ast.Call, tuple[Guard, ...]]] = []
        self._bases: list[ast.expr] = []
        self._bound: list[tuple[str, ast.expr | None]] = []
        self._assigned: list[tuple[ast.expr, ast.expr]] = []

    def run(self, tree: ast.Module, guards: tuple[Guard, ...] = _NOTHING) -> None:
        """Walk the tree."""
        stack: list[tuple[ast.AST, tuple[Guard, ...]]] = [(node, guards) for node in tree.body]
        stack.reverse()
        handlers = _HANDLERS
        while stack:
            node, guards = stack.pop()
            handler = handlers.get(node.__class__)
            if handler is not None:
                children = handler(self, node, guards)
                if children is not None:
                    stack.extend(children)
                    continue
            cls = node.__class__
            fields = _FIELDS.get(cls)
            if fields is None:
                fields = _FIELDS[cls] = tuple([f for f in cls._fields if f not in _PLAIN_FIELDS])
            for name in fields:
                value: Any = getattr(node, name, None)
                if value.__class__ is list:
                    stack += [(item, guards) for item in value if item.__class__ not in _LEAVES]
                elif value.__class__ not in _LEAVES:
                    stack.append((value, guards))
        # Calls wait until all aliases are known.
        for call, guards in self._calls:
            self._call(call, guards)
        for target, assigned in self._assigned:
            if self.resolve(target) in ("sys.path", "os.sys.path"):
                self._add_entries(assigned)
        for base in self._bases:
            self._uses.displays_widgets |= makes_widget(self.resolve(base))
        for name, value in self._bound:
            called = self.resolve(value.func) if isinstance(value, ast.Call) else ""
            self._uses.bindings.append(Binding(name, called))
        for name, member, expression, stored, inside in members(self._text, tree):
            at = self._span(*self._range(expression))
            self._uses.members.append(Member(name, member, at, stored, inside))
        for function, path, expression in reads(
            self._text, tree, self.resolve, self._paths.literal
        ):
            verbatim = path in self._text[slice(*self._range(expression))]
            at = self._written(expression, path)
            self._uses.reads.append(Read(function, path, at, verbatim))
        self._uses.makes_files |= makes_files(tree, self.resolve)

    # Places

    def _offset(self, line: int, column: int) -> int:
        """Offset in the text of a node's line and column (in bytes of UTF-8)."""
        return self._lines.offset_of(line, column)

    def _span(self, start: int, end: int) -> Span:
        begin = self._to_source(start)
        # The end is exclusive: go by the last character, which may be the source's own.
        return self._uses.span(begin, self._to_source(end - 1) + 1 if end > start else begin)

    def _range(self, node: ast.expr) -> tuple[int, int]:
        start = self._offset(node.lineno, node.col_offset)
        end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        return start, end

    def _written(self, node: ast.expr, part: str) -> Span:
        """The span of ``part`` as written inside a node, or of the whole node."""
        start, end = self._range(node)
        found = self._text.find(part, start, end) if part else -1
        return self._span(found, found + len(part)) if found >= 0 else self._span(start, end)

    # Names

    def resolve(self, node: ast.expr) -> str:
        """The dotted name of an expression with import aliases followed, "" for others."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            parts.append(self._aliases.get(node.id, node.id))
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "get_ipython"
        ):
            parts.append(_SHELL)
        else:
            return ""
        parts.reverse()
        return ".".join(parts)

    # Statements; each gives its children with their guards, None for all under the same

    def _import(self, node: ast.Import, guards: tuple[Guard, ...]) -> "_Children":
        for alias in node.names:
            if alias.asname:
                self._aliases[alias.asname] = alias.name
                self._uses.names[alias.asname] = alias.name
            else:
                top = alias.name.partition(".")[0]
                self._uses.names[top] = top
            start = self._offset(alias.lineno, alias.col_offset)
            match = _DOTTED.match(self._text, start)
            end = match.end() if match else start + len(alias.name)
            at, renamed = self._span(start, end), alias.asname is not None
            self._uses.imports.append(Import(alias.name, at, guards=guards, alias=renamed))
        return ()

    def _import_from(self, node: ast.ImportFrom, guards: tuple[Guard, ...]) -> "_Children":
        module = node.module or ""
        for alias in node.names:
            if not node.level:
                self._aliases[alias.asname or alias.name] = f"{module}.{alias.name}"
                self._uses.names[alias.asname or alias.name] = f"{module}.{alias.name}"
        start = self._offset(node.lineno, node.col_offset)
        match = _FROM.match(self._text, start)
        end = start
        if match:
            start = match.start(1)
            end = start + len(match.group(1).rstrip("\\ \t\r\n\f"))
            name = _DOTTED.match(self._text, match.end()) if module else None
            end = name.end() if name else end
        if module != "__future__":
            names = tuple(alias.name for alias in node.names)
            at = self._span(start, end)
            self._uses.imports.append(Import(module, at, names, node.level, guards, "from"))
        return ()

    def _assign(self, node: ast.Assign, guards: tuple[Guard, ...]) -> "_Children | None":
        if "function" not in guards:
            for target in node.targets:
                self._bind(target, node.value)
        if isinstance(node.targets[0], (ast.Attribute, ast.Subscript)):
            self._assigned.append((_unsliced(node.targets[0]), node.value))
        return None

    def _augmented(self, node: ast.AugAssign, guards: tuple[Guard, ...]) -> "_Children | None":
        if isinstance(node.target, ast.Attribute):
            self._assigned.append((node.target, node.value))
        elif isinstance(node.target, ast.Name):
            self._bound.append((node.target.id, None))
        return None

    def _annotated(self, node: ast.AnnAssign, guards: tuple[Guard, ...]) -> "_Children | None":
        if "function" not in guards and node.value is not None:
            self._bind(node.target, node.value)
        return None

    def _global(self, node: ast.Global, guards: tuple[Guard, ...]) -> "_Children | None":
        self._bound.extend((name, None) for name in node.names)
        return ()

    def _bind(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            self._bound.append((target.id, value))
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._bound.extend((e.id, None) for e in target.elts if isinstance(e, ast.Name))

    def _if(self, node: ast.If, guards: tuple[Guard, ...]) -> "_Children":
        yes, no = branches(node.test, self.resolve)
        return [
            (node.test, guards),
            *_all(node.body, guards + yes),
            *_all(node.orelse, guards + no),
        ]

    def _loop(self, node: ast.For | ast.AsyncFor, guards: tuple[Guard, ...]) -> "_Children":
        inner: tuple[Guard, ...] = (*guards, "conditional")
        if "function" not in guards:
            self._bind(node.target, None)
        return [
            (node.iter, guards),
            *_all(node.body, inner),
            *_all(node.orelse, inner),
        ]

    def _while(self, node: ast.While, guards: tuple[Guard, ...]) -> "_Children":
        yes, no = branches(node.test, self.resolve)
        return [
            (node.test, guards),
            *_all(node.body, guards + yes),
            *_all(node.orelse, guards + no),
        ]

    def _match_case(self, node: ast.match_case, guards: tuple[Guard, ...]) -> "_Children":
        inner: tuple[Guard, ...] = (*guards, "conditional")
        return [*_all([node.guard] if node.guard else [], guards), *_all(node.body, inner)]

    def _try(self, node: ast.Try, guards: tuple[Guard, ...]) -> "_Children":
        children: list[tuple[ast.AST, tuple[Guard, ...]]] = []
        guarded = False
        for handler in node.handlers:
            catches = catches_import_error(handler, self.resolve)
            guarded = guarded or catches
            fallback = catches or (
                handler.type is not None and names_import_error(handler.type, self.resolve)
            )
            guard: Guard = "import-error" if fallback else "conditional"
            children += _all(handler.body, (*guards, guard))
        body: tuple[Guard, ...] = (*guards, "import-error") if guarded else guards
        otherwise: tuple[Guard, ...] = (*guards, "conditional") if guarded else guards
        return [
            *_all(node.body, body),
            *children,
            *_all(node.orelse, otherwise),
            *_all(node.finalbody, guards),
        ]

    def _with(self, node: ast.With, guards: tuple[Guard, ...]) -> "_Children":
        inner = guards
        for item in node.items:
            manager = item.context_expr
            if (
                isinstance(manager, ast.Call)
                and self.resolve(manager.func).rpartition(".")[2] == "suppress"
                and any(names_import_error(kind, self.resolve) for kind in manager.args)
            ):
                inner = (*guards, "suppressed")
        return [*_all([item.context_expr for item in node.items], guards), *_all(node.body, inner)]

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, guards: tuple[Guard, ...]
    ) -> "_Children":
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            self._bases.append(called)
        return [
            *_all(node.decorator_list, guards),
            (node.args, guards),
            *_all(node.body, (*guards, "function")),
        ]

    def _lambda(self, node: ast.Lambda, guards: tuple[Guard, ...]) -> "_Children":
        return [(node.args, guards), (node.body, (*guards, "function"))]

    def _class(self, node: ast.ClassDef, guards: tuple[Guard, ...]) -> "_Children | None":
        self._bases.extend(node.bases)
        return None

    def _defer_call(self, node: ast.Call, guards: tuple[Guard, ...]) -> "_Children | None":
        self._calls.append((node, guards))
        return None

    # Calls

    def _call(self, node: ast.Call, guards: tuple[Guard, ...]) -> None:
        name = self.resolve(node.func)
        uses = self._uses
        if not name.startswith(_SHELL) and not _UNREACHED.intersection(guards):
            self._note_files(node)
        called = node.func.attr if isinstance(node.func, ast.Attribute) else name
        if called.rpartition(".")[2] in _WITH_ENGINE or called.startswith("draw"):
            self._engine_call(node, name, guards)
        if not name:
            return
        if name.startswith(_SHELL):
            self._ipython(node, name[len(_SHELL) + 1 :], guards)
        elif name in ("importlib.import_module", "import_module", "__import__"):
            self._dynamic_import(node, name, guards)
        elif name in _SHELL_FUNCTIONS or name in _PIP_FUNCTIONS:
            self._subprocess(node, name in _PIP_FUNCTIONS, guards)
        elif name == "ipydeps.pip":
            self._ipydeps(node, guards)
        elif name.removeprefix("os.") in _ONE_ENTRY:
            self._add_path(node.args[-1] if node.args else None, uses.path_entries)
        elif name.removeprefix("os.") == "sys.path.extend":
            self._add_entries(node.args[0] if node.args else None)
        elif name == "os.chdir":
            uses.moves = True
            self._add_path(node.args[0] if node.args else None, uses.chdir)
        elif not uses.displays_widgets:
            uses.displays_widgets = makes_widget(name)

    def _note_files(self, node: ast.Call) -> None:
        """Note modules that a call may write, going by the names of files that it is given."""
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if called in _UNPACKING:
            self._uses.writes.append("./")
        for argument in node.args:
            text = _string(argument)
            if text is not None and text.endswith(".py"):
                self._uses.writes.append(text)

    def _add_entries(self, node: ast.expr | None) -> None:
        """Add the folders of a list that goes into ``sys.path``."""
        stack = [node]
        while stack:
            node = stack.pop()
            if isinstance(node, (ast.List, ast.Tuple)):
                for element in node.elts:
                    if not isinstance(element, ast.Starred):
                        self._add_path(element, self._uses.path_entries)
                    elif self.resolve(element.value) != "sys.path":
                        self._uses.path_unknown = True
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                stack += [node.left, node.right]
            elif node is None or not self.resolve(_unsliced(node)).endswith("sys.path"):
                self._uses.path_unknown = True

    def _add_path(self, node: ast.expr | None, to: list[str]) -> None:
        path = self._paths.literal(node) if node is not None else None
        if path is None:
            self._uses.path_unknown = True
        else:
            to.append(path)

    @cached_property
    def _paths(self) -> Paths:
        """The literal paths; a name that is bound twice stands for nothing."""
        names: dict[str, ast.expr | None] = {}
        for name, value in self._bound:
            names[name] = None if name in names else value
        return Paths(self.resolve, {name: value for name, value in names.items() if value})

    def _engine_call(self, node: ast.Call, name: str, guards: tuple[Guard, ...]) -> None:
        """Add the call of a function that imports a package only then."""
        function = node.func
        if not name and isinstance(function, ast.Attribute):
            inner = function.value
            given = self.resolve(inner.func) if isinstance(inner, ast.Call) else ""
            name = f"{given}().{function.attr}" if given else ""
        if not name:
            return
        engine: str | None = None
        for keyword in node.keywords:
            if keyword.arg == "engine":
                engine = _literal(keyword.value) or ""
            elif keyword.arg in ("flavor", "backend", None):
                engine = ""
        first = _literal(node.args[0]) if node.args else None
        at = self._span(*self._range(function))
        self._uses.calls.append(FunctionCall(name, at, first, engine, guards))

    def _dynamic_import(self, node: ast.Call, name: str, guards: tuple[Guard, ...]) -> None:
        module = _string(node.args[0]) if node.args else None
        if module is None:
            return
        dotted = module.lstrip(".")
        if not MODULE.fullmatch(dotted):
            return
        at = self._written(node.args[0], module)
        level = len(module) - len(dotted)
        form = "__import__" if name == "__import__" else "import_module"
        self._uses.imports.append(Import(dotted, at, (), level, guards, form))  # type: ignore[arg-type]

    def _subprocess(self, node: ast.Call, pip: bool, guards: tuple[Guard, ...]) -> None:
        first = node.args[0] if node.args else None
        if _UNREACHED.intersection(guards) or first is None:
            return
        command = _string(first)
        if command is not None:
            whole = self._span(*self._range(first))

            def place(start: int, end: int) -> Span:
                return self._written(first, command[start:end])

            self._uses.add_shell(command, whole, place, guards)
        elif isinstance(first, (ast.List, ast.Tuple)):
            elements = first.elts
            words = [Word("pip", 0, 0)] if pip else []
            for index, element in enumerate(elements):
                text = _string(element)
                if text is None and self.resolve(element) == "sys.executable":
                    text = "python"
                known = text is not None and "{" not in text
                words.append(Word("{}" if text is None else text, index, index, known))
            if not pip:
                shown = " ".join([word.text for word in words])
                self._uses.shell.append(Shell(shown, self._span(*self._range(first))))

            def element_span(start: int, end: int) -> Span:
                word = _string(elements[end]) or ""
                return self._written(elements[end], word)

            self._uses.add_commands(listed(words), element_span, guards)

    def _ipydeps(self, node: ast.Call, guards: tuple[Guard, ...]) -> None:
        """``ipydeps.pip("x")`` or ``ipydeps.pip(["x", "y"])`` (ipydeps 2.0)."""
        first = node.args[0] if node.args else None
        if first is None or _UNREACHED.intersection(guards):
            return
        for element in first.elts if isinstance(first, (ast.List, ast.Tuple)) else [first]:
            requirement = _string(element)
            if requirement and not any(sign in requirement for sign in "{} "):
                at = self._written(element, requirement)
                asked = Asked("pip", "package", Word(requirement, 0, 0), 0, 0)
                self._uses.installs.append(Install(asked, at, guards))

    # IPython

    def _ipython(self, node: ast.Call, method: str, guards: tuple[Guard, ...]) -> None:
        if _UNREACHED.intersection(guards):
            return
        command = self._commands.get(node.lineno)
        arguments = [_string(argument) for argument in node.args]
        if command is not None and command.kind in ("line", "system", "getoutput"):
            self._command(command, guards)
        elif method in ("system", "getoutput", "getoutput_raw", "system_raw", "system_piped"):
            if arguments and arguments[0] is not None:
                text = arguments[0]
                at = self._written(node.args[0], text)
                self._uses.add_shell(
                    text,
                    at,
                    lambda start, end: self._written(node.args[0], text[start:end]),
                    guards,
                )
        elif method in ("run_line_magic", "magic") and arguments and arguments[0] is not None:
            name, argument = arguments[0], ""
            if method == "magic":
                name, _, argument = name.partition(" ")
            elif len(arguments) > 1:
                argument = arguments[1] or ""
            whole = node.args[-1] if len(node.args) > 1 else node.args[0]
            self._uses.add_magic(
                name.lstrip("%"),
                argument,
                self._written(node.args[0], name),
                lambda start, end: self._written(whole, argument[start:end]),
                guards,
            )

    def _command(self, command: IPythonCommand, guards: tuple[Guard, ...]) -> None:
        """Add what stands in the source as IPython syntax; its offsets are the outer text's."""
        outer = self._uses
        at = outer.span(self._outside(command.start), self._outside(command.end))
        begin = command.argument_start

        def place(start: int, end: int) -> Span:
            if begin < 0:
                return at
            return outer.span(self._outside(begin + start), self._outside(begin + end))

        if command.kind == "line":
            self._uses.add_magic(command.name, command.argument, at, place, guards)
            if command.name in PYTHON_LINE_MAGICS and begin >= 0:
                text, skipped = statement(command.name, command.argument)
                self._python(text, begin + skipped, guards)
        else:
            outer.add_shell(command.argument, at, place, guards)


def _unsliced(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


_Children = Sequence[tuple[ast.AST, tuple[Guard, ...]]]


def _all(
    nodes: Sequence[ast.AST], guards: tuple[Guard, ...]
) -> list[tuple[ast.AST, tuple[Guard, ...]]]:
    return [(node, guards) for node in nodes]


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _string(node: ast.expr) -> str | None:
    """The text of a string literal, with ``{}`` for what an f-string computes."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            [
                str(part.value) if isinstance(part, ast.Constant) else "{" + _expression(part) + "}"
                for part in node.values
            ]
        )
    return None


def _expression(part: ast.expr) -> str:
    value = part.value if isinstance(part, ast.FormattedValue) else part
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
        return f"{value.value.id}.{value.attr}"
    return ""


#: Nodes and values without anything below them that matters.
_LEAVES = frozenset(
    (
        *(ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, ast.Pass, ast.Break),
        *(ast.Continue, ast.Global, ast.Nonlocal, str, int, bool, type(None)),
    )
)
#: Fields that hold no expressions or statements.
_PLAIN_FIELDS = frozenset(
    (
        *("ctx", "op", "ops", "id", "attr", "arg", "name", "names", "kind", "type_comment"),
        *("conversion", "rest", "lineno"),
    )
)
#: The other fields of each type of node, as they are met. The value of a constant is no node, and
#: a handler may hand on the constant itself (the body of a lambda, a test).
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}
_Handler = Callable[[Pass, ast.AST, tuple[Guard, ...]], "_Children | None"]
_HANDLERS: dict[type, _Handler] = {  # each takes the nodes of its type
    ast.Import: Pass._import,  # type: ignore[dict-item]
    ast.ImportFrom: Pass._import_from,  # type: ignore[dict-item]
    ast.Assign: Pass._assign,  # type: ignore[dict-item]
    ast.AugAssign: Pass._augmented,  # type: ignore[dict-item]
    ast.AnnAssign: Pass._annotated,  # type: ignore[dict-item]
    ast.Global: Pass._global,  # type: ignore[dict-item]
    ast.If: Pass._if,  # type: ignore[dict-item]
    ast.For: Pass._loop,  # type: ignore[dict-item]
    ast.AsyncFor: Pass._loop,  # type: ignore[dict-item]
    ast.While: Pass._while,  # type: ignore[dict-item]
    ast.match_case: Pass._match_case,  # type: ignore[dict-item]
    ast.Try: Pass._try,  # type: ignore[dict-item]
    ast.With: Pass._with,  # type: ignore[dict-item]
    ast.FunctionDef: Pass._function,  # type: ignore[dict-item]
    ast.AsyncFunctionDef: Pass._function,  # type: ignore[dict-item]
    ast.Lambda: Pass._lambda,  # type: ignore[dict-item]
    ast.ClassDef: Pass._class,  # type: ignore[dict-item]
    ast.Call: Pass._defer_call,  # type: ignore[dict-item]
}
if hasattr(ast, "TryStar"):
    _HANDLERS[ast.TryStar] = Pass._try  # type: ignore[assignment]
