"""`python -m devices verbs`: what can be done to each simulated device."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from devices.commands import example, tell
from devices.simulator import misuse


def arguments(parser: argparse.ArgumentParser) -> None:
    """DEVICE."""
    parser.add_argument("device", nargs="?", metavar="DEVICE", help="only this one")
    example(parser, "verbs", "verbs printer")


def main(args: argparse.Namespace) -> int:
    """Prints every verb and what it does."""
    from devices.simulators import verbs  # noqa: PLC0415

    known = verbs()
    if args.device and args.device not in known:
        raise misuse(f"There is no simulated {args.device!r}. There are: {', '.join(known)}.")
    shown = {device: each for device, each in known.items() if args.device in (None, device)}
    lines = []
    for device, each in shown.items():
        lines.append(device)
        lines += [f"  {f'{verb.name} {verb.argument}'.strip():44} {verb.does}" for verb in each]
    tell(args, {device: [asdict(verb) for verb in each] for device, each in shown.items()}, "\n".join(lines))
    return 0
