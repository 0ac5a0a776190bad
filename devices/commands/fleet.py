"""All devices of this machine as the command line sees them: held by a running kiosk, or opened for a look."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from devices.asking import ask
from devices.commands.limit import left
from devices.commands.table import table
from devices.fitting import fit
from devices.host import Device, DeviceHost
from devices.settings import DevicesSettings
from devices.state import DeviceState
from devices.telling import describe
from sync.contract.problem import SERVICED, Family, Problem

LOOK_S = 5.0
"""How long devices that were just opened are given to say how they are."""
KIOSK_S = 3.0
"""How long a running kiosk may take to answer."""


@dataclass(frozen=True)
class Seen:
    """Devices in plain JSON (see devices.telling.describe), and who told."""

    devices: list[dict[str, Any]]
    by_kiosk: bool


async def held(settings: DevicesSettings, request: dict[str, Any], timeout_s: float) -> dict[str, Any] | None:
    """What the running kiosk answers; None when none runs. Raises Problem when it does not answer."""
    try:
        return await ask(settings.host.console, request, timeout_s)
    except Problem as problem:
        if problem.code != "console.absent":
            raise
        return None


async def look(args: argparse.Namespace, settings: DevicesSettings, host: DeviceHost) -> Seen:
    """How every device is: the kiosk's word when one runs, else after a short look of our own."""
    answer = await held(settings, {"do": "list", "device": None}, min(KIOSK_S, left(args)))
    if answer is not None:
        return Seen(answer["devices"], by_kiosk=True)
    fitted = fit(host, settings)
    await started(host, fitted.values(), min(LOOK_S, left(args)))
    lacking = [undriven(settings, id) for id in settings.fitted() if id not in fitted]
    return Seen([*(describe(each) for each in fitted.values()), *lacking], by_kiosk=False)


async def started(host: DeviceHost, devices: Iterable[Device[Any]], seconds: float) -> None:
    """Waits until every device has said how it is, or the seconds are over."""
    news = asyncio.Event()
    stop = host.listen(lambda _: news.set())
    waiting = list(devices)
    try:
        async with asyncio.timeout(seconds):
            while any(each.status.state is DeviceState.STARTING for each in waiting):
                news.clear()
                await news.wait()
    except TimeoutError:
        return
    finally:
        stop()


def undriven(settings: DevicesSettings, id: str) -> dict[str, Any]:
    """A device whose driver is not installed here."""
    kind, section = settings.fitted()[id]
    problem = Problem(
        "device.driver",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"Its driver {section.driver!r} is not installed here. Install what brings it, or set another.",
    )
    return {
        "id": id,
        "kind": kind.value,
        "driver": section.driver,
        "where": section.where,
        "enabled": section.enabled,
        "required": section.required,
        "state": DeviceState.HARDWARE_ERROR.value,
        "since": None,
        "problem": problem.as_dict(),
        "claimed_by": None,
        "stats": {},
        "supplies": [],
    }


def known(settings: DevicesSettings, id: str) -> None:
    """Raises Problem `device.unknown` unless this machine has such a device."""
    if id not in settings.fitted():
        raise Problem(
            "device.unknown",
            Family.PERMANENT,
            resident=SERVICED,
            technician=f"There is no device {id!r} here; there are: {', '.join(settings.fitted())}.",
        )


def overview(devices: Collection[dict[str, Any]]) -> str:
    """A table of devices, and below it what is wrong with them."""
    rows = [
        (each["id"], each["kind"], each["driver"], each["where"], each["required"], each["state"], _low(each))
        for each in devices
    ]
    wrong = [f"{each['id']}: {each['problem']['technician']}" for each in devices if each["problem"]]
    head = ("DEVICE", "KIND", "DRIVER", "WHERE", "REQUIRED", "STATE", "LOW")
    return "\n".join([table(head, rows), *([""] if wrong else []), *wrong])


def moment(unix_s: float | None) -> str | None:
    """Local time for people."""
    return None if unix_s is None else time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(unix_s))


def _low(device: dict[str, Any]) -> str:
    return ", ".join(each["name"] for each in device["supplies"] if each["low"])
