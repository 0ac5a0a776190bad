"""What can go wrong with the watchdog; a resident notices nothing of it."""

from __future__ import annotations

from devices.state import DeviceProblem, DeviceState
from sync.contract.problem import SERVICED, Family


def absent(where: str, why: str) -> DeviceProblem:
    """Nobody hears that the kiosk is alive."""
    return DeviceProblem(
        "watchdog.absent",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"Watchdog {where}: {why}. A kiosk that hangs is not restarted. Load the machine's watchdog module "
        "(softdog if it has none), or set [devices.watchdog].",
        state=DeviceState.ABSENT,
    )


def forbidden(where: str) -> DeviceProblem:
    """The device is there and this account may not open it."""
    return DeviceProblem(
        "watchdog.forbidden",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"Watchdog {where}: not permitted. Give the kiosk's account write access by a udev rule.",
        state=DeviceState.ABSENT,
    )


def taken(where: str) -> DeviceProblem:
    """Somebody else feeds it."""
    return DeviceProblem(
        "watchdog.taken",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"Watchdog {where}: another process holds it, most likely systemd (RuntimeWatchdogSec). Leave it to "
        'systemd and set [devices.watchdog] driver = "systemd".',
        state=DeviceState.ABSENT,
    )
