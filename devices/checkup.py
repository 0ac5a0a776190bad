"""A device looked at quickly and quietly: how it is, what is left, and the quick test of its driver."""

from __future__ import annotations

import time
from typing import Any

from devices.device import Device
from devices.health import Check, QuickTesting, SelfTest, Supply
from devices.state import Cancel, DeviceState, DeviceStatus
from sync.contract.problem import Problem

QUICK_S = 4.0
"""How long a quick test may take; drivers are through after 3 s."""
_WELL = (DeviceState.ONLINE, DeviceState.BUSY)
_IN_USE = ("device.busy", "device.claimed")


async def checkup(device: Device[Any], *, timeout_s: float = QUICK_S) -> tuple[Check, ...]:
    """State, supplies and quick test; a lost device is not tried, nor one that somebody is using all the time."""
    there = not device.status.state.lost and device.status.state is not DeviceState.STARTING
    tried = await _tried(device, timeout_s) if there else ()
    names = {check.name for check in tried}
    left = (check for check in map(_supply, device.supplies) if check.name not in names)
    return (_state(device.status), *left, *tried)


async def _tried(device: Device[Any], timeout_s: float) -> tuple[Check, ...]:
    began = time.perf_counter()
    try:
        return (await device.call(_quick_test, timeout_s=timeout_s)).checks
    except Problem as problem:
        ms = round((time.perf_counter() - began) * 1000, 1)
        if problem.code in _IN_USE:
            return (Check("quick test", True, ms, "not tried: somebody is using it"),)
        return (Check("quick test", False, ms, f"{problem.code}: {problem.technician}"),)


def _quick_test(driver: Any, cancel: Cancel) -> SelfTest:
    return driver.quick_test(cancel) if isinstance(driver, QuickTesting) else SelfTest(())


def _state(status: DeviceStatus) -> Check:
    if status.problem is not None:
        return Check("state", False, 0.0, f"{status.problem.code}: {status.problem.technician}")
    return Check("state", status.state in _WELL, 0.0, status.state.value)


def _supply(supply: Supply) -> Check:
    """Only what is used up keeps a device from working."""
    level = "" if supply.percent is None else f"{supply.percent} %"
    words = " ".join(filter(None, (level, "LOW: bring some" if supply.low else ""))) or "enough"
    return Check(supply.name, supply.percent != 0, 0.0, words)
