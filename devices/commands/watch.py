"""`python -m devices watch`: every change of state and every supply that runs low, as it happens."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Callable
from typing import Any

from devices.asking import watch
from devices.commands import example, seconds, settings, tell
from devices.commands.fleet import known, moment
from devices.commands.limit import left, perform
from devices.commands.table import padded
from devices.fitting import fit
from devices.host import DeviceEvent, DeviceHost
from devices.settings import DevicesSettings
from devices.telling import told
from sync.contract.problem import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """DEVICE, --for."""
    parser.description = (
        "Prints how every device is, and then every change, one line each (with --json one object a line), until "
        "it is interrupted. A running kiosk is asked; without one the devices are opened here."
    )
    parser.add_argument("device", nargs="?", metavar="DEVICE", help="only this one")
    parser.add_argument(
        "--for", dest="timeout", type=seconds, metavar="S", help="stop after so many seconds; default: never"
    )
    example(parser, "watch", "watch printer --for 60 --json")


def main(args: argparse.Namespace) -> int:
    """0 when it was ended by its time or by a person; 1 when the kiosk that was asked ended."""
    devices = settings(args).devices
    if args.device is not None:
        known(devices, args.device)
    try:
        return perform(args, lambda host: _watch(args, devices, host))
    except KeyboardInterrupt:
        return 0


async def _watch(args: argparse.Namespace, devices: DevicesSettings, host: DeviceHost) -> int:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(None if args.timeout is None else left(args)):
            try:
                await _kiosk(args, devices)
            except Problem as problem:
                if problem.code != "console.absent":
                    raise
            else:
                print("The kiosk has ended.", file=sys.stderr)
                return 1
            await _ourselves(args, devices, host)
    return 0


async def _kiosk(args: argparse.Namespace, devices: DevicesSettings) -> None:
    """What the running kiosk tells, until it ends. Raises Problem `console.absent`."""
    events = watch(devices.host.console, args.device)
    async with contextlib.aclosing(events):
        async for event in events:
            _show(args, event)


async def _ourselves(args: argparse.Namespace, devices: DevicesSettings, host: DeviceHost) -> None:
    """What devices that are opened here tell, for ever."""
    show: Callable[[DeviceEvent], None] = lambda event: _show(args, told(event))  # noqa: E731
    host.listen(show)
    fit(host, devices, [args.device] if args.device else None)
    await asyncio.Event().wait()


def _show(args: argparse.Namespace, event: dict[str, Any]) -> None:
    low = "".join(f"  {each['name']} is low" for each in event["supplies"] if each["low"])
    why = f"  {event['problem']['technician']}" if event["problem"] else ""
    line = f"{moment(event['since'])}  {padded(event['device'], 16)}  {padded(event['state'], 14)}{low}{why}"
    tell(args, event, line.rstrip())
