"""Lets the kiosk's pulse be heard by its watchdog, through the device's own thread."""

from __future__ import annotations

from devices.host import Device
from devices.watchdog import Watchdog
from sync.contract.supervision import Beat

HEARD_S = 1.5


def heard_by(watchdog: Device[Watchdog]) -> Beat:
    """A beat for `sync.contract.supervision.Pulse.also`."""

    async def beat() -> None:
        await watchdog.call(lambda driver, _: driver.alive(), timeout_s=HEARD_S)

    return beat
