"""`python -m devices fault`: does something to a running simulated device, or plays a whole script of that."""

from __future__ import annotations

import argparse
import sys

from devices.commands import example, script, settings, tell
from devices.commands.table import facts


def arguments(parser: argparse.ArgumentParser) -> None:
    """DEVICE VERB [ARGUMENT], or --script FILE."""
    parser.add_argument("device", nargs="?", metavar="DEVICE", help="see `verbs`")
    parser.add_argument("verb", nargs="?", metavar="VERB", help="see `verbs`")
    parser.add_argument("argument", nargs="?", metavar="ARG", help="what the verb needs: a card, a scene, …")
    parser.add_argument("--script", metavar="FILE", help="play a script instead, see `script --help`")
    script.declare(parser)
    example(parser, "fault printer media-empty", "fault id-reader put wang", "fault --script flaky-reader")


def main(args: argparse.Namespace) -> int:
    """Prints the state of the device after it."""
    if args.script is not None:
        if args.device is not None:
            print("Either DEVICE VERB or --script FILE.", file=sys.stderr)
            return 2
        return script.main(args)

    from devices.simulators import send, verbs  # noqa: PLC0415

    if args.device not in verbs() or args.verb is None:
        print(
            f"Which device, and what? Devices: {', '.join(verbs())}. `verbs` tells what can be done.", file=sys.stderr
        )
        return 2
    arguments = {"argument": args.argument} if args.argument else {}
    state = send(settings(args).devices.simulators.control, args.device, args.verb, **arguments)
    tell(args, {"device": args.device, "state": state}, facts(list(state.items())))
    return 0
