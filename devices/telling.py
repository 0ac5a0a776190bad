"""A device in plain JSON: how it is, what it has done, what its self-test found. Nothing in it is about a person."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from devices.device import Device
from devices.health import SelfTest, SelfTesting, Supply
from devices.logbook import DeviceEvent
from devices.state import Cancel, DeviceStatus
from sync.contract.problem import SERVICED, Family, Problem

TEST_S = 20.0
"""How long a self-test may take; drivers are through after 15 s."""


def describe(device: Device[Any]) -> dict[str, Any]:
    """One device in plain JSON."""
    section = device.section
    return {
        "id": device.id,
        "kind": device.kind.value if device.kind else None,
        "driver": section.driver if section else None,
        "where": section.where if section else "",
        "enabled": section.enabled if section else False,
        "required": section.required if section else True,
        **_status(device.status),
        "claimed_by": device.holder,
        "stats": asdict(device.stats),
        "supplies": _supplies(device.supplies),
    }


def told(event: DeviceEvent) -> dict[str, Any]:
    """An event in plain JSON."""
    return {"device": event.device, **_status(event.status), "supplies": _supplies(event.supplies)}


async def self_test(device: Device[Any]) -> dict[str, Any]:
    """Runs the driver's own self-test in the device's thread; the picture is in base64.

    A device that cannot be tested at all has one check that is not ok and says why.
    """
    try:
        found = await device.call(_test, timeout_s=TEST_S)
        checks, picture = [asdict(check) for check in found.checks], found.picture
    except Problem as problem:
        detail = f"{problem.code}: {problem.technician}"
        checks, picture = [{"name": "device", "ok": False, "ms": 0.0, "detail": detail}], None
    return {
        "device": device.id,
        "ok": all(check["ok"] for check in checks),
        "state": device.status.state.value,
        "checks": checks,
        "picture": base64.b64encode(picture).decode() if picture else None,
    }


def _test(driver: Any, cancel: Cancel) -> SelfTest:
    if not isinstance(driver, SelfTesting):
        raise Problem(
            "device.no-test",
            Family.PERMANENT,
            resident=SERVICED,
            technician="Its driver has no self-test; see `watch`.",
        )
    return driver.self_test(cancel)


def _status(status: DeviceStatus) -> dict[str, Any]:
    return {
        "state": status.state.value,
        "since": status.since,
        "problem": status.problem.as_dict() if status.problem else None,
    }


def _supplies(supplies: tuple[Supply, ...]) -> list[dict[str, Any]]:
    return [asdict(supply) for supply in supplies]
