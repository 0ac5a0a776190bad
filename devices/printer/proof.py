"""How a document printer is proved: what it says of itself, and a test page that comes out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from devices.health import Check, SelfTest, checked
from devices.printer import JobReport, JobState, PrinterStatus, problems
from devices.printer.proof_page import proof_page
from devices.printer.supplies import ATTRIBUTES, a4_ready, listed, supplies
from devices.state import Cancel
from sync.contract.problem import SERVICED, Family, Problem

PAGE_S = 12.0
"""How long the test page may take."""
CANCEL_S = 2.0
_LOOK_S = 0.1
_FORMATS = "document-format-supported"


class Provable(Protocol):
    """What the proof needs of a driver."""

    def status(self) -> PrinterStatus: ...
    def told(self, attributes: list[str]) -> dict[str, Any]: ...
    def submit(self, order: str, document: bytes, pages: int) -> None: ...
    def job(self, order: str) -> JobReport | None: ...
    def cancel(self, order: str) -> None: ...


def quick_test(printer: Provable) -> SelfTest:
    """Whether it answers, takes PDF, has A4 in, and wants neither paper nor toner."""
    says: dict[str, Any] = {}
    status: list[PrinterStatus] = []

    def answers() -> str:
        says.update(printer.told([_FORMATS, *ATTRIBUTES]))
        status.append(printer.status())
        return ", ".join(status[0].reasons) or "nothing to report"

    found = [checked("answers", answers)]
    if found[0].ok:
        reasons = status[0].reasons
        found += [checked("ready", lambda: _ready(status[0])), checked("PDF", lambda: _takes_pdf(says))]
        found += [checked("A4", lambda: _has_a4(says))]
        found += [_supply(each.name, each.percent, low=each.low) for each in supplies(says, reasons)]
    return SelfTest(tuple(found))


def self_test(printer: Provable, cancel: Cancel, clock: Callable[[], float] = time.monotonic) -> SelfTest:
    """As the quick test; when all is well, prints a test page and waits until it is out."""
    found = quick_test(printer)
    if not found.ok:
        return found
    return SelfTest((*found.checks, checked("prints", lambda: _print_page(printer, cancel, clock))))


def _ready(status: PrinterStatus) -> str:
    if status.problem is not None:
        raise status.problem
    return status.state.value


def _takes_pdf(says: dict[str, Any]) -> str:
    formats = [str(each) for each in listed(says.get(_FORMATS))]
    if formats and "application/pdf" not in formats:
        raise _wrong("printer.no-pdf", f"It takes only {', '.join(formats)}. Use a CUPS queue for it.")
    return "taken" if formats else "not told"


def _has_a4(says: dict[str, Any]) -> str:
    ready = a4_ready(says)
    if ready is False:
        raise _wrong("printer.no-a4", "No tray says that it holds A4. Put it in and set the tray's size at its panel.")
    return "in" if ready else "not told"


def _supply(name: str, percent: int | None, *, low: bool) -> Check:
    level = "not told" if percent is None else f"{percent} %"
    return Check(name, percent != 0, 0.0, f"{level}{', low' if low else ''}")


def _print_page(printer: Provable, cancel: Cancel, clock: Callable[[], float]) -> str:
    order = f"self-test {time.time_ns()}"
    printer.submit(order, proof_page(), 1)
    until, given_up = clock() + PAGE_S, False
    try:
        while True:
            report = printer.job(order)
            if report is not None and report.state.over:
                return _judged(report)
            if clock() >= until:
                if given_up:
                    raise problems.unknown("the printer does not confirm that it gave the test page up")
                printer.cancel(order)
                until, given_up = clock() + CANCEL_S, True
            cancel.wait(_LOOK_S)
    finally:
        if cancel.requested():
            printer.cancel(order)


def _judged(report: JobReport) -> str:
    if report.state is JobState.COMPLETED and report.impressions != 0:
        return "a test page, and the printer counted it"
    if report.impressions:
        return f"a test page, though the printer says {report.state.value}"
    raise problems.unknown(f"the printer says {report.state.value} and counted no page")


def _wrong(code: str, technician: str) -> Problem:
    return Problem(code, Family.PERMANENT, resident=SERVICED, technician=technician)
