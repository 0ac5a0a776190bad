"""Keeps the devices alive: one thread and one queue each, limits on every command, reconnect by itself.

A device that is absent or hangs costs nobody else any time. A command that does not stop when asked is
left behind with its thread, and the device is opened afresh.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from devices.claim import Claim
from devices.device import Device
from devices.kinds import DeviceSection, Kind
from devices.listeners import Listener, Listeners
from devices.logbook import DeviceEvent, Logbook
from devices.reopening import HostLimits
from devices.state import Cancel, Driver
from devices.stats import DeviceStats, StatsBook
from devices.wires import Look

__all__ = ["Cancel", "Claim", "Device", "DeviceEvent", "DeviceHost", "DeviceStats", "HostLimits"]

D = TypeVar("D", bound=Driver)


class DeviceHost:
    """All devices of a kiosk."""

    def __init__(
        self,
        limits: HostLimits | None = None,
        clock: Callable[[], float] = time.time,
        *,
        stats: Path | None = None,
        low_percent: int = 15,
    ) -> None:
        """`stats`: the file that keeps the numbers over the years; `low_percent`: below it a supply is low."""
        self._limits = limits or HostLimits()
        self._clock = clock
        self._stats = StatsBook(stats)
        self._low_percent = low_percent
        self._devices: dict[str, Device[Any]] = {}
        self._listeners = Listeners()

    @property
    def devices(self) -> Mapping[str, Device[Any]]:
        """All devices by their ids, in the order in which they were added."""
        return MappingProxyType(self._devices)

    def add(
        self,
        id: str,
        opener: Callable[[], D],
        kind: Kind | None = None,
        *,
        section: DeviceSection | None = None,
        look: Look | None = None,
        first_s: float = 0.0,
    ) -> Device[D]:
        """Starts a device; returns at once.

        Args:
            opener: makes a fresh driver for every attempt to open.
            look: sees cheaply, in the device's thread, whether the wire of a lost device is back.
            first_s: after how many seconds it is opened, unless somebody wants it before that.
        """

        def logbook(tell: Listener) -> Logbook:
            def both(event: DeviceEvent) -> None:
                tell(event)
                self._listeners.tell(event)

            return Logbook(id, self._clock, self._stats, self._low_percent, both)

        assert id not in self._devices, f"{id} is there already"
        device = Device(id, opener, self._limits, logbook, kind=kind, section=section, look=look, first_s=first_s)
        self._devices[id] = device
        return device

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Calls back with every event of any device, in the thread of the running loop; returns the way out."""
        return self._listeners.add(callback)

    async def close(self) -> None:
        """Closes all devices at the same time, and writes down what they have done."""
        await asyncio.gather(*(device.close() for device in self._devices.values()))
        await asyncio.to_thread(self._stats.close)
