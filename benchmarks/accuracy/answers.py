"""The peers' answers, remembered: their releases and the repositories' commits are fixed."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Lock

from tools import PEERS, Report


class Answers:
    """Reports of the peers in a file of the cache; of voila-lint nothing is remembered."""

    def __init__(self, cache: Path) -> None:
        """Read what earlier runs left."""
        self._file = cache / "answers.json"
        self._lock = Lock()
        self._known: dict[str, dict[str, list[object]]] = {}
        if self._file.is_file():
            self._known = json.loads(self._file.read_text("utf-8"))

    def get(self, tool: str, key: str) -> Report | None:
        """The report about a case, None where the tool must be asked."""
        found = self._known.get(PEERS.get(tool, ""), {}).get(key)
        if found is None:
            return None
        places, failure = found
        assert isinstance(places, list)
        return Report(frozenset((one[0], one[1]) for one in places), failure=str(failure))

    def put(self, tool: str, key: str, report: Report) -> None:
        """Remember a peer's report."""
        if tool in PEERS:
            places = [list(place) for place in sorted(report.missing)]
            with self._lock:
                self._known.setdefault(PEERS[tool], {})[key] = [places, report.failure]

    def save(self) -> None:
        """Write the file."""
        with self._lock:
            self._file.write_text(json.dumps(self._known), "utf-8")
