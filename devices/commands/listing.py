"""`python -m devices list`: every device of the configuration, where it is and how it is."""

from __future__ import annotations

import argparse

from devices.commands import example, limited, settings, tell
from devices.commands.fleet import look, overview
from devices.commands.limit import perform


def arguments(parser: argparse.ArgumentParser) -> None:
    """--timeout."""
    parser.description = (
        "Every device of the configuration. A running kiosk is asked; without one the devices are opened for a look."
    )
    limited(parser, 10.0)
    example(parser, "list", "list --json")


def main(args: argparse.Namespace) -> int:
    """Prints one line a device, and what is wrong below."""
    devices = settings(args).devices
    seen = perform(args, lambda host: look(args, devices, host))
    tell(args, {"devices": seen.devices, "kiosk_runs": seen.by_kiosk}, overview(seen.devices))
    return 0
