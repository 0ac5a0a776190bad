"""`python -m devices simulate`: runs the other end of every wire."""

from __future__ import annotations

import argparse
import asyncio
import signal

from devices.commands import example, settings, tell
from devices.commands.machine import MachineSettings
from devices.commands.table import facts


def arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""
    example(parser, "simulate", "fault printer media-empty     (in another window)")


def main(args: argparse.Namespace) -> int:
    """Runs until it is interrupted."""
    asyncio.run(_run(args, settings(args)))
    return 0


async def _run(args: argparse.Namespace, machine: MachineSettings) -> None:
    from devices.simulators import Simulators, verbs  # noqa: PLC0415

    simulators = Simulators()
    centre = (machine.center.host, machine.center.port)
    await simulators.start(machine.devices, machine.paths.assets, centre=centre)
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    here = {
        id: section.where for id, (_, section) in simulators.devices.fitted().items() if id in verbs() and section.where
    }
    where = {
        **here,
        "link": f"{simulators.centre} → {centre[0]}:{centre[1]}",
        "control": str(machine.devices.simulators.control),
    }
    tell(args, where, facts(list(where.items())))
    try:
        await stopped.wait()
    finally:
        await simulators.stop()
