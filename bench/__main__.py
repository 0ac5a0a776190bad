"""`python -m bench [startup|journey|devices|face] [--json]`: figures of this machine. They are read, never a test."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import devices, face, journey, startup
from bench.figures import Figures, table
from kiosk.scenario.world import World
from kiosk.settings import KioskSettings
from sync.contract.settings import load


def main(arguments: list[str]) -> int:
    """Prints the figures as tables, or as one JSON object."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["startup", "journey", "devices", "face"], help="default: all")
    parser.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=5, help="cold starts and visits (default: %(default)s)")
    parser.add_argument("--taps", type=int, default=40, help="touches in each run (default: %(default)s)")
    parser.add_argument("--idle", type=float, default=5.0, help="seconds of doing nothing (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    args = parser.parse_args(arguments)

    figures: dict[str, Any] = {"machine": machine()}
    if args.what in (None, "startup"):
        subjects = asyncio.run(compare(args))
        figures["startup"] = {name: subject.as_dict() for name, subject in subjects.items()}
        if not args.json:
            print(f"{figures['machine']}; median of {args.runs} runs, {args.taps} touches each\n\n{table(subjects)}\n")
    if args.what in (None, "journey"):
        figures["journey"] = journey.measure(args.runs)
        if not args.json:
            print(journey.table(figures["journey"]) + "\n")
    if args.what in (None, "devices"):
        rows = devices.measure(args.runs, load(KioskSettings, args.config).paths.assets)
        figures["devices"] = [asdict(row) for row in rows]
        if not args.json:
            print(devices.table(rows))
    if args.what in (None, "face"):
        looks = face.measure(args.runs, load(KioskSettings, args.config).paths.assets)
        figures["face"] = [asdict(look) for look in looks]
        if not args.json:
            print("\n" + face.table(looks))
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0


async def compare(args: argparse.Namespace) -> dict[str, Figures]:
    """The kiosk in a world of its own (centre, simulated devices), beside its peers."""
    with tempfile.TemporaryDirectory() as out:
        async with World(load(KioskSettings, args.config), Path(out)) as world:
            return await asyncio.to_thread(startup.measure, args.runs, args.taps, args.idle, world.config)


def machine() -> str:
    """What the figures were measured on."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
