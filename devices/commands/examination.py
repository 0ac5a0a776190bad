"""What `doctor` looks at: the configuration, the machine, and every device at the same time."""

from __future__ import annotations

import argparse
import asyncio
import time
from dataclasses import asdict, dataclass
from typing import Any

from devices.checkup import QUICK_S, checkup
from devices.commands import settings
from devices.commands.fleet import KIOSK_S, held, started, undriven
from devices.commands.limit import left, perform
from devices.commands.machine_checks import machine_checks
from devices.fitting import fit
from devices.health import Check
from devices.host import Device, DeviceHost
from devices.settings import DevicesSettings
from devices.state import DeviceState
from devices.telling import describe
from sync.contract.problem import Problem

MACHINE = "machine"
MARGIN_S = 0.3
"""Kept of the command's time to say what was found."""


@dataclass(frozen=True)
class Found:
    """Everything in plain JSON, and whether the kiosk is fit for service."""

    ok: bool
    devices: list[dict[str, Any]]
    required: frozenset[str]


def examine(args: argparse.Namespace) -> Found:
    """Looks at everything, within the limit of the command."""
    started_at = time.perf_counter()
    try:
        machine = settings(args)
    except Problem as problem:
        check = Check("configuration", False, _ms(started_at), problem.technician)
        return Found(False, [_entry(MACHINE, [check])], frozenset({MACHINE}))
    own = [Check("configuration", True, _ms(started_at), str(args.config))]
    checks, notes = machine_checks(machine.devices.host.journal)
    own += checks
    devices, kiosk = perform(args, lambda host: _devices(args, machine.devices, host))
    own += kiosk
    needed = {id for id, (_, section) in machine.devices.fitted().items() if section.required}
    well = all(check.ok for check in own) and all(
        check["ok"] for each in devices if each["id"] in needed for check in each["checks"]
    )
    return Found(well, [_entry(MACHINE, [*own, *notes]), *devices], frozenset({MACHINE, *needed}))


async def _devices(
    args: argparse.Namespace, devices: DevicesSettings, host: DeviceHost
) -> tuple[list[dict[str, Any]], list[Check]]:
    """The devices, and what there is to say of the kiosk that runs."""
    began = time.perf_counter()
    try:
        answer = await held(
            devices, {"do": "doctor", "device": None}, max(0.1, min(KIOSK_S + QUICK_S, left(args) - MARGIN_S))
        )
    except Problem as problem:
        return [], [Check("kiosk", False, _ms(began), problem.technician)]
    if answer is not None:
        running = Check("kiosk", True, _ms(began), "runs and holds the devices; it tried them")
        told = {each["id"]: each for each in answer["devices"]}
        found = [told.get(id) or undriven(devices, id) for id in devices.fitted()]
        return [_told(each) for each in found], [running]
    fitted = fit(host, devices)
    looks = {id: asyncio.create_task(_examined(args, host, each)) for id, each in fitted.items()}
    await asyncio.gather(*looks.values())
    return [looks[id].result() if id in looks else _told(undriven(devices, id)) for id in devices.fitted()], []


async def _examined(args: argparse.Namespace, host: DeviceHost, device: Device[Any]) -> dict[str, Any]:
    """One device: it is opened, says how it is and what is left, and is tried quietly."""
    began = time.perf_counter()
    await started(host, [device], max(0.1, left(args) - MARGIN_S))
    seen = describe(device)
    if device.status.state is DeviceState.STARTING:
        detail = f"no answer in {time.perf_counter() - began:.1f} s. Check its power and its cable."
        return _entry(device.id, [Check("opens", False, _ms(began), detail)], seen)
    opens = Check("opens", not device.status.state.lost, _ms(began), _why(seen) if device.status.state.lost else "")
    if not opens.ok:
        return _entry(device.id, [opens], seen)
    return _entry(
        device.id, [opens, *(await checkup(device, timeout_s=max(0.1, left(args) - MARGIN_S)))], describe(device)
    )


def _told(seen: dict[str, Any]) -> dict[str, Any]:
    """A device by the word of the kiosk; one that it has no driver for is only told as it is."""
    if "checks" in seen:
        return _entry(seen["id"], [Check(**check) for check in seen["checks"]], seen)
    return _entry(seen["id"], [Check("state", False, 0.0, _why(seen) or seen["state"])], seen)


def _why(seen: dict[str, Any]) -> str:
    return f"{seen['problem']['code']}: {seen['problem']['technician']}" if seen["problem"] else ""


def _entry(id: str, checks: list[Check], seen: dict[str, Any] | None = None) -> dict[str, Any]:
    state = DeviceState.ONLINE if all(check.ok for check in checks) else DeviceState.HARDWARE_ERROR
    return {
        "id": id,
        "kind": seen["kind"] if seen else MACHINE,
        "driver": seen["driver"] if seen else "",
        "state": seen["state"] if seen else state.value,
        "checks": [asdict(check) for check in checks],
    }


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 1)
