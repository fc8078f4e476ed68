"""What a visitor of a Voilà app on Binder gets, observed on a real Jupyter Server.

Run it with the Python of this judge (the packages of Binder's base image)::

    python driver.py REPOSITORY PATH [PATH ...]

starts JupyterLab in REPOSITORY as BinderHub does (helm-chart/binderhub/values.yaml, singleuser),
opens each PATH on it and prints what came as JSON, for several a list: ``status`` (0: no answer
came), ``error_shown``, ``reached_end``, ``hangs``, ``installation_shown`` (whether the page has
pip's log in it), ``images`` (how many pictures a browser would show). Where the page hangs, the
server's log goes to standard error. Needs POSIX, as Binder's images are.

The server and its kernels run in an environment of their own that adds to the base just what
REPOSITORY declares, made once per set of declared packages beside the judge's own environment.
"""

import contextlib
import fcntl
import hashlib
import html
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import yaml

BASE = Path(sys.prefix)
CONSTRAINTS = Path(__file__).with_name("constraints.txt")

#: What a pair with an old Voilà brings along, in a series that has got its last release.
CLOSED = {"anyio", "jupyter-client", "jupyter-server", "mistune", "nbclient", "nbconvert"}

#: Seconds that a server may need to start on a busy machine. One that fails says so at once.
START = 300
#: Seconds without any sign of progress after which a page counts as hanging. Signs are bytes of the
#: page, of the server's log, and time on a processor, which a busy machine gives late.
PATIENCE = 20

#: What conda provides by itself, or under another name than PyPI.
CONDA_ONLY = {"python", "pip", "nodejs"}
ON_PYPI = {"matplotlib-base": "matplotlib", "pytorch": "torch", "python-graphviz": "graphviz"}

#: Voilà sends it every ten seconds while it waits, which is no progress (voila/handler.py).
HEARTBEAT = b"<script>window.voila_heartbeat()</script>\n"
IMAGE = re.compile(rb'<img\b[^>]*?\ssrc="([^"]*)"')
#: The number of a cell in the message that Voilà shows for it.
CELL = re.compile(rb"There was an error when executing cell \[(\d+)\]")


def main() -> None:
    repository, paths = Path(sys.argv[1]).resolve(), sys.argv[2:]
    # Whoever ends this program ends its server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    python = environment(declared(repository))
    seen = observe(python, repository, paths)
    for number, page in enumerate(seen):
        if page["hangs"]:
            # Once in about a hundred visits, on a busy machine, a sound page waited for ever, for
            # a reason that was not found: a hang counts if a new server has it, too.
            seen[number : number + 1] = observe(python, repository, paths[number : number + 1])
    print(json.dumps(seen[0] if len(seen) == 1 else seen))


def observe(python: Path, repository: Path, paths: list[str]) -> list[dict[str, Any]]:
    """Open ``paths`` one after the other on a new server of ``repository``."""
    seen = []
    with tempfile.TemporaryDirectory() as home, server(python, repository, Path(home)) as running:
        address, log, session = running
        for path in paths:
            seen.append(visit(f"{address}/{quote(path, safe='/?=&%')}", log, session))
            if seen[-1]["hangs"]:
                sys.stderr.write(log.read_text("utf-8", "replace"))
    return seen


def declared(repository: Path) -> list[str]:
    """Return the packages that repo2docker would add to its base, as pip's requirements."""
    folders = [repository / name for name in ("binder", ".binder")]
    folder = next((folder for folder in folders if folder.is_dir()), repository)
    for name in ("environment.yml", "environment.yaml"):
        if (folder / name).is_file():
            return sorted(_from_conda(yaml.safe_load((folder / name).read_text("utf-8"))))
    requirements = folder / "requirements.txt"
    if not requirements.is_file():
        return []
    lines = (line.partition("#")[0].strip() for line in requirements.read_text("utf-8").split("\n"))
    return sorted(line for line in lines if line)


def _from_conda(file: dict[str, Any]) -> Iterator[str]:
    for item in file.get("dependencies", ()):
        if isinstance(item, dict):
            yield from item.get("pip", ())
            continue
        match = re.fullmatch(r"(?:[\w-]+::)?([\w.-]+)\s*(.*)", item)
        if not match:
            raise ValueError(f"not a conda requirement: {item}")
        name, version = match[1].lower(), match[2].strip()
        if name in CONDA_ONLY:
            continue
        if re.match(r"=[^=]", version):  # conda's fuzzy equality
            version = f"={version.removesuffix('.*')}.*"
        yield ON_PYPI.get(name, name) + version


def environment(packages: list[str]) -> Path:
    """Return the Python of the base plus ``packages``, installing them if need be."""
    key = "\n".join([*packages, CONSTRAINTS.read_text("utf-8")])
    home = BASE.with_name(f"{BASE.name}+{hashlib.sha256(key.encode()).hexdigest()[:12]}")
    python, complete = home / "bin" / "python", home / ".complete"
    with home.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            shutil.rmtree(home, ignore_errors=True)
            _run(sys.executable, "-m", "venv", "--without-pip", home)
            _put_on_base(home)
            if packages:
                pip = [sys.executable, "-m", "pip", f"--python={python}", "install", "--quiet"]
                constraints = home / "constraints.txt"
                constraints.write_text(_constraints(packages), "utf-8")
                _run(*pip, "--disable-pip-version-check", f"--constraint={constraints}", *packages)
                _refuse_unlocked(home, packages)
            complete.touch()
        _put_on_base(home)
    return python


def _refuse_unlocked(home: Path, packages: list[str]) -> None:
    """Raise RuntimeError where another day may bring another release of something installed."""
    pinned = [line for line in CONSTRAINTS.read_text("utf-8").splitlines() if "==" in line]
    known = {_name(line) for line in (*pinned, *packages)} | CLOSED
    installed = {_name(path.name) for path in home.glob("lib/*/site-packages/*.dist-info")}
    if unlocked := sorted(installed - known):
        raise RuntimeError(f"not in {CONSTRAINTS.name}: {', '.join(unlocked)}")


def _name(text: str) -> str:
    """Return the normalised name that a requirement or the folder of a distribution begins with."""
    match = re.match(r"[\w.]+(?:-(?!\d)[\w.]+)*", text)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else ""


def _put_on_base(home: Path) -> None:
    """Have an environment find the base's packages, wherever the repository has been moved to."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base_site = (BASE / "lib" / version / "site-packages").resolve()
    # Behind the environment's own packages, so that declared versions win.
    layer = home / "lib" / version / "site-packages" / "binder-base.pth"
    text = f"import site; site.addsitedir({str(base_site)!r})\n"
    if not layer.exists() or layer.read_text("utf-8") != text:
        layer.write_text(text, "utf-8")


def _constraints(packages: list[str]) -> str:
    """Return the pinned releases, without those of what the repository itself pins."""
    held = (re.match(r"([\w.-]+)\s*(?:[=~]=|<)", text) for text in packages)
    own = {match[1] for match in held if match}
    lines = CONSTRAINTS.read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if line.partition("==")[0] not in own)


@contextlib.contextmanager
def server(python: Path, repository: Path, home: Path) -> Iterator[tuple[str, Path, int]]:
    """Run JupyterLab in ``repository``; its address, log and session of processes.

    Kills it and its kernels at the end.

    Raises RuntimeError with the log where it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", home / "server.log"
    # Jupyter Server 1 has the token here, too; BinderHub's own setting works with both.
    command = [str(python), "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    settings = [f"--port={port}", "--ServerApp.port_retries=0", "--ServerApp.token="]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *settings],
            cwd=repository,
            env=_surroundings(python, home),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + START
        while not _answers(f"{address}/api"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"no server:\n{log.read_text('utf-8', 'replace')}")
            time.sleep(0.2)
        yield address, log, process.pid
    finally:
        _stop(process)


def _processor_seconds(session: int) -> int:
    """Return the whole seconds that the processes of a session have had; 0 without /proc."""
    ticks = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name in parentheses: state, parent, group, session, …, user and system time.
            fields = status.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
    return ticks // os.sysconf("SC_CLK_TCK")


def visit(url: str, log: Path, session: int) -> dict[str, Any]:
    """Open ``url`` and read until the page ends, or nothing happens for PATIENCE seconds."""
    page, status, hangs = b"", 0, False
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            status = response.status
            known, since = (0, 0, 0), time.monotonic()
            while chunk := response.read1():
                page = (page + chunk).replace(HEARTBEAT, b"")
                progress = (len(page), log.stat().st_size, _processor_seconds(session))
                if progress != known:
                    known, since = progress, time.monotonic()
                elif time.monotonic() - since > PATIENCE:
                    raise TimeoutError
    except urllib.error.HTTPError as error:
        status, page = error.code, error.read()
    except TimeoutError:
        hangs = True
    return {
        "status": status,
        "error_shown": b"There was an error when executing cell" in page,
        "cell": int(numbers[0]) if (numbers := CELL.findall(page)) else 0,
        "reached_end": b"MARK_END" in page,
        "hangs": hangs,
        "installation_shown": b"Requirement already satisfied" in page or b"Collecting " in page,
        "images": sum(_shows(src.decode(), url) for src in IMAGE.findall(page)),
    }


def _shows(src: str, page: str) -> bool:
    """Whether a browser would get a picture from ``src``; other sites are taken at their word."""
    address = urljoin(page, html.unescape(src))
    if urlsplit(address).netloc != urlsplit(page).netloc:
        return urlsplit(address).scheme in ("data", "http", "https")
    return _answers(address)


def _surroundings(python: Path, home: Path) -> dict[str, str]:
    """The environment variables of a fresh container, with the base's files in reach.

    The environment's own files come first: Voilà takes a template from the first place that has
    one of its name, and the base holds nbconvert's ``lab``.
    """
    prefixes = (python.parents[1], BASE)

    def places(*folder: str) -> str:
        return os.pathsep.join(str(prefix.joinpath(*folder)) for prefix in prefixes)

    return {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join([places("bin"), os.defpath]),
        "JUPYTER_PATH": places("share", "jupyter"),
        "JUPYTER_CONFIG_PATH": places("etc", "jupyter"),
        "JUPYTERLAB_DIR": str(BASE / "share" / "jupyter" / "lab"),
    }


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server; one that hangs does not hear SIGTERM, its kernels notice its death."""
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _run(*command: str | Path) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"{command}\n{result.stdout}{result.stderr}")


if __name__ == "__main__":
    main()
