"""`python -m kiosk report [--out FILE]`: tests every device and writes the readiness report as PDF."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from devices.fitting import fit
from devices.host import DeviceHost
from devices.journal import Journal
from devices.settlement import KnownAct
from devices.state import DeviceState
from kiosk.catalog import load as load_catalog
from kiosk.clock import now
from kiosk.preflight import Seen, check
from kiosk.settings import KioskSettings
from kiosk.store import Store
from kiosk.technician import facts, proving, report
from sync.contract.problem import SERVICED, Family, Problem
from sync.contract.settings import load
from sync.database import database_path

SETTLE_S = 5.0
"""How long the devices may take to be found."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares where the report goes."""
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: reports/ in the state folder")


def main(args: argparse.Namespace) -> int:
    """Writes the report; 0 only when the kiosk is fit for service.

    Raises:
        Problem: report.running, a kiosk holds the devices (its own screen makes the report); report.save.
    """
    settings = load(KioskSettings, args.config)
    made = asyncio.run(_make(settings))
    pdf = report.typeset(made)
    if args.out is None:
        path = report.save(pdf, settings.paths.state / "reports", made.occasion.at)
    else:
        path = args.out
        try:
            path.write_bytes(pdf)
        except OSError as error:
            raise report.unsaved(path, error) from None
    if args.json:
        print(json.dumps({"file": str(path), **made.as_dict()}, ensure_ascii=False))
    else:
        print(f"{path}: {'可以投入使用 · fit for service' if made.ready else '不可投入使用 · not fit for service'}")
        for fault in made.faults:
            print(f"  {fault}")
    return 0 if made.ready else 1


async def _make(settings: KioskSettings) -> report.Readiness:
    await _refuse_if_running(settings)
    at = settings.devices.host
    host = DeviceHost(low_percent=at.low_percent)
    devices = fit(host, settings.devices)
    state = settings.paths.state
    store = Store.open(state) if database_path(state).exists() else None
    try:
        await _found(host)
        proven = await proving.prove_all(devices, lambda _: None)
        proven += proving.not_fitted(devices, settings.devices)
        system = await facts.look(
            centre=settings.sync.centre, state=state, store=store, cabinet=devices.get("cabinet"), clock=now
        )
        acts = await asyncio.to_thread(_unknown, at.journal)
        seen = {id: Seen(device.status.state, device.supplies) for id, device in devices.items()}
        flights = [check(item, seen, store=store is not None) for item in load_catalog().items.values()]
        occasion = report.Occasion(f"{settings.site.zone}-{settings.site.number}", "-", now())
        return report.assembled(occasion, proven, devices, system=system, acts=acts, flights=flights)
    finally:
        if store is not None:
            store.close()
        await host.close()


async def _refuse_if_running(settings: KioskSettings) -> None:
    """Two processes at one port would only fail each other's tests."""
    from devices.console import ask  # noqa: PLC0415  only here

    try:
        await ask(settings.devices.host.console, {"do": "list"}, 3.0)
    except Problem as problem:
        if problem.code == "console.absent":
            return
        raise
    raise Problem(
        "report.running",
        Family.TEMPORARY,
        resident=SERVICED,
        technician="A kiosk runs here and holds the devices. Make the report on its own screen in technician mode, "
        "or stop it first. `python -m devices doctor` asks the kiosk that runs.",
    )


async def _found(host: DeviceHost) -> None:
    end = asyncio.get_running_loop().time() + SETTLE_S
    while asyncio.get_running_loop().time() < end and any(  # noqa: ASYNC110  several devices, one look
        device.status.state is DeviceState.STARTING for device in host.devices.values()
    ):
        await asyncio.sleep(0.05)


def _unknown(path: Path) -> list[KnownAct]:
    if not path.exists():
        return []
    journal = Journal(path)
    try:
        return journal.unknown()
    finally:
        journal.close()
