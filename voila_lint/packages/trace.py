"""What a notebook needs to run: its own imports, and those of the local modules it reaches."""

from collections import deque
from collections.abc import Callable, Sequence

from msgspec import Struct

from voila_lint.notebook.model import Code, Guard, Import
from voila_lint.packages.local import LocalModules, resolve_folder, submodules

#: Guards under which an import does not run, or its failure is taken care of.
_HARMLESS: frozenset[Guard] = frozenset(
    {"import-error", "suppressed", "type-checking", "never", "version", "colab"}
)

#: So many folders that a notebook goes to are tried for what it adds to Python's path.
_STEPS = 8

#: What a module adds to Python's path may make importable what was looked for before. Where that
#: goes on for longer, Python itself would not find it in this order.
_ROUNDS = 10


class Use(Struct, frozen=True):
    """One import and where it stands.

    ``path`` is the notebook, or a local module that the notebook reaches through ``via`` (the
    chain of files from the notebook on). ``local`` is the file of the repository that satisfies
    it. ``needed`` is false where failing does no harm, ``certain`` where it certainly runs.
    """

    path: str
    cell: int | None
    imported: Import
    module: str
    local: str | None
    needed: bool
    certain: bool
    via: tuple[str, ...] = ()


class CodeAt(Struct, frozen=True):
    """The code of one cell (or of a whole file: ``cell`` is None)."""

    cell: int | None
    code: Code


class Trace(Struct, frozen=True):
    """All imports of a notebook, and the folders of the repository that are on its path.

    Its own folder is the first of these (Voilà starts the kernel there), then come those that it
    goes to or adds, and those that every notebook has.
    """

    uses: tuple[Use, ...]
    folders: tuple[str, ...]


def _visited(path: str, cells: Sequence[CodeAt]) -> list[str]:
    """Return the folders that a notebook works in, each step taken from the one before."""
    folders = [path.rpartition("/")[0]]
    for at in cells:
        for literal in at.code.chdir:
            folder = resolve_folder(folders[-1], literal, path)
            if folder is not None:
                folders.append(folder)
    return folders


def _added(path: str, file: str, codes: Sequence[CodeAt]) -> list[str]:
    """Return the folders that a file puts on the path of the notebook that runs it.

    Where that is after a change of folder is not followed: all that it works in are tried.
    """
    bases = _visited(path, codes)[:_STEPS] if path == file else [path.rpartition("/")[0]]
    literals = [literal for at in codes for literal in at.code.path_entries]
    found = (resolve_folder(base, literal, file) for literal in literals for base in bases)
    return [folder for folder in found if folder is not None]


def trace(
    path: str,
    cells: Sequence[CodeAt],
    *,
    local: LocalModules,
    read: Callable[[str], Code],
    extra_folders: Sequence[str] = (),
) -> Trace:
    """Return all imports of a notebook and of the local files it reaches, each file once.

    ``read`` returns the code of a Python file of the repository. ``extra_folders`` are further
    folders to look for modules in, such as those of an installed project.
    """
    own = (*_visited(path, cells), *_added(path, path, cells))
    folders = list(dict.fromkeys((*own, *extra_folders)))
    uses: list[Use] = []
    for _ in range(_ROUNDS):
        before = len(folders)
        uses = _trace(path, cells, folders, local, read)
        if len(folders) == before:
            break
    return Trace(tuple(uses), tuple(folders))


def _trace(
    path: str,
    cells: Sequence[CodeAt],
    folders: list[str],
    local: LocalModules,
    read: Callable[[str], Code],
) -> list[Use]:
    """Return all imports; ``folders`` grows by those that the files reached add to the path."""
    home = path.rpartition("/")[0]
    uses: list[Use] = []
    queue: deque[tuple[str, tuple[CodeAt, ...], tuple[str, ...]]] = deque()
    queue.append((path, tuple(cells), ()))
    seen = {path}
    while queue:
        file, codes, via = queue.popleft()
        if file != path:
            # What a module adds to Python's path, its own imports find already.
            folders.extend(f for f in _added(path, file, codes) if f not in folders)
        reached: list[str] = []
        for at in codes:
            for imported in at.code.imports:
                use, files = _resolve(file, at.cell, imported, folders, local, via)
                if use is not None:
                    uses.append(use)
                reached.extend(files)
            for target, _ in at.code.runs:
                script = _script(home, target)
                if script is not None:
                    reached.append(script)
        for found in reached:
            if found not in seen:
                seen.add(found)
                queue.append((found, (CodeAt(None, read(found)),), (*via, file)))
    return uses


def _resolve(
    file: str,
    cell: int | None,
    imported: Import,
    folders: Sequence[str],
    local: LocalModules,
    via: tuple[str, ...],
) -> tuple[Use | None, tuple[str, ...]]:
    """Return the use (None for a relative import) and the local files that it runs."""
    if "never" in imported.guards or "type-checking" in imported.guards:
        runs = False
    else:
        # Importing a module is not running it as the main program.
        runs = not ("main" in imported.guards and via)
    if imported.level:
        base = file.rpartition("/")[0]
        for _ in range(imported.level - 1):
            base = base.rpartition("/")[0]
        names = [imported.module] if imported.module else []
        names += submodules(imported.module, imported.names)
        files = [f for m in names if (hit := local.find(m, [base])) for f in hit.files]
        return None, tuple(files) if runs else ()
    hit = local.find(imported.module, folders)
    files = list(hit.files) if hit else []
    if hit:
        for below in submodules(imported.module, imported.names):
            deeper = local.find(below, folders)
            files.extend(deeper.files if deeper else ())
    guards = set(imported.guards)
    return Use(
        path=file,
        cell=cell,
        imported=imported,
        module=imported.module,
        local=hit.path if hit else None,
        needed=runs and not guards & _HARMLESS,
        certain=not guards & {"conditional", "function"},
        via=via,
    ), tuple(files) if runs else ()


def _script(home: str, target: str) -> str | None:
    """Return the Python file that ``%run target`` runs, relative to the root."""
    name = target if target.endswith((".py", ".ipy", ".ipynb")) else f"{target}.py"
    folder, _, base = name.rpartition("/")
    where = resolve_folder(home, folder or ".")
    if where is None or not base.endswith(".py"):
        return None
    return f"{where}/{base}" if where else base
