"""`python -m devices script`: plays a script of faults at the running simulated devices."""

from __future__ import annotations

import argparse
import time

from devices.commands import example, seconds, settings, tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE and how it is played."""
    parser.description = (
        "Plays a script of faults. FILE is a TOML file, or the name of one that comes with the kiosk: bad-night, "
        "flaky-reader, dead-printer, torn-cable."
    )
    parser.add_argument("script", metavar="FILE", help="a file, or one of those names")
    declare(parser)
    example(parser, "script bad-night --dry-run", "script flaky-reader --for 60", "script mine.toml --seed 7")


def declare(parser: argparse.ArgumentParser) -> None:
    """--dry-run, --seed, --for."""
    parser.add_argument("--dry-run", action="store_true", help="tell what would be done, and do nothing")
    parser.add_argument("--seed", type=int, metavar="N", help="another course of events than the script's own")
    parser.add_argument("--for", dest="at_most", type=seconds, metavar="S", help="stop after so many seconds")


def main(args: argparse.Namespace) -> int:
    """Does step after step; a step that the simulators refuse is told and ends it."""
    from devices.simulators import send, verbs  # noqa: PLC0415  --help needs none of it
    from devices.simulators.scripts import find, read  # noqa: PLC0415

    play = read(find(args.script), verbs())
    control = settings(args).devices.simulators.control
    began = time.monotonic()
    for step in play.course(args.seed):
        if args.at_most is not None and step.at_s > args.at_most:
            break
        if not args.dry_run:
            time.sleep(max(0.0, began + step.at_s - time.monotonic()))
            send(control, step.device, step.verb, **({"argument": step.argument} if step.argument else {}))
        told = {"at_s": round(step.at_s, 1), "device": step.device, "verb": step.verb, "argument": step.argument}
        tell(args, told, f"{step.at_s:8.1f} s  {step.device:16} {step.verb} {step.argument or ''}".rstrip())
    return 0
