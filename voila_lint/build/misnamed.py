"""Files that are meant for Binder but carry a name that repo2docker does not look for."""

from collections.abc import Iterator

from voila_lint.spelling import edit_distance

#: The names that repo2docker 2026.4.0 looks for, in the configuration directory.
KNOWN = (
    "environment.yml", "environment.yaml", "requirements.txt", "requirements3.txt", "Pipfile",
    "Pipfile.lock", "pyproject.toml", "setup.py", "setup.cfg", "runtime.txt", "apt.txt",
    "postBuild", "start", "Dockerfile", "install.R", "DESCRIPTION", "Project.toml",
    "JuliaProject.toml", "Manifest.toml", "REQUIRE", "default.nix",
)  # fmt: skip

#: Those that say what to install: with one of them alone, mybinder.org builds.
_SPECIFICATIONS = ("environment.yml", "requirements.txt", "Pipfile", "Dockerfile", "default.nix")

#: Wrong names that are too far from the right one for a comparison of letters.
_WRONG = {
    "env.yml": "environment.yml",
    "env.yaml": "environment.yml",
    "conda.yml": "environment.yml",
    "conda.yaml": "environment.yml",
    "conda_env.yml": "environment.yml",
    "conda-environment.yml": "environment.yml",
    "binder.yml": "environment.yml",
    "requirements.in": "requirements.txt",
    "requirements": "requirements.txt",
    "reqs.txt": "requirements.txt",
    "packages.txt": "requirements.txt",
    "postbuild.sh": "postBuild",
    "post_build": "postBuild",
    "runtime": "runtime.txt",
    "start.sh": "start",
}

#: Wrong names to which other tools give another meaning: only counted where nothing else
#: says what to install.
_ALONE_ONLY = frozenset({"packages.txt", "requirements.in", "requirements", "conda.yml",
                         "conda.yaml", "env.yml", "env.yaml", "binder.yml", "runtime",
                         "start.sh", "dockerfile"})  # fmt: skip


def misnamed(files: frozenset[str], folder: str, *, alone: bool) -> Iterator[tuple[str, str]]:
    """Yield (path, right path) for the misnamed files of the configuration directory.

    ``files`` are all of the repository, ``folder`` is "." or the directory's name. ``alone``:
    nothing that Binder knows says what to install. A file is left out where the one with the
    right name is there, too: it is somebody's copy.
    """
    prefix = "" if folder == "." else f"{folder}/"
    here = {
        path.removeprefix(prefix)
        for path in files
        if path.startswith(prefix) and "/" not in path.removeprefix(prefix)
    }
    for name in sorted(here - set(KNOWN)):
        right = _right_name(name)
        if right is None or right in here:
            continue
        if right == "environment.yml" and "environment.yaml" in here:
            continue
        slip = name.lower() == right.lower() or right not in _SPECIFICATIONS
        # Beside a file that Binder does read, only what is a slip without doubt counts.
        if not alone and (not slip or name.lower() in _ALONE_ONLY):
            continue
        yield prefix + name, prefix + right
    if alone and folder == ".":
        yield from _folder(files)


def _folder(files: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the folder that would be ``binder`` in lower case and holds a known file."""
    tops = {path.partition("/")[0] for path in files if "/" in path}
    for top in sorted(tops):
        right = top.lower()
        if (
            right in ("binder", ".binder")
            and top != right
            and right not in tops
            and any(f"{top}/{name}" in files for name in KNOWN)
        ):
            yield top, right


def _right_name(name: str) -> str | None:
    lower = name.lower()
    if lower in _WRONG:
        return _WRONG[lower]
    for known in KNOWN:
        if lower == known.lower():
            return known
    stem, dot, suffix = lower.rpartition(".")
    if suffix in ("yml", "yaml") and edit_distance(stem, "environment", 2) <= 2:
        return "environment.yml"
    if dot and suffix in ("txt", "text") and edit_distance(stem, "requirements", 2) <= 2:
        # `requirements3.txt` and `requirements2.txt` are other files' names.
        return None if stem[-1:].isdigit() else "requirements.txt"
    return None
