"""Make ``voila_lint/packages/data/distributions.txt``: what well-known packages bring along.

Needs uv, PyPI and some 20 GB of disk; run by hand when the table should be renewed::

    python tools/build_comes_with.py resolve WORK    # which versions go together, today and then
    python tools/build_comes_with.py install WORK    # wheels, for their RECORD and METADATA
    python tools/build_comes_with.py write WORK --recipes FOLDER    # the table

Source of every fact: the METADATA and RECORD that the distributions' own wheels on PyPI carry,
after resolving each entry of ``widely_used.txt`` as pip would on Linux with Python 3.11; and a
second resolution as of 2021 with Python 3.8, for environments that hold packages back. Of entries
that were resolved but not unpacked, the requirements are the resolution's; of those not resolved,
the ones of Spack's recipes (see recipe_facts.py, FOLDER). Their modules are then the mappings'.
"""

import argparse
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Container
from concurrent.futures import ThreadPoolExecutor
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from recipe_facts import recipes
from wheel_facts import key, modules

from voila_lint.packages.names import modules_of

HERE = Path(__file__).parent
TABLE = HERE.parent / "voila_lint" / "packages" / "data" / "distributions.txt"
ROOTS = HERE / "widely_used.txt"

#: Gigabytes of libraries, or minutes of compiling; `comes_with_overlay.tsv` has what is in them.
NOT_INSTALLED = re.compile(r"^(nvidia-|cuda-|dlib$|pyspark$|triton$)")

FIXES = HERE / "comes_with_overlay.tsv"

ERAS = {
    "now": ["--python-version", "3.11"],
    "then": ["--python-version", "3.8", "--exclude-newer", "2021-09-01"],
}
LINUX = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.14",
    "python_version": "3.11",
    "sys_platform": "linux",
    "platform_release": "",
    "platform_version": "",
    "implementation_version": "3.11.14",
}
#: Extras for the developers of a package; nobody who writes an app asks for them.
DEVELOPERS = re.compile(r"test|dev|doc|lint|ci$|bench|build|mypy|typing|release|check", re.I)


def roots() -> list[str]:
    """The entries of ``widely_used.txt``."""
    lines = ROOTS.read_text(encoding="utf-8").splitlines()
    return sorted({word for line in lines if not line.startswith("#") for word in line.split()})


def resolve(work: Path) -> None:
    """Write ``WORK/<era>/<root>.txt``: the pins with the packages that ask for them."""

    def one(job: tuple[str, str]) -> None:
        era, root = job
        target = work / era / f"{root}.txt"
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        command = ["uv", "pip", "compile", "-", "--quiet", "--no-header", "--python-platform"]
        command += ["linux", "--annotation-style", "split", *ERAS[era]]
        tries = [["--only-binary", ":all:"], []] if era == "now" else [["--only-binary", ":all:"]]
        for wheels in tries:
            done = subprocess.run(
                [*command, *wheels], input=root, text=True, capture_output=True, check=False
            )
            if done.returncode == 0:
                target.write_text(done.stdout, encoding="utf-8")
                return
        print(f"{era}: {root}: {done.stderr.strip()[:300]}", file=sys.stderr)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [(era, root) for era in ERAS for root in roots()]))


def pins(work: Path, era: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """(newest version, who is asked for) of each distribution that the era's resolutions name."""
    versions: dict[str, str] = {}
    requires: dict[str, set[str]] = defaultdict(set)
    for path in sorted((work / era).glob("*.txt")):
        name = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"([A-Za-z0-9._-]+)==(\S+)", line):
                name = canonicalize_name(match[1])
                known = versions.get(name)
                if known is None or Version(known) < Version(match[2]):
                    versions[name] = match[2]
            elif match := re.match(r"\s+#(?: via)?\s+([A-Za-z0-9][A-Za-z0-9._-]*)$", line):
                requires[canonicalize_name(match[1])].add(name)
    return versions, requires


def install(work: Path) -> None:
    """Unpack wheels side by side: today's into ``WORK/site``, vanished ones into ``site-then``."""
    now, then = pins(work, "now")[0], pins(work, "then")[0]
    vanished = {name: version for name, version in then.items() if name not in now}
    for folder, python, versions in (("site", "3.11", now), ("site-then", "3.8", vanished)):
        site = work / folder
        there = {
            info.name.partition("-")[0].lower().replace(".", "_")
            for info in site.glob("*.dist-info")
        }
        wanted = [
            f"{name}=={version}"
            for name, version in sorted(versions.items())
            if not NOT_INSTALLED.match(name) and name.replace("-", "_") not in there
        ]
        command = ["uv", "pip", "install", "--quiet", "--no-deps", "--link-mode", "symlink"]
        command += ["--target", str(site), "--python-version", python]
        for start in range(0, len(wanted), 25):
            group = wanted[start : start + 25]
            if subprocess.run([*command, *group], check=False).returncode:
                for one in group:
                    subprocess.run([*command, one], check=False)


def facts(site: Path) -> dict[str, tuple[list[str], dict[str, set[str]]]]:
    """Distribution → (modules, {extra or "": requirements}) of everything in ``site``."""
    found = {}
    for info in sorted(site.glob("*.dist-info")):
        headers = HeaderParser().parsestr((info / "METADATA").read_text("utf-8", "replace"))
        name = canonicalize_name(headers["Name"])
        record = (info / "RECORD").read_text("utf-8")
        requires: dict[str, set[str]] = {"": set()}
        for extra in headers.get_all("Provides-Extra", []):
            if not DEVELOPERS.search(extra):
                requires[canonicalize_name(extra)] = set()
        for text in headers.get_all("Requires-Dist", []):
            try:
                wanted = Requirement(text)
            except InvalidRequirement:
                continue
            for extra, into in requires.items():
                if wanted.marker is None:
                    holds = extra == ""
                elif extra:
                    holds = wanted.marker.evaluate({**LINUX, "extra": extra}) and not (
                        wanted.marker.evaluate({**LINUX, "extra": ""})
                    )
                else:
                    holds = wanted.marker.evaluate({**LINUX, "extra": ""})
                if holds:
                    into.add(key(wanted.name, wanted.extras))
        found[name] = (modules(record), requires)
    return found


def fixes() -> list[list[str]]:
    """The rows of ``comes_with_overlay.tsv``."""
    lines = FIXES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def not_unpacked(work: Path, known: Container[str], folder: Path) -> dict[str, set[str]]:
    """Distribution → requirements, for roots, recipes and what these need."""
    versions, resolved = pins(work, "now")
    told = recipes(folder)
    found: dict[str, set[str]] = {}
    stack = [*told, *(canonicalize_name(root.partition("[")[0]) for root in roots())]
    while stack:
        name = stack.pop()
        if name in known or name in found or not (name in versions or name in told):
            continue
        found[name] = resolved[name] if name in versions else told[name]
        stack += [wanted.partition("[")[0] for wanted in found[name]]
    return found


def known_distributions(
    work: Path, folder: Path
) -> dict[str, tuple[list[str], dict[str, set[str]]]]:
    """What the unpacked wheels say, and what is written by hand where there is none."""
    known = {**facts(work / "site-then"), **facts(work / "site")}
    for name, modules_, requires, _, _ in fixes():
        known.setdefault(name, (modules_.split(), {"": set(requires.split())}))
    for name in pins(work, "now")[0]:
        if NOT_INSTALLED.match(name):
            known.setdefault(name, ([], {"": set()}))
    for name, wanted in not_unpacked(work, known, folder).items():
        guess = name.replace("-", "_").removeprefix("python_")
        guessed = [guess] if guess.isidentifier() else []
        known[name] = (list(modules_of(name) or guessed), {"": wanted})
    for _, requirements in known.values():
        for extra, wanted in requirements.items():
            # What CUDA's libraries have for extras is more libraries.
            requirements[extra] = {
                name.partition("[")[0] if NOT_INSTALLED.match(name) else name for name in wanted
            }
    return known


def times_brought(
    known: dict[str, tuple[list[str], dict[str, set[str]]]], then: dict[str, set[str]]
) -> dict[str, int]:
    """How many of the known distributions bring each one along, now or then."""
    counts: dict[str, int] = defaultdict(int)
    for start in known:
        seen, stack = {start}, [start]
        while stack:
            name = stack.pop()
            requires = known[name][1][""] if name in known else set()
            for other in {r.partition("[")[0] for r in requires} | then.get(name, set()):
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        for name in seen - {start}:
            counts[name] += 1
    return counts


def write(work: Path, folder: Path) -> None:
    """Write the table; its fields are explained in ``data/README.md``."""
    known = known_distributions(work, folder)
    resolved = pins(work, "then")[1]
    by_hand = {name: set(former.split()) for name, _, _, former, _ in fixes()}
    counts = times_brought(known, resolved)
    every = {r for _, requires in known.values() for rs in requires.values() for r in rs}
    with_extras = {r.partition("[")[0] for r in {*every, *roots()} if "[" in r}
    lines = []
    for name, (listed, requires) in known.items():
        now = requires[""]
        now_names = {r.partition("[")[0] for r in now}
        missing = sorted(n for n in now_names if n not in known)
        if missing:
            print(f"{name}: not installed: {' '.join(missing)}", file=sys.stderr)
        # The resolution's notes do not tell extras apart: what one asks for is no news.
        optional = {r.partition("[")[0] for e, rs in requires.items() if e for r in rs}
        former = resolved.get(name, set()) - (optional if name in with_extras else set())
        former = (former | by_hand.get(name, set())) - now_names
        recent = now_names - resolved[name] if resolved.get(name) else set()
        fields = [name, *(" ".join(sorted(f)) for f in (listed, now, former, recent))]
        lines.append("\t".join([*fields, str(counts[name])]))
        for extra, wanted in requires.items():
            if extra and all(r.partition("[")[0] in known for r in wanted):
                lines.append(
                    "\t".join([f"{name}[{extra}]", "", " ".join(sorted(wanted)), "", "", ""])
                )
    TABLE.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["resolve", "install", "write"])
    parser.add_argument("work", type=Path)
    parser.add_argument("--recipes", type=Path, default=Path("packages"))
    given = parser.parse_args()
    if given.step == "write":
        write(given.work, given.recipes)
    else:
        {"resolve": resolve, "install": install}[given.step](given.work)


if __name__ == "__main__":
    main()
