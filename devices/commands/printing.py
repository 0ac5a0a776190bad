"""One print from the command line: which printer, how many pages, how patient, and what became of it."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
from urllib.parse import urlsplit

import pypdfium2

from devices.commands import orders, settings
from devices.commands.limit import left, perform
from devices.host import Device, DeviceHost
from devices.journal import Journal
from devices.kinds import Kind, find, opener
from devices.printer import Printer
from devices.printer.progress import PrintLimits, PrintOutcome, PrintProgress
from devices.printer.settlement import look_again, print_once, settle_unsettled
from devices.settings import PrinterSettings
from devices.settlement import Act, Settlement, not_done
from sync.contract.problem import SERVICED, Family, Problem

SCHEMES = ("ipp", "ipps", "http", "https")


def run(args: argparse.Namespace, document: bytes, journal: Journal) -> int:
    """Prints, or tells what became of an earlier print."""
    pages = count_pages(document, str(args.file))
    id, section = chosen(args)
    attempt = orders.newest(journal, args.order, hashlib.sha256(document).hexdigest(), Act.PRINT)
    doing = attempt
    wanting: Problem | None = None

    def show(progress: PrintProgress) -> None:
        nonlocal wanting
        wanting = progress.problem
        _show(progress)

    async def work(host: DeviceHost) -> PrintOutcome:
        nonlocal doing
        printer: Device[Printer] = host.add(id, opener(Kind.PRINTER, section), Kind.PRINTER)
        limits = patience(left(args), section)
        if attempt.known is not None:
            outcome = await _fate(printer, journal, attempt, limits)
            if not args.reprint:
                return outcome
            doing = orders.again(journal, attempt)
        return await print_once(printer, journal, doing.name, document, pages, progress=show, limits=limits)

    async def in_time(host: DeviceHost) -> PrintOutcome:
        try:
            async with asyncio.timeout(left(args)):
                return await work(host)
        except TimeoutError:
            return PrintOutcome(*orders.cut_short(journal, doing, wanting))

    try:
        outcome = perform(args, in_time)
    except KeyboardInterrupt:
        print(f"Interrupted. The same command tells what became of order {args.order}.", file=sys.stderr)
        raise
    return orders.outcome(args, doing, outcome.settlement, outcome.problem, impressions=outcome.impressions)


async def _fate(
    printer: Device[Printer], journal: Journal, attempt: orders.Attempt, limits: PrintLimits
) -> PrintOutcome:
    """What became of an attempt that was made before; asks the printer where it is not certain, prints nothing."""
    known = attempt.known
    assert known is not None
    if known.state == "not-done":
        return PrintOutcome(Settlement.NOT_DONE, known.done_units, not_done(attempt.name))
    if known.state != "done" and known.device != printer.id:
        return PrintOutcome(Settlement.UNKNOWN, known.done_units, orders.elsewhere(attempt))
    settled = await settle_unsettled(printer, orders.Only(journal, attempt.name), limits=limits)
    outcome = settled[0] if settled else await look_again(printer, journal, attempt.name, limits=limits)
    assert outcome is not None
    return outcome


def chosen(args: argparse.Namespace) -> tuple[str, PrinterSettings]:
    """Name and table of the printer that is meant. The configured one keeps its name, so that the kiosk knows it."""
    configured = settings(args).devices.printer
    uri = args.printer or configured.uri
    address = urlsplit(uri)
    if address.scheme not in SCHEMES or not address.hostname:
        raise _wrong(f"{uri!r} is no address of a printer. Write ipp://HOST[:PORT]/PATH.")
    if uri == configured.uri and args.driver in (None, configured.driver):
        return "printer", configured
    driver = args.driver or ("cups" if is_queue(uri) else "ipp")
    try:
        options = find(Kind.PRINTER, driver).options
    except (LookupError, ImportError) as error:
        raise _wrong(str(error)) from error
    section: PrinterSettings = options(driver=driver, uri=uri)
    return uri, section


def is_queue(uri: str) -> bool:
    """Whether an address is that of a queue of CUPS."""
    address = urlsplit(uri)
    return address.path.startswith(("/printers/", "/classes/")) and (address.port or 631) == 631


def patience(seconds: float, section: PrinterSettings) -> PrintLimits:
    """How the time of the command is shared out, so that a cancel at its end is still confirmed."""
    usual = PrintLimits()
    return PrintLimits(
        total_s=min(section.job_timeout_s, 0.75 * seconds),
        media_s=min(section.media_wait_s, 0.6 * seconds),
        reach_s=min(usual.reach_s, 0.4 * seconds),
        find_s=min(section.find_s, 0.5 * seconds),
        cancel_s=min(usual.cancel_s, 0.15 * seconds),
        missing_s=min(usual.missing_s, 0.1 * seconds),
        call_s=min(usual.call_s, max(1.0, 0.5 * seconds)),
    )


def count_pages(document: bytes, name: str) -> int:
    """Pages of a PDF. Raises Problem `print.not-pdf` or `print.locked`."""
    try:
        pdf = pypdfium2.PdfDocument(document)
        pages = len(pdf)
        pdf.close()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _unfit("print.locked", f"{name}: it needs a password to be opened. Save it without one.") from None
        raise _unfit("print.not-pdf", f"{name}: not a PDF, or a broken one. Make it anew.") from None
    if pages < 1:
        raise _unfit("print.not-pdf", f"{name}: it has no pages.")
    return pages


def _show(progress: PrintProgress) -> None:
    why = f": {progress.problem.technician}" if progress.problem else ""
    print(
        f"{progress.state.value} ({progress.printed} of {progress.pages} pages out){why}", file=sys.stderr, flush=True
    )


def _unfit(code: str, technician: str) -> Problem:
    return Problem(code, Family.PERMANENT, resident=SERVICED, technician=technician)


def _wrong(technician: str) -> Problem:
    return _unfit("print.printer", technician)
