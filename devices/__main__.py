"""`python -m devices COMMAND`: shows, proves and uses a kiosk's devices, and plays the other end of their wires."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from sync.contract.command import CONFIG, log_to_stderr, run

COMMANDS = {
    "list": ("every device: where it is and how it is", "devices.commands.listing"),
    "doctor": ("check every device quickly, and whether the kiosk is fit for service", "devices.commands.doctor"),
    "test": ("the full self-test of one device, with its picture", "devices.commands.self_test"),
    "watch": ("print every change of state and every supply that runs low", "devices.commands.watch"),
    "stats": ("what each device has done over the years", "devices.commands.stats"),
    "restart": ("let the running kiosk open a device afresh, or all", "devices.commands.restart"),
    "read-id": ("read one identity card", "devices.commands.read_id"),
    "read-card": ("read one social-security card", "devices.commands.read_card"),
    "print": ("print a PDF once and tell what became of it", "devices.commands.print_document"),
    "scan": ("scan one page into a file", "devices.commands.scan"),
    "receipt": ("print a receipt once and tell what became of it", "devices.commands.receipt"),
    "speak": ("say something through the loudspeaker", "devices.commands.speak"),
    "light": ("switch a light of the cabinet", "devices.commands.light"),
    "simulate": ("run all simulated devices until interrupted", "devices.commands.simulate"),
    "verbs": ("what can be done to each simulated device", "devices.commands.verbs"),
    "fault": ("do something to a running simulated device", "devices.commands.fault"),
    "script": ("play a script of faults at the running simulated devices", "devices.commands.script"),
}


def main(argv: list[str]) -> int:
    """Runs one command; returns 0 good, 1 handled failure, 2 wrong usage. Only its own module is imported."""
    return run(
        argv,
        "devices",
        "The devices of a kiosk: see them, prove them, use them, simulate them.",
        COMMANDS,
        shared=_shared,
        log=_log,
    )


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "--config", type=Path, default=CONFIG, help="default: %(default)s here, or the usual values without one"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--verbose", action="store_true", help="more on stderr")


def _log(verbose: bool) -> None:
    """What a command has to say it prints itself; the log of the devices' host would say it twice."""
    log_to_stderr(verbose, usual=logging.ERROR)


if __name__ == "__main__":
    from devices.commands.limit import alone, leave

    alone()
    leave(main(sys.argv[1:]))
