"""What is known of one device - state, supplies, numbers - and who is told when it changes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from devices.health import Supply, judged
from devices.state import Cancelled, DeviceState, DeviceStatus
from devices.stats import DeviceStats, StatsBook
from sync.contract.problem import Family, Problem

log = logging.getLogger("devices.host")


@dataclass(frozen=True)
class DeviceEvent:
    """A device has another state, or a supply crossed its threshold."""

    device: str
    status: DeviceStatus
    supplies: tuple[Supply, ...]


class Logbook:
    """Written in the device's thread, read in any; one line in the log when the device is lost, one when it is back."""

    def __init__(
        self,
        id: str,
        clock: Callable[[], float],
        stats: StatsBook,
        low_percent: int,
        tell: Callable[[DeviceEvent], None],
    ) -> None:
        self._id = id
        self._clock = clock
        self._book = stats
        self._low_percent = low_percent
        self._tell = tell
        self._lock = threading.Lock()
        self._stats = stats.of(id)
        self._lost_at: float | None = None
        self.status = DeviceStatus(DeviceState.STARTING, clock())
        self.supplies: tuple[Supply, ...] = ()

    @property
    def stats(self) -> DeviceStats:
        """The numbers until now."""
        return self._stats

    def show(self, state: DeviceState, problem: Problem | None = None) -> None:
        """Keeps a status that is new, and tells it."""
        old = self.status
        if old.state is state and _code(old.problem) == _code(problem):
            return
        self.status = new = DeviceStatus(state, self._clock(), problem)
        self._log(old, new)
        self._tell(DeviceEvent(self._id, new, self.supplies))

    def supplied(self, supplies: tuple[Supply, ...]) -> None:
        """Keeps what is left; tells it when a supply became low, or was filled up."""
        old, new = self.supplies, judged(self.supplies, supplies, self._low_percent)
        self.supplies = new
        low = {supply.name for supply in new if supply.low}
        was_low = {supply.name for supply in old if supply.low}
        if low == was_low:
            return
        for name in sorted(low - was_low):
            log.warning("%s: %s is low", self._id, name)
        self._tell(DeviceEvent(self._id, self.status, new))

    def used(self, error: BaseException | None) -> None:
        """Counts a command."""
        well = error is None or (isinstance(error, Problem) and error.family is Family.EXPECTED)
        at = self._clock() if well else self._stats.last_good
        failed = not well and not isinstance(error, Cancelled)
        self._count(uses=1, errors=int(failed), last_good=at)

    def late(self) -> None:
        """Counts a command that nobody waits for any more."""
        self._count(errors=1)

    def good(self) -> None:
        """The device said that it is well."""
        self._count(last_good=self._clock())

    def count(self, units: int) -> None:
        """Counts what the device made."""
        self._count(units=units)

    def keep(self) -> None:
        """Writes the numbers down when that is due."""
        self._book.keep()

    def _count(self, *, last_good: float | None = None, **more: int) -> None:
        with self._lock:
            old = self._stats
            counted = {name: getattr(old, name) + number for name, number in more.items()}
            self._stats = replace(old, **counted, last_good=last_good or old.last_good)
            self._book.put(self._id, self._stats)

    def _log(self, old: DeviceStatus, new: DeviceStatus) -> None:
        if new.state.lost and self._lost_at is not None:
            return
        if new.state.lost:
            self._lost_at = new.since
            self._count(lost=1)
        elif new.state is DeviceState.STARTING:
            return
        elif self._lost_at is not None:
            log.info("%s: %s again after %.1f s", self._id, new.state.value, new.since - self._lost_at)
            self._lost_at = None
        elif old.problem is not None and new.problem is None:
            log.info("%s: %s again after %.1f s", self._id, new.state.value, new.since - old.since)
        if new.problem is not None and _code(old.problem) != new.problem.code:
            log.warning("%s: %s: %s", self._id, new.state.value, new.problem.technician)


def _code(problem: Problem | None) -> str | None:
    return problem.code if problem is not None else None
