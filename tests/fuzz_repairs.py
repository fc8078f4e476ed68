"""Repairs mutated repositories twice and looks at every byte: python -m tests.fuzz_repairs.

It prints its seed; ``--seed`` does the same again. What fails is kept and named. Judged by the
bytes on the disk and by the edits that ``check`` announces as JSON, not by the code that
repairs: no crash, no run of more than 5 s of CPU, no byte of another file, and no second run that
changes something. `tests.replaying` makes the announced edits itself, and every byte has to be the
same; only where repairs were taken back, or overlapped, and came in another order for that, are
lines compared.
"""

import argparse
import contextlib
import difflib
import io
import json
import re
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.building import git
from tests.fuzzing import iterate, restore
from tests.replaying import Replay, is_safe, joined, key_of, literals, source_spans
from voila_lint import cli

_LINE_END = re.compile(rb"\r\n|\r|\n")

#: Seconds of CPU that one run may take.
LIMIT = 5.0

#: A file as it is on the disk: what it holds (or where it leads), and its mode.
State = Mapping[str, tuple[bytes | str, int]]


class FailureError(Exception):
    """What went wrong with a repository."""


def state(parent: Path) -> State:
    """Return all files below a folder."""
    found: dict[str, tuple[bytes | str, int]] = {}
    for path in sorted(parent.rglob("*")):
        facts = path.lstat()
        if stat.S_ISLNK(facts.st_mode):
            found[str(path.relative_to(parent))] = (str(path.readlink()), 0)
        elif stat.S_ISREG(facts.st_mode) and facts.st_size < 1 << 22:
            content = path.read_bytes()
            found[str(path.relative_to(parent))] = (content, stat.S_IMODE(facts.st_mode))
    return found


def run(root: Path, *options: str) -> tuple[int, str]:
    """Run voila-lint; return the exit code and what it prints. Raises FailureError."""
    out, err = io.StringIO(), io.StringIO()
    begin = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main([str(root), *options])
    took = time.process_time() - begin
    if "internal error" in err.getvalue() or "Traceback" in err.getvalue():
        raise FailureError(f"crash: {err.getvalue()}")
    if took > LIMIT:
        raise FailureError(f"{took:.1f} s of CPU with {options}")
    return code, out.getvalue()


def judge(root: Path) -> str:
    """Repair a repository twice, and once by what is announced.

    Returns how the bytes were compared: ``unchanged``, ``bytes`` or ``lines``. Raises FailureError.
    The repository is in another state afterwards.
    """
    parent = root.parent
    before, times, names = state(parent), _times(parent), _tracked(root)
    announced = _announced(root)
    run(root, "--diff")
    if state(parent) != before or _times(parent) != times:
        raise FailureError("check or --diff has written something")
    untouched = parent.with_name(f"{parent.name}-untouched")
    subprocess.run(["cp", "-a", parent, untouched], check=True)
    try:
        run(root, "--fix")
        after = state(parent)
        changed = compare(before, after, announced, root.name)
        now = _times(parent)
        same = [path for path in times if path in now and before.get(path) == after.get(path)]
        if written := [path for path in same if times[path] != now[path]]:
            raise FailureError(f"{written} were written, and nothing has changed")
        tracked = _tracked(root)
        left = [finding for finding in _announced(root) if is_safe(finding)]
        run(root, "--fix")
        again = state(parent)
        if _without_git(again) != _without_git(after):
            raise FailureError(f"the second run changes {_differing(after, again)}")
        restore(parent)
        shutil.rmtree(parent)
        untouched.rename(parent)
    finally:
        if untouched.exists():
            restore(untouched)
            shutil.rmtree(untouched)
    if not changed:
        return "unchanged"
    renames = [
        finding["fix"]["rename"]
        for finding in announced
        if is_safe(finding) and finding["fix"].get("rename")
    ]
    if not renames and names != tracked:
        raise FailureError("git's index has changed")
    replay = Replay(root, lambda: _announced(root), {key_of(one, renames) for one in left})
    made = state(parent)
    differing = [
        path
        for path in _differing(_without_git(after), _without_git(made))
        if not _are_same_notebooks(path, after, made, replay.cells.get(path[len(root.name) + 1 :]))
    ]
    for path, cells in replay.cells.items():
        old = next((old + path[len(new) :] for old, new in renames if path == new), path)
        was, is_now = (
            files.get(f"{root.name}/{one}") for files, one in ((before, old), (after, path))
        )
        if was and is_now and (raw := _respelt(was[0], is_now[0], cells)):
            raise FailureError(f"{path}: {raw[:200]} is spelt otherwise, and no edit changes it")
    if not differing and tracked != _tracked(root):
        raise FailureError("git's index has changed otherwise than announced")
    if not differing:
        return "bytes"
    if replay.waited or left:
        return "lines"
    raise FailureError(f"{differing} are not what the announced edits make of them")


def _announced(root: Path) -> list[dict[str, Any]]:
    """Return the findings of a check."""
    _, out = run(root, "--output-format", "json")
    return list(json.loads(out)["findings"]) if out else []


def _times(parent: Path) -> dict[str, int]:
    """Return when the files below a folder were written, git's own left out."""
    return {
        str(path.relative_to(parent)): path.lstat().st_mtime_ns
        for path in parent.rglob("*")
        if ".git" not in path.relative_to(parent).parts and not path.is_dir()
    }


def _tracked(root: Path) -> str | None:
    """Return what git's index holds, None where it cannot say."""
    try:
        return git(root, "ls-files", "--stage")
    except subprocess.CalledProcessError:
        return None


def _are_same_notebooks(path: str, one: State, other: State, cells: set[int] | None) -> bool:
    """Tell whether two notebooks differ in nothing but how some cells' sources are spelt."""
    if not cells or path not in one or path not in other or one[path][1] != other[path][1]:
        return False
    return _but_for(one[path][0], cells) == _but_for(other[path][0], cells)


def _but_for(data: bytes | str, cells: set[int]) -> Sequence[str]:
    """Return a notebook's text in pieces: the sources of these cells joined, the rest as it is."""
    if isinstance(data, str):
        return [data]
    mark, text = _text_of(data)
    pieces: list[str] = [mark]
    at = 0
    for number, (start, end) in enumerate(source_spans(text), start=1):
        if number in cells:
            pieces += (text[at:start], joined(json.loads(text[start:end], strict=False)))
            at = end
    return [*pieces, text[at:]]


def _respelt(was: bytes | str, now: bytes | str, cells: set[int]) -> str | None:
    """Return a line of an edited source that no edit changes, and that is spelt otherwise now."""
    if isinstance(was, str) or isinstance(now, str):
        return None
    olds, news = (source_spans(_text_of(data)[1]) for data in (was, now))
    for number in cells:
        old, new = (
            dict(literals(_text_of(data)[1][slice(*spans[number - 1])]))
            for data, spans in ((was, olds), (now, news))
        )
        known = set(old.values())
        for raw, line in new.items():
            if raw not in old and line in known:
                return raw
    return None


def _text_of(data: bytes) -> tuple[str, str]:
    """Return the byte-order mark of a notebook and its text."""
    text = data.decode()
    body = text.removeprefix("\ufeff")
    return text[: len(text) - len(body)], body


def _without_git(files: State) -> State:
    return {path: facts for path, facts in files.items() if "/.git/" not in path}


def _differing(one: State, other: State) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def compare(before: State, after: State, announced: list[dict[str, Any]], name: str) -> int:
    """Compare the disk before and after with what was announced; return the changed files.

    What comes to light only when the first repairs are made may change more lines of the files
    that have something announced, but nothing of any other file.
    """
    fixes = [finding["fix"] for finding in announced if finding["fix"]]
    fixes = [fix for fix in fixes if fix["safety"] == "safe"]
    renames = [fix["rename"] for fix in fixes if fix.get("rename")]
    changed = 0
    for path in _differing(before, after):
        if path == f"{name}/.git/index" and renames:
            continue
        if not path.startswith(f"{name}/") or "/.git/" in path:
            raise FailureError(f"{path} is none of the repository's files, and has changed")
        inner = path.removeprefix(f"{name}/")
        if path not in after:
            if not any(f"{inner}/".startswith(f"{old}/") for old, _ in renames):
                raise FailureError(f"{path} is gone")
            continue
        now = after[path]
        # A file that has got this name is compared with what it was under the old one.
        sources = [
            f"{name}/{old}{inner[len(new) :]}"
            for old, new in renames
            if f"{inner}/".startswith(f"{new}/")
        ]
        was_path = next((p for p in sources if p in before and p not in after), path)
        was = before.get(was_path)
        now = after[path]
        if was is None:
            if not fixes:
                raise FailureError(f"{path} is new, and nothing was announced")
            changed += 1
            continue
        if was[1] != now[1]:
            raise FailureError(f"{path} has another mode")
        if isinstance(was[0], str) or isinstance(now[0], str):
            if was[0] != now[0]:
                raise FailureError(f"{path} was or is a link")
            continue
        edits = [
            e
            for fix in fixes
            for e in fix.get("edits", ())
            if e["path"] == was_path[len(name) + 1 :]
        ]
        _compare_bytes(path, was[0], now[0], edits, fixes)
        changed += was[0] != now[0]
    return changed


def _compare_bytes(
    path: str, was: bytes, now: bytes, edits: list[dict[str, Any]], fixes: list[dict[str, Any]]
) -> None:
    """Raise FailureError where a file has lost bytes that no edit of it replaces."""
    if was == now:
        return
    if not fixes:
        raise FailureError(f"{path} has changed, and nothing was announced")
    if "\ufffd".encode() in now and "\ufffd".encode() not in was:
        raise FailureError(f"{path} has U+FFFD now")
    if any(edit["line"] is None for edit in edits):
        return
    old, new = _LINE_END.split(was), _LINE_END.split(now)
    announced = {
        line
        for edit in edits
        if edit["cell"] is None
        for line in range(edit["line"], (edit["end_line"] or edit["line"]) + 1)
    }
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for number, line in enumerate(old[first:last], start=first + 1):
            # Something of each line stays, or it is one that an edit replaces.
            if number not in announced and not _descends(line, new[start:end]):
                raise FailureError(f"{path}: of {line[:200]!r} nothing is left")


def _descends(line: bytes, lines: list[bytes]) -> bool:
    """Tell whether one of the lines begins and ends as a line did, up to one place in it."""
    for other in lines:
        prefix = 0
        while prefix < min(len(line), len(other)) and line[prefix] == other[prefix]:
            prefix += 1
        suffix = 0
        rest = min(len(line), len(other)) - prefix
        while suffix < rest and line[-1 - suffix] == other[-1 - suffix]:
            suffix += 1
        high = {byte for byte in line[prefix : len(line) - suffix] if byte > 127}
        if prefix + suffix > 0 and not high - set(other):
            return True
    return not line.strip()


def main() -> int:
    """Run until the number of repositories and the time have both been reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32))
    parser.add_argument("--repositories", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=20)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    end = time.monotonic() + 60 * options.minutes
    folder = Path(tempfile.mkdtemp(prefix="voila-lint-fuzz-"))
    kept = Path(tempfile.mkdtemp(prefix="voila-lint-failed-"))
    compared: Counter[str] = Counter()
    failures = number = 0
    for number, root in enumerate(iterate(options.seed, folder), start=1):
        shutil.copytree(root.parent, kept / "now", symlinks=True)
        try:
            compared[judge(root)] += 1
        except (FailureError, LookupError, OSError, TypeError, ValueError) as failure:
            # What the repairs made here cannot follow counts, too.
            failures += 1
            print(f"{number}: {kept / str(number)}: {failure!r}", flush=True)
            (kept / "now").rename(kept / str(number))
        else:
            restore(kept / "now")
            shutil.rmtree(kept / "now")
        if number >= options.repositories and time.monotonic() > end:
            break
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{number} repositories, {failures} failures")
    print(f"repaired, and compared byte for byte: {compared['bytes']}")
    print(f"repaired, and compared by lines: {compared['lines']}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
