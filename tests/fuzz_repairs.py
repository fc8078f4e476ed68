"""Repairs mutated repositories twice and looks at every byte: python -m tests.fuzz_repairs.

It prints its seed; ``--seed`` does the same again. What fails is kept and named. Judged by the
bytes on the disk and by the edits that ``check`` has announced as JSON, not by the code that
repairs: no crash, no run of more than 5 s of CPU, no byte of another file, none outside the
lines of an edit, and no second run that changes something.
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
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.fuzzing import iterate, restore
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


def judge(root: Path) -> int:
    """Repair a repository twice; return how many files have changed. Raises FailureError."""
    parent = root.parent
    before = state(parent)
    code, out = run(root, "--output-format", "json")
    announced = json.loads(out)["findings"] if code != 2 else []
    run(root, "--diff")
    if state(parent) != before:
        raise FailureError("check or --diff has written something")
    run(root, "--fix")
    after = state(parent)
    changed = compare(before, after, announced, root.name)
    run(root, "--fix")
    again = state(parent)
    if _without_git(again) != _without_git(after):
        raise FailureError(f"the second run changes {_differing(after, again)}")
    return changed


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
    failures = changed = number = 0
    for number, root in enumerate(iterate(options.seed, folder), start=1):
        shutil.copytree(root.parent, kept / "now", symlinks=True)
        try:
            changed += judge(root) > 0
        except FailureError as failure:
            failures += 1
            print(f"{number}: {kept / str(number)}: {failure}", flush=True)
            (kept / "now").rename(kept / str(number))
        else:
            restore(kept / "now")
            shutil.rmtree(kept / "now")
        if number >= options.repositories and time.monotonic() > end:
            break
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{number} repositories, {changed} of them repaired, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
