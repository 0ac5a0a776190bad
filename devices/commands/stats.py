"""`python -m devices stats`: what each device has done since it was fitted."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import asdict
from typing import Any

from devices.commands import example, limited, settings, tell
from devices.commands.fleet import held, moment
from devices.commands.limit import left, stopped_late
from devices.commands.table import table
from devices.stats import StatsBook


def arguments(parser: argparse.ArgumentParser) -> None:
    """--timeout."""
    parser.description = (
        "Uses, errors, how often it was lost, units (pages, receipts, cards) and when it was last well: from the "
        "running kiosk, or from the file it keeps."
    )
    limited(parser, 5.0)
    example(parser, "stats", "stats --json")


def main(args: argparse.Namespace) -> int:
    """Prints one line a device."""
    devices = settings(args).devices
    with stopped_late(args):
        answer = asyncio.run(held(devices, {"do": "stats", "device": None}, left(args)))
    if answer is None:
        book = StatsBook(devices.host.stats)
        numbers: dict[str, Any] = {id: asdict(book.of(id)) for id in devices.fitted()}
    else:
        numbers = answer["devices"]
    rows = [
        (id, each["uses"], each["errors"], each["lost"], each["units"], moment(each["last_good"]))
        for id, each in numbers.items()
    ]
    shown = table(("DEVICE", "USES", "ERRORS", "LOST", "UNITS", "LAST GOOD"), rows)
    tell(args, {"devices": numbers, "kiosk_runs": answer is not None}, shown)
    return 0
