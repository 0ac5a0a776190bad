"""Has staff told of a supply that runs low: once, and again only after it was filled up."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from devices.health import Supply
from sync.contract.whole import write_whole

log = logging.getLogger(__name__)


class SupplyWatch:
    """Remembers in a file of what staff were told, so that a restart tells nobody twice."""

    def __init__(self, path: Path, order: Callable[[str, Supply], bool]) -> None:
        """`order` writes a work order and returns whether it is written."""
        self._path = path
        self._order = order
        self._told = _read(path)

    def look(self, device: str, supplies: Iterable[Supply]) -> None:
        """Looks at what a device has left. What it tells nothing of stays as it was."""
        before = set(self._told)
        for supply in supplies:
            mark = f"{device}/{supply.name}"
            if not supply.low:
                self._told.discard(mark)
            elif mark not in self._told and self._order(device, supply):
                self._told.add(mark)
        if self._told != before:
            self._keep()

    def _keep(self) -> None:
        try:
            write_whole(self._path, json.dumps(sorted(self._told)).encode())
        except OSError as error:
            log.warning("%s: cannot be written (%s); staff may be told twice", self._path.name, error.strerror)


def _read(path: Path) -> set[str]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {str(each) for each in told} if isinstance(told, list) else set()
