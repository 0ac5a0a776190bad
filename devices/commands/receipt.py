"""`python -m devices receipt`: prints a receipt once under an order number, and tells what became of it."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from devices.commands import example, limited, orders, settings
from devices.commands.limit import left, perform, stopped_late
from devices.commands.orders import declare, opened_journal, readable
from devices.host import DeviceHost
from devices.journal import Journal
from devices.kinds import Kind, opener
from devices.receipt import parse_receipt
from devices.receipt.settlement import digest_of, print_receipt_once
from devices.settlement import Act, ActOutcome, Settlement, not_done

LARGEST = 1 << 20
MARGIN_S = 0.5
"""Kept of the command's time for what comes after the receipt."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE, --port, and what belongs to an order."""
    parser.description = (
        'Prints a receipt. FILE is a JSON object: {"title": "…", "lines": ["…"], "qr": "…"}; qr may be left out. '
        "A second call with the same order prints nothing and tells what became of the first. Exit 0 only when "
        "the printer said that it has come to the end of the receipt."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a JSON file")
    parser.add_argument(
        "--port", metavar="PATH", help="serial device, tcp://HOST:PORT or usb://VENDOR:PRODUCT; default: configured"
    )
    declare(parser)
    limited(parser, 60.0)
    example(parser, "receipt ticket.json --order Q-0042", "receipt ticket.json --port /dev/ttyUSB1 --order Q-0042")


def main(args: argparse.Namespace) -> int:
    """0 only when the receipt is out."""
    with stopped_late(args), opened_journal(args) as journal:
        return _run(args, readable(args.file, LARGEST), journal)


def _run(args: argparse.Namespace, data: bytes, journal: Journal) -> int:
    receipt = parse_receipt(data)
    section = settings(args).devices.receipt_printer
    id = "receipt-printer" if args.port in (None, section.port) else args.port
    section = section.model_copy(update={"port": args.port or section.port})
    attempt = orders.newest(journal, args.order, digest_of(receipt), Act.RECEIPT)
    doing = attempt

    async def work(host: DeviceHost) -> ActOutcome:
        nonlocal doing
        printer = host.add(id, opener(Kind.RECEIPT_PRINTER, section), Kind.RECEIPT_PRINTER)

        async def once(order: str) -> ActOutcome:
            return await print_receipt_once(
                printer, journal, order, receipt, device=id, timeout_s=max(0.1, left(args) - MARGIN_S)
            )

        known = attempt.known
        if known is not None:
            if known.state == "not-done":
                outcome = ActOutcome(Settlement.NOT_DONE, known.done_units, not_done(attempt.name))
            elif known.state != "done" and known.device != id:
                outcome = ActOutcome(Settlement.UNKNOWN, 0, orders.elsewhere(attempt))
            else:
                outcome = await once(attempt.name)
            if not args.reprint:
                return outcome
            doing = orders.again(journal, attempt)
        return await once(doing.name)

    async def in_time(host: DeviceHost) -> ActOutcome:
        try:
            async with asyncio.timeout(left(args)):
                return await work(host)
        except TimeoutError:
            return ActOutcome(*orders.cut_short(journal, doing))

    try:
        outcome = perform(args, in_time)
    except KeyboardInterrupt:
        print(f"Interrupted. The same command tells what became of order {args.order}.", file=sys.stderr)
        raise
    return orders.outcome(args, doing, outcome.settlement, outcome.problem, impressions=outcome.done_units)
