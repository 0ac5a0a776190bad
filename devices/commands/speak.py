"""`python -m devices speak`: says something, to hear whether and where sound comes out."""

from __future__ import annotations

import argparse

from devices.commands import example, limited, settings, tell
from devices.commands.fleet import known
from devices.commands.limit import left, perform
from devices.fitting import fit
from devices.host import DeviceHost


def arguments(parser: argparse.ArgumentParser) -> None:
    """TEXT, --timeout."""
    parser.add_argument("text", metavar="TEXT", help="what is said; no names, other users of the machine see it")
    limited(parser, 20.0)
    example(parser, "speak 您好")


def main(args: argparse.Namespace) -> int:
    """0 when it was said."""
    devices = settings(args).devices
    known(devices, "speaker")

    async def say(host: DeviceHost) -> bool:
        speaker = fit(host, devices, ["speaker"])["speaker"]
        await speaker.call(lambda each, cancel: each.say(args.text, cancel), timeout_s=left(args))
        headphones: bool = await speaker.call(lambda each, _: each.headphones(), timeout_s=left(args))
        return headphones

    headphones = perform(args, say)
    tell(args, {"said": True, "headphones": headphones}, f"Said, {'in the headphones' if headphones else 'aloud'}.")
    return 0
