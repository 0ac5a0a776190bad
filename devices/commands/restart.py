"""`python -m devices restart`: lets the running kiosk open a device afresh, or all of them."""

from __future__ import annotations

import argparse
import asyncio

from devices.asking import ask
from devices.commands import example, limited, settings, tell
from devices.commands.fleet import overview
from devices.commands.limit import left, stopped_late
from devices.state import DeviceState


def arguments(parser: argparse.ArgumentParser) -> None:
    """DEVICE, --timeout."""
    parser.add_argument("device", nargs="?", metavar="DEVICE", help="its id, see `list`; default: all")
    limited(parser, 15.0)
    example(parser, "restart printer", "restart")


def main(args: argparse.Namespace) -> int:
    """0 when what was restarted is there again."""
    console = settings(args).devices.host.console
    with stopped_late(args):
        answer = asyncio.run(ask(console, {"do": "restart", "device": args.device}, left(args)))
    tell(args, answer, overview(answer["devices"]))
    return int(any(DeviceState(each["state"]).lost for each in answer["devices"] if each["required"] or args.device))
