"""`python -m devices COMMAND`: runs the simulated devices and does things to them."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict

from devices.settings import DevicesSettings
from devices.simulators import CENTRE, Simulators, send, verbs
from sync.contract.problem import Problem
from sync.contract.settings import Section, Settings, load


class _Paths(Section):
    """The part of [paths] that matters here."""

    model_config = ConfigDict(extra="ignore")

    assets: Path = Path(".assets")


class _Center(Section):
    """The part of [center] that matters here: where the cable leads."""

    model_config = ConfigDict(extra="ignore")

    host: str = CENTRE[0]
    port: int = CENTRE[1]


class SimulatorsSettings(Settings):
    """config.toml as the simulators see it."""

    foreign: ClassVar = frozenset({"site", "vision", "sync", "idle", "pace", "ui"})

    paths: _Paths = _Paths()
    devices: DevicesSettings = DevicesSettings()
    center: _Center = _Center()


def main(argv: list[str]) -> int:
    """Runs one command; returns 0 good, 1 handled failure, 2 wrong usage."""
    args = _parser().parse_args(argv)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
    try:
        return int(args.run(args))
    except Problem as problem:
        if args.json:
            print(json.dumps({"error": problem.as_dict()}, ensure_ascii=False))
        print(problem.technician, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, default=Path("config.toml"), help="default: %(default)s")
    common.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser = argparse.ArgumentParser("python -m devices", description="Simulated devices: the other end of every wire.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    simulate = commands.add_parser("simulate", parents=[common], help="run all simulated devices until interrupted")
    simulate.set_defaults(run=_simulate)
    fault = commands.add_parser("fault", parents=[common], help="do something to a running simulated device")
    fault.add_argument("device", choices=sorted(verbs()))
    fault.add_argument("verb", help="see `list`")
    fault.add_argument("argument", nargs="?", help="what the verb needs: a card, a scene, …")
    fault.set_defaults(run=_fault)
    listing = commands.add_parser("list", parents=[common], help="tell what can be done to each device")
    listing.set_defaults(run=_list)
    return parser


def _simulate(args: argparse.Namespace) -> int:
    settings = load(SimulatorsSettings, args.config)
    asyncio.run(_run(settings, as_json=args.json))
    return 0


async def _run(settings: SimulatorsSettings, *, as_json: bool) -> None:
    simulators = Simulators()
    centre = (settings.center.host, settings.center.port)
    await simulators.start(settings.devices, settings.paths.assets, centre=centre)
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    where = {
        "id-reader": settings.devices.id_reader.port,
        "printer": simulators.devices.printer.uri,
        "camera": simulators.devices.camera.source,
        "link": f"{simulators.centre} → {centre[0]}:{centre[1]}",
        "control": str(settings.devices.simulators.control),
    }
    print(json.dumps(where, ensure_ascii=False) if as_json else _table(where), flush=True)
    try:
        await stopped.wait()
    finally:
        await simulators.stop()


def _fault(args: argparse.Namespace) -> int:
    settings = load(SimulatorsSettings, args.config)
    arguments = {"argument": args.argument} if args.argument else {}
    state = send(settings.devices.simulators.control, args.device, args.verb, **arguments)
    print(json.dumps({"device": args.device, "state": state}, ensure_ascii=False) if args.json else _table(state))
    return 0


def _list(args: argparse.Namespace) -> int:
    if args.json:
        told = {device: [verb.__dict__ for verb in each] for device, each in verbs().items()}
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for device, each in verbs().items():
        print(device)
        for verb in each:
            print(f"  {f'{verb.name} {verb.argument}'.strip():44} {verb.does}")
    return 0


def _table(rows: Mapping[str, object]) -> str:
    return "\n".join(f"{name:10} {value}" for name, value in rows.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
