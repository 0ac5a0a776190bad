"""`python -m devices restart`: lets the running kiosk open a device afresh, or all of them."""

from __future__ import annotations

import argparse
import asyncio

from devices.commands import example, limited, settings, tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """DEVICE, --timeout."""
    parser.add_argument("device", nargs="?", metavar="DEVICE", help="its id, see `list`; default: all")
    limited(parser, 15.0)
    example(parser, "restart printer", "restart")


def main(args: argparse.Namespace) -> int:
    """0 when what was restarted is there again."""
    from devices.asking import ask  # noqa: PLC0415
    from devices.commands.fleet import overview  # noqa: PLC0415  --help needs none of it
    from devices.commands.limit import left, stopped_late  # noqa: PLC0415
    from devices.state import DeviceState  # noqa: PLC0415

    console = settings(args).devices.host.console
    with stopped_late(args):
        answer = asyncio.run(ask(console, {"do": "restart", "device": args.device}, left(args)))
    tell(args, answer, overview(answer["devices"]))
    return int(any(DeviceState(each["state"]).lost for each in answer["devices"] if each["required"] or args.device))
