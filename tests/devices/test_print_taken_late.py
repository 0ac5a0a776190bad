"""A printer that is busy, or that takes a document in without a word, gets it once and is not written off too early."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from devices.host import Device, DeviceHost
from devices.printer import JobReport, JobState, Printer, PrinterStatus, problems
from devices.printer.ipp import IppPrinter
from devices.printer.progress import PrintLimits, PrintOutcome, PrintProgress, PrintStep
from devices.printer.settlement import print_once
from devices.printer.simulator import PrinterSimulator
from devices.settings import IppSettings
from devices.settlement import Settlement
from devices.state import DeviceState
from tests.devices.conftest import PRINT_LIMITS, make_pdf
from tests.devices.memory_journal import MemoryJournal

PDF = make_pdf()
BUSY = 0x0507
NO_SUCH_FORMAT = 0x040A


@pytest.mark.parametrize(
    ("status", "times", "settlement", "asked"),
    [(BUSY, 2, Settlement.DONE, 3), (NO_SUCH_FORMAT, 1, Settlement.NOT_DONE, 1)],
)
async def test_what_a_busy_printer_refuses_is_handed_over_again(
    host: DeviceHost, printer_simulator: PrinterSimulator, status: int, times: int, settlement: Settlement, asked: int
) -> None:
    submitted: list[str] = []
    seen: list[PrintProgress] = []

    class Refusing(IppPrinter):
        def submit(self, order: str, document: bytes, pages: int) -> None:
            submitted.append(order)
            if len(submitted) <= times:
                raise problems.Refused("ipp://printer", status)
            super().submit(order, document, pages)

    printer: Device[Printer] = host.add("printer", lambda: Refusing(IppSettings(uri=printer_simulator.uri)))
    outcome = await print_once(
        printer, MemoryJournal(), "NZZ-1", PDF, 1, progress=seen.append, limits=replace(PRINT_LIMITS, reach_s=3.0)
    )
    assert (outcome.settlement, len(submitted)) == (settlement, asked)
    assert printer_simulator.press.sheets == (1 if settlement is Settlement.DONE else 0)
    assert (PrintStep.WAITING in {each.state for each in seen}) is (settlement is Settlement.DONE)


async def test_a_printer_that_stays_busy_gets_nothing(host: DeviceHost, printer_simulator: PrinterSimulator) -> None:
    class Busy(IppPrinter):
        def submit(self, order: str, document: bytes, pages: int) -> None:
            raise problems.Refused("ipp://printer", BUSY)

    printer: Device[Printer] = host.add("printer", lambda: Busy(IppSettings(uri=printer_simulator.uri)))
    outcome = await print_once(
        printer,
        MemoryJournal(),
        "NZZ-1",
        PDF,
        1,
        progress=lambda _: None,
        limits=replace(PRINT_LIMITS, media_s=0.2, reach_s=3.0),
    )
    assert outcome.settlement is Settlement.NOT_DONE
    assert outcome.problem is not None and outcome.problem.code == "printer.refused"


class Silent:
    """A printer that says nothing when it is handed a document, and lists it a while later, or never."""

    def __init__(self, lists_after_s: float | None) -> None:
        self._after_s = lists_after_s
        self._handed: float | None = None

    def open(self) -> None: ...
    def close(self) -> None: ...

    def poll(self) -> DeviceState:
        return DeviceState.ONLINE

    def status(self) -> PrinterStatus:
        return PrinterStatus(DeviceState.ONLINE, (), None, 1000)

    def submit(self, order: str, document: bytes, pages: int) -> None:
        assert self._handed is None, "handed over twice"
        self._handed = time.monotonic()
        raise problems.Unanswered("ipp://printer", 15.0)

    def job(self, order: str) -> JobReport | None:
        if self._handed is None or self._after_s is None or time.monotonic() - self._handed < self._after_s:
            return None
        return JobReport(1, order, JobState.COMPLETED, 1, ())

    def cancel(self, order: str) -> None: ...


async def handed_to(host: DeviceHost, silent: Silent, limits: PrintLimits) -> PrintOutcome:
    printer: Device[Printer] = host.add("printer", lambda: silent)
    return await print_once(printer, MemoryJournal(), "NZZ-1", PDF, 1, progress=lambda _: None, limits=limits)


@pytest.mark.parametrize(
    ("lists_after_s", "digest_s", "total_s", "settlement"),
    [
        (0.5, 5.0, 5.0, Settlement.DONE),
        (None, 0.3, 5.0, Settlement.NOT_DONE),
        (None, 5.0, 0.3, Settlement.UNKNOWN),
    ],
    ids=["lists it late", "surely never took it", "nobody waits long enough to know"],
)
async def test_a_document_that_was_taken_without_a_word_may_still_be_listed(
    host: DeviceHost, lists_after_s: float | None, digest_s: float, total_s: float, settlement: Settlement
) -> None:
    limits = replace(PRINT_LIMITS, digest_s=digest_s, total_s=total_s, reach_s=3.0)
    assert (await handed_to(host, Silent(lists_after_s), limits)).settlement is settlement
