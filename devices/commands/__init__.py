"""The commands of `python -m devices`, one module each, and what they share: settings, limits and output."""

from __future__ import annotations

import argparse
import json
import math
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sync.contract.command import CONFIG

if TYPE_CHECKING:
    from devices.commands.machine import MachineSettings

LONGEST_S = 86400.0


def settings(args: argparse.Namespace) -> MachineSettings:
    """config.toml, or the usual values in a folder without one. Raises Problem `config.invalid`."""
    from devices.commands.machine import MachineSettings  # noqa: PLC0415  --help needs none of it
    from sync.contract.settings import load  # noqa: PLC0415

    if args.config == CONFIG and not CONFIG.exists():
        return MachineSettings()
    return load(MachineSettings, args.config)


def example(parser: argparse.ArgumentParser, *lines: str) -> None:
    """Ends the help with how it is used."""
    parser.description = textwrap.fill(parser.description or "", 96)
    parser.epilog = "\n".join(["example:", *(f"  python -m devices {line}" for line in lines)])


def limited(parser: argparse.ArgumentParser, default_s: float) -> None:
    """Declares --timeout."""
    parser.add_argument(
        "--timeout",
        type=seconds,
        default=default_s,
        metavar="S",
        help="end after so many seconds, whatever the device does; default: %(default)g",
    )


def seconds(text: str) -> float:
    """A number of seconds, for argparse."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"{text!r}: a number of seconds, above 0 and up to {LONGEST_S:g}")
    return value


def tell(args: argparse.Namespace, facts: Mapping[str, Any], text: str) -> None:
    """Prints the result: `facts` with --json, else `text`."""
    print(json.dumps(facts, ensure_ascii=False) if args.json else text, flush=True)
