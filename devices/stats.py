"""What a device has done over the years: a few numbers each, kept in one small file that is written rarely."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from sync.contract.whole import write_whole

KEEP_EVERY_S = 60.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DeviceStats:
    """Counted since the device was fitted; `last_good` in Unix seconds."""

    uses: int = 0
    """Commands that it was given."""
    errors: int = 0
    """Commands that failed for another reason than what people do."""
    lost: int = 0
    """How often it went away."""
    units: int = 0
    """Pages, receipts, cards: whatever its kind counts."""
    last_good: float | None = None
    """When it last did as it was told, or said that it is well."""


class StatsBook:
    """The numbers of all devices. May be used from any thread; a file that cannot be kept is told once."""

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._changed = False
        self._due = clock() + KEEP_EVERY_S
        self._told = False
        self._stats = _read(path) if path else {}

    def of(self, device: str) -> DeviceStats:
        """The numbers of a device; a new one begins at nought."""
        with self._lock:
            return self._stats.get(device, DeviceStats())

    def put(self, device: str, stats: DeviceStats) -> None:
        """Takes new numbers of a device."""
        with self._lock:
            self._changed = self._changed or self._stats.get(device) != stats
            self._stats[device] = stats

    def keep(self) -> None:
        """Writes the file when that is due, about once a minute; never waits for somebody else who does."""
        if self._clock() >= self._due and self._writing.acquire(blocking=False):
            try:
                self._write()
            finally:
                self._writing.release()

    def close(self) -> None:
        """Writes what has changed."""
        with self._writing:
            self._write()

    def _write(self) -> None:
        self._due = self._clock() + KEEP_EVERY_S
        with self._lock:
            if self._path is None or not self._changed:
                return
            self._changed = False
            told = json.dumps({device: asdict(stats) for device, stats in self._stats.items()})
        try:
            write_whole(self._path, told.encode(), mode=0o644)
        except OSError as error:
            if not self._told:
                log.warning("%s: the numbers of the devices are not kept: %s", self._path, error.strerror)
            self._told = True


def _read(path: Path) -> dict[str, DeviceStats]:
    """What the file says; a broken one says nothing, because numbers are not worth a kiosk out of service."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        log.warning("%s: cannot be read; the numbers of the devices begin anew", path)
        return {}
    found = {}
    for device, numbers in told.items() if isinstance(told, dict) else ():
        with contextlib.suppress(TypeError, ValueError):
            found[str(device)] = _stats(numbers)
    return found


def _stats(numbers: dict[str, Any]) -> DeviceStats:
    known = {field.name: numbers[field.name] for field in fields(DeviceStats) if field.name in numbers}
    if not all(value is None or isinstance(value, int | float) for value in known.values()):
        raise ValueError("no numbers")
    return DeviceStats(**known)
