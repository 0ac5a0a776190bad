"""Stops a scan for either reason: whoever wanted the page asks, or its driver is closed from another thread."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from devices.state import Cancel, Cancelled

_SLICE_S = 0.05


class Either(Cancel):
    """Is requested when it is itself, or when `other` is."""

    def __init__(self, other: Cancel) -> None:
        super().__init__()
        self._other = other

    def requested(self) -> bool:
        """Whether either asks to stop."""
        return super().requested() or self._other.requested()

    def check(self) -> None:
        """Raises Cancelled when either asks to stop."""
        if self.requested():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleeps, or raises Cancelled within 50 ms of either asking to stop."""
        end = time.monotonic() + seconds
        self.check()
        while (left := end - time.monotonic()) > 0:
            super().wait(min(left, _SLICE_S))
            self.check()


class Closing:
    """Knows what a driver is doing, so that closing it stops that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: set[Either] = set()

    @contextlib.contextmanager
    def stops(self, cancel: Cancel) -> Iterator[Cancel]:
        """What is done with the given Cancel is stopped by `now`, too."""
        either = Either(cancel)
        with self._lock:
            self._under_way.add(either)
        try:
            yield either
        finally:
            with self._lock:
                self._under_way.discard(either)

    def now(self) -> None:
        """Stops everything under way. From any thread."""
        with self._lock:
            for each in self._under_way:
                each.request()
