"""`python -m devices print`: prints a PDF once under an order number, and tells for sure what became of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from devices.commands import example, limited
from devices.commands.limit import stopped_late
from devices.commands.orders import declare, opened_journal, readable
from devices.commands.printing import run

LARGEST = 64 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, --printer, --driver, and what belongs to an order."""
    parser.description = (
        "Prints a PDF and waits until the printer says what became of it: done, not done, or unknown. A second "
        "call with the same order prints nothing and tells what became of the first; where that was not certain "
        "the printer is asked again. Exit 0 only when it is done."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a PDF")
    parser.add_argument("--printer", metavar="URI", help="ipp:// address; default: [devices.printer] uri")
    parser.add_argument(
        "--driver", metavar="NAME", help="ipp, or cups for a queue (default for …:631/printers/…); or another"
    )
    declare(parser)
    limited(parser, 120.0)
    example(
        parser,
        "print certificate.pdf --printer ipp://192.168.1.40/ipp/print --order A03-0001",
        "print certificate.pdf --order A03-0001 --reprint",
    )


def main(args: argparse.Namespace) -> int:
    """0 only when every page is out."""
    with stopped_late(args), opened_journal(args) as journal:
        return run(args, readable(args.file, LARGEST), journal)
