"""`python -m devices light`: switches a light of the cabinet on or off."""

from __future__ import annotations

import argparse

from devices.cabinet import Light
from devices.commands import example, limited, settings, tell
from devices.commands.fleet import known
from devices.commands.limit import left, perform
from devices.fitting import fit
from devices.host import DeviceHost

LIGHTS = tuple(light.value for light in Light)


def arguments(parser: argparse.ArgumentParser) -> None:
    """LIGHT, on or off, --timeout."""
    parser.add_argument("light", choices=LIGHTS, metavar="LIGHT", help=", ".join(LIGHTS))
    parser.add_argument("state", choices=("on", "off"), metavar="on|off")
    limited(parser, 10.0)
    example(parser, "light card on", "light paper off")


def main(args: argparse.Namespace) -> int:
    """0 when the board says that it is so."""
    devices = settings(args).devices
    known(devices, "cabinet")
    light, on = Light(args.light), args.state == "on"

    async def switch(host: DeviceHost) -> None:
        cabinet = fit(host, devices, ["cabinet"])["cabinet"]
        await cabinet.call(lambda each, _: each.light(light, on), timeout_s=left(args))

    perform(args, switch)
    tell(args, {"light": args.light, "on": on}, f"The light {args.light} is {args.state}.")
    return 0
